"""Which country a side is of: the article's countries, counted once, weighed with the sentence's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
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
_NO_HOST: Final = {"any": 0.7, "host": 0.35, "listed": 0.7}
_LISTED_SHARE: Final = 0.25
_SAME_SIDE: Final = 4.0
_AGAIN: Final[dict[str, tuple[str, ...]]] = {names: tuple(codes) for names, codes in load("actors-sides")["again"].items()}
_ARTICLE: Final = "ال"
_NOBODY: Final = "nobody"
_FOREIGN: Final = "foreign_ministry"
_MINISTRY: Final = "ministry"
_PORTFOLIOS: Final = frozenset(map(fold, load("actors-sides")["portfolios"]))
_AGAIN_REACH: Final = 4
_HEAD_REACH: Final = 8
_AGAIN_FIRST: Final[dict[str, str]] = {fold(name): code for name, code in load("actors-sides")["again_first"].items()}


def countries(tokens: Sequence[Token], readings: Sequence[Reading]) -> Mapping[str, float]:
    """The countries of a sentence with their weights."""
    weights: defaultdict[str, float] = defaultdict(float)
    for reading in readings:
        country = reading.state or (home(reading.code) if reading.code else None)
        if country is not None and not reading.unsure:
            weights[country] += _WEIGHTS.get(reading.kind, _SIDE)
    known = areas()
    for form in [token.form for token in tokens if token.form in known]:
        weights[known[form]] += _PLACE
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
        self._heads: dict[str, tuple[int, Reading]] = {}
        self._codes: list[tuple[int, Reading]] = []
        self._sentence = 0
        self._ministries: dict[str, str] = {}
        self._ministry: Reading | None = None
        self._speaker: tuple[int, str | None] = (0, None)
        self._opened = -1

    def next_sentence(self) -> None:
        """Count the sentences, since "المنظمة" reaches back only a few."""
        self._sentence += 1

    def resolve(self, reading: Reading, here: Mapping[str, float], before: Mapping[str, float]) -> bool:
        """Give a reading its code, in place; False where it stands for nobody."""
        if reading.kind == _NOBODY:
            self._heads.pop(_bare(reading.head or ""), None)
            return False
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
                reading.code = self._side_of(reading, here, before)
                if reading.code is None:
                    return False
        self._note(reading)
        return True

    def _note(self, reading: Reading) -> None:
        country = home(reading.code or "")
        if self._opened != self._sentence and country is not None and not reading.adjective:
            self._opened, self._speaker = self._sentence, (self._sentence, country)
        portfolio = _portfolio(reading.role or reading.name)
        if portfolio is not None and country is not None and reading.kind != "again":
            self._ministries[portfolio], self._ministry = country, reading
        if reading.state is not None and reading.kind in sides():
            self._sides[reading.kind] = self._sentence, reading.state
        if reading.head is not None and reading.kind != "again":
            self._heads[_bare(reading.head)] = self._sentence, reading
        if reading.kind in ("organisation", "office"):
            self._codes.append((self._sentence, reading))

    def _again(self, reading: Reading) -> Reading | None:
        codes = _AGAIN[reading.head or ""]
        if _MINISTRY in codes:
            return self._ministry
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
        at, named = self._heads.get(_bare(reading.head or ""), (0, None))
        if named is not None and reading.person is None and self._sentence - at <= _HEAD_REACH:
            reading.code, reading.name, reading.person = named.code, named.name, named.person
            return True
        if reading.role is None or not reading.bare:
            return False
        reading.code = self._side("government", sides()["government"], here, before)
        return reading.code is not None

    def _side_of(self, reading: Reading, here: Mapping[str, float], before: Mapping[str, float]) -> str | None:
        """The code of a side; a ministry is of the state whose ministry, a foreign one else of the state that acted before."""
        side = sides()[reading.kind]
        portfolio = _portfolio(reading.name)
        country = self._ministries.get(portfolio) if portfolio is not None else None
        at, speaker = self._speaker
        if country is None and reading.kind == _FOREIGN and self._sentence - at <= 2:
            country = speaker
        if country is not None:
            return side.code(country)
        return self._side(reading.kind, side, here, before)

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


@cache
def _portfolio(name: str) -> str | None:
    """What a ministry or minister is for: the last word that a ministry of the table ends with."""
    words = (word if word.startswith(_ARTICLE) else _ARTICLE + word for word in reversed(fold(name).split()))
    return next((word for word in words if word in _PORTFOLIOS), None)


def _bare(head: str) -> str:
    return head.removeprefix(_ARTICLE)
