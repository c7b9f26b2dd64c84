"""For whoever runs eia: is all well (`doctor.py`), is it up (`views.py`), and copies to go back to (`backup/`)."""
