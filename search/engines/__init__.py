"""The engines: both find the same things, by the same tokens."""
