"""The plain number that begins at a place: digits with their groups, words, scales, and what "and" adds to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from rasid.extraction.numbers.words import AND, ARTICLE, atom_of, atoms, definite, ordinal
from rasid.text.document import Token

_SCALES: Final = (1e9, 1e6, 1e3)
_GROUP_MARKS: Final = ",."
_GROUP: Final = 3
# A comma of the text between the groups of one figure: 1،870.
_LOOSE_MARK: Final = "،"


class Number(NamedTuple):
    """A number at tokens `first`..`last`; `digits`: it begins with a figure."""

    first: int
    last: int
    value: float
    digits: bool


def number_at(tokens: Sequence[Token], place: int, *, article: bool = False) -> tuple[float, int] | None:
    """The plain number that begins at `place` and its last token; with `article` also الثلاثة, الاثني عشر, الأربع والعشرين."""
    number = read_number(tokens, place)
    if number is not None:
        return number.value, number.last
    value = definite(tokens[place].form) if article else None
    if value is None:
        return None
    if value < 10 and is_ten(tokens, place + 1):
        return value + 10, place + 1
    ten = definite(tokens[place + 1].form, joined=True) if value < 10 and place + 1 < len(tokens) else None
    return (value + ten, place + 1) if ten is not None and ten >= 20 else (value, place)


def ordinal_at(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """The ordinal that begins at `place` and its last token: الثالثة, الخامس عشر, الحادي والعشرين, الثلاثين."""
    value = ordinal(tokens[place].form)
    if value is None:
        return None
    if value < 10 and is_ten(tokens, place + 1):
        return value + 10, place + 1
    if value < 10:
        at = place + 1 + (place + 2 < len(tokens) and tokens[place + 1].form == AND)
        ten = ordinal(tokens[at].form, joined=at == place + 1) if at < len(tokens) else None
        if ten is not None and ten % 10 == 0 and ten >= 20:
            return value + ten, at
    return value, place


def read_number(tokens: Sequence[Token], place: int) -> Number | None:
    """The longest number that begins at `place`."""
    if place >= len(tokens):
        return None
    token = tokens[place]
    if token.kind == "number":
        return _figure(tokens, place)
    if token.kind != "word" or not atoms(token.form):
        return None
    half = atom_of(token.form, "half")
    if half is not None:
        scale = scale_after(tokens, place + 1)
        return Number(place, place + 1, half.value * scale, False) if scale else None
    if atom_of(token.form, "one_of_teens") is not None:
        return _in_words(tokens, place) if is_ten(tokens, place + 1) else None
    if atom_of(token.form, "word", "scale", "twice") is None:
        return None
    if atom_of(token.form, "scale") is not None and atom_of(token.form, "vague") is not None:
        return None
    return _in_words(tokens, place)


def _figure(tokens: Sequence[Token], place: int) -> Number | None:
    text, last = tokens[place].norm, place
    while (
        last + 2 < len(tokens)
        and tokens[last + 1].form == _LOOSE_MARK
        and tokens[last + 1].glued
        and tokens[last + 2].glued
        and tokens[last + 2].kind == "number"
        and len(tokens[last + 2].norm) == _GROUP
        and tokens[last + 2].norm.isdigit()
        and len(tokens[place].norm) <= _GROUP
    ):
        text += tokens[last + 2].norm
        last += 2
    value = parse_digits(text)
    return None if value is None else _scaled(tokens, place, last, value, digits=True)


def parse_digits(text: str) -> float | None:
    """1,500 and 1.500 are groups of thousands; 2.5 is a decimal. None for what is no number."""
    for mark in _GROUP_MARKS:
        head, *groups = text.split(mark)
        grouped = groups and 1 <= len(head) <= _GROUP and head != "0" and all(len(group) == _GROUP for group in groups)
        if grouped and all(part.isdecimal() for part in (head, *groups)):
            return float(head + "".join(groups))
    plain = text.replace(",", ".")
    return float(plain) if plain.replace(".", "", 1).isdecimal() else None


def scale_after(tokens: Sequence[Token], place: int) -> float:
    """The scale word at a place (ألف, المليون), or 0."""
    if place >= len(tokens) or tokens[place].kind != "word":
        return 0
    form = tokens[place].form
    atom = atom_of(form, "scale") or (atom_of(form[len(ARTICLE) :], "scale") if form.startswith(ARTICLE) else None)
    return atom.value if atom is not None and not atom.joined and not atom.preposition else 0


def _in_words(tokens: Sequence[Token], place: int) -> Number | None:
    value, last = _group(tokens, place)
    return None if value is None else _scaled(tokens, place, last, value, digits=False)


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
    if value < 10 and is_ten(tokens, last + 1):
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


def is_ten(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word at a place is the "ten" of a teen."""
    if place >= len(tokens):
        return False
    atom = atom_of(tokens[place].form, "word")
    return atom is not None and atom.value == 10 and not atom.joined and not atom.preposition


def next_joined(tokens: Sequence[Token], last: int) -> int | None:
    """The place of the number word or digits that "and" joins to the token `last`."""
    place = last + 1
    if place >= len(tokens):
        return None
    token = tokens[place]
    if token.form == AND and place + 1 < len(tokens):
        return place + 1 if not any(atom.joined for atom in atoms(tokens[place + 1].form)) else None
    return place if token.kind == "word" and any(atom.joined for atom in atoms(token.form)) else None


def _and_ten(tokens: Sequence[Token], last: int) -> tuple[float, int]:
    place = next_joined(tokens, last)
    atom = atom_of(tokens[place].form, "word") if place is not None else None
    if place is None or atom is None or not 20 <= atom.value <= 90:
        return 0, last
    return atom.value, place


def _and_below(tokens: Sequence[Token], last: int, limit: float) -> tuple[float, int]:
    place = next_joined(tokens, last)
    if place is None or tokens[place].kind != "word":
        return 0, last
    value, end = _group(tokens, place)
    return (value, end) if value is not None and value < limit else (0, last)


def _scaled(tokens: Sequence[Token], first: int, last: int, value: float, *, digits: bool) -> Number:
    """The number with the scale words behind it and the smaller parts that "and" adds."""
    scale = scale_after(tokens, last + 1)
    if scale and value < scale:
        value, last = value * scale, last + 1
        outer = scale_after(tokens, last + 1)
        if outer and outer > scale:
            value, last, scale = value * outer, last + 1, outer
    elif not digits and value >= 1000:
        scale = next(scale for scale in _SCALES if value >= scale)
    else:
        return Number(first, last, value, digits)
    while scale > 1:
        added, end, smaller = _part(tokens, last, scale)
        if end == last:
            break
        value, last, scale = value + added, end, smaller
    return Number(first, last, value, digits)


def _part(tokens: Sequence[Token], last: int, scale: float) -> tuple[float, int, float]:
    """What "and" adds to a number that ends in a scale word: a fraction of the scale or a smaller number."""
    place = next_joined(tokens, last)
    if place is None:
        return 0, last, 1
    token = tokens[place]
    half = atom_of(token.form, "half")
    if half is not None:
        end = place + 1 if scale_after(tokens, place + 1) == scale else place
        return half.value * scale, end, 1
    if token.kind == "number":
        value = parse_digits(token.norm)
        following = scale_after(tokens, place + 1)
        if value is None or value >= scale or following >= scale:
            return 0, last, 1
        return (value * following, place + 1, following) if following else (value, place, 1)
    value, end = _group(tokens, place)
    following = scale_after(tokens, end + 1) if value is not None else 0
    if value is None or max(value, value * following) >= scale:
        return 0, last, 1
    if following and value < following:
        return value * following, end + 1, following
    return value, end, 1000 if value >= 1000 else 1
