"""Everything is found, under the reader's rights."""
