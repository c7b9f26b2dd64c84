"""One ordered pack of a meeting: gathered once, drawn as a web page, as PDF and as Word. Built by `eia jobs`.

Read `document` first (what a pack is), then `gathering` (where it comes from) and `building` (how it is built).
What draws PDF and Word is imported while a pack is built and not before: web workers never carry it.
"""
