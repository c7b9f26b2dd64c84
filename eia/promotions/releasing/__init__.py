"""What may be published of counts without giving anybody away: releases, made in one place and kept for ever.

Read `cells` (every number that tables print), `release` (what is shown, and what figures are left), then `protecting`.
Only `auditing` imports scipy, and only `eia jobs` makes releases: a web worker reads what was stored.
"""
