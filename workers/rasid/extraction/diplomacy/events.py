"""Acts as events: mode, auxiliary modes, date, place, context, quotation; restatements merged into one."""

from __future__ import annotations

from rasid import __version__
from rasid.extraction.analysis import Analysis
from rasid.extraction.diplomacy.act import Act
from rasid.extraction.diplomacy.clauses import same
from rasid.extraction.diplomacy.words import rows, stems
from rasid.extraction.identity import event_id
from rasid.extraction.mentions import ActorMention
from rasid.models import Actor, ArticleRef, Aux, DiplomacyEvent, EventType, Mode, QuadCode, Speaker

_ALIKE = 0.4
_SPOKEN = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN"))
_QUAD: dict[EventType, QuadCode] = {
    "AGREE": "VC", "CONSULT": "VC", "SUPPORT": "VC", "CONCEDE": "VC", "COOPERATE": "MC", "AID": "MC", "RETREAT": "MC",
    "REQUEST": "VK", "ACCUSE": "VK", "REJECT": "VK", "THREATEN": "VK",
    "PROTEST": "MK", "SANCTION": "MK", "MOBILIZE": "MK", "COERCE": "MK",
}  # fmt: skip


def events_of(analysis: Analysis, acts: list[Act]) -> list[DiplomacyEvent]:
    """One event an act, in the order of the text."""
    kept: list[tuple[Act, DiplomacyEvent]] = []
    seen: dict[str, int] = {}
    for act in acts:
        event = _event(analysis, act)
        known = next((k for a, k in kept if _restates(a, k, act, event)), None)
        if known is not None:
            known.mentions.append(event.evidence)
            continue
        number = seen.get(event.event_id, 0)
        seen[event.event_id] = number + 1
        if number:
            event.event_id = event_id(event.event_id, number)
        kept.append((act, event))
    return [event for _, event in kept]


def _restates(a: Act, known: DiplomacyEvent, b: Act, event: DiplomacyEvent) -> bool:
    """Whether two acts of the same parties are one: talks always, else what is said must be alike."""
    if known.event_type != event.event_type or not _same_sets(known.actor, event.actor):
        return False
    headline = known.evidence.field == "title"
    if known.event_type not in _SPOKEN:
        return True
    if not _same_sets(known.recipient, event.recipient) and not (headline and not (known.recipient and event.recipient)):
        return False
    ones, twos = _content(a), _content(b)
    if headline and ones & twos:
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
        kind, mode = "REJECT", _first(act, "themes")
        if act.frame.mutual:
            parties, towards = parties[:1], parties[1:]
    actors, recipients = _actors(parties), _actors(towards)
    evidence = analysis.document.evidence(act.reading.analysis.sentence, act.first, act.last)
    codes = [[a.code, a.sector] for a in (*actors, *recipients)]
    speaker = act.actors[0]
    return DiplomacyEvent(
        event_id=event_id(article.id, "diplomacy", kind, mode, codes),
        article=ArticleRef(
            id=article.id, url=article.url, source=article.source, title=article.title,
            published_at=article.published_at, revision=article.revision,
        ),
        evidence=evidence, confidence=act.frame.weight, rule=act.frame.id, extractor=f"rasid/{__version__}",
        event_type=kind, mode=mode, quad_code=_QUAD[kind], actor=actors, recipient=recipients, aux=_aux(act),
        speaker=Speaker(name=speaker.person, role=speaker.role) if speaker.person or speaker.role else None,
    )  # fmt: skip


def _actors(mentions: list[ActorMention]) -> list[Actor]:
    kept: list[Actor] = []
    for mention in mentions:
        if not any(same(mention.actor, known) for known in kept):
            kept.append(mention.actor)
    return kept


def _aux(act: Act) -> list[Aux]:
    aux: list[Aux] = []
    if act.future:
        aux.append("future")
    if act.negated:
        aux.append("negation")
    return aux


def mode_of(act: Act) -> Mode | None:
    """The frame's mode; where it depends, by the first telling word of the complement or the number of parties."""
    name = act.frame.mode
    if name == "theme":
        return _first(act, "themes")
    if name == "by-threat":
        return _first(act, "threats")
    if name == "charge":
        return _first(act, "charges") or "disapprove"
    if name == "multi":
        return "multilateral" if len(act.actors) > 2 else None
    return act.frame.fixed_mode


def _first(act: Act, name: str) -> Mode | None:
    for token in act.reading.tokens[act.at + 1 : act.last + 1]:
        if token.kind == "word":
            for mode, members in rows(name):
                if not members.isdisjoint(stems(token.form)):
                    return mode  # type: ignore[return-value]
    return None
