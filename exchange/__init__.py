"""What municipalities give each other."""
