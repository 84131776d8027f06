"""Actors in a sentence: states by name, demonym or seat, and the organisations, sides and office holders of the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rasid.extraction.gazetteer import COUNTRIES
from rasid.extraction.lexicon import load
from rasid.extraction.mentions import ActorMention
from rasid.extraction.morphology import split_clitics
from rasid.models import Actor
from rasid.text.document import Token
from rasid.text.folding import fold

_SEPARATOR: Final = " / "
_ARTICLE: Final = "ال"
_ENDINGS: Final = ("", "ه", "ون", "ين", "ان", "تين", "تان", "ات")
_NISBA: Final = "ي"
_SHORTEST: Final = 3


class _Name(NamedTuple):
    words: tuple[str, ...]
    code: str
    sector: str | None
    name: str
    adjective: bool
    place_like: bool


@cache
def _index() -> dict[str, tuple[_Name, ...]]:
    index: dict[str, dict[tuple[str, ...], _Name]] = {}

    def add(text: str, code: str, name: str, *, adjective: bool = False, place_like: bool = False) -> None:
        words = tuple(fold(text).replace('"', ' " ').split())
        state, _, sector = code.partition(":")
        index.setdefault(words[0], {}).setdefault(words, _Name(words, state, sector or None, name, adjective, place_like))

    for code, text in load("actors-organisations").items():
        for name in text.split(_SEPARATOR):
            add(name, code, name)
    for code, row in load("actors-states").items():
        state = COUNTRIES[code].names[0]
        for name in COUNTRIES[code].names:
            add(name, code, state, place_like=True)
        for seat in (row["seats"] or "").split(_SEPARATOR):
            if seat:
                add(seat, code, state, place_like=True)
        for demonym in row["demonyms"].split(_SEPARATOR):
            for form in _demonym_forms(demonym):
                add(form, code, state, adjective=True)
                add(_ARTICLE + form, code, state, adjective=True)
    return {word: tuple(sorted(listed.values(), key=lambda name: -len(name.words))) for word, listed in index.items()}


def _demonym_forms(demonym: str) -> list[str]:
    first, *rest = fold(demonym).split()
    endings = _ENDINGS if first.endswith(_NISBA) else ("",)
    return [" ".join([first + ending, *rest]) for ending in endings]


@lru_cache(maxsize=65536)
def _candidates(form: str) -> tuple[_Name, ...]:
    found: list[_Name] = []
    for split in split_clitics(form):
        if split.pronoun or split.future:
            continue
        stem = _ARTICLE + split.stem if split.article else split.stem
        if len(stem) >= _SHORTEST or not (split.conjunction or split.preposition):
            found += _index().get(stem, ())
    return tuple(sorted(found, key=lambda name: -len(name.words)))


def find_actors(tokens: Sequence[Token], published: dt.date | None) -> list[ActorMention]:
    """Actors, longest match, not overlapping. `published` is reserved for office holders that changed."""
    found: list[ActorMention] = []
    at = 0
    while at < len(tokens):
        name = _match(tokens, at)
        if name is None:
            at += 1
            continue
        last = at + len(name.words) - 1
        text = " ".join(token.norm for token in tokens[at : last + 1])
        country = name.code if name.code in COUNTRIES else None
        actor = Actor(text=text, name=name.name, code=name.code, sector=name.sector, country=country)
        found.append(ActorMention(at, last, actor, adjective=name.adjective, place_like=name.place_like))
        at = last + 1
    return found


def _match(tokens: Sequence[Token], at: int) -> _Name | None:
    if tokens[at].kind != "word":
        return None
    for name in _candidates(tokens[at].form):
        end = at + len(name.words)
        if end <= len(tokens) and all(tokens[at + i].form == word for i, word in enumerate(name.words[1:], 1)):
            return name
    return None
