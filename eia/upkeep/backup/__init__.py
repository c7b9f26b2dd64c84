"""A copy of everything, and the way back: the database, the files of evidence, and what proves that both are whole.

A copy is a folder: `database.sqlite` or `database.dump`, `files/`, and `manifest.json`, which is written last. Read
`taking.py` first, then `restoring.py`.
"""
