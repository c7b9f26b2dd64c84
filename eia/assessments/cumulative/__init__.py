"""What many live decisions do together to one group of people. `live` says which count, `grid` adds them up."""
