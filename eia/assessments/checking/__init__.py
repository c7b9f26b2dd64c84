"""What an adviser asks: what waits for a check, which sections are accepted, what was seen when."""
