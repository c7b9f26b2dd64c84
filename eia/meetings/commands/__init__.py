"""What is done at meetings. Each command is one change and one entry in a trail."""
