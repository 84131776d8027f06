"""Diplomacy events: who met, accused, asked, refused whom."""

from __future__ import annotations

from rasid import __version__
from rasid.extraction.analysis import Analysis, SentenceAnalysis
from rasid.extraction.diplomacy.frames import Frame, lexicon, phrases, stems, theme
from rasid.extraction.identity import event_id
from rasid.extraction.mentions import ActorMention
from rasid.extraction.morphology import NounFeatures, VerbFeatures
from rasid.models import Actor, ArticleRef, Aux, DiplomacyEvent, EventType, QuadCode, Speaker

FLOOR = 0.6
REACH = 14
OPENING = 8
_QUAD: dict[EventType, QuadCode] = {
    "AGREE": "VC", "CONSULT": "VC", "SUPPORT": "VC", "CONCEDE": "VC", "COOPERATE": "MC", "AID": "MC", "RETREAT": "MC",
    "REQUEST": "VK", "ACCUSE": "VK", "REJECT": "VK", "THREATEN": "VK",
    "PROTEST": "MK", "SANCTION": "MK", "MOBILIZE": "MK", "COERCE": "MK",
}  # fmt: skip


def extract_diplomacy(analysis: Analysis) -> list[DiplomacyEvent]:
    """The diplomatic acts of named actors; a verb without its own subject is the last speaker's.

    A restatement is a mention of the first event.
    """
    events: dict[tuple[object, ...], DiplomacyEvent] = {}
    speaker: ActorMention | None = None
    index = lexicon()
    for sentence in analysis.sentences:
        speaker = next((m for m in sentence.actors if m.first <= OPENING), speaker)
        asked_until = 0  # the meeting that a request or refusal is about is no meeting held
        for at, token in enumerate(sentence.tokens):
            if token.kind != "word":
                continue
            following = None
            phrase = phrases().match(sentence.tokens, at) if phrases().opens(token.form) else None
            if phrase and speaker and at >= asked_until and phrase.value.weight >= FLOOR:
                following = stems(sentence.tokens[at + 1 : at + REACH])
                if phrase.value.fits(following):
                    _merge(events, _event(analysis, sentence, at, phrase.value, following, False, speaker))
                    continue
            for hit in index.lookup(token.form):
                frame = hit.entry
                if frame.weight < FLOOR or hit.split.article or hit.split.preposition:
                    continue
                if isinstance(hit.features, VerbFeatures) and hit.features.voice == "passive":
                    continue  # its agent is not the subject, and "زير" is mostly the end of "وزير"
                subject = _subject(sentence.actors, at)
                if frame.said:
                    if speaker is None or subject is None or subject is speaker or _same(subject.actor, speaker.actor):
                        continue
                    subject = speaker
                elif isinstance(hit.features, NounFeatures):
                    if not _opens_clause(sentence, at):
                        continue
                    subject = speaker
                elif subject is None and hit.split.conjunction:
                    subject = speaker
                following = following or stems(sentence.tokens[at + 1 : at + REACH])
                if subject and frame.fits(following):
                    _merge(events, _event(analysis, sentence, at, frame, following, hit.split.future, subject))
                    asked_until = at + REACH if frame.by_theme else asked_until
                    break
    return list(events.values())


def _event(
    analysis: Analysis,
    sentence: SentenceAnalysis,
    at: int,
    frame: Frame,
    following: frozenset[str],
    future: bool,
    subject: ActorMention,
) -> DiplomacyEvent:
    """The event of a frame at a token, done by `subject`, who may stand in an earlier sentence."""
    near = at - 3 if frame.said else at
    other = next((m for m in sentence.actors if near < m.first < at + REACH and not _same(m.actor, subject.actor)), None)
    parties = [subject.actor, *([other.actor] if frame.mutual and other else [])]
    recipients = [other.actor] if other and not frame.mutual else []
    last = min(len(sentence.tokens) - 1, max(at, other.last if other else at + 6))
    article = analysis.document.article
    aux: list[Aux] = ["future"] if future else []
    mode = theme(following) if frame.by_theme else frame.mode
    evidence = analysis.document.evidence(sentence.sentence, at, last)
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


def _opens_clause(sentence: SentenceAnalysis, at: int) -> bool:
    """Whether a participle stands as "داعيا، مطالبة" does: right after a mark, saying what the speaker does."""
    return at > 0 and sentence.tokens[at - 1].kind == "punct"


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
