"""Lists that are data: the classes of policies. Read `lists.py` first."""
