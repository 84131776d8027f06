"""A verb's subject: the party before it or after it, or what stands there instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rasid.extraction.diplomacy.clauses import QUOTES, Reading, is_verb, opens_clause, preposition_of
from rasid.extraction.diplomacy.words import words
from rasid.extraction.mentions import ActorMention

How = Literal["after", "before", "topic", "self", "carried", "blocked", "anaphor", "unknown", "none"]
_SUBJECT_REACH = 9
_BACK_REACH = 7
_DESCRIBED = 2
_TOPIC_REACH = 16
_SHORT = 3
_NEXT = 5
_PERFECT = frozenset(("قد", "فقد"))
_ASIDE = frozenset(("بعد", "وفق", "حول", "ضد", "امام", "رعايه", "مثل"))
# The shapes of verbal nouns: إقدام, تسليم, احتلال, استخدام.
_VERBAL_NOUN = re.compile(r"ا\w\wا\w|ت\w\wي\w|ا\w\w\wا\w|است\w\wا\w")
_HOSTED = frozenset(("الي", "ل", "في"))
_EACH = frozenset(("كل", "كلا", "كلتا"))
_DIRECT = "obj"
_PASSED = QUOTES | frozenset(("،", ",", "(", ")", "-"))
_TITLE_LINKS = frozenset(("من", "ل", "ب", "عن", "في", "لدي"))


@dataclass(frozen=True, slots=True)
class Subject:
    """The party found for a verb and how; `blocked`: the subject is a source that is no party."""

    mention: ActorMention | None
    how: How


def subject_of(
    reading: Reading, at: int, joined: bool, taken: ActorMention | None = None, *, report: bool = True, pronoun: bool = False
) -> Subject:
    """The subject of the verb at `at`; `joined`: "and" is written to the verb, so nothing before it is its subject.

    `taken`: the subject of the verb before, which it stands behind. `report`: the verb is one of report, whose
    subject may be a source that is no party. `pronoun`: its object is written to it.
    """
    if not joined:
        before = _before(reading, at)
        if before is not None and (before.mention is None or before.mention is not taken):
            return before
        topic = topic_of(reading, at) if before is None and not report else None
        after = reading.inside.get(at + 1)
        if topic is not None and not (pronoun and after is not None and after.first == at + 1):
            return Subject(topic, "topic")
    return _after(reading, at, report)


def topic_of(reading: Reading, at: int) -> ActorMention | None:
    """The party that a clause opened by "that" begins with, when only what describes it stands before the verb."""
    for i in range(at - 1, max(-1, at - 1 - _TOPIC_REACH), -1):
        form = reading.word(i)
        if form in words("grammar", "that") and i not in reading.inside:
            topic = reading.inside.get(i + 1)
            return topic if topic is not None and topic.first == i + 1 and topic.last < at else None
        if form in (".", ":", "؛") or (is_verb(form) and reading.word(i - 1) not in words("grammar", "relatives")):
            return None
        if form in words("grammar", "subordinators") and form not in words("grammar", "relatives"):
            return None
    return None


def _before(reading: Reading, at: int) -> Subject | None:
    between = words("grammar", "between")
    commas = described = 0
    for i in range(at - 1, max(-1, at - 1 - _BACK_REACH), -1):
        token = reading.tokens[i]
        mention = reading.inside.get(i)
        if i in reading.outlets:
            return Subject(None, "blocked")
        if mention is not None:
            if reading.word(mention.first - 1) == "/" or _within_relative(reading, mention):
                return None  # a dateline; "الصور التي نشرتها القوات تظهر"
            relative = any(reading.word(j) in words("grammar", "relatives") for j in range(mention.last + 1, at))
            if not relative and reading.governor(mention) not in ("", "ب"):
                return None
            if commas == 1 and not relative and reading.word(at - 1) not in _PERFECT:
                return None if not _titled(reading, mention) else Subject(mention, "before")
            return Subject(mention, "before")
        if token.form in words("grammar", "self") or token.form in words("grammar", "own"):
            return Subject(None, "self")
        if token.form in words("anaphors") and i == at - 1:
            return Subject(None, "anaphor")
        if token.form in between or i in reading.dated:
            continue
        if token.form in ("،", ","):
            commas += 1
            continue
        if token.form in QUOTES or token.form in "()":
            continue
        if token.form.startswith("ال") and described < _DESCRIBED:
            described += 1
            continue
        return None
    return None


def _within_relative(reading: Reading, mention: ActorMention) -> bool:
    """Whether the party is the subject of a verb that a relative pronoun opens."""
    verb = reading.word(mention.first - 1)
    if reading.word(mention.first - 2) not in words("grammar", "relatives") or mention.first - 1 in reading.inside:
        return False
    return not preposition_of(verb) and verb not in words("grammar", "between") and len(verb) > _SHORT


def _titled(reading: Reading, mention: ActorMention) -> bool:
    """Whether a mention before a comma opens its sentence: "واشنطن، أعلنت"."""
    start = mention.first
    return start <= 4 and reading.governor(mention) == "" and not any(i < start and reading.inside.get(i) for i in range(start))


def _after(reading: Reading, at: int, report: bool) -> Subject:
    """The first party behind the verb, unless a preposition stands before it and no title does."""
    seen = 0
    blocked = anaphor = titled = False
    for i in range(at + 1, min(len(reading.tokens), at + _SUBJECT_REACH + 7)):
        token = reading.tokens[i]
        mention = reading.inside.get(i)
        if mention is not None:
            return _met(reading, at, mention, seen, blocked=blocked, anaphor=anaphor, titled=titled)
        if i in reading.outlets:
            return Subject(None, "blocked" if report else "unknown")
        if token.kind != "word":
            if token.form in _PASSED or token.kind == "number":
                continue
            break
        if i in reading.dated:
            continue
        if report and token.form in words("voiceless") and (seen == 0 or titled):
            blocked = True
            continue
        if token.form in words("grammar", "subordinators") or (token.form[:1] == "و" and opens_clause(token.form)):
            break
        if seen == 0:
            anaphor = token.form in words("anaphors")
            titled = token.form in words("titles")
        preposition = preposition_of(token.form)
        if token.form in words("grammar", "resumed"):
            continue
        if token.form in _EACH or (preposition == "من" and reading.word(i - 1) in _EACH):
            continue
        if preposition and not (titled and seen and preposition in _TITLE_LINKS):
            if i == at + 1 and preposition == "في" and reading.word(i + 1) in words("grammar", "statements"):
                continue
            break
        seen += 1
        if seen > _SUBJECT_REACH:
            break
    if blocked:
        return Subject(None, "blocked")
    return Subject(None, "anaphor" if anaphor else "unknown" if seen else "none")


def _met(reading: Reading, at: int, mention: ActorMention, seen: int, *, blocked: bool, anaphor: bool, titled: bool) -> Subject:
    """What the first party behind a verb is to it, after `seen` words that name none."""
    governor = reading.governor(mention, at)
    if blocked:
        return Subject(None, "blocked") if mention.adjective or governor else Subject(mention, "after")
    if governor and not (titled and seen):
        return Subject(None, "anaphor" if anaphor else "unknown" if seen else "none")
    if seen and reading.word(at + 1) in words("claims"):
        return Subject(None, "none")
    if seen and not governor and not mention.adjective and not reading.joined(mention):
        # A definite noun has no genitive: what stands before the party is the subject itself.
        if anaphor:
            return Subject(None, "anaphor")
        if not titled and _VERBAL_NOUN.fullmatch(reading.word(at + 1)):
            return Subject(None, "unknown")
    return Subject(mention, "after")
