"""Equality impact assessments. Read `workflow.py`, the table, first; then `commands/`, what is done with it."""
