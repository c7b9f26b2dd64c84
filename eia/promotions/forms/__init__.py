"""What is asked about a promotion process and its counts."""
