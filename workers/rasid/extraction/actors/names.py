"""The index of actors' names: states, demonyms, organisations, persons, sides and offices by their first word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

from rasid.extraction.actors.persons import Person, persons
from rasid.extraction.gazetteer import COUNTRIES
from rasid.extraction.lexicon import load
from rasid.extraction.morphology import Split, split_clitics
from rasid.text.folding import fold

Kind = Literal["state", "seat", "demonym", "organisation", "outlet", "side", "head", "person", "again", "nothing"]

SEPARATOR: Final = " / "
_UNSURE: Final = "~"
_ARTICLE: Final = "ال"
_ENDINGS: Final = ("", "ه", "ون", "ين", "ان", "تين", "تان", "ات")
_NISBA: Final = "ي"
_OUTLETS: Final = "actors-outlets"
_SERVANT: Final = "عبد "
_SHORTEST: Final = 3


class Name(NamedTuple):
    """A name of `words`. `code` is CODE or CODE:SECTOR; a side's and a head's is their kind.

    `unsure`: a homograph that needs evidence. `bare`: a side that needs no owner behind it.
    """

    words: tuple[str, ...]
    kind: Kind
    code: str
    name: str
    unsure: bool = False
    bare: bool = False
    person: Person | None = None


class Candidate(NamedTuple):
    """A name that can begin with a word, and the clitics of the word."""

    name: Name
    split: Split


class Opening(NamedTuple):
    """The names that a word can begin: those of one word with the fewest clitics first, longer ones by their second word."""

    alone: tuple[Candidate, ...]
    longer: dict[str, tuple[Candidate, ...]]

    def __bool__(self) -> bool:
        return bool(self.alone or self.longer)


NOTHING: Final = Opening((), {})
_CACHE_LIMIT: Final = 32768


def folded(words: object) -> frozenset[str]:
    """The folded forms of a list of words."""
    assert isinstance(words, list)
    return frozenset(map(fold, words))


def _listed(text: str) -> Iterator[str]:
    return (name for name in text.split(SEPARATOR) if name)


def _names() -> Iterator[tuple[str, Kind, str, str, bool, Person | None]]:
    """Text, kind, code, canonical name, whether it stands alone, person: what comes first wins."""
    for phrase in load("actors-homographs")["nothing"]:
        yield phrase, "nothing", "", phrase, False, None
    for table in ("actors-organisations", _OUTLETS):
        for code, text in load(table).items():
            names = list(_listed(text))
            for name in names:
                yield name, "outlet" if table == _OUTLETS else "organisation", code, names[0].lstrip(_UNSURE), True, None
    for code, adjectives in load("actors-sides")["adjectives"].items():
        for name in _listed(adjectives):
            yield name, "demonym", code, name, True, None
    for person in persons():
        for spelling in (variant for written in person.names for variant in _joined(written)):
            yield spelling, "person", person.code(None), person.name, True, person
    for code, row in load("actors-states").items():
        state = COUNTRIES[code].names[0]
        own = row.get("names")
        for name in _listed(own) if own is not None else COUNTRIES[code].names:
            yield name, "state", code, state, True, None
        for seat in _listed(row["seats"] or ""):
            yield seat, "seat", code, state, True, None
        for demonym in _listed(row["demonyms"] or ""):
            mark = _UNSURE if demonym.startswith(_UNSURE) else ""
            for form in _demonym_forms(demonym.lstrip(_UNSURE)):
                yield mark + form, "demonym", code, state, True, None
                definite = " ".join(_ARTICLE + word for word in form.split())
                yield mark + definite, "demonym", code, state, True, None
    for kind, side in load("actors-sides")["kinds"].items():
        for name in _listed(side["names"]):
            yield name, "side", kind, name, side["alone"] != "never", None
        for name in _listed(side.get("heads", "")):
            yield name, "side", kind, name, False, None
    for names_ in load("actors-sides")["again"]:
        for name in _listed(names_):
            yield name, "again", names_, name, True, None
    for kind, heads in load("actors-offices")["heads"].items():
        for name in heads:
            yield name, "head", kind, name, False, None


def _joined(name: str) -> tuple[str, ...]:
    """A personal name with "عبد" apart and joined to the next word."""
    return (name, name.replace(_SERVANT, _SERVANT.rstrip())) if _SERVANT in name else (name,)


def _demonym_forms(demonym: str) -> list[str]:
    words = demonym.split()
    endings = _ENDINGS if fold(words[-1]).endswith(_NISBA) else ("",)
    return [" ".join(word + ending if fold(word).endswith(_NISBA) else word for word in words) for ending in endings]


@cache
def index() -> dict[str, tuple[Name, ...]]:
    """The names by their first folded word."""
    found: dict[str, dict[tuple[str, ...], Name]] = {}
    for text, kind, code, name, bare, person in _names():
        words = tuple(fold(text.lstrip(_UNSURE)).split())
        row = Name(words, kind, code, name, text.startswith(_UNSURE), bare, person)
        # A word that is both a head of an office and of a side ("مصدر") keeps its first kind.
        found.setdefault(words[0], {}).setdefault(words, row)
    return {word: tuple(listed.values()) for word, listed in found.items()}


class _Openings(dict[str, Opening]):
    """Kept by form, since newsrooms use few words often."""

    def __missing__(self, form: str) -> Opening:
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        found = self[form] = _opening(form)
        return found


OPENINGS: Final = _Openings()
"""The names that a folded word can begin, by the word; `NOTHING` where there are none."""


def _opening(form: str) -> Opening:
    found: list[Candidate] = []
    for split in split_clitics(form):
        if split.pronoun or split.future:
            continue
        stem = _ARTICLE + split.stem if split.article else split.stem
        if len(stem) >= _SHORTEST or not (split.conjunction or split.preposition):
            found += (Candidate(name, split) for name in index().get(stem, ()))
    if not found:
        return NOTHING
    found.sort(key=lambda candidate: -len(candidate.name.words))
    longer: dict[str, list[Candidate]] = {}
    for candidate in found:
        if len(candidate.name.words) > 1:
            longer.setdefault(candidate.name.words[1], []).append(candidate)
    alone = tuple(candidate for candidate in found if len(candidate.name.words) == 1)
    return Opening(alone, {word: tuple(listed) for word, listed in longer.items()})
