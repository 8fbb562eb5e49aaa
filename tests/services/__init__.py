"""The real services that tests run against, started for one run on free loopback ports, and thrown away after it."""
