"""Organisations, units, persons, the offices they hold and for whom they deputise, and how they sign in."""
