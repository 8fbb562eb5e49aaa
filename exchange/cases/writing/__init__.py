"""Colleagues write a case in parts, alone or together, and submit it."""
