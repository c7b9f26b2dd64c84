"""What the counts of a promotion process show, as pure calculation: no database, no request, no clock.

Read `counts` first (what goes in), then `results` (what comes out), then `reasons` (why a figure is words instead).
Only `computing` imports scipy, and only `eia jobs` imports `computing`: a web worker reads what was stored.
"""
