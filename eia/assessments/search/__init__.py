"""Search over what assessments say. `words` folds, `texts` reads what is said, `keeping` keeps the words of each
version, `asking` makes of what somebody typed what the database looks for, `finding` finds, `showing` shows where.
"""
