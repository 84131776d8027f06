"""When an article was published, out of what scrapers write into that field."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from rasid.text.folding import normalise

_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d|\d{8})(?:[T ](\d\d:?\d\d(?::?\d\d)?)(?:[.,]\d+)?(?: ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?(?=[\s,;|]|$)",
    re.ASCII | re.IGNORECASE,
)
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?$", re.ASCII)
_FULL_YEAR = re.compile(r"\b[12]\d{3}\b", re.ASCII)
_UTC_NAMES: Final = frozenset({"Z", "UTC", "GMT"})
_YEARS: Final = range(1900, 2101)


class Moment(NamedTuple):
    """A time: `stamp` in RFC 3339 UTC (midnight where only a day was given), `day` on the calendar of whoever wrote it."""

    stamp: str
    day: str


def read_moment(value: str) -> Moment:
    """The first time in `value`: RFC 3339, ISO 8601 without offset (taken as UTC), a day, RFC 5322, seconds since 1970.

    Scrapers write several times into one field ("2024-12-10T14:06:22+03:00 2026-07-31T16:25:58+03:00 …"): the first is
    the article's, the others are those of links on its page. Raises ValueError for what cannot be read, and for years
    outside 1900–2100.
    """
    text = normalise(value).strip()
    if match := _ISO.match(text):
        day, clock, offset = match.groups()
        zone = "+00:00" if offset is None or offset.upper() in _UTC_NAMES else offset
        moment = dt.datetime.fromisoformat(f"{day}T{clock or '00:00'}{zone}")
    elif match := _EPOCH.match(text):
        moment = dt.datetime.fromtimestamp(int(match[1]), dt.UTC)
    else:
        moment = _rfc5322(text)
    if moment.year not in _YEARS:
        raise ValueError(f"the year {moment.year} is outside {_YEARS[0]}–{_YEARS[-1]}")
    return Moment(f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", moment.date().isoformat())


def _rfc5322(text: str) -> dt.datetime:
    if not _FULL_YEAR.search(text):
        raise ValueError(f"{text[:40]!r} is no date")
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, IndexError, OverflowError) as error:  # what email.utils raises besides ValueError
        raise ValueError(f"{text[:40]!r} is no date") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
