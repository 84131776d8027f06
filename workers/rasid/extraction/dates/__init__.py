"""Date expressions, resolved against the day of publication; null rather than guessed without one."""

from rasid.extraction.dates.finder import find_dates

__all__ = ["find_dates"]
