"""Date expressions, resolved against the day of publication; null rather than guessed without one."""

from rasid.extraction.dates.dateline import find_dateline, find_head_date
from rasid.extraction.dates.finder import find_dates

__all__ = ["find_dateline", "find_dates", "find_head_date"]
