"""What a written word can be for the reader of acts, found once a word."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from rasid.extraction.diplomacy.clauses import circumstantial
from rasid.extraction.diplomacy.frames import Frame, Trigger, lexicon, phrase_words, phrases
from rasid.extraction.diplomacy.words import reports, stems, words
from rasid.extraction.morphology import Hit, NounFeatures, VerbFeatures

FrameHit: TypeAlias = Hit[tuple[Frame, Trigger]]
_YOU = "ك"
_MY = "ي"
_FOR = ("ل", "ب")


class Reads(NamedTuple):
    """The readings of a word: verb of report, triggers, opening of a phrase (`alone`: of one word), paper, "his saying"."""

    report: Hit[str] | None
    hits: tuple[FrameHit, ...]
    opens: bool
    alone: bool
    paper: bool
    told: bool


@lru_cache(maxsize=32768)
def reads(form: str, feminine: bool) -> Reads | None:
    """The readings of a folded word, None if it is of no interest; `feminine`: it ends in ة, which is no pronoun."""
    never = words("never")
    if form in never or (form[:1] == "و" and form[1:] in never):
        return None
    report = next((hit for hit in reports().lookup(form) if _told(hit, feminine)), None)
    hits = tuple(hit for hit in lexicon().lookup(form) if _told(hit, feminine) and _triggers(hit, form))
    opens = phrases().opens(form)
    alone = opens and not stems(form).isdisjoint(phrase_words()[0])
    found = Reads(report, hits, opens, alone, form in words("grammar", "papers"), form in words("grammar", "told"))
    return found if any(found) else None


def _told(hit: Hit[Any], feminine: bool) -> bool:
    """Whether the reading is one that news tells: no "you", nothing done by no one named."""
    if hit.split.pronoun and (feminine or hit.split.pronoun[0] == _YOU):
        return False
    features = hit.features
    if isinstance(features, VerbFeatures) and hit.split.pronoun == _MY:
        return False  # "me" is spelt ني: "تدعي" is no "calls me"
    return not isinstance(features, VerbFeatures) or (features.voice != "passive" and features.person != 2)


def _triggers(hit: FrameHit, form: str) -> bool:
    """Whether a word so inflected, with such clitics, can be the trigger of its frame."""
    frame, trigger = hit.entry
    features, split = hit.features, hit.split
    if isinstance(features, VerbFeatures):
        if split.preposition or (frame.scope == "said" and split.future) or (frame.scope == "first" and features.person != 1):
            return False
        return not split.pronoun or "obj" in frame.to or bool(frame.near) or frame.scope is not None
    if split.article:
        return trigger == "predicate"
    if trigger == "noun":
        purpose = split.preposition in _FOR and frame.mutual and frame.to[:2] == ("obj", "مع")
        return not ((split.preposition and not purpose) or split.pronoun or features.indefinite)
    if trigger == "participle":
        return not (split.preposition or split.pronoun) and isinstance(features, NounFeatures) and circumstantial(features, form)
    return True
