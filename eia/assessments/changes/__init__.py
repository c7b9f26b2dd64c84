"""What changed between two states of what is said: `words` in a text, `said` as text, `compare` entry by entry."""
