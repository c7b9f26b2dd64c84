"""What is done to policies: added and changed, moved through their states, taken in from a file, retired."""
