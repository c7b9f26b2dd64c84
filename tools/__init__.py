"""Small programs behind the Makefile. Each is run as `python -m tools.<name>` from the top of the checkout."""
