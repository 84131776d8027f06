"""The frames of diplomatic acts, read from `data/frames-*.yaml` into one index over inflected words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rasid.extraction.lexicon import load
from rasid.extraction.morphology import Lexicon, PhraseIndex, Verb, literal_forms, participle_forms, split_clitics, verb_forms
from rasid.models import EventType, Mode
from rasid.text.document import Token
from rasid.text.folding import fold

FILES = ("frames-requests", "frames-conflict", "frames-cooperation")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb means as an act. One of `needs` must follow it, none of `without`; `said`: only in a speaker's words."""

    id: str
    type: EventType
    mode: Mode | None
    by_theme: bool
    needs: frozenset[str]
    without: frozenset[str]
    said: bool
    mutual: bool
    weight: float

    def fits(self, stems: frozenset[str]) -> bool:
        """Whether the words after the verb allow this reading."""
        return (not self.needs or not self.needs.isdisjoint(stems)) and self.without.isdisjoint(stems)


def stems(tokens: Sequence[Token]) -> frozenset[str]:
    """Every reading of the words, with and without clitics."""
    return frozenset(split.stem for token in tokens if token.kind == "word" for split in split_clitics(token.form))


def theme(words: frozenset[str]) -> Mode | None:
    """The mode that the complement's words give to a request or a refusal."""
    return next((mode for mode, members in _themes() if not members.isdisjoint(words)), None)


@cache
def lexicon() -> Lexicon[Frame]:
    """All frames by the inflected forms of their verbs and predicates, those with conditions first."""
    index: Lexicon[Frame] = Lexicon()
    ready = [entry for name in FILES for entry in load(name) if supported(entry)]
    for entry in sorted(ready, key=lambda entry: "needs" not in entry and "with" not in entry):
        frame = _frame(entry)
        verbs = entry.get("verb", [])
        for text in [verbs] if isinstance(verbs, str) else verbs:
            verb = Verb.parse(text)
            index.add(frame, verb_forms(verb))
            if not frame.said:
                index.add(frame, participle_forms(verb))
        if entry.get("pred"):
            index.add(frame, literal_forms(entry["pred"]))
    return index


@cache
def phrases() -> PhraseIndex[Frame]:
    """The frames that are set phrases."""
    entries = [entry for name in FILES for entry in load(name) if "phrase" in entry]
    classes = load("diplomacy")["classes"]
    ready = [entry for entry in entries if "needs" not in entry or entry["needs"][1:] in classes]
    return PhraseIndex((phrase, frame) for entry in ready for frame in [_frame(entry)] for phrase in entry["phrase"])


def supported(entry: dict[str, Any]) -> bool:
    """Whether the engine reads the entry: its trigger is a verb or a predicate and its word classes are defined."""
    classes = load("diplomacy")["classes"]
    named = [entry.get("needs"), entry.get("without")]
    return ("verb" in entry or "pred" in entry) and "roles" not in entry and all(n is None or n[1:] in classes for n in named)


def _frame(entry: dict[str, Any]) -> Frame:
    mode = entry.get("mode")
    modes = Mode.__args__  # type: ignore[attr-defined]
    return Frame(
        id=entry["id"],
        type=entry["type"],
        mode=mode if mode in modes else None,
        by_theme=mode == "theme",
        needs=_folded(entry.get("with", ())) | _class(entry.get("needs")),
        without=_class(entry.get("without")),
        said=entry.get("scope") is not None,
        mutual=bool(entry.get("mutual")),
        weight=float(entry.get("weight", 0.8)),
    )


def _class(name: str | None) -> frozenset[str]:
    return _folded(load("diplomacy")["classes"][name[1:]]) if name else frozenset()


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


@cache
def _themes() -> tuple[tuple[Mode, frozenset[str]], ...]:
    return tuple((mode, _folded(words)) for mode, words in load("diplomacy")["themes"].items())
