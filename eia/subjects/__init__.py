"""What can be assessed. A policy, a promotion process and a decision each add a table of their own to `Subject`."""
