"""The figures that a headline or lead states, in digits or in words: two texts that differ in them are two pieces of news."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from rasid.text.document import Token
from rasid.text.folding import fold

_PROCLITICS: Final = "وفبلك"
_PAIR_MARKS: Final = frozenset("/:\\")
_DATE_MARKS: Final = _PAIR_MARKS | frozenset("-–—.")


@cache
def vocabulary() -> dict[str, dict[str, int]]:
    """Each class of `data/figures.yaml` as folded word → value."""
    content: dict[str, Any] = yaml.safe_load((files("rasid.dedup") / "data" / "figures.yaml").read_text(encoding="utf-8"))
    return {
        name: {fold(word): int(value) for value, words in entries.items() for word in words}
        if isinstance(entries, dict)
        else {fold(word): 0 for word in entries}
        for name, entries in content.items()
    }


@lru_cache(maxsize=32768)
def _word(form: str) -> tuple[str, int, bool] | None:
    """Class, value and "joined by و" of a number word, tried bare, then without a proclitic and the article."""
    classes = vocabulary()
    readings = [(form, False)]
    if len(form) > 3 and form[0] in _PROCLITICS:
        readings.append((form[1:], form[0] == "و"))
    for reading, joined in readings:
        for bare in (reading, reading[2:] if reading.startswith("ال") else reading):
            for name in ("units", "before_ten", "tens", "hundreds", "scales", "words"):
                if bare in classes[name]:
                    return name, classes[name][bare], joined
    return None


def figures(tokens: Sequence[Token]) -> list[str]:
    """The numbers stated, in order, as canonical strings; days, years and clock times are left out.

    Vague plurals stand as negative powers of ten ("عشرات" is -10), words for one or two people as 1 and 2.
    """
    found: list[str] = []
    number: _Number | None = None
    for index, token in enumerate(tokens):
        if token.kind == "number":
            _flush(number, found)
            number = None if _is_no_count(tokens, index) else _Number.of_digits(token.norm)
        elif token.kind == "word" and (word := _counted(tokens, index)) is not None:
            name, value, joined = word
            joined = joined or (index > 0 and tokens[index - 1].form == "و")
            if name == "words":
                _flush(number, found)
                number = None
                found.append(str(value))
            elif number is None or not number.take(name, value, joined):
                _flush(number, found)
                number = _Number()
                number.take(name, value, True)
        elif token.form != "و":
            _flush(number, found)
            number = None
    _flush(number, found)
    return found


def _counted(tokens: Sequence[Token], index: int) -> tuple[str, int, bool] | None:
    """What the word at `index` counts, if it does there."""
    word = _word(tokens[index].form)
    if word is None or word[0] != "before_ten":
        return word
    ten = _word(tokens[index + 1].form) if index + 1 < len(tokens) else None
    return ("units", *word[1:]) if ten is not None and ten[:2] == ("units", 10) else None


class _Number:
    """A number being read, word by word: "ثلاثة وعشرين ألفا ومئتين" is 23,200."""

    def __init__(self) -> None:
        self.total = 0.0
        self.group = 0.0
        self.last = ""

    @classmethod
    def of_digits(cls, text: str) -> _Number:
        number = cls()
        parts = re.split("[.,]", text)
        if all(len(part) == 3 for part in parts[1:]):
            number.group = float("".join(parts))
        else:
            number.group = float(".".join(parts[:2]) if text[len(parts[0])] == "." else parts[0])
        number.last = "digits"
        return number

    def take(self, name: str, value: int, joined: bool) -> bool:
        """Whether the word continues this number; if so it is added."""
        if name == "scales":
            if self.last == "scales" and not joined:
                return False
            self.total += max(self.group, 1) * value
            self.group = 0
        elif name == "hundreds" and self.last == "units" and not joined and value == 100:
            self.group *= 100
        elif (
            self.last == ""
            or (self.last == "units" and name == "units" and value == 10 and not joined)
            or (joined and (self.last, name) in _FOLLOWS)
        ):
            self.group += value
        else:
            return False
        self.last = name
        return True

    def __str__(self) -> str:
        return f"{self.total + self.group:g}" if self.total + self.group < 1e6 else str(int(self.total + self.group))


_FOLLOWS: Final = {
    ("units", "tens"), ("hundreds", "units"), ("hundreds", "tens"),
    ("scales", "units"), ("scales", "tens"), ("scales", "hundreds"),
}  # fmt: skip


def _flush(number: _Number | None, found: list[str]) -> None:
    """Note the number that was being read, if any."""
    if number is not None:
        found.append(str(number))


def _is_no_count(tokens: Sequence[Token], index: int) -> bool:
    """Whether the digits at `index` are part of a date, a clock time or a weapon's name ("S-300")."""
    words = vocabulary()
    before = tokens[index - 1] if index else None
    name = before if before is None or before.form != "-" or index < 2 else tokens[index - 2]
    if name is not None and name.kind == "latin" and tokens[index].glued:
        return True
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if before is not None and (before.form in words["months"] or before.form in words["years"]):
        return True
    if after is not None and after.form in words["months"]:
        return True
    chain = 1 + _links(tokens, index, -1) + _links(tokens, index, 1)
    return chain > 2 or (chain == 2 and any(_is_tight(tokens, place) for place in (index - 1, index + 1)))


def _links(tokens: Sequence[Token], index: int, way: int) -> int:
    """How many numbers hang on the one at `index` by date marks, to the left (-1) or to the right (1)."""
    count = 0
    while 0 <= index + 2 * way < len(tokens) and tokens[index + 2 * way].kind == "number":
        if tokens[index + way].form not in _DATE_MARKS:
            break
        index += 2 * way
        count += 1
    return count


def _is_tight(tokens: Sequence[Token], place: int) -> bool:
    """Whether a mark between two numbers makes them a date or a clock time by itself: "5/3", "15: 40", no range "5-7"."""
    if not 0 < place < len(tokens) - 1 or tokens[place].form not in _PAIR_MARKS:
        return False
    before, mark, after = tokens[place - 1 : place + 2]
    return before.kind == after.kind == "number" and (mark.glued or after.glued)
