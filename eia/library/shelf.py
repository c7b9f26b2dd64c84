"""The shelf life of evidence: until when it may be relied upon without another look.

Evidence has a review-by date of its own, or none; then so many months after its date it counts as old (a setting).
"""

import calendar
from datetime import date


def grown_old(dated: date | None, review_by: date | None, *, today: date, months: int) -> bool:
    """Past its shelf life. What has neither a date nor a shelf life never is: nothing says when it grows old."""
    if review_by is not None:
        return review_by < today
    return dated is not None and dated < months_from(today, -months)


def months_from(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
