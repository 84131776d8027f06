"""Numbers in digits and words, with their hedges, as the codebook's low, best and high."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from rasid.extraction.mentions import NotToll, Quantity
from rasid.extraction.morphology import PhraseIndex, noun_forms
from rasid.extraction.number_words import DATA, Atom, atom_of, atoms
from rasid.models import Qualifier
from rasid.text.document import Token
from rasid.text.folding import fold

_AND: Final = fold(DATA["and"])
_FROM: Final = fold(DATA["from"])
_TO: Final = frozenset(map(fold, DATA["to"]))
_OR: Final = frozenset(map(fold, DATA["or"]))
_ARTICLE: Final = fold(DATA["of_article"])
_CHANGE: Final = frozenset(map(fold, DATA["change"]))
_BETWEEN: Final = PhraseIndex((phrase, True) for phrase in DATA["between"])
_BEFORE: Final[PhraseIndex[Qualifier]] = PhraseIndex((p, q) for q, phrases in DATA["hedges"].items() for p in phrases)
_AFTER: Final[PhraseIndex[Qualifier]] = PhraseIndex(
    ((p, q) for q, phrases in DATA["after"].items() for p in phrases), clitics=False
)
_UNKNOWN: Final = PhraseIndex((phrase, True) for phrase in DATA["unknown"])
_PERCENT: Final = PhraseIndex(((phrase, True) for phrase in DATA["percent"]), clitics=False)
_VAGUE_SCALE: Final = {fold(word): scale for scale, words in DATA["vague_scales"].items() for word in words}
_UNITS_BEFORE: Final[dict[str, NotToll]] = {fold(w): unit for unit, words in DATA["units_before"].items() for w in words}
_BARE_YEARS: Final = frozenset(map(fold, DATA["bare_years"]))
_AGE_UNITS: Final = frozenset(form for word in DATA["age_units"] for form in noun_forms(word, ()))
_TIGHT: Final = frozenset("-–—/:.")
_LONGEST_HEDGE: Final = 5
_PHONE_DIGITS: Final = 7
_YEARS: Final = range(1900, 2101)


@cache
def _units_after() -> dict[str, NotToll]:
    forms: dict[str, NotToll] = {}
    for unit, rows in DATA["units_after"].items():
        for word, *plural in rows:
            forms.update(dict.fromkeys(noun_forms(word, plural), unit))
    return forms


class _Number(NamedTuple):
    first: int
    last: int
    value: float
    digits: bool


def find_numbers(tokens: Sequence[Token]) -> list[Quantity]:
    """The quantities of a token list in order, not overlapping; dates, ages and the like carry `not_toll`."""
    found: list[Quantity] = []
    place, free = 0, 0
    while place < len(tokens):
        quantity = _at(tokens, place, free)
        if quantity is None:
            place += 1
            continue
        found.append(quantity)
        place = free = quantity.last + 1
    return found


def number_at(tokens: Sequence[Token], place: int, *, article: bool = False) -> tuple[float, int] | None:
    """The plain number that begins at `place` and its last token; with `article` also one word like "الثلاثة"."""
    number = _number(tokens, place)
    if number is not None:
        return number.value, number.last
    form = tokens[place].form
    atom = atom_of(form[len(_ARTICLE) :], "word") if article and form.startswith(_ARTICLE) else None
    return (atom.value, place) if atom is not None and not atom.joined and not atom.preposition else None


def _at(tokens: Sequence[Token], place: int, free: int) -> Quantity | None:
    token = tokens[place]
    if token.kind == "number":
        return _counted(tokens, place, free)
    if token.kind != "word":
        return None
    readings = atoms(token.form)
    if not readings:
        phrase = _UNKNOWN.match(tokens, place)
        if phrase is None:
            return None
        return Quantity(phrase.first, phrase.last, "vague", None, None, None, None, "vague", phrase.first)
    return _counted(tokens, place, free) or _vague(tokens, place) or _special(place, readings)


def _counted(tokens: Sequence[Token], place: int, free: int) -> Quantity | None:
    number = _number(tokens, place)
    if number is None:
        return None
    quantity = _range(tokens, number, free) or _hedged(tokens, number, free)
    percent = _PERCENT.match(tokens, quantity.last + 1) if quantity.last + 1 < len(tokens) else None
    if percent is not None or (place and tokens[place - 1].form == "%"):
        quantity.kind, quantity.not_toll = "percent", "percent"
        quantity.low = quantity.best = quantity.high = None
        quantity.last = percent.last if percent is not None else quantity.last
        return quantity
    quantity.not_toll = _not_toll(tokens, quantity)
    return quantity


def _special(place: int, readings: tuple[Atom, ...]) -> Quantity | None:
    for atom in readings:
        if atom.role == "dual":
            return Quantity(place, place, "dual", 2, 2, 2, 2, "exact", place)
        if atom.role in ("fraction", "ordinal"):
            kind = "fraction" if atom.role == "fraction" else "ordinal"
            return Quantity(place, place, kind, atom.value, None, None, None, "exact", place)  # type: ignore[arg-type]
    return None


def _vague(tokens: Sequence[Token], place: int) -> Quantity | None:
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
    return Quantity(place, last, "vague", None, low, None, high, "vague", _hedge_before(tokens, place, place)[0])


def _hedged(tokens: Sequence[Token], number: _Number, free: int) -> Quantity:
    first, qualifier = _hedge_before(tokens, number.first, free)
    last = number.last
    if qualifier is None:
        qualifier, last_hedge = _hedge_after(tokens, number.last)
        if last_hedge == number.last + 2 or (qualifier and last_hedge == number.last + 1):
            last = last_hedge
    value = number.value
    whole = int(value) if value == int(value) else None
    low = high = whole
    if qualifier in ("about", "at_most"):
        low = None
    if qualifier in ("about", "at_least"):
        high = None
    return Quantity(number.first, last, "number", value, low, whole, high, qualifier or "exact", first)


def _hedge_before(tokens: Sequence[Token], first: int, free: int) -> tuple[int, Qualifier | None]:
    """The first token of the hedge that ends before `first`, and its meaning."""
    end = first - 1
    while end >= free and tokens[end].form == _ARTICLE:
        end -= 1
    for start in range(max(free, end - _LONGEST_HEDGE + 1), end + 1):
        if tokens[start].kind != "word":
            continue
        phrase = _BEFORE.match(tokens, start)
        if phrase is not None and phrase.last == end:
            return start, phrase.value
    return first, None


def _hedge_after(tokens: Sequence[Token], last: int) -> tuple[Qualifier | None, int]:
    for place in range(last + 1, min(last + 5, len(tokens))):
        if tokens[place].kind != "word":
            break
        phrase = _AFTER.match(tokens, place)
        if phrase is not None:
            return phrase.value, phrase.last
        if place > last + 1 and atoms(tokens[place].form):
            break
    return None, last


def _range(tokens: Sequence[Token], number: _Number, free: int) -> Quantity | None:
    """The range that the number opens: "بين 20 و30", "من خمسة إلى عشرة", "20-30"; None for a single figure."""
    following = number.last + 1
    if following >= len(tokens):
        return None
    opener = _opener(tokens, number.first, free)
    link = tokens[following]
    second: _Number | None = None
    if opener is not None and opener != _FROM:
        second = _number(tokens, following + (link.form == _AND), join=True)
    elif link.form in _TO or (link.form in _OR and number.value < 100):
        if not _changes(tokens, number.first):
            second = _number(tokens, following + 1)
    elif link.form in ("-", "–") and link.glued and number.digits and following + 1 < len(tokens) and tokens[following + 1].glued:
        second = _number(tokens, following + 1)
        after = tokens[second.last + 1] if second is not None and second.last + 1 < len(tokens) else None
        if (
            after is not None
            and after.form in _TIGHT
            and after.glued
            and second is not None
            and second.digits
            and after.form != "."
        ):
            return None
    if second is None or second.value <= number.value or number.value != int(number.value) or second.value != int(second.value):
        return None
    first = number.first - 1 if opener is not None else number.first
    low, high = int(number.value), int(second.value)
    if opener is not None and opener != _FROM:
        hedge = _BETWEEN.match(tokens, max(free, first - 1)) if first - 1 >= free else None
        first = hedge.first if hedge is not None and hedge.last == first else first
    return Quantity(number.first, second.last, "number", None, low, None, high, "range", first)


def _opener(tokens: Sequence[Token], first: int, free: int) -> str | None:
    if first - 1 < free:
        return None
    form = tokens[first - 1].form
    if form == _FROM:
        return form
    phrase = _BETWEEN.match(tokens, first - 1)
    return form if phrase is not None and phrase.last == first - 1 else None


def _changes(tokens: Sequence[Token], first: int) -> bool:
    return any(token.form in _CHANGE or token.form[1:] in _CHANGE for token in tokens[max(0, first - 7) : first])


def _number(tokens: Sequence[Token], place: int, *, join: bool = False) -> _Number | None:
    """The longest number that begins at `place`. `join`: its first word follows an "and"."""
    if place >= len(tokens):
        return None
    token = tokens[place]
    if token.kind == "number":
        value = _digits(token.norm)
        if value is None:
            return None
        return _scaled(tokens, place, place, value, digits=True)
    if token.kind != "word":
        return None
    half = atom_of(token.form, "half")
    if half is not None:
        scale = _scale_after(tokens, place + 1)
        return _Number(place, place + 1, half.value * scale, False) if scale else None
    one = atom_of(token.form, "one_of_teens")
    if one is not None:
        return _group_number(tokens, place) if _is_ten(tokens, place + 1) else None
    if atom_of(token.form, "word", "scale", "twice") is None:
        return None
    if atom_of(token.form, "scale") is not None and atom_of(token.form, "vague") is not None:
        return None
    return _group_number(tokens, place)


def _digits(text: str) -> float | None:
    """1,500 and 1.500 are groups of thousands; 2.5 is a decimal."""
    for mark in ",.":
        head, *groups = text.split(mark)
        grouped = groups and 1 <= len(head) <= 3 and head != "0" and all(len(group) == 3 for group in groups)
        if grouped and all(part.isdigit() for part in (head, *groups)):
            return float(head + "".join(groups))
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _scale_after(tokens: Sequence[Token], place: int) -> float:
    if place >= len(tokens) or tokens[place].kind != "word":
        return 0
    form = tokens[place].form
    atom = atom_of(form, "scale") or (atom_of(form[2:], "scale") if form.startswith(_ARTICLE) else None)
    return atom.value if atom is not None and not atom.joined and not atom.preposition else 0


def _group_number(tokens: Sequence[Token], place: int) -> _Number | None:
    value, last = _group(tokens, place)
    if value is None:
        return None
    return _scaled(tokens, place, last, value, digits=False)


def _group(tokens: Sequence[Token], place: int) -> tuple[float | None, int]:
    """A number below a thousand, or a bare scale word, that begins at `place`: its value and last token."""
    form = tokens[place].form
    twice = atom_of(form, "twice")
    if twice is not None:
        return 2 * twice.value, place
    scale = atom_of(form, "scale")
    if scale is not None:
        return (2 if scale.ambiguous_twice else 1) * scale.value, place
    atom = atom_of(form, "word", "one_of_teens")
    if atom is None:
        return None, place
    value, last = atom.value, place
    if value < 10 and _is_ten(tokens, last + 1):
        return value + 10, last + 1
    if 3 <= value < 10:
        hundred = atom_of(tokens[last + 1].form, "word", "vague") if last + 1 < len(tokens) else None
        if hundred is not None and not hundred.joined and (hundred.value == 100 or hundred.low == 200):
            value, last = value * 100, last + 1
    if value >= 100:
        added, end = _and_below(tokens, last, 100)
        return value + added, end
    if value < 10:
        added, end = _and_ten(tokens, last)
        return value + added, end
    return value, last


def _is_ten(tokens: Sequence[Token], place: int) -> bool:
    if place >= len(tokens):
        return False
    atom = atom_of(tokens[place].form, "word")
    return atom is not None and atom.value == 10 and not atom.joined and not atom.preposition


def _next_joined(tokens: Sequence[Token], last: int) -> int | None:
    """The place of the number word or digits that "and" joins to the token `last`."""
    place = last + 1
    if place >= len(tokens):
        return None
    token = tokens[place]
    if token.form == _AND and place + 1 < len(tokens):
        return place + 1 if not any(atom.joined for atom in atoms(tokens[place + 1].form)) else None
    return place if token.kind == "word" and any(atom.joined for atom in atoms(token.form)) else None


def _and_ten(tokens: Sequence[Token], last: int) -> tuple[float, int]:
    place = _next_joined(tokens, last)
    atom = atom_of(tokens[place].form, "word") if place is not None else None
    if place is None or atom is None or not 20 <= atom.value <= 90:
        return 0, last
    return atom.value, place


def _and_below(tokens: Sequence[Token], last: int, limit: float) -> tuple[float, int]:
    place = _next_joined(tokens, last)
    if place is None or tokens[place].kind != "word":
        return 0, last
    value, end = _group(tokens, place)
    return (value, end) if value is not None and value < limit else (0, last)


def _scaled(tokens: Sequence[Token], first: int, last: int, value: float, *, digits: bool) -> _Number:
    """The number with the scale words behind it and the smaller parts that "and" adds."""
    scale = _scale_after(tokens, last + 1)
    if scale and value < scale:
        value, last = value * scale, last + 1
        outer = _scale_after(tokens, last + 1)
        if outer and outer > scale:
            value, last, scale = value * outer, last + 1, outer
    elif not digits and value >= 1000:
        scale = next(s for s in (1e9, 1e6, 1e3) if value >= s)
    else:
        return _Number(first, last, value, digits)
    while scale > 1:
        added, end, smaller = _part(tokens, last, scale)
        if end == last:
            break
        value, last, scale = value + added, end, smaller
    return _Number(first, last, value, digits)


def _part(tokens: Sequence[Token], last: int, scale: float) -> tuple[float, int, float]:
    """What "and" adds to a number that ends in a scale word: a fraction of the scale or a smaller number."""
    place = _next_joined(tokens, last)
    if place is None:
        return 0, last, 1
    token = tokens[place]
    half = atom_of(token.form, "half")
    if half is not None:
        end = place + 1 if _scale_after(tokens, place + 1) == scale else place
        return half.value * scale, end, 1
    if token.kind == "number":
        value = _digits(token.norm)
        following = _scale_after(tokens, place + 1)
        if value is None or value >= scale or following >= scale:
            return 0, last, 1
        return (value * following, place + 1, following) if following else (value, place, 1)
    value, end = _group(tokens, place)
    following = _scale_after(tokens, end + 1) if value is not None else 0
    if value is None or max(value, value * following) >= scale:
        return 0, last, 1
    if following and value < following:
        return value * following, end + 1, following
    return value, end, 1000 if value >= 1000 else 1


def _not_toll(tokens: Sequence[Token], quantity: Quantity) -> NotToll | None:
    """What the words about a number say it measures, where that is surely not people."""
    first, last = quantity.first, quantity.last
    before = tokens[quantity.hedge_first - 1] if quantity.hedge_first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    token = tokens[first]
    if before is not None and before.form in ("$", "€", "£"):
        return "money"
    if token.kind == "number":
        if token.norm.isdigit() and len(token.norm) >= _PHONE_DIGITS and token.norm[-3:] != "000":
            return "phone"
        for near in (before, after):
            if near is not None and near.form in ("/", ":") and (near.glued or near is after):
                return "time" if near.form == ":" else "date"
    unit = _unit_after(tokens, last + 1)
    if unit == "time":
        aged = after is not None and after.form in _AGE_UNITS and before is not None
        return (
            "age" if aged and before is not None and (_UNITS_BEFORE.get(before.form) == "age" or before.form == "(") else "time"
        )
    if unit is not None:
        return unit
    if before is None:
        return None
    unit = _UNITS_BEFORE.get(before.form) or _UNITS_BEFORE.get(before.form[1:])
    if unit == "date" or (before.form in _BARE_YEARS and (after is None or after.kind != "word")):
        return "date" if quantity.value in _YEARS and token.kind == "number" and token.norm.isdigit() else None
    if unit == "age":
        # "the dead, numbering 20" and "aged 20" begin alike: only a year or the end of the clause tells an age.
        return None
    return unit


def _unit_after(tokens: Sequence[Token], place: int) -> NotToll | None:
    units = _units_after()
    if place < len(tokens) and tokens[place].form == _FROM:
        place += 1
    if place >= len(tokens):
        return None
    form = tokens[place].form
    return units.get(form) or (units.get(form[2:]) if form.startswith(_ARTICLE) else None)
