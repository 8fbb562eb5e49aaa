"""Who took up whose cases: between municipalities, between regions, and by service."""
