"""The words that introduce places, and the readings of a written word that can begin one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from rasid.extraction.gazetteer import Named, names
from rasid.extraction.lexicon import load
from rasid.extraction.morphology import split_clitics
from rasid.text.document import Token
from rasid.text.folding import fold

_WORDS: Final[dict[str, Any]] = load("places-heads")
_SEPARATOR: Final = " / "
ARTICLE: Final = "ال"
AND: Final = "و"
_FEMININE: Final = "ه"
_RELATIVE: Final = "ي"
_WADI: Final = "وادي"
_SHORTEST_WITH_CLITIC: Final = 3


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _levels(table: dict[str, list[str]]) -> dict[str, str]:
    return {fold(word): level for level, words in table.items() for word in words}


HEADS: Final = _levels(_WORDS["heads"])
SEVERAL: Final = _folded(_WORDS["several"])
NAMED_ALONE: Final = _folded(_WORDS["named_alone"])
AT_TOWN: Final = _folded(_WORDS["at_town"])
NAMED_DEFINITE: Final = _folded(_WORDS["named_definite"])
DIRECTIONS: Final = _folded(_WORDS["directions"])
SIDES: Final = _folded(_WORDS["sides"])
SIDED: Final = _levels(_WORDS["sided"])
COMPASS: Final = _folded(_WORDS["compass"])
WHOLE_COUNTRY: Final = _folded(_WORDS["whole_country"])
CAPITAL: Final = _folded(_WORDS["capital"])
BETWEEN: Final = _folded(_WORDS["between"])
PREPOSITIONS: Final = _folded(_WORDS["prepositions"])
INSIDE: Final = _folded(_WORDS["inside"])
OPENERS: Final = _folded(_WORDS["openers"])
NOT_NAMES: Final = _folded(_WORDS["not_names"])
_INTRODUCE: Final = HEADS.keys() | DIRECTIONS | SIDED.keys() | COMPASS | BETWEEN


class Word(NamedTuple):
    """A reading of one written word: the stem, its clitic preposition and "and", and how many letters those take."""

    stem: str
    preposition: str
    conjunction: bool
    cut: int


@lru_cache(maxsize=65536)
def readings(form: str) -> tuple[Word, ...]:
    """The readings of a folded word that begin a name or introduce one, the fewest clitics first."""
    words: list[Word] = []
    for split in split_clitics(form):
        if split.pronoun or split.future:
            continue
        stem = ARTICLE + split.stem if split.article else split.stem
        cut = len(split.conjunction) + len(split.preposition)
        if (not cut or len(stem) >= _SHORTEST_WITH_CLITIC) and (stem in _INTRODUCE or stem in names()):
            words.append(Word(stem, split.preposition, bool(split.conjunction), cut))
    return tuple(words)


class Match(NamedTuple):
    """A name of the tables at some tokens."""

    named: Named
    last: int
    word: Word


def name_at(tokens: Sequence[Token], start: int) -> Match | None:
    """The longest name of the tables that begins at a token."""
    best: Match | None = None
    for word in readings(tokens[start].form):
        for named in names().get(word.stem, ()):
            last = start + len(named.words) - 1
            if last < len(tokens) and all(tokens[start + i].form == w for i, w in enumerate(named.words[1:], 1)):
                if best is None or last > best.last:
                    best = Match(named, last, word)
                break
    return best


def introducing(token: Token, table: Iterable[str]) -> Word | None:
    """The reading of a token that is one of a table's words. Not "وأدى" for "وادي"."""
    for word in readings(token.form):
        if word.stem in table and not (word.stem == _WADI and not token.norm.endswith(_WADI)):
            return word
    return None


@cache
def nationalities() -> dict[str, str]:
    """Country (alpha-3) by every folded singular form of its adjective, with and without the article."""
    found: dict[str, str] = {}
    for country, row in load("actors-states").items():
        for demonym in (row["demonyms"] or "").split(_SEPARATOR):
            stem = fold(demonym)
            if stem.endswith(_RELATIVE) and " " not in stem:
                for form in (stem, stem + _FEMININE):
                    found.setdefault(form, country)
                    found.setdefault(ARTICLE + form, country)
    return found
