"""Personal names that no table lists: where one begins behind an office, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rasid.extraction.actors.names import OPENINGS, folded
from rasid.extraction.lexicon import load
from rasid.text.document import Token
from rasid.text.folding import fold

_WORDS: Final = load("actors-name-words")
GIVEN: Final = folded(_WORDS["given"]) | folded(load("casualty_names")["given"])
_PREPOSITIONS: Final = frozenset(_WORDS["prepositions"])
_JOINING: Final = folded(_WORDS["joining"])
_NEVER: Final = folded(_WORDS["never"])
_ARTICLE: Final = "ال"
_AND: Final = "و"
_ALEF: Final = "ا"
_PRESENT: Final = "يت"
_FEMININE: Final = "ت"
_HEADS_OF_CLAUSES: Final = "بلكوفسيتم"
_LONGEST: Final = 5
_SHORTEST: Final = 3


def _verbs() -> frozenset[str]:
    past = [fold(verb) for verb in _WORDS["verbs"]]
    stems = [verb.removeprefix(_ALEF) for verb in past]
    present = [prefix + stem for prefix in _PRESENT for stem in stems]
    forms = past + [verb.removesuffix(_PRESENT[0]) + _FEMININE for verb in past] + present
    return frozenset(forms) | {_AND + form for form in forms}


_VERBS: Final = _verbs()


def is_stop(form: str) -> bool:
    """Whether a folded word can be no part of a personal name."""
    return form in _NEVER or form in _VERBS or (form[:1] == _AND and form[1:] in _NEVER)


def is_given(token: Token) -> bool:
    """Whether a token is a given name ("علي", not "على")."""
    return token.form in GIVEN and token.norm not in _PREPOSITIONS


def is_verb(form: str) -> bool:
    """Whether a folded word is one of the verbs that end names."""
    return form in _VERBS


def is_definite(form: str) -> bool:
    """Whether a folded word has the article ("إلى" and "الذي" begin alike)."""
    return form.startswith(_ARTICLE) and not is_stop(form)


def name_from(tokens: Sequence[Token], first: int, *, sure: bool = False) -> int | None:
    """The last token of the personal name that begins at `first`, or None.

    It begins with a known given name; after a title (`sure`) with any word that is not known as another one.
    """
    form = tokens[first].form if first < len(tokens) and tokens[first].kind == "word" else ""
    if not form or (not is_given(tokens[first]) and (not sure or _ends(form) or form.startswith(_ARTICLE))):
        return None
    last, units, joined = first, 1, form in _JOINING and form not in GIVEN
    while last + 1 < len(tokens) and last - first + 1 < _LONGEST and tokens[last + 1].kind == "word":
        form = tokens[last + 1].form
        if tokens[last + 1].norm in _PREPOSITIONS:
            break
        if form in _JOINING:
            last, joined = last + 1, True
            continue
        if not joined and not _continues(form, units):
            break
        if is_stop(form):
            break
        last, units, joined = last + 1, units + (not joined), False
    while last > first and tokens[last].form in _JOINING and tokens[last].form not in GIVEN:
        last -= 1
    return last if last > first or sure or tokens[first].form in GIVEN else None


def _ends(form: str) -> bool:
    return len(form) < _SHORTEST or is_stop(form) or bool(OPENINGS[form].alone)


def _continues(form: str, units: int) -> bool:
    if form in GIVEN:
        return True
    if is_stop(form):
        return False
    definite = form.startswith(_ARTICLE)
    known = OPENINGS[form].alone
    surnames = all(c.name.kind == "person" or (definite and c.name.kind == "demonym") for c in known)
    if known and not (surnames and not any(c.split.preposition for c in known)):
        return False
    if units == 1:
        return len(form) >= _SHORTEST
    return definite or (len(form) >= _SHORTEST and form[0] not in _HEADS_OF_CLAUSES)


def surname(tokens: Sequence[Token], first: int, last: int) -> tuple[str, ...]:
    """The words that name the person again later: the last one with what joins it ("دي ميستورا")."""
    start = last
    while start > first + 1 and tokens[start - 1].form in _JOINING:
        start -= 1
    return tuple(token.form for token in tokens[start : last + 1])
