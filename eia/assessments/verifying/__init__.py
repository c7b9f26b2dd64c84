"""What `eia verify` holds of assessments, one subject a module. Read `versions.py` first."""
