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
from rasid.text.tokens import tokenize

_TODAY: Final = words.folded("today")
_PUBLISHED: Final = words.folded("published")
_SENTENCES: Final = 8
_REACH: Final = 4
# The head of a page: lines of nothing but a date, a weekday and a time of day.
_HEAD, _LINES, _SHORT = 300, 4, 60
_BESIDE: Final = 2


def find_dateline(sentences: Iterable[Sequence[Token]]) -> dt.date | None:
    """The first full date near the head of a text that stands beside a time of day, "today" or "published"."""
    for tokens in islice(sentences, _SENTENCES):
        for date in read_dates(tokens, None):
            if date.start is not None and date.precision == "day" and (date.rule == STAMP or _is_own(tokens, date)):
                return date.start
    return None


def find_head_date(text: str) -> dt.date | None:
    """The full date that is a line of its own at the head of a raw text, which cleaning takes for furniture."""
    for line in text[:_HEAD].splitlines()[:_LINES]:
        if len(line) > _SHORT or not any(char.isdecimal() for char in line):
            continue
        tokens = tokenize(line)
        for date in read_dates(tokens, None):
            beside = sum(token.kind == "word" for token in (*tokens[: date.first], *tokens[date.last + 1 :]))
            if date.start is not None and date.precision == "day" and (date.rule == STAMP or beside <= _BESIDE):
                return date.start
    return None


def _is_own(tokens: Sequence[Token], date: DateMention) -> bool:
    before = {token.form for token in tokens[max(0, date.first - _REACH) : date.first]}
    within = {token.form for token in tokens[max(0, date.first - 1) : date.last]}
    return date.rule in WRITTEN and bool(before & _PUBLISHED or within & _TODAY)
