"""Messages to people: queued with the change they tell of, posted by `eia jobs` after the commit, kept as proof.

Read `models.py` first, then `outbox.py` (what other flats call) and `posting.py` (what happens next).
"""
