"""Diplomacy events: who met, accused, asked, refused whom."""

from __future__ import annotations

from rasid import __version__
from rasid.extraction.analysis import Analysis, SentenceAnalysis
from rasid.extraction.diplomacy.frames import Frame, lexicon, stems, theme
from rasid.extraction.identity import event_id
from rasid.extraction.mentions import ActorMention
from rasid.models import Actor, ArticleRef, Aux, DiplomacyEvent, EventType, QuadCode, Speaker

FLOOR = 0.6
REACH = 14
_QUAD: dict[EventType, QuadCode] = {
    "AGREE": "VC", "CONSULT": "VC", "SUPPORT": "VC", "CONCEDE": "VC", "COOPERATE": "MC", "AID": "MC", "RETREAT": "MC",
    "REQUEST": "VK", "ACCUSE": "VK", "REJECT": "VK", "THREATEN": "VK",
    "PROTEST": "MK", "SANCTION": "MK", "MOBILIZE": "MK", "COERCE": "MK",
}  # fmt: skip


def extract_diplomacy(analysis: Analysis) -> list[DiplomacyEvent]:
    """The diplomatic acts whose actor is named in their sentence; a restatement is a mention of the first event."""
    events: dict[tuple[object, ...], DiplomacyEvent] = {}
    for sentence in analysis.sentences:
        index = lexicon()
        for at, token in enumerate(sentence.tokens):
            if token.kind != "word":
                continue
            following = None
            for hit in index.lookup(token.form):
                frame = hit.entry
                if frame.said or frame.weight < FLOOR or hit.split.article or hit.split.preposition:
                    continue
                following = following or stems(sentence.tokens[at + 1 : at + REACH])
                if frame.fits(following) and (event := _event(analysis, sentence, at, frame, following, hit.split.future)):
                    _merge(events, event)
                    break
    return list(events.values())


def _event(
    analysis: Analysis, sentence: SentenceAnalysis, at: int, frame: Frame, following: frozenset[str], future: bool
) -> DiplomacyEvent | None:
    """The event of a frame at a token, or None where the sentence names nobody who acts."""
    subject = _subject(sentence.actors, at)
    if subject is None:
        return None
    other = next((m for m in sentence.actors if at < m.first < at + REACH and not _same(m.actor, subject.actor)), None)
    parties = [subject.actor, *([other.actor] if frame.mutual and other else [])]
    recipients = [other.actor] if other and not frame.mutual else []
    last = min(len(sentence.tokens) - 1, max(at, other.last if other else at + 6))
    article = analysis.document.article
    aux: list[Aux] = ["future"] if future else []
    mode = theme(following) if frame.by_theme else frame.mode
    evidence = analysis.document.evidence(sentence.sentence, min(at, subject.first), max(last, subject.last))
    codes = [[actor.code, actor.sector] for actor in (*parties, *recipients)]
    return DiplomacyEvent(
        event_id=event_id(article.id, "diplomacy", frame.type, mode, codes),
        article=ArticleRef(
            id=article.id, url=article.url, source=article.source, title=article.title,
            published_at=article.published_at, revision=article.revision,
        ),
        evidence=evidence, confidence=frame.weight, rule=frame.id, extractor=f"rasid/{__version__}",
        event_type=frame.type, mode=mode, quad_code=_QUAD[frame.type], actor=parties, recipient=recipients, aux=aux,
        speaker=Speaker(name=subject.person, role=subject.role) if subject.person else None,
    )  # fmt: skip


def _subject(actors: list[ActorMention], at: int) -> ActorMention | None:
    """Who acts: the actor right before the verb, else the first one right after it."""
    before = next((m for m in actors if 0 <= at - m.last - 1 <= 1), None)
    return before or next((m for m in actors if 0 < m.first - at <= 4), None)


def _same(one: Actor, two: Actor) -> bool:
    return (one.code, one.sector) == (two.code, two.sector)


def _merge(events: dict[tuple[object, ...], DiplomacyEvent], event: DiplomacyEvent) -> None:
    first = events.setdefault((event.event_id,), event)
    if first is not event:
        first.mentions.append(event.evidence)
