"""`make bench`: how fast it is, against floors on the same machine and database. Start at `__main__`."""
