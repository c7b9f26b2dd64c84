"""Several organisations and one text: local parts, whose turn it is to sign, parents that cover."""
