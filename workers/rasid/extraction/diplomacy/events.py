"""Acts as events: what restates an earlier one is a mention of it."""

from __future__ import annotations

from collections import Counter

from rasid import __version__
from rasid.extraction.analysis import Analysis
from rasid.extraction.confidence import rule_confidence
from rasid.extraction.diplomacy.act import Act
from rasid.extraction.diplomacy.clauses import same
from rasid.extraction.diplomacy.slots import aux_of, contexts_of, date_of, mode_of, place_of, statement_of, theme
from rasid.extraction.diplomacy.words import stems
from rasid.extraction.identity import event_id
from rasid.extraction.mentions import ActorMention
from rasid.models import Actor, ArticleRef, DiplomacyEvent, EventType, QuadCode, Speaker

_ALIKE = 0.4
_SPOKEN = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN"))
_QUAD: dict[EventType, QuadCode] = {
    "AGREE": "VC", "CONSULT": "VC", "SUPPORT": "VC", "CONCEDE": "VC", "COOPERATE": "MC", "AID": "MC", "RETREAT": "MC",
    "REQUEST": "VK", "ACCUSE": "VK", "REJECT": "VK", "THREATEN": "VK",
    "PROTEST": "MK", "SANCTION": "MK", "MOBILIZE": "MK", "COERCE": "MK",
}  # fmt: skip


def events_of(analysis: Analysis, acts: list[Act]) -> list[DiplomacyEvent]:
    """One event an act, in the order of the text; what the first statement leaves out, a later one gives."""
    kept: list[tuple[Act, DiplomacyEvent]] = []
    for act in acts:
        event = _event(analysis, act)
        known = next((k for a, k in kept if _restates(a, k, act, event)), None)
        if known is None:
            kept.append((act, event))
            continue
        known.mentions.append(event.evidence)
        known.mode = known.mode or event.mode
        known.recipient = known.recipient or event.recipient
        known.place, known.date = known.place or event.place, known.date or event.date
        known.statement = known.statement or event.statement
    events = [event for _, event in kept]
    _identify(analysis.document.article.id, events)
    return events


def _identify(article: str, events: list[DiplomacyEvent]) -> None:
    """Ids from what happened between whom; acts alike in that are numbered."""
    numbers: Counter[str] = Counter()
    for event in events:
        codes = [[actor.code, actor.sector] for actor in (*event.actor, *event.recipient)]
        fact = event_id(article, "diplomacy", event.event_type, event.mode, codes)
        event.event_id = event_id(fact, numbers[fact]) if numbers[fact] else fact
        numbers[fact] += 1


def _restates(a: Act, known: DiplomacyEvent, b: Act, event: DiplomacyEvent) -> bool:
    """Whether two acts of the same parties are one: meetings always, else what is said must be alike."""
    if known.event_type != event.event_type or not _same_sets(known.actor, event.actor):
        return False
    if a.frame.mutual and known.event_type == "CONSULT":
        return True
    if not _same_sets(known.recipient, event.recipient):
        return False
    headline = known.evidence.field == "title"
    ones, twos = _content(a), _content(b)
    if known.event_type not in _SPOKEN:
        return headline or bool(ones & twos)
    if headline and (known.recipient or ones & twos):
        return True  # the headline's act is the body's
    if a.frame.scope and b.frame.scope and abs(a.reading.index - b.reading.index) <= 1:
        return True  # a speaker goes on in the same vein
    if not ones or not twos:
        return a.frame is b.frame
    shared = len(ones & twos)
    alike = shared / min(len(ones), len(twos)) if shared > 1 or a.frame is b.frame else 0.0
    return alike >= (_ALIKE / 2 if a.frame is b.frame else _ALIKE)


def _content(act: Act) -> frozenset[str]:
    """The words of an act's clause that name no party, each by its shortest reading."""
    reading = act.reading
    plain = [
        t.form
        for i, t in enumerate(reading.tokens[act.at + 1 : act.last + 1], act.at + 1)
        if i not in reading.inside and t.kind == "word"
    ]
    return frozenset(min(stems(form), key=len) for form in plain if len(form) > 2)


def _same_sets(ones: list[Actor], twos: list[Actor]) -> bool:
    return len(ones) == len(twos) and all(any(same(o, t) for t in twos) for o in ones)


def _event(analysis: Analysis, act: Act) -> DiplomacyEvent:
    article = analysis.document.article
    kind: EventType = act.frame.type
    mode = mode_of(act)
    parties, towards = act.actors, act.recipients
    if act.negated:
        kind, mode = "REJECT", theme(act)
        if act.frame.mutual:
            parties, towards = parties[:1], parties[1:]
    actors, recipients = _actors(parties), _actors(towards)
    evidence = analysis.document.evidence(act.reading.analysis.sentence, act.first, act.last)
    speaker = act.actors[0]
    return DiplomacyEvent(
        event_id="",
        article=ArticleRef(
            id=article.id, url=article.url, source=article.source, title=article.title,
            published_at=article.published_at, revision=article.revision,
        ),
        evidence=evidence, confidence=round(rule_confidence("diplomacy", act.frame.id, act.frame.weight), 3),
        rule=act.frame.id, extractor=f"rasid/{__version__}",
        event_type=kind, mode=mode, quad_code=_QUAD[kind], actor=actors, recipient=recipients, aux=aux_of(analysis, act),
        place=place_of(act), date=date_of(analysis, act), context=contexts_of(act), statement=statement_of(analysis, act),
        attribution=[act.said.actor] if act.said and not any(same(act.said.actor, a) for a in actors) else [],
        speaker=Speaker(name=speaker.person, role=speaker.role) if speaker.person or speaker.role else None,
    )  # fmt: skip


def _actors(mentions: list[ActorMention]) -> list[Actor]:
    kept: list[Actor] = []
    for mention in mentions:
        if not any(same(mention.actor, known) for known in kept):
            kept.append(mention.actor)
    return kept
