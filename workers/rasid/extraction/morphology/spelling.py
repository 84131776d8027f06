"""From the phonemes of a word to its folded spelling."""

from __future__ import annotations

import re
from typing import Final

from rasid.extraction.lexicon import load

_LETTERS: Final[dict[str, str]] = load("morphology")["letters"]
_WAW, _YA, _ALEF, _HAMZA = _LETTERS["w"], _LETTERS["y"], _LETTERS["A"], _LETTERS["'"]
_SHORT: Final = "aiu"
# Where a vowel decides a letter: a hamza, w after i, y after u.
_DECIDED: Final = re.compile(f"'|i[w{_WAW}]|u[y{_YA}]")
_DOUBLED: Final = re.compile(r"([^AIU])\1")
_WRITTEN: Final = str.maketrans({**_LETTERS, **dict.fromkeys(_SHORT)})
_VOWEL_OF: Final = {"A": "a", "I": "i", "U": "u", "Y": "a"}


def fill(template: str, radicals: str) -> str:
    """The template with its digits replaced by the radicals (hamza written as the template's own)."""
    for place, radical in enumerate(radicals, start=1):
        template = template.replace(str(place), "'" if radical == _HAMZA else radical)
    return template


def spell(phonemes: str) -> str:
    """The folded spelling of a phonemic word: short vowels left out, shadda written once, hamza on its seat."""
    if not _DECIDED.search(phonemes):
        return _DOUBLED.sub(r"\1", phonemes).translate(_WRITTEN).replace(_ALEF + _ALEF, _ALEF)
    letters: list[str] = []
    for place, symbol in enumerate(phonemes):
        if symbol in _SHORT:
            continue
        before = phonemes[place - 1] if place else ""
        after = phonemes[place + 1] if place + 1 < len(phonemes) else ""
        letter = _LETTERS.get(symbol, symbol)
        if symbol == before and symbol not in "AIU":
            continue
        if symbol == "'":
            letter = _seat(before, after, place)
        elif letter == _WAW and before == "i" and after not in f"aiuAIU{symbol}":
            letter = _YA
        elif letter == _YA and before == "u" and after not in f"aiuAIU{symbol}":
            letter = _WAW
        if letter == _ALEF and letters and letters[-1] == _ALEF:
            continue
        letters.append(letter)
    return "".join(letters)


def _seat(before: str, after: str, place: int) -> str:
    """The letter that carries a hamza: the strongest of the vowels about it (i, u, a), or none."""
    if place == 0:
        return _ALEF
    previous = before if before in _SHORT else _VOWEL_OF.get(before, "")
    following = after if after in _SHORT else _VOWEL_OF.get(after, "")
    if not after:
        # At the end only a short vowel gives a seat.
        return {"a": _ALEF, "i": _YA, "u": _WAW}.get(before, _HAMZA)
    if before == "A" and following == "a" and after != "Y":
        return _HAMZA
    for vowel, seat in (("i", _YA), ("u", _WAW), ("a", _ALEF)):
        if vowel in (previous, following):
            return seat
    return _HAMZA
