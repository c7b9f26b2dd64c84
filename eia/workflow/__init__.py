"""How a table of steps is written (`table.py`) and how one step is permitted and made (`perform.py`)."""
