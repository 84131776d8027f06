"""With what people were harmed, and the words for an attack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rasid.extraction.lexicon import load
from rasid.extraction.morphology import PhraseIndex, noun_forms
from rasid.models import Method
from rasid.text.document import Token
from rasid.text.folding import fold


@dataclass(frozen=True, slots=True)
class Means:
    """A word for a means or an attack; `rank` orders by how specific it is (codebook ruling 5)."""

    method: Method | None
    rank: int
    attack: bool
    air: bool = False


@dataclass(frozen=True, slots=True)
class MeansMention:
    """A means at tokens `first`..`last`; `definite`: it carries the article, so it was named before ("القصف")."""

    first: int
    last: int
    means: Means
    definite: bool


@cache
def _index() -> PhraseIndex[Means]:
    index: PhraseIndex[Means] = PhraseIndex()
    data = load("casualty_methods")
    for entry in data["methods"]:
        means = Means(entry["method"], entry["rank"], bool(entry.get("attack")), bool(entry.get("air")))
        for phrase in entry["words"]:
            head, *tail = phrase.split()
            for variant in {phrase, " ".join([head, *(w if w.startswith("ال") else "ال" + w for w in tail)])}:
                index.add(variant, means)
            if all(_bare(word) for word in (head, *tail)):
                index.add(" ".join(word + "ا" for word in (head, *tail)), means)
    for word in data["attacks"]:
        for form in noun_forms(word, ()):
            index.add(form, Means(None, 0, True))
    return index


def _bare(word: str) -> bool:
    """Whether a word takes the alef of the accusative."""
    return not word.startswith("ال") and not word.endswith(("ا", "ة", "ات", "ين", "ان"))


def find_means(tokens: Sequence[Token]) -> list[MeansMention]:
    """The words of means and attack in a sentence, longest match, in order."""
    return [
        MeansMention(p.first, p.last, p.value, p.split.article or tokens[p.first].form.startswith("ال"))
        for p in _index().find(tokens)
    ]


def choose(mentions: Iterable[MeansMention]) -> Method | None:
    """The method that the most specific word names; of equals the first. Bare shelling with aircraft near is an airstrike."""
    best: Means | None = None
    air = False
    for mention in mentions:
        means = mention.means
        air = air or means.air
        if means.method is not None and (best is None or means.rank > best.rank):
            best = means
    if best is None:
        return None
    if air and best.method in ("shelling", "explosion"):
        return "airstrike"
    return best.method


def strikes() -> frozenset[str]:
    """Every folded single word that names a means or an attack."""
    return frozenset(fold(w) for e in load("casualty_methods")["methods"] for w in e["words"] if " " not in w)
