"""The first page: what waits for me, what I wait for, what is due."""
