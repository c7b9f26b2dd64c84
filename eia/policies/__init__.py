"""Policies: number, title, owner and the organisations that share them. The register proper comes later."""
