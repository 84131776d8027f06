"""Where, when, with what, by whom and says who: the slots of a statement, read from its clause outwards."""

from __future__ import annotations

from dataclasses import dataclass, field

from rasid.extraction.analysis import Analysis
from rasid.extraction.attribution import Attribution, attributions, recorders
from rasid.extraction.casualty.agents import AgentReader, distinct
from rasid.extraction.casualty.clauses import Context, Span, clause_of
from rasid.extraction.casualty.methods import MeansMention, choose
from rasid.extraction.casualty.statement import Statement
from rasid.extraction.casualty.terms import marked, marker, without_and
from rasid.extraction.casualty.when import DateReader
from rasid.extraction.casualty.where import PlaceReader, Scene
from rasid.models import Actor, Date, Method, Place

_DRIVING: frozenset[Method] = frozenset(("airstrike", "shelling", "clashes", "rocket"))
# What a general word may turn out to be a sentence away ("القصف" … "طائرات").
_FINER: dict[Method, frozenset[Method]] = {
    "shelling": frozenset(("rocket", "missile", "airstrike", "barrel_bomb", "drone", "chemical", "cluster_munition")),
    "explosion": frozenset(("car_bomb", "ied", "suicide_attack", "landmine", "drone", "missile", "rocket", "airstrike")),
}
_CAUSE_REACH = 8
# Sentences that a documentation group's list of tolls runs on for.
_LISTING = 5


@dataclass(slots=True)
class Slots:
    """What is known of one statement besides its count."""

    scene: Scene | None = None
    date: Date | None = None
    method: Method | None = None
    perpetrators: list[Actor] = field(default_factory=list)
    attribution: list[Actor] = field(default_factory=list)
    aggregate: bool = False
    affiliation: Actor | None = None

    @property
    def place(self) -> Place | None:
        """The place alone, as events give it."""
        return self.scene.place if self.scene else None


class SlotReader:
    """Reads slots for the statements of one document."""

    def __init__(self, analysis: Analysis, statements: list[Statement]) -> None:
        self.analysis = analysis
        self.context = Context(analysis, statements)
        self._places = PlaceReader(self.context)
        self._dates = DateReader(self.context)
        self._agents = AgentReader(self.context)
        self._said: dict[int, list[Attribution]] = {}

    def read(self, said: Statement) -> Slots:
        """The slots of a statement by itself; parts and repeats share theirs later."""
        clause = clause_of(said)
        aggregate = _aggregate(said, clause)
        return Slots(
            self._places.read(said, clause, aggregate),
            self._dates.read(said, clause, aggregate),
            self._method(said, clause, aggregate),
            self._agents.read(said, clause, aggregate),
            self._attribution(said),
            aggregate,
            self._agents.side_of(said),
        )

    def _method(self, said: Statement, clause: Span, aggregate: bool) -> Method | None:
        means = self.context.means(said.index)
        inside = [m for m in means if clause.holds(m.first, m.last)]
        caused = choose(self._causes(said, inside))
        if caused in _FINER and choose(inside) in _FINER[caused]:  # "انفجارات … بعد غارات"
            caused = choose(inside)
        here = caused or choose(inside)
        if said.effect in ("displaced", "missing", "detained", "abducted"):
            return here if said.effect == "displaced" and here in _DRIVING else None
        own = said.cue.term.method if said.cue and said.cue.term else None
        if own is not None and not (own == "assassination" and here is not None):
            return own
        if aggregate:
            named = {m.means.method for m in inside if m.means.method}
            general = {m for m in named if _FINER.get(m, frozenset()) & named}  # "التفجيرات الانتحارية" is one means
            return caused or (here if len(named - general) == 1 else None)
        other = any(m.means.attack and m.means.method is None and not m.definite for m in inside)
        several = len({m.means.method for m in means if m.means.method}) > 2
        method = here or (None if other or several else choose(means))
        if (method is None and not other and not self.context.background(said.index)) or method in _FINER:
            told_on = (i for i in self.context.after(said.index, 2) if self.context.refers_back(i))
            around = (*self.context.before(said.index, 2), *told_on)
            for index in around:
                found = choose(self.context.means(index))
                if found is not None and (method is None or found in _FINER[method]):
                    return found
        return method

    def _causes(self, said: Statement, means: list[MeansMention]) -> list[MeansMention]:
        """The means that a word of cause ties to the statement: "جراء قصف مدفعي", "بانفجار لغم"."""
        tokens = said.sentence.tokens
        for at, mention in enumerate(means):
            if said.last < mention.first <= said.last + _CAUSE_REACH and (
                tokens[mention.first].form.startswith("ب") or marked(tokens[mention.first - 1].form, "causes")
            ):
                return [m for m in means[at:] if m.first <= mention.last + 4]
        return []

    def _attribution(self, said: Statement) -> list[Actor]:
        if said.index not in self._said:
            self._said[said.index] = attributions(self.analysis, said.index)
        best: tuple[int, Attribution] | None = None
        for source in self._said[said.index]:
            distance = said.first - source.at if source.at <= said.first else 5 + source.at - said.last
            if source.at > said.last and not source.according:
                continue
            if best is None or distance < best[0]:
                best = (distance, source)
        return distinct(list(best[1].actors)) if best else self._recorder(said)

    def _recorder(self, said: Statement) -> list[Actor]:
        """The documentation group named beside a statement without a source: it counts the dead of a whole text."""
        listed = self._still_counting(said)
        if listed:
            return listed
        for index in self.context.after(said.index, 3 if said.index <= self.context.lead + 1 else 0):
            for source in attributions(self.analysis, index):
                if any(mention.actor.code in recorders() for mention in source.actors):
                    return distinct(list(source.actors))
        for index in self.context.after(said.index, 1):
            told = attributions(self.analysis, index) if self.context.refers_back(index) else []
            if told and told[0].at in (0, 1) and not told[0].carried:
                return distinct(list(told[0].actors))
        return []

    def _still_counting(self, said: Statement) -> list[Actor]:
        """The documentation group that spoke last: its list of tolls runs on until another speaks or the text turns."""
        if self.context.background(said.index):
            return []
        for index in self.context.before(said.index, _LISTING):
            told = attributions(self.analysis, index)
            if told:
                return distinct([mention for mention in told[-1].actors if mention.actor.code in recorders()])
            if self.context.turns(index) or self.context.background(index):
                return []
        return []


def _aggregate(said: Statement, clause: Span) -> bool:
    return any(without_and(t.form) in marker("period_words") for t in said.sentence.tokens[clause.first : clause.last + 1])
