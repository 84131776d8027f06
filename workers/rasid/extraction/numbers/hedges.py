"""Words about a number that bound it: "at least", "about", "between … and …"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rasid.extraction.mentions import Quantity
from rasid.extraction.morphology import PhraseIndex
from rasid.extraction.numbers.reading import Number, read_number, scale_after
from rasid.extraction.numbers.words import AND, ARTICLE, DATA, atom_of, atoms, folded
from rasid.models import Qualifier
from rasid.text.document import Token
from rasid.text.folding import fold

_FROM: Final = fold(DATA["from"])
_TO: Final = folded("to")
_OR: Final = folded("or")
_CHANGE: Final = folded("change")
_BETWEEN: Final = PhraseIndex((phrase, True) for phrase in DATA["between"])
_BEFORE: Final[PhraseIndex[Qualifier]] = PhraseIndex((p, q) for q, phrases in DATA["hedges"].items() for p in phrases)
_AFTER: Final[PhraseIndex[Qualifier]] = PhraseIndex(
    ((p, q) for q, phrases in DATA["after"].items() for p in phrases), clitics=False
)
_ENDS: Final = frozenset(fold(phrase).split()[-1] for phrases in DATA["hedges"].values() for phrase in phrases)
_COMMAS: Final = "،,"
_DASHES: Final = "-–"
_TIGHT: Final = frozenset("-–—/:")
_LONGEST: Final = 5
_REACH_AFTER: Final = 5
_REACH_CHANGE: Final = 7
# How many times the lower end the upper may be.
_WIDEST: Final = 100


def hedged(tokens: Sequence[Token], number: Number, free: int) -> Quantity:
    """The number with its hedge; tokens before `free` belong to an earlier one."""
    first, qualifier = hedge_before(tokens, number.first, free)
    last = number.last
    if qualifier is None:
        qualifier, end = _hedge_after(tokens, number.last)
        if qualifier is not None and end <= number.last + 2:
            last = end
    whole = int(number.value) if number.value == int(number.value) else None
    low = None if qualifier in ("about", "at_most") else whole
    high = None if qualifier in ("about", "at_least") else whole
    return Quantity(number.first, last, "number", number.value, low, whole, high, qualifier or "exact", first)


def hedge_before(tokens: Sequence[Token], first: int, free: int) -> tuple[int, Qualifier | None]:
    """The first token of the hedge that ends before `first`, and its meaning."""
    end = first - 1
    while end >= free and tokens[end].form == ARTICLE:
        end -= 1
    if end < free or not (tokens[end].form in _ENDS or tokens[end].form[1:] in _ENDS):
        return first, None
    for start in range(max(free, end - _LONGEST + 1), end + 1):
        if tokens[start].kind != "word":
            continue
        phrase = _BEFORE.match(tokens, start)
        if phrase is not None and phrase.last == end:
            return start, phrase.value
    return first, None


def _hedge_after(tokens: Sequence[Token], last: int) -> tuple[Qualifier | None, int]:
    """The hedge within a few words behind a number, also after a comma: "48 شخصا، على الأقل"."""
    for place in range(last + 1, min(last + _REACH_AFTER, len(tokens))):
        token = tokens[place]
        if token.kind != "word":
            if token.form not in _COMMAS or place + 1 == len(tokens) or _AFTER.match(tokens, place + 1) is None:
                break
            continue
        phrase = _AFTER.match(tokens, place)
        if phrase is not None:
            return phrase.value, phrase.last
        if place > last + 1 and atoms(token.form):
            break
    return None, last


def ranged(tokens: Sequence[Token], number: Number, free: int) -> Quantity | None:
    """The range that the number opens: "بين 20 و30", "من خمسة إلى عشرة", "20-30"; None for a single figure."""
    opener = _opener(tokens, number.first, free)
    second = _second(tokens, number, opener)
    if second is None:
        return _units_and_tens(tokens, number) if opener == "between" and not _among(tokens, number.first) else None
    low = _shared_scale(tokens, number.value, second)
    if not low < second.value <= _WIDEST * low or low != int(low) or second.value != int(second.value):
        return None
    first = number.first
    if opener is not None:
        first -= 1
        hedge = _BETWEEN.match(tokens, first - 1) if opener == "between" and first - 1 >= free else None
        first = hedge.first if hedge is not None and hedge.last == first else first
    return _range(number.first, second.last, low, second.value, first)


def _shared_scale(tokens: Sequence[Token], low: float, second: Number) -> float:
    """The lower end with the scale word of the upper: "بين 10 و15 ألفا"."""
    scale = scale_after(tokens, second.last)
    return low * scale if scale and low < second.value / scale < 1000 else low


def _range(first: int, last: int, low: float, high: float, hedge_first: int) -> Quantity:
    return Quantity(first, last, "number", None, int(low), None, int(high), "range", hedge_first)


def _second(tokens: Sequence[Token], number: Number, opener: str | None) -> Number | None:
    following = number.last + 1
    if following >= len(tokens):
        return None
    link = tokens[following]
    if opener == "between" and link.form not in _TO:
        return read_number(tokens, following + (link.form == AND))
    if link.form in _TO or (link.form in _OR and number.value < 100):
        return None if _changes(tokens, number.first) else read_number(tokens, following + 1)
    tight = link.form in _DASHES and link.glued and following + 1 < len(tokens) and tokens[following + 1].glued
    if not tight or not number.digits:
        return None
    second = read_number(tokens, following + 1)
    after = tokens[second.last + 1] if second is not None and second.last + 1 < len(tokens) else None
    # 10-20-30 and 10-20/30 are dates or numbers of telephones.
    return None if after is not None and after.form in _TIGHT and after.glued else second


def _units_and_tens(tokens: Sequence[Token], number: Number) -> Quantity | None:
    """ "بين خمسة وعشرين" with nothing to follow: the two words are the two ends."""
    ends = [atom_of(tokens[place].form, "word") for place in (number.first, number.last)]
    if number.last == number.first + 1 and ends[0] is not None and ends[1] is not None and ends[1].joined:
        return _range(number.first, number.last, ends[0].value, ends[1].value, number.first - 1)
    return None


def _among(tokens: Sequence[Token], first: int) -> bool:
    return first >= 2 and tokens[first - 2].form == _FROM


def _opener(tokens: Sequence[Token], first: int, free: int) -> str | None:
    if first - 1 < free:
        return None
    if tokens[first - 1].form == _FROM:
        return "from"
    phrase = _BETWEEN.match(tokens, first - 1)
    return "between" if phrase is not None and phrase.last == first - 1 else None


def _changes(tokens: Sequence[Token], first: int) -> bool:
    return any(token.form in _CHANGE or token.form[1:] in _CHANGE for token in tokens[max(0, first - _REACH_CHANGE) : first])
