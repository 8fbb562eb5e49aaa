"""Fills a database for measuring: as many people and completions as are asked for, with every rule kept."""
