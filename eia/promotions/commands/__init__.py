"""What people do with promotion processes. Each writes to the trail of the process."""
