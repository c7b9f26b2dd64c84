"""How policies are covered: `words` what is told apart, `sources` what it is made from, `keeping` writes it beside
them, `counts` adds it up, `reading` gives it as it stands now, `lists` those behind a number, `gap` the page.
"""
