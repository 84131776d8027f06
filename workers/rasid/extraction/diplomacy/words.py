"""The word lists of `data/diplomacy.yaml`, folded."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from rasid.extraction.lexicon import load
from rasid.extraction.morphology import Lexicon, Verb, split_clitics, verb_forms
from rasid.text.folding import fold


def folded(listed: Iterable[str]) -> frozenset[str]:
    """Words as they are compared."""
    return frozenset(map(fold, listed))


@cache
def words(*path: str) -> frozenset[str]:
    """The folded words of a list, by its keys."""
    entry = load("diplomacy")
    for key in path:
        entry = entry[key]
    return folded(entry)


@cache
def rows(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The named lists under a key, in order."""
    return tuple((key, folded(listed)) for key, listed in load("diplomacy")[name].items())


@cache
def prepositions() -> dict[str, str]:
    """Prepositions and what stands for one, by the name that frames give them."""
    return {fold(word): fold(name) for word, name in load("diplomacy")["grammar"]["prepositions"].items()}


@cache
def reports() -> Lexicon[str]:
    """The verbs of report by their inflected forms."""
    return Lexicon((text, verb_forms(Verb.parse(text))) for text in load("diplomacy")["report"])


@lru_cache(maxsize=32768)
def stems(form: str) -> frozenset[str]:
    """Every reading of a word, with and without its clitics."""
    return frozenset(split.stem for split in split_clitics(form)) | {form}


@cache
def direct() -> frozenset[str]:
    """The verbs of report whose content needs no particle."""
    return frozenset(load("diplomacy")["direct"])


@cache
def performing() -> frozenset[str]:
    """The verbs whose object is what their subject does: "قررت تعليق المحادثات"."""
    return frozenset(load("diplomacy")["performing"])


@cache
def codes(name: str) -> frozenset[str]:
    """A list of actors' codes."""
    return frozenset(load("diplomacy")[name])
