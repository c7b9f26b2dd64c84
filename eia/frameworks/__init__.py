"""Frameworks: the law and practice an assessment is answered under, as versioned data files.

Read shape.py first (what a file says), then screening.py (how answers propose an outcome), then store.py.
"""
