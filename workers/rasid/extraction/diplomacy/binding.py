"""Who acts and towards whom: a verb's subject before or after it, its recipients by the markers of its frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rasid.extraction.diplomacy.clauses import QUOTES, Reading, is_verb, opens_clause, preposition_of, same
from rasid.extraction.diplomacy.frames import Frame
from rasid.extraction.diplomacy.words import codes, words
from rasid.extraction.gazetteer import COUNTRIES
from rasid.extraction.mentions import ActorMention
from rasid.models import Actor

How = Literal["after", "before", "self", "carried", "blocked", "anaphor", "unknown", "none"]
_SUBJECT_REACH = 9
_BACK_REACH = 7
_DESCRIBED = 2
_REACH = 24
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


def subject_of(reading: Reading, at: int, joined: bool, taken: ActorMention | None = None, *, report: bool = True) -> Subject:
    """The subject of the verb at `at`; `joined`: "and" is written to the verb, so nothing before it is its subject.

    `taken`: the subject of the verb before, which it stands behind. `report`: the verb is one of report, whose
    subject may be a source that is no party.
    """
    if not joined:
        before = _before(reading, at)
        if before is not None and (before.mention is None or before.mention is not taken):
            return before
    return _after(reading, at, report)


def _before(reading: Reading, at: int) -> Subject | None:
    between = words("grammar", "between")
    commas = described = 0
    for i in range(at - 1, max(-1, at - 1 - _BACK_REACH), -1):
        token = reading.tokens[i]
        mention = reading.inside.get(i)
        if i in reading.outlets:
            return Subject(None, "blocked")
        if mention is not None:
            if reading.word(mention.first - 1) == "/":
                return None  # a dateline
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


def recipients_of(reading: Reading, at: int, end: int, frame: Frame, actors: Sequence[ActorMention]) -> list[ActorMention]:
    """The recipients that the frame's markers point to between the trigger and the end of its clause, first that fits."""
    begin = at
    subject = actors[0] if actors else None
    open_ones = [m for m in reading.mentions if at < m.first <= end and not _among(m, actors)]
    for marker in frame.to:
        if marker == _DIRECT:
            if addresses_everyone(reading, begin, end):
                return []
            found = next(
                (m for m in open_ones if reading.governor(m, begin) == "" and _no_preposition(reading, m, begin, subject)), None
            )
        elif marker == "deep":
            found = next((m for m in open_ones if _deep(reading, m, begin) and not _aside(frame, m)), None)
        elif marker == "next":
            found = next((m for m in open_ones if m.first - begin <= _NEXT and reading.governor(m, begin) != "في"), None)
        elif marker == "claim":
            found = next((m for m in open_ones if any(reading.word(m.first - k) in words("claims") for k in (1, 2))), None)
        elif marker == "و":
            found = None
        else:
            found = next((m for m in open_ones if reading.governor(m, begin) == marker and m.first - begin <= _REACH), None)
        if found is not None:
            return [m for m in _one_clause(reading, found) if not _among(m, actors)]
    return []


def _one_clause(reading: Reading, first: ActorMention) -> list[ActorMention]:
    """The parties joined to the first, without one that begins a clause of its own: "يلتقي كلينتون وحماس تعتبر"."""
    chain = reading.coordinated(first)
    while len(chain) > 1 and chain[-1].last + 1 < len(reading.tokens) and is_verb(reading.word(chain[-1].last + 1)):
        chain.pop()
    return chain


def host_of(reading: Reading, at: int, end: int, actors: Sequence[ActorMention]) -> list[ActorMention]:
    """The country of the place that is visited or helped: "زار حلب", "أرسل مساعدات إلى عدن"."""
    for place in reading.analysis.places:
        country = place.place.country
        if not at < place.first <= end or country is None or any(actor.actor.code == country for actor in actors):
            continue
        before = preposition_of(reading.word(place.first - 1))
        if (
            place.first == at + 1
            or place.first - 1 in reading.inside
            or before in _HOSTED
            or reading.word(place.first)[:1] == "ل"
        ):
            actor = Actor(text=place.place.text, name=COUNTRIES[country].names[0], code=country, country=country)
            return [ActorMention(place.first, place.last, actor, place_like=True)]
    return []


def _among(mention: ActorMention, actors: Sequence[ActorMention]) -> bool:
    return any(same(mention.actor, actor.actor) for actor in actors)


def _aside(frame: Frame, mention: ActorMention) -> bool:
    """Whether a body stands in a complaint or a wish as its topic: "قرارات الأمم المتحدة"."""
    return frame.type in ("ACCUSE", "REQUEST") and mention.actor.code in codes("bodies")


def _deep(reading: Reading, mention: ActorMention, begin: int) -> bool:
    governor = reading.governor(mention, begin)
    if governor in _ASIDE:
        return False
    if governor == "في" and not mention.adjective:
        return False
    if mention.place_like and governor in ("الي", "من", "تجاه", "ب") and not mention.adjective:
        return False
    return mention.first - begin <= 18


def _no_preposition(reading: Reading, mention: ActorMention, begin: int, subject: ActorMention | None) -> bool:
    """Whether no prepositional phrase stands between the verb or its subject and a direct object."""
    first = subject.last + 1 if subject is not None and subject.first > begin else begin + 1
    for i in range(first, mention.first):
        token = reading.tokens[i]
        if i in reading.inside or i in reading.dated:
            continue
        if token.form in words("grammar", "subordinators"):
            return False
        if preposition_of(token.form) in ("ل", "الي", "علي", "ب", "عن", "من") and token.form != "باسم":
            return False
    return True


def addresses_everyone(reading: Reading, begin: int, end: int) -> bool:
    """Whether those spoken to are no one in particular: "المجتمع الدولي", "جميع الأطراف"."""
    for i in range(begin + 1, min(end, begin + 12) + 1):
        token = reading.tokens[i]
        if token.form in words("everyone") and i not in reading.inside:
            return not any(m.first in (i + 1, i + 2) for m in reading.mentions)
        if i not in reading.inside and token.kind == "word" and preposition_of(token.form) in ("الي", "علي", "ب"):
            return False
    return False
