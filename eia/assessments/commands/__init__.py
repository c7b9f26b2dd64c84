"""What is done with an assessment: start one, write in it, take a step, record what was decided, keep actions going.

Every command runs inside `transaction()` (its first argument is that session), locks the version row first and
writes one entry to the trail of the assessment.
"""
