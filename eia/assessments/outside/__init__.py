"""People outside who read or are asked by name."""
