"""What falls due and what waits too long: who hears of it, and who hears of it next."""
