"""What must hold of the sources, beside what tests can run: `make check`."""
