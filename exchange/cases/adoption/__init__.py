"""Who took up a case, how it goes, what came of it, and who gave what to whom."""
