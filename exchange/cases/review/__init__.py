"""Moderators look at what was submitted, in two steps; owners say each year whether it still works."""
