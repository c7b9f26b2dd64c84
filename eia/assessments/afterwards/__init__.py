"""After a signature: actions, gaps, what relies on it, occasions to look again, foreseen beside what happened."""
