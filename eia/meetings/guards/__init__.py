"""What must be true at a meeting, and who may act."""
