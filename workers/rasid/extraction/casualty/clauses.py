"""Clauses, and the sentences around a statement that speak of the same fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rasid.extraction.analysis import Analysis, SentenceAnalysis
from rasid.extraction.casualty.methods import MeansMention, find_means
from rasid.extraction.casualty.statement import Statement
from rasid.extraction.casualty.terms import marked, marker, readings, without_and
from rasid.text.document import Token

_BREAKS = "breaks"
_COORDINATE = 4
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


def _breaks(tokens: list[Token], at: int) -> bool:
    """Whether another fact begins at a token: "فيما", "كما", "في حين"."""
    form = without_and(tokens[at].form)
    if form in marker(_BREAKS):
        return True
    return form == "في" and at + 1 < len(tokens) and tokens[at + 1].form == "حين"


def clause_of(said: Statement) -> Span:
    """The clause around a statement, up to the words that begin another fact."""
    tokens = said.sentence.tokens
    first, last = said.first, said.last
    while first > 0 and not _breaks(tokens, first) and tokens[first - 1].form not in _HARD:
        first -= 1
    while last + 1 < len(tokens) and not _breaks(tokens, last + 1) and tokens[last + 1].form not in _HARD:
        last += 1
    return Span(said.sentence, first, last)


def _goes_on(tokens: list[Token], first: Statement, second: Statement) -> bool:
    """Whether a statement only goes on counting what the one before it counts: "مقتل خمسة وإصابة 12"."""
    last = max([first.last, *(part.last for part in first.parts if part.index == first.index)])
    return second.figure.others or (second.first - last <= _COORDINATE and tokens[second.first].form.startswith("و"))


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

    def __init__(self, analysis: Analysis, statements: Sequence[Statement] = ()) -> None:
        self.analysis = analysis
        self._statements: dict[int, list[Statement]] = {}
        for said in statements:
            self._statements.setdefault(said.index, []).append(said)
        self.sentences = analysis.sentences
        self._means: dict[int, list[MeansMention]] = {}
        self._eventful: dict[int, bool] = {}

    def means(self, index: int) -> list[MeansMention]:
        """The means named in a sentence."""
        if index not in self._means:
            self._means[index] = find_means(self.sentences[index].tokens)
        return self._means[index]

    def parted(self, said: Statement, at: int) -> bool:
        """Whether another fact of the sentence, told by a result of its own, stands between a statement and a token."""
        low, high = sorted((said.first, at))
        return any(
            low < other.first
            and other.last < high
            and other.parent is None
            and said.parent is not other
            and not _goes_on(said.sentence.tokens, *sorted((other, said), key=lambda s: s.first))
            for other in self._statements.get(said.index, ())
            if other is not said
        )

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

    def turns(self, index: int) -> bool:
        """Whether a sentence turns to another happening ("كما …", "من جهة أخرى", "وفي حادث آخر")."""
        forms = [without_and(t.form) for t in self.sentences[index].tokens[:6]]
        if not forms:
            return False
        return forms[0] in marker("turns") or any(form in marker("apart") for form in forms)

    @cached_property
    def lead(self) -> int:
        """The first sentence of the body that speaks of harm or an attack."""
        body = [i for i, s in enumerate(self.sentences) if s.sentence.field == "text"]
        return next((i for i in body if self.eventful(i) and len(self.sentences[i].tokens) >= 8), body[0] if body else 0)

    @cached_property
    def title(self) -> list[int]:
        """The headline's sentences."""
        return [i for i, s in enumerate(self.sentences) if s.sentence.field == "title"]
