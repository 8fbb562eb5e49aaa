"""What a holder sees, what anybody checks, and what managers look after."""
