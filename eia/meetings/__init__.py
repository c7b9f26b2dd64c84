"""Governance meetings: due regard in front of the people who decide. Read `workflow/` and `models/` first."""
