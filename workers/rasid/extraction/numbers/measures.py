"""What a number measures where that is surely not people: time, ages, money, distances, things."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from rasid.extraction.mentions import NotToll, Quantity
from rasid.extraction.morphology import noun_forms, split_clitics
from rasid.extraction.numbers.words import ARTICLE, DATA, folded
from rasid.text.document import Token
from rasid.text.folding import fold

_FROM: Final = fold(DATA["from"])
_UNITS_BEFORE: Final[dict[str, NotToll]] = {fold(w): unit for unit, words in DATA["units_before"].items() for w in words}
_AGED: Final = folded("aged")
_AGE_LIMITS: Final = folded("age_limits")
_BARE_YEARS: Final = folded("bare_years")
_AGE_UNITS: Final = frozenset(form for word in DATA["age_units"] for form in noun_forms(word, ()))
_CURRENCY: Final = frozenset(DATA["currency_marks"])
_PHONE_DIGITS: Final = 7
_YEARS: Final = range(1900, 2101)


@cache
def _units_after() -> dict[str, NotToll]:
    forms: dict[str, NotToll] = {}
    for unit, rows in DATA["units_after"].items():
        for word, *plural in rows:
            forms.update(dict.fromkeys(noun_forms(word, plural), unit))
    return forms


def measure(tokens: Sequence[Token], quantity: Quantity) -> NotToll | None:
    """What the words about a number say it measures, None where it may count people."""
    first, last = quantity.first, quantity.last
    before = _before(tokens, quantity.hedge_first)
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    token = tokens[first]
    if before is not None and before.form in _CURRENCY:
        return "money"
    if token.kind == "number":
        if token.norm.isdigit() and len(token.norm) >= _PHONE_DIGITS and token.norm[-3:] != "000":
            return "phone"
        for near in (before, after):
            if near is not None and near.form in ("/", ":") and (near.glued or near is after):
                return "time" if near.form == ":" else "date"
    unit = unit_after(tokens, last + 1)
    near_before = _before(tokens, first)
    if unit == "time" and after is not None and after.form in _AGE_UNITS and near_before and _tells_age(near_before.form):
        return "age"
    if unit is not None or before is None:
        return unit
    unit = _unit_before(before.form)
    if unit == "date" or (before.form in _BARE_YEARS and (after is None or after.kind != "word")):
        return "date" if quantity.value in _YEARS and token.kind == "number" and token.norm.isdigit() else None
    return unit


def _before(tokens: Sequence[Token], first: int) -> Token | None:
    place = first - 1
    while place >= 0 and tokens[place].form == ARTICLE:
        place -= 1
    return tokens[place] if place >= 0 else None


def _tells_age(form: str) -> bool:
    # "the dead, numbering 20" and "aged 20" begin alike: after those verbs only a year tells an age.
    return form == "(" or form in _AGED or form in _AGE_LIMITS or _unit_before(form) == "age"


@lru_cache(maxsize=4096)
def _unit_before(form: str) -> NotToll | None:
    for split in split_clitics(form):
        if split.pronoun or split.future:
            continue
        unit = _UNITS_BEFORE.get(ARTICLE + split.stem if split.article else split.stem)
        if unit is not None:
            return unit
    return None


def unit_after(tokens: Sequence[Token], place: int) -> NotToll | None:
    """What the noun at a place, perhaps behind "of", is when it is no word for people."""
    if place < len(tokens) and tokens[place].form == _FROM:
        place += 1
    return _unit(tokens[place].form) if place < len(tokens) else None


def measured_before(tokens: Sequence[Token], place: int) -> NotToll | None:
    """What the noun before a definite number is: الأيام الثلاثة, الدول الخمس."""
    return _unit(tokens[place - 1].form) if place else None


@lru_cache(maxsize=16384)
def _unit(form: str) -> NotToll | None:
    units = _units_after()
    return units.get(form) or (units.get(form[len(ARTICLE) :]) if form.startswith(ARTICLE) else None)
