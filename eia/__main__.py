"""`python -m eia` is the `eia` command."""

from eia.cli import main

main()
