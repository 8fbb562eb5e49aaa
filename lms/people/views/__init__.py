"""Views fetch what this person may see, call the use case, and answer."""
