"""What a single written word contributes to a number."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from rasid.extraction.lexicon import load
from rasid.extraction.morphology import NounFeatures, noun_forms, split_clitics
from rasid.text.folding import fold

DATA: Final[dict[str, Any]] = load("numbers")
AND: Final = fold(DATA["and"])
ARTICLE: Final = fold(DATA["of_article"])
Role = Literal["word", "one_of_teens", "scale", "twice", "half", "vague", "fraction", "dual"]


def folded(key: str) -> frozenset[str]:
    """A list of the data as folded words."""
    return frozenset(map(fold, DATA[key]))


class Atom(NamedTuple):
    """A number word: its value (or low and high), and the clitics it carries."""

    role: Role
    value: float
    low: int = 0
    high: int = 0
    joined: bool = False
    preposition: str = ""
    ambiguous_twice: bool = False


def _table() -> dict[str, list[Atom]]:
    atoms: dict[str, list[Atom]] = {}

    def put(word: str, atom: Atom) -> None:
        atoms.setdefault(fold(word), []).append(atom)

    for value, words in DATA["words"].items():
        for word in words:
            put(word, Atom("word", value))
    for word in DATA["one_of_teens"]:
        put(word, Atom("one_of_teens", 1))
    twice = set(DATA["twice_unless_counted"])
    for value, words in DATA["scales"].items():
        for word in words:
            put(word, Atom("scale", value, ambiguous_twice=word in twice))
    for value, words in DATA["twice_scales"].items():
        for word in words:
            put(word, Atom("twice", value))
    for value, words in DATA["halves"].items():
        for word in words:
            put(word, Atom("half", value))
    for value, words in DATA["fractions"].items():
        for word in words:
            put(word, Atom("fraction", value))
    for word, (low, high) in DATA["vague"].items():
        put(word, Atom("vague", 0, low, high))
    for word in _duals():
        put(word, Atom("dual", 2))
    return atoms


def _duals() -> set[str]:
    forms: set[str] = set()
    ending = fold(DATA["dual_nominative"])
    for noun in DATA["dual_nouns"]["any"]:
        forms |= {form for form, features in noun_forms(noun, ()).items() if _plain_dual(features)}
    for noun in DATA["dual_nouns"]["nominative"]:
        rows = noun_forms(noun, ())
        forms |= {form for form, features in rows.items() if _plain_dual(features) and form.endswith(ending)}
    return forms


def _plain_dual(features: NounFeatures) -> bool:
    return features.number == "d" and not features.construct


_CLITICS: Final = frozenset(DATA["attached"])
_ATOMS: Final = _table()
_NEVER: Final = folded("never")
_NEVER_SPELLED: Final = frozenset(DATA["never_spelled"])
_PREPOSITIONS: Final = frozenset(("", *DATA["prepositions"]))
_VAGUE_WITH_ARTICLE: Final = folded("vague")
_ORDINALS: Final[dict[str, int]] = {fold(word): value for value, words in DATA["ordinals"].items() for word in words}
_UNKNOWN_HEADS: Final = frozenset(fold(phrase).split()[0] for phrase in DATA["unknown"])
_NEVER_DEFINITE: Final = folded("never_definite")
_DEFINITE: Final = range(2, 100)


@lru_cache(maxsize=32768)
def atoms(form: str) -> tuple[Atom, ...]:
    """The number words that a folded word can be, with its clitics noted; () for any other word."""
    if form in _NEVER:
        return ()
    for split in split_clitics(form):
        if split.pronoun or split.future or split.preposition not in _PREPOSITIONS:
            continue
        found = _ATOMS.get(split.stem)
        if not found or (split.article and split.stem not in _VAGUE_WITH_ARTICLE):
            continue
        if split.article:
            found = [atom for atom in found if atom.role == "vague"]
        return tuple(atom._replace(joined=bool(split.conjunction), preposition=split.preposition) for atom in found)
    return ()


@lru_cache(maxsize=32768)
def atom_of(form: str, *roles: Role) -> Atom | None:
    """The reading of a word in one of the roles."""
    for atom in atoms(form):
        if atom.role in roles:
            return atom
    return None


@lru_cache(maxsize=32768)
def ordinal(form: str, *, joined: bool = False) -> int | None:
    """The value of an ordinal with its article (الثالث, العشرين); `joined`: it must carry the conjunction."""
    for split in split_clitics(form):
        if not split.pronoun and not split.future and (bool(split.conjunction) or not joined):
            value = _ORDINALS.get(ARTICLE + split.stem if split.article else split.stem)
            if value is not None:
                return value
    return None


@lru_cache(maxsize=32768)
def definite(form: str, *, joined: bool = False) -> int | None:
    """The value of a number word with the article (الثلاثة, الخمسين); `joined`: it must carry the conjunction."""
    if form in _NEVER:
        return None
    for split in split_clitics(form):
        if split.stem in _NEVER_DEFINITE:
            return None
        if split.article and not split.pronoun and (bool(split.conjunction) or not joined):
            for atom in _ATOMS.get(split.stem, ()):
                if atom.role == "word" and atom.value in _DEFINITE:
                    return int(atom.value)
    return None


def is_misread(norm: str) -> bool:
    """Whether a word's own spelling (before folding) shows that it is no number: ميتا, بعده."""
    return norm in _NEVER_SPELLED or (len(norm) > 1 and norm[1:] in _NEVER_SPELLED and norm[0] in _CLITICS)


def has_article(form: str) -> bool:
    """Whether a word carries the article, perhaps behind a clitic."""
    return form.startswith(ARTICLE) or (form[:1] in _CLITICS and form[1:].startswith(ARTICLE))


@lru_cache(maxsize=32768)
def opens(form: str) -> bool:
    """Whether a quantity can begin with the word."""
    return bool(atoms(form)) or ordinal(form) is not None or definite(form) is not None or _opens_unknown(form)


def _opens_unknown(form: str) -> bool:
    return any(split.stem in _UNKNOWN_HEADS or ARTICLE + split.stem in _UNKNOWN_HEADS for split in split_clitics(form))
