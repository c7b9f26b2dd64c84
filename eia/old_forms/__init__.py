"""Forms filled in before this service: what a Word file says, line by line, and where each line belongs. No database.

Read `shape.py`, then `word.py` (the file), `lines.py` (what stands under what) and `placing.py` (where it goes).
"""
