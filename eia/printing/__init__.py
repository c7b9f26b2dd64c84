"""Documents that people take away: what they say (`blocks`), as PDF/UA (`pages`) and as Word (`word`)."""
