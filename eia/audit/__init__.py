"""The trail: append-only entries, chained by hash. Read `record.py` first; `verify.py` says what the chain proves."""
