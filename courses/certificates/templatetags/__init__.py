"""What other rooms' pages show of certificates."""
