"""The day of publication that a page states itself, for articles that come without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from rasid.extraction.dates import words
from rasid.extraction.dates.finder import STAMP, WRITTEN, read_dates
from rasid.extraction.mentions import DateMention
from rasid.text.document import Token

_TODAY: Final = words.folded("today")
_PUBLISHED: Final = words.folded("published")
_SENTENCES: Final = 8
_REACH: Final = 4


def find_dateline(sentences: Iterable[Sequence[Token]]) -> dt.date | None:
    """The first full date near the head of a text that stands beside a time of day, "today" or "published"."""
    for tokens in islice(sentences, _SENTENCES):
        for date in read_dates(tokens, None):
            if date.start is not None and date.precision == "day" and (date.rule == STAMP or _is_own(tokens, date)):
                return date.start
    return None


def _is_own(tokens: Sequence[Token], date: DateMention) -> bool:
    before = {token.form for token in tokens[max(0, date.first - _REACH) : date.first]}
    within = {token.form for token in tokens[max(0, date.first - 1) : date.last]}
    return date.rule in WRITTEN and bool(before & _PUBLISHED or within & _TODAY)
