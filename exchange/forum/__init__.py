"""The peer forum: categories and course discussions, topics and posts."""
