"""The quantities of a token list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rasid.extraction.mentions import Quantity
from rasid.extraction.morphology import PhraseIndex
from rasid.extraction.numbers.hedges import hedge_before, hedged, ranged
from rasid.extraction.numbers.measures import measure, measured_before, unit_after
from rasid.extraction.numbers.reading import number_at, ordinal_at, read_number
from rasid.extraction.numbers.words import DATA, Atom, atom_of, atoms, definite, has_article, is_misread, opens, ordinal
from rasid.text.document import Token
from rasid.text.folding import fold

_UNKNOWN: Final = PhraseIndex(((phrase, True) for phrase in DATA["unknown"]), article=False)
_PERCENT: Final = PhraseIndex(((phrase, True) for phrase in DATA["percent"]), clitics=False)
_FROM: Final = fold(DATA["from"])
_VAGUE_SCALE: Final = {fold(word): scale for scale, words in DATA["vague_scales"].items() for word in words}


def find_numbers(tokens: Sequence[Token]) -> list[Quantity]:
    """The quantities of a token list in order, not overlapping; dates, ages and the like carry `not_toll`."""
    found: list[Quantity] = []
    place, free = 0, 0
    while place < len(tokens):
        token = tokens[place]
        quantity = None
        if token.kind == "number":
            quantity = _counted(tokens, place, free)
        elif token.kind == "word" and opens(token.form):
            quantity = _word(tokens, place, free)
        if quantity is None:
            place += 1
            continue
        found.append(quantity)
        place = free = quantity.last + 1
    return found


def _word(tokens: Sequence[Token], place: int, free: int) -> Quantity | None:
    form = tokens[place].form
    if is_misread(tokens[place].norm):
        return None
    if _UNKNOWN.opens(form):
        phrase = _UNKNOWN.match(tokens, place)
        if phrase is not None:
            unit = unit_after(tokens, phrase.last + 1)
            return Quantity(place, phrase.last, "vague", None, None, None, None, "vague", place, unit)
    numbered = ordinal_at(tokens, place) if ordinal(form) is not None else None
    recalled = definite(form) is not None
    if numbered is not None and (not recalled or numbered[1] > place):
        return Quantity(place, numbered[1], "ordinal", numbered[0], None, None, None, "exact", place)
    if recalled:
        return _definite(tokens, place)
    readings = atoms(form)
    if not readings:
        return None
    return _counted(tokens, place, free) or _vague(tokens, place, free) or _special(place, readings)


def _counted(tokens: Sequence[Token], place: int, free: int) -> Quantity | None:
    number = read_number(tokens, place)
    if number is None:
        return None
    quantity = ranged(tokens, number, free) or hedged(tokens, number, free)
    percent = _PERCENT.match(tokens, quantity.last + 1) if quantity.last + 1 < len(tokens) else None
    if percent is not None or (place and tokens[place - 1].form == "%"):
        quantity.kind, quantity.not_toll = "percent", "percent"
        quantity.low = quantity.best = quantity.high = None
        quantity.last = percent.last if percent is not None else quantity.last
        return quantity
    quantity.not_toll = measure(tokens, quantity)
    return quantity


def _definite(tokens: Sequence[Token], place: int) -> Quantity | None:
    """القتلى الثلاثة: a number of people already spoken of."""
    number = number_at(tokens, place, article=True)
    if number is None:
        return None
    value, last = int(number[0]), number[1]
    return Quantity(place, last, "definite", value, value, value, value, "exact", place, measured_before(tokens, place, last))


def _special(place: int, readings: tuple[Atom, ...]) -> Quantity | None:
    for atom in readings:
        if atom.role == "dual":
            return Quantity(place, place, "dual", 2, 2, 2, 2, "exact", place)
        if atom.role == "fraction":
            return Quantity(place, place, "fraction", atom.value, None, None, None, "exact", place)
    return None


def _vague(tokens: Sequence[Token], place: int, free: int) -> Quantity | None:
    atom = atom_of(tokens[place].form, "vague")
    if atom is None:
        return None
    low, high, last = atom.low, atom.high, place
    following = tokens[last + 1].form if last + 1 < len(tokens) else ""
    nested = atom_of(following, "vague")
    if following in _VAGUE_SCALE and high < 1000 * _VAGUE_SCALE[following]:
        scale = _VAGUE_SCALE[following]
        last += 1
        # "a few thousand" is as vague as "thousands".
        low, high = (2 * scale, 10 * scale - 1) if high < 10 else (low * scale, (high + 1) * scale - 1)
    elif nested is not None and not nested.joined and high < 10:
        low, high, last = nested.low, nested.high, last + 1
    first = hedge_before(tokens, place, free)[0]
    # "العشرات ليلة الجمعة": with the article the word counts only what "of" joins to it.
    free_standing = has_article(tokens[last].form) and tokens[last + 1 : last + 2] and tokens[last + 1].form != _FROM
    unit = None if free_standing else unit_after(tokens, last + 1)
    return Quantity(place, last, "vague", None, low, None, high, "vague", first, unit)
