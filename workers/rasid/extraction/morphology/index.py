"""Indexes from written words and phrases to the entries of a word list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar

from rasid.extraction.lexicon import load
from rasid.extraction.morphology.clitics import Split, split_clitics
from rasid.extraction.morphology.features import Features, Forms, VerbFeatures
from rasid.text.document import Token
from rasid.text.folding import fold

T = TypeVar("T")
# The words that newsrooms use often; there are some thirty indexes, and most words are in none.
_WORDS_KEPT: Final = 16_384
_ARTICLE: Final[str] = load("morphology")["clitics"]["article"]
_LAM: Final[str] = load("morphology")["clitics"]["lam"]


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """An entry found in a word: how the entry is inflected there and which clitics the word carries."""

    entry: T
    features: Features
    split: Split


class Lexicon(Generic[T]):
    """Entries under all their forms; a look-up tries the readings of a word and keeps the answer."""

    def __init__(self, entries: Iterable[tuple[T, Forms]] = ()) -> None:
        self._stems: dict[str, list[tuple[T, Features]]] = {}
        self._kept = lru_cache(_WORDS_KEPT)(lambda form: tuple(self._search(form)))
        for entry, forms in entries:
            self.add(entry, forms)

    def add(self, entry: T, forms: Forms) -> None:
        """Index an entry under its forms."""
        self._kept.cache_clear()
        for form, features in forms.items():
            self._stems.setdefault(form, []).append((entry, features))

    def __len__(self) -> int:
        return len(self._stems)

    def lookup(self, form: str) -> tuple[Hit[T], ...]:
        """The entries that the folded word can be, fewest clitics first; of one split, in the order of addition."""
        return self._kept(form)

    def first(self, form: str) -> Hit[T] | None:
        """The likeliest reading, or None."""
        hits = self.lookup(form)
        return hits[0] if hits else None

    def _search(self, form: str) -> Iterator[Hit[T]]:
        for split in split_clitics(form):
            for entry, features in self._stems.get(split.stem, ()):
                if _compatible(features, split):
                    yield Hit(entry, features, split)


def _compatible(features: Features, split: Split) -> bool:
    if features.bound and not split.pronoun:
        return False
    if isinstance(features, VerbFeatures):
        if split.article or split.preposition not in ("", _LAM):
            return False
        return features.tense == "present" or not (split.future or split.preposition)
    if split.future:
        return False
    return not (split.pronoun and features.indefinite) and not (split.article and (features.construct or features.indefinite))


@dataclass(frozen=True, slots=True)
class Phrase(Generic[T]):
    """A phrase found in a token list, `first`..`last` inclusive, with the clitics of its first word."""

    first: int
    last: int
    value: T
    split: Split


class PhraseIndex(Generic[T]):
    """Phrases of one or more words, matched on folded forms; the first word may carry clitics."""

    def __init__(self, phrases: Iterable[tuple[str, T]] = (), *, clitics: bool = True, article: bool = True) -> None:
        """`clitics`: whether the first word may carry any; `article`: whether it may be definite when listed without."""
        self._clitics = clitics
        self._article = article
        self._heads: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._candidates = lru_cache(_WORDS_KEPT)(self._search)
        for phrase, value in phrases:
            self.add(phrase, value)

    def add(self, phrase: str, value: T) -> None:
        """Index a phrase whose words are separated by spaces."""
        head, *tail = fold(phrase).split()
        self._candidates.cache_clear()
        self._heads.setdefault(head, []).append((tuple(tail), value))

    def opens(self, form: str) -> bool:
        """Whether some phrase begins with the word."""
        return any(self._key(split) in self._heads for split in self._splits(form))

    def match(self, tokens: Sequence[Token], start: int) -> Phrase[T] | None:
        """The longest phrase that begins at the token `start`."""
        if not self.opens(tokens[start].form):
            return None  # most words: not worth their place in the memory of some thirty indexes
        candidates = self._candidates(tokens[start].form)
        for tail, value, split in candidates:
            last = start + len(tail)
            if last < len(tokens) and all(tokens[start + 1 + i].form == word for i, word in enumerate(tail)):
                return Phrase(start, last, value, split)
        return None

    def find(self, tokens: Sequence[Token]) -> list[Phrase[T]]:
        """The phrases of the tokens from left to right, longest first, not overlapping."""
        found: list[Phrase[T]] = []
        place = 0
        while place < len(tokens):
            phrase = self.match(tokens, place)
            if phrase is not None:
                found.append(phrase)
                place = phrase.last
            place += 1
        return found

    def _key(self, split: Split) -> str:
        # للأسبوع is looked up as الأسبوع where the article must be listed.
        return _ARTICLE + split.stem if split.article and not self._article else split.stem

    def _splits(self, form: str) -> Sequence[Split]:
        if not self._clitics:
            return (Split(form),)
        return _plain_splits(form)

    def _search(self, form: str) -> tuple[tuple[tuple[str, ...], T, Split], ...]:
        rows = [(tail, value, split) for split in self._splits(form) for tail, value in self._heads.get(self._key(split), ())]
        # A stable sort: of equally long phrases the reading with fewer clitics comes first.
        return tuple(sorted(rows, key=lambda row: -len(row[0])))


class Openers(Generic[T]):
    """Which of some values have a phrase that begins with a word: one look-up for many indexes, which are complete by now."""

    def __init__(self, rows: Sequence[tuple[Sequence[PhraseIndex[Any]], T]]) -> None:
        self._values = [value for _, value in rows]
        alike: dict[tuple[bool, bool], tuple[PhraseIndex[Any], dict[str, set[int]]]] = {}
        for position, (indexes, _) in enumerate(rows):
            for index in indexes:
                _, places = alike.setdefault((index._clitics, index._article), (index, {}))
                for head in index._heads:
                    places.setdefault(head, set()).add(position)
        self._alike = list(alike.values())

    def of(self, form: str) -> list[T]:
        """The values, in the order given."""
        found: set[int] = set()
        for index, places in self._alike:
            for split in index._splits(form):
                found.update(places.get(index._key(split), ()))
        return [self._values[position] for position in sorted(found)]


@lru_cache(_WORDS_KEPT)
def _plain_splits(form: str) -> tuple[Split, ...]:
    """The readings of a word that can begin a phrase."""
    return tuple(split for split in split_clitics(form) if not split.pronoun and not split.future)
