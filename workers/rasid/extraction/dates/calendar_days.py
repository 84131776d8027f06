"""Arithmetic on calendars."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Final

from hijridate import Gregorian, Hijri

# A day without a year is this many days ahead at most; further on it is last year's.
_AHEAD: Final = 30


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def shift_months(day: dt.date, months: int) -> dt.date:
    """The same day some months on, or the month's last day where it is shorter. The year stays within 1–9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    return dt.date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def year_of(published: dt.date | None, month: int, day: int | None, marker: str | None) -> int | None:
    """The year of a month (and day) written without one; `marker`: past, next, current or None."""
    if published is None:
        return None
    year = published.year
    if marker == "current":
        return year
    last = month_end(year, month).day
    start = dt.date(year, month, min(day or 1, last))
    end = dt.date(year, month, min(day or last, last))
    if marker == "next":
        return year if end >= published else year + 1
    if marker == "past":
        return year if (end if day else start.replace(day=last)) < published else year - 1
    if (start - published).days > (_AHEAD if day else 0):
        return year - 1
    if day and (published - start).days > 365 - _AHEAD:
        return year + 1
    return year


def hijri_span(
    year: int | None, month: int | None = None, low: int | None = None, high: int | None = None, *, near: dt.date | None = None
) -> tuple[dt.date, dt.date] | None:
    """The Gregorian days of a Hijri year, month or days; a year left out is the latest that had begun by `near`."""
    try:
        if year is None:
            if near is None:
                return None
            year = Gregorian(near.year, near.month, near.day).to_hijri().year
            if _gregorian(year, month or 1, low or 1) > near + dt.timedelta(days=_AHEAD):
                year -= 1
        if month is None:
            return _gregorian(year, 1, 1), _gregorian(year + 1, 1, 1) - dt.timedelta(days=1)
        if low is None or high is None:
            return _gregorian(year, month, 1), _gregorian(year, month, Hijri(year, month, 1).month_length())
        return _gregorian(year, month, low), _gregorian(year, month, high)
    except (ValueError, OverflowError):
        return None


def _gregorian(year: int, month: int, day: int) -> dt.date:
    date = Hijri(year, month, day).to_gregorian()
    return dt.date(date.year, date.month, date.day)


def days(year: int, month: int, low: int, high: int) -> tuple[dt.date, dt.date] | None:
    """The days `low`..`high` of a month, None where it has no such days."""
    try:
        return dt.date(year, month, low), dt.date(year, month, high)
    except ValueError:
        return None


def month_span(year: int, month: int) -> tuple[dt.date, dt.date]:
    """The first and last day of a month."""
    return dt.date(year, month, 1), month_end(year, month)


def year_span(year: int) -> tuple[dt.date, dt.date]:
    """The first and last day of a year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def nearest(day: dt.date, weekday: int) -> dt.date:
    """The day of that weekday nearest to a day: a stamp in another time zone is off by one."""
    ahead = (weekday - day.weekday()) % 7
    return day + dt.timedelta(days=ahead if ahead <= 3 else ahead - 7)


def next_weekday(day: dt.date, weekday: int) -> dt.date:
    """The first day of that weekday on or after a day."""
    return day + dt.timedelta(days=(weekday - day.weekday()) % 7)
