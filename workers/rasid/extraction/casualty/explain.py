"""Why there is an event, or none: the cue, the figure and the rule behind each toll, and what was set aside."""

from __future__ import annotations

from dataclasses import dataclass

from rasid.extraction.analysis import Analysis
from rasid.extraction.casualty.binding import Aside, find_statements
from rasid.extraction.casualty.events import explained_events
from rasid.extraction.casualty.merging import Fact
from rasid.extraction.casualty.statement import Statement
from rasid.models import CasualtyEvent


@dataclass(frozen=True, slots=True)
class Explanation:
    """One event and its reasons, a line each; without an event: a clause that was read as a toll and set aside."""

    event: CasualtyEvent | None
    reasons: tuple[str, ...]


def explain(analysis: Analysis) -> list[Explanation]:
    """The casualty events of a document with what was read for each, then the clauses set aside and why."""
    asides: list[Aside] = []
    statements = find_statements(analysis, asides)
    told = [Explanation(event, _reasons(fact)) for event, fact in explained_events(analysis, statements)]
    denied = [Aside(s.sentence, s.figure, s.cue, "denied") for s in statements if s.denied and s.parent is None]
    return told + [Explanation(None, (_aside(aside),)) for aside in (*asides, *denied)]


def _reasons(fact: Fact) -> tuple[str, ...]:
    said = fact.main
    lines = [f"{_words(said)}: rule {said.rule}"]
    lines += [f"said again, rule {again.rule}: {_words(again)}" for again in fact.mentions]
    lines += [f"part, rule {part.main.rule}: {_words(part.main)}" for part in fact.parts]
    if said.joint:
        lines.append("one figure for several effects: it only bounds each of them")
    if fact.slots.aggregate:
        lines.append("the clause speaks of several attacks or of a period: scope aggregate")
    return tuple(lines)


def _words(said: Statement) -> str:
    tokens, figure = said.sentence.tokens, said.figure
    counted = " ".join(t.norm for t in tokens[figure.first : figure.last + 1])
    if said.cue is None or said.cue.frame == "noun":
        return f"{said.effect}: “{counted}”"
    cue = " ".join(t.norm for t in tokens[said.cue.first : said.cue.last + 1])
    return f"{said.effect}: “{cue}” ({said.cue.frame}) counts “{counted}”"


def _aside(aside: Aside) -> str:
    tokens, figure = aside.sentence.tokens, aside.figure
    first = min(figure.first, aside.cue.first) if aside.cue else figure.first
    last = max(figure.last, aside.cue.last) if aside.cue else figure.last
    return f"no event, {aside.why}: “{' '.join(t.norm for t in tokens[first : last + 1])}”"
