"""Towards whom: the recipients of an act by the markers of its frame."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.extraction.diplomacy.clauses import Reading, is_verb, preposition_of, same
from rasid.extraction.diplomacy.frames import Frame
from rasid.extraction.diplomacy.words import codes, reports, words
from rasid.extraction.gazetteer import COUNTRIES
from rasid.extraction.mentions import ActorMention
from rasid.models import Actor
from rasid.text.document import COMMAS

_REACH = 24
_NEXT = 5
_DEEP = 18
_ASIDE = frozenset(("بعد", "وفق", "حول", "ضد", "امام", "رعايه", "مثل"))
_CLAIMED = 6
_FRIENDLY = frozenset(("SUPPORT", "AID", "AGREE", "COOPERATE"))
_BLOCKING = frozenset(("ل", "الي", "علي", "ب", "عن", "من"))
_HOSTED = frozenset(("الي", "ل", "في"))
_SPECIAL = frozenset(("obj", "deep", "next", "claim", "subject", "و"))


def recipients_of(reading: Reading, at: int, end: int, frame: Frame, actors: Sequence[ActorMention]) -> list[ActorMention]:
    """The recipients that the frame's markers point to between the trigger and the end of its clause, first that fits."""
    others = [m for m in reading.mentions if at < m.first <= end and not _among(m, actors) and not _elsewhere(reading, m, frame)]
    prepositions = frozenset(frame.to) - _SPECIAL
    for marker in frame.to:
        found: ActorMention | None = None
        if marker == "obj":
            if addresses_everyone(reading, at, end):
                return []
            found = next((m for m in others if reading.governor(m, at) == "" and _direct(reading, m, at, actors)), None)
        elif marker == "deep":
            found = next((m for m in others if _deep(reading, m, at, frame)), None)
        elif marker == "next":
            found = next((m for m in others if m.first - at <= _NEXT and reading.governor(m, at) != "في"), None)
        elif marker == "claim":
            found = next((m for m in others if _claimant(reading, m, at)), None)
        elif marker in prepositions:
            near = {"ل": _NEXT if frame.scope == "said" else _REACH}
            found = next((m for m in others if _led(reading, m, at, prepositions, near)), None)
        if found is not None:
            return [m for m in _one_clause(reading, found) if not _among(m, actors)]
    return []


def _led(reading: Reading, mention: ActorMention, at: int, prepositions: frozenset[str], near: dict[str, int]) -> bool:
    governor = reading.governor(mention, at)
    return governor in prepositions and mention.first - at <= near.get(governor, _REACH)


def _elsewhere(reading: Reading, mention: ActorMention, frame: Frame) -> bool:
    """Whether a party is no recipient wherever it stands: the subject of the next clause, an outcast that no one backs."""
    if frame.type in _FRIENDLY and mention.actor.code in codes("outcast"):
        return True
    after = reading.word(mention.last + 1)
    opens = is_verb(after) or after in words("grammar", "between")
    return opens and reading.word(mention.first - 1) in COMMAS and reading.joined(mention)


def _claimant(reading: Reading, mention: ActorMention, at: int) -> bool:
    """Whether the party made the claim that is denied: "اتهامات واشنطن", "ما قالته موسكو", "ما نسب إلى روسيا"."""
    if any(reading.word(mention.first - k) in words("claims") for k in (1, 2)):
        return True
    before = [reading.word(i) for i in range(at + 1, mention.first)]
    if "ما" not in before or len(before) - before.index("ما") > _CLAIMED:
        return False
    told = before[before.index("ما") + 1 :]
    return bool(told) and (bool(reports().lookup(told[0])) or not words("told-of").isdisjoint(told))


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


def _deep(reading: Reading, mention: ActorMention, at: int, frame: Frame) -> bool:
    """Whether a party anywhere in the complement is meant by it, and is no topic, place or beneficiary."""
    governor = reading.governor(mention, at)
    if governor in _ASIDE or mention.first - at > _DEEP:
        return False
    if governor == "في" and not mention.adjective:
        return False
    if mention.place_like and governor in ("الي", "من", "تجاه", "ب") and not mention.adjective:
        return False
    if frame.type in ("ACCUSE", "REQUEST") and mention.actor.code in codes("bodies"):
        return False  # "قرارات الأمم المتحدة"
    victims = words("grammar", "victims")
    if frame.type == "ACCUSE" and (reading.word(mention.first) in victims or reading.word(mention.first - 1) in victims):
        return False
    if frame.type != "REQUEST":
        return True
    between = [reading.word(i) for i in range(at + 1, mention.first) if i not in reading.inside]
    if any(form in words("grammar", "subordinators") or form in words("grammar", "topics") for form in between[1:]):
        return False
    helped = words("grammar", "helped")
    return not any(form in helped or form[1:] in helped for form in between[-3:])


def _direct(reading: Reading, mention: ActorMention, at: int, actors: Sequence[ActorMention]) -> bool:
    """Whether no prepositional phrase stands between the verb, or its subject and what describes it, and an object."""
    described = [m.last + 1 for m in reading.mentions if at < m.first < mention.first and _among(m, actors)]
    for i in range(max([at + 1, *described]), mention.first):
        if i in reading.inside or i in reading.dated:
            continue
        form = reading.word(i)
        if form in words("grammar", "subordinators") or preposition_of(form) in _BLOCKING:
            return False
    return True


def addresses_everyone(reading: Reading, begin: int, end: int) -> bool:
    """Whether those spoken to are no one in particular: "المجتمع الدولي", "جميع الأطراف"."""
    for i in range(begin + 1, min(end, begin + 9) + 1):
        token = reading.tokens[i]
        if token.form in words("everyone") and i not in reading.inside:
            return not any(m.first in (i + 1, i + 2) for m in reading.mentions)
        if i not in reading.inside and token.kind == "word" and preposition_of(token.form) in ("الي", "علي", "ب"):
            return False
    return False
