"""Statements: one figure under one effect, as a clause says it, before slots are filled and repeats are merged."""

from __future__ import annotations

from dataclasses import dataclass, field

from rasid.extraction.analysis import SentenceAnalysis
from rasid.extraction.casualty.figures import Figure
from rasid.extraction.casualty.terms import Phrase, Reading, Term
from rasid.models import Effect


@dataclass(slots=True, eq=False)
class Cue:
    """The word or phrase that says what happened, at tokens `first`..`last`."""

    first: int
    last: int
    effects: tuple[Effect, ...]
    frame: str
    reading: Reading | None = None
    phrase: Phrase | None = None
    figures: list[Figure] = field(default_factory=list)
    comma: bool = False
    joint: bool = False
    blocked: str = ""

    @property
    def term(self) -> Term | None:
        """The lexicon's entry, if the cue is one word."""
        return self.reading.term if self.reading else None


@dataclass(slots=True, eq=False)
class Statement:
    """One effect and one count, tokens `first`..`last` of a sentence as evidence."""

    index: int
    sentence: SentenceAnalysis
    effect: Effect
    figure: Figure
    first: int
    last: int
    rule: str
    cue: Cue | None = None
    joint: bool = False
    parent: Statement | None = None
    groups: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    denied: bool = False
    plural: bool = False
    parts: list[Statement] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def count(self) -> tuple[int | None, int | None, int | None]:
        """Low, best, high; a joint figure only bounds each effect (codebook ruling 1)."""
        f = self.figure
        if self.joint and not f.vague and f.size is not None:
            return None, f.size, f.size
        return f.low, f.best, f.high
