"""Policies from a file: `reading` says what a line means or what is wrong with it, `comparing` what it would change."""
