"""The frames of diplomatic acts, read from `data/frames-*.yaml` into indexes over inflected words and phrases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from rasid.extraction.diplomacy.words import folded, words
from rasid.extraction.lexicon import load
from rasid.extraction.morphology import (
    Forms,
    Lexicon,
    PhraseIndex,
    Verb,
    literal_forms,
    noun_forms,
    participle_forms,
    verb_forms,
)
from rasid.models import EventType, Mode
from rasid.text.folding import fold

FILES = ("frames-requests", "frames-conflict", "frames-cooperation")
# The least weight of a frame that is read.
FLOOR = 0.6
KEYS = frozenset(
    ("id", "type", "mode", "verb", "noun", "pred", "phrase", "with", "needs", "without", "after", "to", "scope", "swap",
     "mutual", "place", "when", "near", "object", "alone", "own", "by", "weight", "ex")
)  # fmt: skip
Trigger = Literal["verb", "participle", "noun", "predicate", "phrase"]
Scope = Literal["said", "first"]
_MODES = frozenset(get_args(Mode))


@dataclass(frozen=True, slots=True)
class Frame:
    """What a word means as an act; the keys of the YAML entry, whose meaning `docs/frames.md` tells."""

    id: str
    type: EventType
    mode: str | None
    near: frozenset[str]
    needs: frozenset[str]
    without: frozenset[str]
    after: frozenset[str]
    to: tuple[str, ...]
    scope: Scope | None
    swap: bool
    mutual: bool
    place: bool
    future: bool
    object: bool
    alone: bool
    own: bool
    by: str
    weight: float
    example: str

    @property
    def direct(self) -> bool:
        """Whether a party right behind the verb can be its object: "زار سوريا", "يدعم المعارضة"."""
        return self.place or self.to[:1] == ("obj",)

    @property
    def fixed_mode(self) -> Mode | None:
        """The mode, where the frame alone decides it."""
        return self.mode if self.mode in _MODES else None  # type: ignore[return-value]


@cache
def frames() -> tuple[tuple[Frame, dict[str, Any]], ...]:
    """Every frame with the entry it was read from, those with conditions first."""
    entries = [entry for name in FILES for entry in load(name)]
    ordered = sorted(entries, key=_generality)
    return tuple((_frame(entry), entry) for entry in ordered)


@cache
def lexicon() -> Lexicon[tuple[Frame, Trigger]]:
    """The frames by the inflected forms of their verbs, participles, verbal nouns and predicates."""
    index: Lexicon[tuple[Frame, Trigger]] = Lexicon()
    for frame, entry in frames():
        for verb in map(Verb.parse, _listed(entry.get("verb"))):
            index.add((frame, "verb"), verb_forms(verb))
            if frame.scope is None:
                index.add((frame, "participle"), _active(participle_forms(verb)))
        for noun in entry.get("noun", ()):
            index.add((frame, "noun"), noun_forms(noun, ()))
        if "pred" in entry:
            index.add((frame, "predicate"), literal_forms(entry["pred"]))
    return index


@cache
def phrases() -> PhraseIndex[Frame]:
    """The frames that are set phrases."""
    return PhraseIndex((fold(phrase), frame) for frame, entry in frames() for phrase in entry.get("phrase", ()))


@cache
def phrase_words() -> tuple[frozenset[str], frozenset[str]]:
    """The phrases of one word, and the second words of the others: what tells quickly that no phrase begins here."""
    split = [fold(phrase).split() for _, entry in frames() for phrase in entry.get("phrase", ())]
    return frozenset(words[0] for words in split if len(words) == 1), frozenset(words[1] for words in split if len(words) > 1)


def _generality(entry: dict[str, Any]) -> tuple[bool, bool, bool]:
    return entry.get("scope") != "said", "when" not in entry, not entry.keys() & {"with", "needs", "near"}


def _active(forms: Forms) -> Forms:
    return {form: features for form, features in forms.items() if getattr(features, "voice", None) != "passive"}


def _frame(entry: dict[str, Any]) -> Frame:
    return Frame(
        id=entry["id"],
        type=entry["type"],
        mode=entry.get("mode"),
        near=folded(entry.get("with", ())) | _class(entry.get("near")),
        needs=_class(entry.get("needs")),
        without=_class(entry.get("without")),
        after=folded(entry.get("after", ())),
        to=tuple(fold(name) for name in entry.get("to", ())),
        scope=entry.get("scope"),
        swap=bool(entry.get("swap")),
        mutual=bool(entry.get("mutual")),
        place=bool(entry.get("place")),
        alone=bool(entry.get("alone")),
        own=bool(entry.get("own")),
        by=entry.get("by", ""),
        object=bool(entry.get("object")),
        future=entry.get("when") == "future",
        weight=float(entry.get("weight", 0.8)),
        example=entry["ex"],
    )


def _class(name: str | None) -> frozenset[str]:
    return words("classes", name[1:]) if name else frozenset()


def _listed(value: str | Iterable[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())
