"""From statements to the contract's events."""

from __future__ import annotations

import itertools

from rasid import __version__
from rasid.extraction.analysis import Analysis
from rasid.extraction.casualty.confidence import confidence
from rasid.extraction.casualty.merging import Fact, merge
from rasid.extraction.casualty.slots import SlotReader, Slots
from rasid.extraction.casualty.statement import Statement
from rasid.extraction.casualty.victims import by_target, groups_of, victims
from rasid.extraction.identity import event_id
from rasid.models import ArticleRef, Breakdown, CasualtyEvent, Count, Evidence

EXTRACTOR = f"rasid/{__version__}"


def facts_of(analysis: Analysis, statements: list[Statement]) -> list[Fact]:
    """The merged facts of a document."""
    if not statements:
        return []
    reader = SlotReader(analysis, statements)
    lead = reader.context.lead
    facts = {
        id(s): Fact(s, reader.read(s), groups_of(s), leading=s.index <= lead or s.sentence.sentence.field == "title")
        for s in statements
    }
    _share_status(statements, facts)
    _keep_company(statements, facts)
    for fact in facts.values():
        fact.groups |= by_target(fact.main) if not fact.groups else set()
    tops: list[Fact] = []
    for said in statements:
        fact = facts[id(said)]
        whole = facts.get(id(said.parent)) if said.parent is not None else None
        if whole is None:
            tops.append(fact)
        else:
            _inherit(fact, whole, said)
            whole.parts.append(fact)
    return merge(tops)


_STATUS = frozenset(("civilian", "combatant", "police"))


def _share_status(statements: list[Statement], facts: dict[int, Fact]) -> None:
    """ "قُتل 3 جنود وأصيب 7 آخرون": those without a word of their own are what their neighbours in the sentence are."""
    order = [s for s in statements if s.parent is None]
    for forward in (True, False):
        for near, said in itertools.pairwise(order) if forward else zip(reversed(order), list(reversed(order))[1:], strict=False):
            fact, other = facts[id(said)], facts[id(near)]
            figure = said.figure
            silent = figure.others or figure.bare or (bool(figure.casualties) and not figure.people)
            told_on = figure.others and not figure.single and 0 < said.index - near.index <= 1
            if (
                (said.sentence is near.sentence or (forward and told_on))
                and silent
                and not fact.groups & _STATUS
                and (forward or near.figure.others or near.joint)
            ):
                fact.groups |= other.groups & _STATUS


def _keep_company(statements: list[Statement], facts: dict[int, Fact]) -> None:
    """What is counted beside a figure, under another effect: "قتل 3 وأصيب 6"."""
    order = [s for s in statements if s.parent is None and s.figure.size]
    for left, right in itertools.pairwise(order):
        if left.sentence is right.sentence and left.effect != right.effect:
            facts[id(left)].company |= {(right.effect, right.figure.size or 0)}
            facts[id(right)].company |= {(left.effect, left.figure.size or 0)}


def _inherit(part: Fact, whole: Fact, said: Statement) -> None:
    own = part.slots
    part.placed = _own_place(said)
    if not part.placed:
        own.scene = whole.slots.scene
    own.date, own.perpetrators, own.attribution = whole.slots.date, whole.slots.perpetrators, whole.slots.attribution
    own.method, own.aggregate = own.method or whole.slots.method, whole.slots.aggregate
    if not part.groups & {"civilian", "combatant", "police"}:
        part.groups |= whole.groups & {"civilian", "combatant"}


def _own_place(said: Statement) -> bool:
    """Whether a part's figure is followed by its own place: "58 في حلب"."""
    tokens, last = said.sentence.tokens, said.figure.last
    return (
        last + 1 < len(tokens)
        and tokens[last + 1].form == "في"
        and any(m.first in (last + 2, last + 3) for m in said.sentence.places)
    )


def explained_events(analysis: Analysis, statements: list[Statement]) -> list[tuple[CasualtyEvent, Fact]]:
    """One event a fact, with its mentions and its breakdown, in the order of the evidence, and the fact itself."""
    seen: dict[str, int] = {}
    return [(_event(analysis, fact, seen), fact) for fact in facts_of(analysis, statements) if not fact.main.denied]


def build_events(analysis: Analysis, statements: list[Statement]) -> list[CasualtyEvent]:
    """The events of a document's statements."""
    return [event for event, _ in explained_events(analysis, statements)]


def _event(analysis: Analysis, fact: Fact, seen: dict[str, int]) -> CasualtyEvent:
    article, said, slots = analysis.document.article, fact.main, fact.slots
    count = _count(said)
    place = slots.place.name_ar if slots.place else None
    values = (
        said.effect,
        count.low,
        count.best,
        count.high,
        place,
        slots.date.start if slots.date else None,
        *sorted(fact.groups),
    )
    key = event_id(article.id, "casualty", *values)
    seen[key] = seen.get(key, 0) + 1
    if seen[key] > 1:
        key = event_id(article.id, "casualty", *values, seen[key])
    notes = _notes(fact)
    return CasualtyEvent(
        event_id=key,
        article=ArticleRef(
            id=article.id,
            url=article.url,
            source=article.source,
            title=article.title,
            published_at=article.published_at,
            revision=article.revision,
        ),
        evidence=_evidence(analysis, said),
        mentions=[_evidence(analysis, m) for m in fact.mentions],
        place=slots.place,
        date=slots.date,
        attribution=slots.attribution,
        confidence=confidence(fact, bool(notes)),
        rule=said.rule,
        extractor=EXTRACTOR,
        effect=said.effect,
        count=count,
        victims=victims(fact.groups, said.names, slots.affiliation),
        perpetrators=slots.perpetrators,
        method=slots.method,
        scope="aggregate" if slots.aggregate else "incident",
        assertion="disputed" if fact.disputed else "asserted",
        breakdown=[_breakdown(analysis, part, slots) for part in fact.parts],
        notes=notes,
    )


def _breakdown(analysis: Analysis, part: Fact, whole: Slots) -> Breakdown:
    said, own = part.main, part.slots
    return Breakdown(
        evidence=_evidence(analysis, said),
        count=_count(said),
        victims=victims(part.groups, said.names, own.affiliation),
        place=own.place if part.placed else None,
        date=own.date if own.date is not whole.date else None,
        perpetrators=None,
        method=own.method if own.method != whole.method else None,
        breakdown=[_breakdown(analysis, p, own) for p in part.parts],
    )


def _count(said: Statement) -> Count:
    low, best, high = said.count
    figure = said.figure
    tokens = said.sentence.tokens[figure.first : figure.last + 1]
    qualifier = "at_most" if said.joint and not figure.vague else figure.qualifier
    return Count(low=low, best=best, high=high, qualifier=qualifier, text=" ".join(t.norm for t in tokens))


def _evidence(analysis: Analysis, said: Statement) -> Evidence:
    return analysis.document.evidence(said.sentence.sentence, said.first, said.last)


def _notes(fact: Fact) -> list[str]:
    """What a reader should know: parts that do not make the whole."""
    total = fact.main.figure.size
    if fact.main.rule == "split" or any(p.main.rule == "split" for p in fact.parts):
        summed = sum(p.main.figure.size or 0 for p in fact.parts)
        if total is not None and summed != total:
            return [f"the parts make {summed}, the whole is {total}"]
    return []
