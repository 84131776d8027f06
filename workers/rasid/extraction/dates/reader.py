"""What the readers of date expressions share: the tokens, the day of publication, words looked up at a place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal, TypeVar

from rasid.extraction.dates import words
from rasid.extraction.mentions import DateMention
from rasid.extraction.morphology import Phrase, PhraseIndex
from rasid.models import DatePrecision
from rasid.text.document import Token

Marker = Literal["past", "next", "current"]
Span = tuple[dt.date, dt.date]
T = TypeVar("T")

_MARKERS: Final[dict[str, Marker]] = {form: name for name in ("past", "next", "current") for form in words.folded(name)}
_FEW: Final = words.folded("few")
_FUTURE_REACH: Final = 10
_STOPS: Final = frozenset(".،,؛")
DAY: Final = dt.timedelta(days=1)
SHIFT: Final[dict[Marker | None, int]] = {"past": -1, "next": 1, "current": 0, None: 0}


class Reader:
    """A token list read for dates; every method returns None where its kind of date does not stand."""

    def __init__(self, tokens: Sequence[Token], published: dt.date | None) -> None:
        self.tokens = tokens
        self.published = published

    def form(self, place: int) -> str:
        """The folded word at a place, empty outside the tokens."""
        return self.tokens[place].form if 0 <= place < len(self.tokens) else ""

    def is_number(self, place: int) -> bool:
        """Whether a figure stands at a place."""
        return 0 <= place < len(self.tokens) and self.tokens[place].kind == "number"

    def match(self, index: PhraseIndex[T], place: int) -> Phrase[T] | None:
        """The phrase of an index that begins at a place, None also outside the tokens."""
        return index.match(self.tokens, place) if 0 <= place < len(self.tokens) else None

    def marker(self, last: int) -> tuple[Marker | None, int]:
        """The word behind `last` that says past, next or current, and the last token with it."""
        at = last + 1 + (self.form(last + 1) in _FEW)
        marker = _MARKERS.get(self.form(at))
        return (marker, at) if marker else (None, last)

    def four_digits(self, place: int) -> int | None:
        """The year written at a place, Hijri years included."""
        if not self.is_number(place):
            return None
        norm = self.tokens[place].norm
        return int(norm) if len(norm) == 4 and norm.isdecimal() and 1300 <= int(norm) <= 2100 else None

    def in_future(self, first: int, last: int) -> bool:
        """Whether the clause about a mention speaks of what is to come."""
        forms = words.future_words()
        for place in range(first - 1, max(-1, first - _FUTURE_REACH), -1):
            if self.form(place) in _STOPS:
                break
            if self.form(place) in forms:
                return True
        return self.form(last + 1) in forms or (self.form(last + 1) != "." and self.form(last + 2) in forms)


def mention(first: int, last: int, span: Span | None, precision: DatePrecision, rule: str) -> DateMention:
    """A mention at tokens `first`..`last`; without a span it is not resolved."""
    return DateMention(first, last, span[0] if span else None, span[1] if span else None, precision, rule)
