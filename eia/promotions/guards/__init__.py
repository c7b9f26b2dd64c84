"""Who may act on a process, what must be true first, and whom a step tells."""
