"""What a number measures where that is surely not people: time, ages, money, distances, things."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rasid.extraction.mentions import NotToll, Quantity
from rasid.extraction.morphology import noun_forms, split_clitics
from rasid.extraction.numbers.words import AND, ARTICLE, DATA, folded
from rasid.text.document import Token
from rasid.text.folding import fold

_FROM: Final = fold(DATA["from"])
_UNITS_BEFORE: Final[dict[str, NotToll]] = {fold(w): unit for unit, words in DATA["units_before"].items() for w in words}
_AGED: Final = folded("aged")
_AGE_LIMITS: Final = folded("age_limits")
_BARE_YEARS: Final = folded("bare_years")
_AGE_UNITS: Final = frozenset(form for word in DATA["age_units"] for form in noun_forms(word, ()))
_DATES: Final = folded("dates_after_day")
_CURRENCY: Final = frozenset(DATA["currency_marks"])
_PHONE_DIGITS: Final = 7
_YEARS: Final = range(1900, 2101)


class Unit(NamedTuple):
    """What a noun measures, and how the noun is inflected."""

    measures: NotToll
    plural: bool
    accusative: bool


@cache
def _units() -> dict[str, Unit]:
    forms: dict[str, Unit] = {}
    for measures, rows in DATA["units_after"].items():
        for word, *plural in rows:
            for form, features in noun_forms(word, plural).items():
                forms[form] = Unit(measures, features.number == "p", features.indefinite)
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
    near = _before(tokens, first)
    unit = unit_after(tokens, last + 1, quantity.value or quantity.high)
    if unit is None and last + 3 < len(tokens) and tokens[last + 1].form == AND and tokens[last + 2].kind == "number":
        # "(3 و5 سنوات)": the unit stands once, behind the second.
        unit = "time" if unit_after(tokens, last + 3) == "time" else None
        after = tokens[last + 3]
    if unit is None and quantity.low in _YEARS and quantity.high in _YEARS and quantity.qualifier == "range":
        return "date"
    if unit == "time" and after is not None and after.form in _AGE_UNITS and near is not None and _tells_age(near.form):
        return "age"
    if unit is not None or near is None:
        return unit
    unit = _unit_before(near.form)
    if unit == "date" or (near.form in _BARE_YEARS and (after is None or after.kind != "word")):
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


def unit_after(tokens: Sequence[Token], place: int, value: float | None = None) -> NotToll | None:
    """What the noun at a place, perhaps behind "of", is when it is no word for people; `value` is the number before it."""
    partitive = place < len(tokens) and tokens[place].form == _FROM
    at = place + partitive
    unit = _unit(tokens[at].form) if at < len(tokens) else None
    if unit is None or (partitive and not unit.plural):
        # "20 of a town" are people.
        return None
    if unit.measures == "time" and not unit.plural and (_takes_plural(value) or _heads_date(tokens, at, unit)):
        return None
    return unit.measures


def _takes_plural(value: float | None) -> bool:
    return value is not None and 3 <= value % 100 <= 10


def _heads_date(tokens: Sequence[Token], at: int, unit: Unit) -> bool:
    """Whether a unit of time begins a date: "قتل 20 يوم الجمعة", "قتل 200 عام 2015"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or unit.accusative:
        return False
    return after.kind == "number" or after.form.startswith(ARTICLE) or after.form in _DATES


def measured_before(tokens: Sequence[Token], place: int, last: int) -> NotToll | None:
    """What the noun about a definite number is: الأيام الثلاثة, الثلاثة أيام."""
    unit = _unit(tokens[place - 1].form) if place else None
    return unit.measures if unit is not None else unit_after(tokens, last + 1)


@lru_cache(maxsize=16384)
def _unit(form: str) -> Unit | None:
    units = _units()
    return units.get(form) or (units.get(form[len(ARTICLE) :]) if form.startswith(ARTICLE) else None)
