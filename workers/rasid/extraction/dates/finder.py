"""The dates of a token list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

from rasid.extraction.dates import words
from rasid.extraction.dates.calendar_days import shift_months, year_span
from rasid.extraction.dates.counted import CountedSpans
from rasid.extraction.dates.near import NearDates
from rasid.extraction.dates.reader import mention
from rasid.extraction.mentions import DateMention
from rasid.extraction.morphology import Openers, PhraseIndex
from rasid.extraction.numbers.words import ordinal
from rasid.text.document import Token
from rasid.text.folding import fold

_SINCE: Final = words.folded("since")
_UNTIL: Final = words.folded("until")
_BETWEEN: Final = words.folded("between")
_THIS: Final = words.folded("this")
_AND, _FROM, _ARTICLE = (fold(words.DATA[key]) for key in ("and", "from", "article"))
_DASHES: Final = frozenset("-–")
_POINTS: Final = frozenset(("day", "week", "month", "year"))
_LED: Final = words.folded("led")
_CLOCK: Final = words.folded("clock")
_STAMP_REACH: Final = 4
STAMP: Final = "stamp"
# Rules of dates written with day and month.
WRITTEN: Final = frozenset(("day-month", "numeric", "month-first"))
_PARTS: Final = frozenset(("part-of-month", "part-of-year", "part-of-week"))


def find_dates(tokens: Sequence[Token], published: dt.date | None) -> list[DateMention]:
    """The date expressions of a token list, in order, not overlapping, without the stamps of page heads.

    A relative expression without `published` has `start` and `end` None; so has a day whose year cannot be known.
    """
    return [date for date in read_dates(tokens, published) if date.rule != STAMP]


def read_dates(tokens: Sequence[Token], published: dt.date | None) -> Iterator[DateMention]:
    """As `find_dates`, with the stamps of page heads ("16 نيسان 2017 | 10:53") under their own rule."""
    parser: _Parser | None = None
    place = free = 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind == "number" or (token.kind == "word" and _readers(token.form)):
            parser = parser or _Parser(tokens, published)
            skipped = words.NOT_RELATIVE.match(tokens, place) if token.kind == "word" else None
            if skipped is not None:
                place = skipped.last + 1
                continue
            date = parser.at(place)
            if date is not None:
                date = parser.widened(date, free)
                date.first = max(date.first, free)
                date.rule = STAMP if _is_stamp(tokens, date) else date.rule
                yield date
                place = free = date.last + 1
                continue
        place += 1


def _is_stamp(tokens: Sequence[Token], date: DateMention) -> bool:
    """Whether a full date stands beside a time of day that no sentence leads to."""
    if date.rule not in WRITTEN or date.start is None or (date.first and tokens[date.first - 1].form in _LED):
        return False
    after = tokens[date.last + 1 : date.last + 1 + _STAMP_REACH]
    if after and after[0].form in _CLOCK:
        return True
    return any(
        after[at].form == ":" and after[at - 1].kind == "number" and after[at + 1].kind == "number"
        for at in range(1, len(after) - 1)
    )


class _Parser(NearDates, CountedSpans):
    """All kinds of dates, and what joins two of them or opens one to the day of publication."""

    def at(self, place: int) -> DateMention | None:
        """The date that begins at `place`."""
        if not 0 <= place < len(self.tokens):
            return None
        token = self.tokens[place]
        readers = _OF_FIGURES if token.kind == "number" else _readers(token.form) if token.kind == "word" else ()
        for reader in readers:
            date = reader(self, place)
            if date is not None:
                return date
        return None

    def widened(self, date: DateMention, free: int) -> DateMention:
        """The mention with "between … and", "from … to" or "since" before it (codebook, ruling 14)."""
        if date.first - 1 < free or date.start is None or date.end is None:
            return date
        before = self.form(date.first - 1)
        if before in _SINCE:
            return self._since(date, date.start, date.end)
        if (before in _BETWEEN or before == _FROM) and date.precision in _POINTS:
            return self._joined(date, date.start, between=before in _BETWEEN)
        return date

    def _since(self, date: DateMention, start: dt.date, end: dt.date) -> DateMention:
        if date.rule in ("ago", "during", "hours"):
            return date
        until = self.at(date.last + 2) if self.form(date.last + 1) in _UNTIL else None
        if until is not None and until.end is not None and until.end >= start:
            return mention(date.first - 1, until.last, (start, until.end), "range", "since")
        if date.precision == "year" or (date.precision not in _POINTS and date.rule not in _PARTS):
            return date
        # Without a day of publication "since early 2016" still lies in that year.
        open_end = self.published or (year_span(end.year)[1] if date.rule == "part-of-year" else None)
        if open_end is None or open_end < start:
            return date
        return mention(date.first - 1, date.last, (start, open_end), "range", "since")

    def _has_year(self, date: DateMention) -> bool:
        return any(self.four_digits(place) is not None for place in range(date.first, date.last + 1))

    def _joined(self, date: DateMention, start: dt.date, *, between: bool) -> DateMention:
        link = self.form(date.last + 1)
        if link in _UNTIL or link in _DASHES or (between and link == _AND):
            second = self.at(date.last + 2)
        elif between and link.startswith(_AND):
            second = self.at(date.last + 1)
        else:
            return date
        if second is None or second.end is None or second.precision not in _POINTS:
            return date
        if not self._has_year(date) and self._has_year(second):
            # "from 23 October to 3 November 2017": one year for both.
            start = shift_months(start, 12 * (second.end.year - start.year))
        while start > second.end:
            start = shift_months(start, -12)
        return mention(date.first - 1, second.last, (start, second.end), "range", "from-to")


_Reading: TypeAlias = Callable[[_Parser, int], DateMention | None]
_OF_FIGURES: Final[tuple[_Reading, ...]] = (
    _Parser.numeric, _Parser.day_of_month, _Parser.during, _Parser.bare_year,
)  # fmt: skip
# In order of trial: which readers may begin with a word of which index.
_OF_WORDS: Final[tuple[tuple[tuple[PhraseIndex[Any], ...], _Reading], ...]] = (
    ((words.WEEKEND,), _Parser.weekend),
    ((words.FEW_HOURS,), _Parser.hours),
    ((words.PARTS,), _Parser.part),
    ((words.AGO,), _Parser.ago),
    ((words.AFTER,), _Parser.after),
    ((words.DURING,), _Parser.during),
    ((words.DAYPARTS, words.RELATIVE, words.WEEKDAYS), _Parser.near_day),
    ((words.MONTHS,), _Parser.month_first),
    ((words.MONTHS, words.HIJRI_MONTHS, words.MONTH_HEADS), _Parser.month),
    ((words.YEAR_HEADS,), _Parser.year),
)
_OPENERS: Final = Openers(_OF_WORDS)


@lru_cache(maxsize=32768)
def _readers(form: str) -> tuple[_Reading, ...]:
    """The readers of dates that may begin with the word."""
    readers = _OPENERS.of(form)
    if ordinal(form) is not None:
        readers.append(_Parser.day_of_month)
    if words.DEFINITE.opens(form) or form in _THIS:
        readers.append(_Parser.definite_unit)
    if form.startswith(_ARTICLE) and (words.UNITS.opens(form) or form == _ARTICLE):
        readers.append(_Parser.during)
    if not readers and words.NOT_RELATIVE.opens(form):
        readers.append(_Parser.near_day)
    return tuple(readers)
