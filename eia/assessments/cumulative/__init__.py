"""What many live decisions do together to one group of people.

`touching` says which count and whom they touch, `keeping` keeps that, `counted` sums it; `grid`, `listing` and `beside`
are what people see of it.
"""
