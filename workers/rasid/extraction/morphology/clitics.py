"""Conjunctions, prepositions, the article and pronouns taken off a written word."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from rasid.extraction.lexicon import load

_DATA: Final = load("morphology")["clitics"]
_CONJUNCTIONS: Final = frozenset(_DATA["conjunctions"])
_PREPOSITIONS: Final = frozenset(_DATA["prepositions"])
_ARTICLE: Final[str] = _DATA["article"]
_AFTER_LAM: Final[str] = _DATA["article_after_lam"]
_LAM: Final[str] = _DATA["lam"]
_FUTURE: Final[str] = _DATA["future"]
_PRONOUNS: Final[tuple[str, ...]] = tuple(_DATA["pronouns"])
_SHORTEST_STEM: Final = 2


class Split(NamedTuple):
    """A reading of one written word: what was taken off before and after its stem."""

    stem: str
    conjunction: str = ""
    preposition: str = ""
    article: bool = False
    future: bool = False
    pronoun: str = ""


@lru_cache(maxsize=32768)
def split_clitics(form: str) -> tuple[Split, ...]:
    """The readings of one folded word, the word as it stands first, then the fewest clitics first."""
    heads = [(form, "")]
    if form[:1] in _CONJUNCTIONS and len(form) > _SHORTEST_STEM:
        heads.append((form[1:], form[0]))
    readings: list[Split] = []
    for rest, conjunction in heads:
        readings += _after_conjunction(rest, conjunction)
    with_pronouns = [
        reading._replace(stem=reading.stem[: -len(pronoun)], pronoun=pronoun)
        for reading in readings
        if not reading.article
        for pronoun in _PRONOUNS
        if reading.stem.endswith(pronoun) and len(reading.stem) - len(pronoun) >= _SHORTEST_STEM
    ]
    return tuple(sorted(readings + with_pronouns, key=_weight))


def _after_conjunction(rest: str, conjunction: str) -> list[Split]:
    readings = [Split(rest, conjunction)]
    if _opens_with_article(rest):
        readings.append(Split(rest[len(_ARTICLE) :], conjunction, article=True))
    if rest[:1] == _FUTURE and len(rest) > _SHORTEST_STEM + 1:
        readings.append(Split(rest[1:], conjunction, future=True))
    if rest[:1] in _PREPOSITIONS and len(rest) > _SHORTEST_STEM:
        readings.append(Split(rest[1:], conjunction, rest[0]))
        if _opens_with_article(rest[1:]):
            readings.append(Split(rest[1 + len(_ARTICLE) :], conjunction, rest[0], article=True))
    if rest.startswith(_AFTER_LAM) and len(rest) > len(_AFTER_LAM) + 1:
        readings.append(Split(rest[len(_AFTER_LAM) :], conjunction, _LAM, article=True))
        readings.append(Split(rest[1:], conjunction, _LAM, article=True))
    return readings


def _opens_with_article(rest: str) -> bool:
    return rest.startswith(_ARTICLE) and len(rest) >= len(_ARTICLE) + _SHORTEST_STEM


def _weight(split: Split) -> int:
    return sum(map(bool, (split.conjunction, split.preposition, split.article, split.future, split.pronoun)))
