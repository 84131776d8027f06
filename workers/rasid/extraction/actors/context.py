"""Which country a side is of: the article's countries, counted once, weighed with the sentence's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from rasid.extraction.actors.areas import areas
from rasid.extraction.actors.reading import Reading
from rasid.extraction.actors.sides import HOSTS, Side, home, sides
from rasid.extraction.lexicon import load
from rasid.text.document import Token
from rasid.text.folding import fold

_WEIGHTS: Final = {"state": 2.0, "demonym": 1.0, "seat": 1.0, "organisation": 1.0, "person": 0.5}
_SIDE: Final = 2.0
_PLACE: Final = 1.5
_TITLE: Final = 2.0
_NO_HOST: Final = {"any": 0.5, "host": 0.35, "listed": 1.0}
_LISTED_SHARE: Final = 0.25
_SAME_SIDE: Final = 4.0
_AGAIN: Final[dict[str, tuple[str, ...]]] = {names: tuple(codes) for names, codes in load("actors-sides")["again"].items()}
_AGAIN_REACH: Final = 4
_AGAIN_FIRST: Final[dict[str, str]] = {fold(name): code for name, code in load("actors-sides")["again_first"].items()}


def countries(tokens: Sequence[Token], readings: Sequence[Reading]) -> Mapping[str, float]:
    """The countries of a sentence with their weights."""
    weights: defaultdict[str, float] = defaultdict(float)
    for reading in readings:
        country = reading.state or (home(reading.code) if reading.code else None)
        if country is not None and not reading.unsure:
            weights[country] += _WEIGHTS.get(reading.kind, _SIDE)
    known = areas()
    for token in tokens:
        country = known.get(token.form)
        if country is not None:
            weights[country] += _PLACE
    return weights


class Context:
    """The article's countries and what it has named so far, while its sentences are resolved in order."""

    def __init__(self, sentences: Sequence[tuple[bool, Mapping[str, float]]]) -> None:
        """`sentences`: whether each is the title, and its countries."""
        self.weights: defaultdict[str, float] = defaultdict(float)
        for title, counted in sentences:
            for country, weight in counted.items():
                self.weights[country] += weight * (_TITLE if title else 1)
        self._sides: dict[str, tuple[int, str]] = {}
        self._heads: dict[str, Reading] = {}
        self._codes: list[tuple[int, Reading]] = []
        self._sentence = 0

    def next_sentence(self) -> None:
        """Count the sentences, since "المنظمة" reaches back only a few."""
        self._sentence += 1

    def resolve(self, reading: Reading, here: Mapping[str, float], before: Mapping[str, float]) -> bool:
        """Give a reading its code, in place; False where it stands for nobody."""
        if reading.choices:
            reading.code = max(reading.choices, key=lambda state: self.weights.get(state, 0.0))
        elif reading.code is None:
            if reading.like is not None:
                reading.code, reading.name = reading.like.code, reading.like.name
                if reading.code is None:
                    return False
            elif reading.kind == "again":
                named = self._again(reading)
                if named is None:
                    return False
                reading.code, reading.name = named.code, named.name
            elif reading.kind == "head":
                if not self._head(reading, here, before):
                    return False
            else:
                side = sides()[reading.kind]
                reading.code = self._side(reading.kind, side, here, before)
                if reading.code is None:
                    return False
        self._note(reading)
        return True

    def _note(self, reading: Reading) -> None:
        if reading.state is not None and reading.kind in sides():
            self._sides[reading.kind] = self._sentence, reading.state
        if reading.head is not None and reading.kind != "again":
            self._heads[_bare(reading.head)] = reading
        if reading.kind in ("organisation", "office"):
            self._codes.append((self._sentence, reading))

    def _again(self, reading: Reading) -> Reading | None:
        codes = _AGAIN[reading.head or ""]
        named = next(
            (one for at, one in reversed(self._codes) if one.code in codes and self._sentence - at <= _AGAIN_REACH), None
        )
        first = _AGAIN_FIRST.get(fold(reading.name))
        if (
            named is None
            and first is not None
            and self.weights
            and home(first) == max(self.weights, key=self.weights.__getitem__)
        ):
            return Reading(reading.first, reading.last, first, reading.name, "organisation")
        return named

    def _head(self, reading: Reading, here: Mapping[str, float], before: Mapping[str, float]) -> bool:
        named = self._heads.get(_bare(reading.head or ""))
        if named is not None and reading.person is None:
            reading.code, reading.name, reading.person = named.code, named.name, named.person
            return True
        if reading.role is None or not reading.bare:
            return False
        reading.code = self._side("government", sides()["government"], here, before)
        return reading.code is not None

    def _side(self, kind: str, side: Side, here: Mapping[str, float], before: Mapping[str, float]) -> str | None:
        at, same = self._sides.get(kind, (0, None))
        if same is not None and at == self._sentence and side.code(same) is not None:
            return side.code(same)
        if side.instead is not None:
            return side.code(same) if same is not None else side.instead
        best, most = None, 0.0
        least = _LISTED_SHARE * max(self.weights.values(), default=0.0)
        for country, weight in self.weights.items():
            if side.alone == "listed" and (side.countries.get(country) is None or weight < least):
                continue
            score = weight + 2 * here.get(country, 0.0) + before.get(country, 0.0) + (_SAME_SIDE if same == country else 0)
            score *= 1.0 if country in HOSTS else _NO_HOST[side.alone]
            if score > most and side.code(country) is not None:
                best, most = country, score
        if best is None and not self.weights:
            best = side.default
        return side.code(best) if best is not None else None


def _bare(head: str) -> str:
    return head.removeprefix("ال")
