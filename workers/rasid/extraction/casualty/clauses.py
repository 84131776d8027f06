"""Clauses, and the sentences around a statement that speak of the same fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rasid.extraction.analysis import Analysis, SentenceAnalysis
from rasid.extraction.casualty.methods import MeansMention, find_means
from rasid.extraction.casualty.statement import Statement
from rasid.extraction.casualty.terms import marked, marker, readings, without_and

_BREAKS = "breaks"
_HARD = frozenset("؛;")


@dataclass(slots=True)
class Span:
    """Tokens `first`..`last` of a sentence: one clause."""

    sentence: SentenceAnalysis
    first: int
    last: int

    def holds(self, first: int, last: int) -> bool:
        """Whether a mention lies in the clause."""
        return self.first <= first and last <= self.last


def clause_of(said: Statement) -> Span:
    """The clause around a statement, up to the words that begin another fact."""
    tokens, breaks = said.sentence.tokens, marker(_BREAKS)
    first, last = said.first, said.last
    while first > 0 and without_and(tokens[first].form) not in breaks and tokens[first - 1].form not in _HARD:
        first -= 1
    while last + 1 < len(tokens) and without_and(tokens[last + 1].form) not in breaks and tokens[last + 1].form not in _HARD:
        last += 1
    return Span(said.sentence, first, last)


def over_time(clause: Span) -> bool:
    """Whether a toll is of a war or a year rather than of some attacks."""
    return any(marked(t.form, "long_times") for t in clause.sentence.tokens[clause.first : clause.last + 1])


def distance(said: Statement, first: int, last: int) -> int:
    """How many tokens lie between a statement and a mention of its sentence; 0 inside."""
    if first > said.last:
        return first - said.last
    return said.first - last if last < said.first else 0


class Context:
    """A document's sentences as slots see them: the means in each, its neighbours, whether it reports violence."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.sentences = analysis.sentences
        self._means: dict[int, list[MeansMention]] = {}
        self._eventful: dict[int, bool] = {}

    def means(self, index: int) -> list[MeansMention]:
        """The means named in a sentence."""
        if index not in self._means:
            self._means[index] = find_means(self.sentences[index].tokens)
        return self._means[index]

    def eventful(self, index: int) -> bool:
        """Whether a sentence speaks of an attack or of harm."""
        if index not in self._eventful:
            self._eventful[index] = bool(self.means(index)) or any(
                r.term.kind in ("verb", "act", "casualty")
                for t in self.sentences[index].tokens
                if t.kind == "word"
                for r in readings(t.form)
            )
        return self._eventful[index]

    def before(self, index: int, reach: int) -> Iterator[int]:
        """The sentences before one, nearest first, of its field."""
        field = self.sentences[index].sentence.field
        for at in range(index - 1, max(-1, index - 1 - reach), -1):
            if self.sentences[at].sentence.field != field:
                return
            yield at

    def after(self, index: int, reach: int) -> Iterator[int]:
        """The sentences behind one, nearest first; behind a headline the lead's."""
        for at in range(index + 1, min(len(self.sentences), index + 1 + reach)):
            if self.sentences[at].sentence.field == "title":
                return
            yield at

    def refers_back(self, index: int) -> bool:
        """Whether a sentence goes on about an attack named before ("ووقع الهجوم …")."""
        return any(m.definite and m.means.attack for m in self.means(index))

    def background(self, index: int) -> bool:
        """Whether a sentence turns to something else ("وكانت …", "يذكر أن …")."""
        tokens = self.sentences[index].tokens
        return any(t.form in marker("background") for t in tokens[:2])

    @cached_property
    def lead(self) -> int:
        """The first sentence of the body that speaks of harm or an attack."""
        body = [i for i, s in enumerate(self.sentences) if s.sentence.field == "text"]
        return next((i for i in body if self.eventful(i) and len(self.sentences[i].tokens) >= 8), body[0] if body else 0)

    @cached_property
    def title(self) -> list[int]:
        """The headline's sentences."""
        return [i for i, s in enumerate(self.sentences) if s.sentence.field == "title"]
