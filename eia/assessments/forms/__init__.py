"""What is asked. `sections` are the single answers, `rows` the lists, `grids` screening and impacts, `steps` the steps.

Almost nothing is required here: a draft is saved as far as it goes, and the needs of a step ask for the rest.
"""
