"""The words that introduce places, and the readings of a written word that can begin one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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
_QUARTERS: Final = "احياء"
_BELOW: Final = "إ"
# "Like" is never written to a place: "كتلة" is no "تلة".
_LIKE: Final = "ك"
_SHORTEST_WITH_CLITIC: Final = 3


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _levels(table: dict[str, list[str]]) -> dict[str, str]:
    return {fold(word): level for level, words in table.items() for word in words}


HEADS: Final = _levels(_WORDS["heads"])
SEVERAL: Final = _folded(_WORDS["several"])
NAMED_ALONE: Final = _folded(_WORDS["named_alone"])
VAGUE: Final = _folded(_WORDS["vague"])
AT_TOWN: Final = _folded(_WORDS["at_town"])
NAMED_DEFINITE: Final = _folded(_WORDS["named_definite"])
DIRECTIONS: Final = _folded(_WORDS["directions"])
SIDES: Final = _folded(_WORDS["sides"])
EPITHETS: Final = SIDES | _folded(_WORDS["epithets"])
SIDED: Final = _levels(_WORDS["sided"])
COMPASS: Final = _folded(_WORDS["compass"])
WHOLE_COUNTRY: Final = _folded(_WORDS["whole_country"])
CAPITAL: Final = _folded(_WORDS["capital"])
BETWEEN: Final = _folded(_WORDS["between"])
PREPOSITIONS: Final = _folded(_WORDS["prepositions"])
INSIDE: Final = _folded(_WORDS["inside"])
NAMED_FOR: Final = _folded(_WORDS["named_for"])
OPENERS: Final = _folded(_WORDS["openers"])
GIVEN: Final = _folded(load("actors-name-words")["given"]) | _folded(load("casualty_names")["given"])
KUNYAS: Final = _folded(_WORDS["kunyas"])
OUTSKIRTS: Final = _folded(_WORDS["outskirts"])
AROUND: Final[dict[str, str]] = _WORDS["around"]
PARTICLES: Final = _folded(_WORDS["particles"])
NOT_NAMES: Final = _folded(_WORDS["not_names"])
_INTRODUCE: Final = HEADS.keys() | DIRECTIONS | SIDED.keys() | COMPASS | BETWEEN


class Word(NamedTuple):
    """A reading of one written word: the stem, its clitic preposition and "and", how many letters those take, its names."""

    stem: str
    preposition: str
    conjunction: bool
    cut: int
    names: tuple[Named, ...]


class Match(NamedTuple):
    """A name of the tables at some tokens."""

    named: Named
    last: int
    word: Word


@lru_cache(maxsize=32768)
def readings(form: str) -> tuple[Word, ...]:
    """The readings of a folded word that begin a name or introduce one, the fewest clitics first."""
    words: list[Word] = []
    for split in split_clitics(form):
        if split.pronoun or split.future or split.preposition == _LIKE:
            continue
        stem = ARTICLE + split.stem if split.article else split.stem
        cut = len(split.conjunction) + len(split.preposition)
        named = names().get(stem, ())
        if cut and len(stem) < _SHORTEST_WITH_CLITIC:
            named = tuple(name for name in named if len(name.words) > 1 or name.evidence == "exact")
        if named or stem in _INTRODUCE:
            words.append(Word(stem, split.preposition, bool(split.conjunction), cut, named))
    return tuple(words)


def name_at(tokens: Sequence[Token], start: int) -> Match | None:
    """The longest name of the tables that begins at a token, None where that is never a place's."""
    match = longest_at(tokens, start)
    return match if match is None or match.named.entries else None


def longest_at(tokens: Sequence[Token], start: int) -> Match | None:
    """The longest name that begins at a token, also of what is named after places and is none."""
    best: Match | None = None
    for word in readings(tokens[start].form):
        for named in word.names:
            words = named.words
            last = start + len(words) - 1
            if last == start or (last < len(tokens) and _follow(tokens, start, words)):
                if best is None or last > best.last:
                    best = Match(named, last, word)
                break
    return best


def name_with_head(tokens: Sequence[Token], head: str, start: int) -> Match | None:
    """The name of the tables that is a head word and, after a quotation mark, the tokens from `start`: معسكر "ليبرتي"."""
    for named in names().get(head, ()):
        rest = named.words[1:]
        last = start + len(rest) - 1
        if rest and last < len(tokens) and all(tokens[start + i].form == word for i, word in enumerate(rest)):
            return Match(named, last, Word(head, "", False, 0, ()))
    return None


def _follow(tokens: Sequence[Token], start: int, words: tuple[str, ...]) -> bool:
    if tokens[start + 1].form != words[1]:
        return False
    return all(tokens[start + i].form == words[i] for i in range(2, len(words)))


class Role(NamedTuple):
    """What a word can introduce: readings as a head word, a direction, a side of a town, a part of a country, "between"."""

    head: Word | None
    direction: Word | None
    sided: Word | None
    compass: Word | None
    between: Word | None


@lru_cache(maxsize=16384)
def role(form: str) -> Role | None:
    """What a folded word can introduce, None for nothing."""
    words = readings(form)

    def first(table: Collection[str]) -> Word | None:
        return next((word for word in words if word.stem in table), None)

    found = Role(first(HEADS), first(DIRECTIONS), first(SIDED), first(COMPASS) or first(CAPITAL), first(BETWEEN))
    return found if any(found) else None


def head_of(token: Token) -> Word | None:
    """The reading of a token as a head word. Not "وأدى" for "وادي"."""
    known = role(token.form)
    if known is None or known.head is None or (known.head.stem == _WADI and not token.norm.endswith(_WADI)):
        return None
    if known.head.stem == _QUARTERS and token.norm[known.head.cut] == _BELOW:
        return None  # "إحياء" is a noun of action.
    return known.head


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
