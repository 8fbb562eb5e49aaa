"""Who may do what at each of our addresses, in a file for each room: what the words mean says the test."""

from tests.security.table import cases, courses, forum, people, site

TABLE = people.TABLE + courses.TABLE + cases.TABLE + forum.TABLE + site.TABLE

# What the address is about, where it is about something; all of it is the learner's, or of the coordinator's place.
ABOUT = people.ABOUT | courses.ABOUT | cases.ABOUT | forum.ABOUT | site.ABOUT

# What stands after the question mark, where the address is nothing without it.
ASKED = courses.ASKED | forum.ASKED

# Addresses that only take POST, with what is posted.
POSTED = people.POSTED | courses.POSTED | cases.POSTED | forum.POSTED | site.POSTED
