"""Shares that were printed without counts, set against each other: `given.py` first."""
