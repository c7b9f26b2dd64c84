"""Promotion processes: what they are, what is counted of them, and what the counts show."""
