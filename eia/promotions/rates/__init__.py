"""Disproportionality tables: what is given, what it shows, and who reads it. `given.py` first."""
