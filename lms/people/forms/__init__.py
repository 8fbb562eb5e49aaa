"""Forms check the shape of what is typed; rules are the use cases'."""
