"""Who acts and who speaks: the subject of a verb, named beside it, carried from before, or meant by a paper or a pronoun."""

from __future__ import annotations

from rasid.extraction.diplomacy.act import Act, State
from rasid.extraction.diplomacy.agreement import disagrees
from rasid.extraction.diplomacy.binding import How, subject_of, topic_of
from rasid.extraction.diplomacy.clauses import QUOTES, Reading, circumstantial, is_verb, preposition_of, same, verbs
from rasid.extraction.diplomacy.triggers import FrameHit
from rasid.extraction.diplomacy.words import words
from rasid.extraction.mentions import ActorMention
from rasid.extraction.morphology import NounFeatures, Split, VerbFeatures

_KEPT = 3
_OWNER = 3
_ADVERBIAL = 6
_POSSESSIVES = ("ه", "ها", "هما")
_AHEAD = frozenset(("before", "topic"))
_RELATIVES = {"الذي": "m", "التي": "f"}
_PLURAL, _OBLIQUE, _FEMININE = "ون", "ين", "ه"


class Teller:
    """One sentence read with the memory of those before: who acts, who speaks, whom a pronoun means."""

    def __init__(self, reading: Reading, state: State) -> None:
        self.reading = reading
        self.state = state
        self.found: list[Act] = []
        self.taken: ActorMention | None = None

    def _headline(self) -> None:
        """ "لافروف: …": the name before a colon speaks."""
        colon = next((i for i, t in enumerate(self.reading.tokens[:8]) if t.form == ":"), None)
        if colon:
            named = [m for m in self.reading.mentions if m.last < colon]
            if named and named[0].first == 0 and not any(is_verb(t.form) for t in self.reading.tokens[:colon]):
                self.state.subject = self.state.speaker = named[0]
                self.state.named = self.reading.index

    def _author(self, at: int) -> ActorMention | None:
        """Whose a report or statement is: the first party behind the word."""
        near = next((m for m in self.reading.mentions if at < m.first <= at + 5), None)
        definite = self.reading.word(at).startswith("ال")
        if near and self.reading.governor(near, at) in (("ل", "عن") if definite else ("", "ل", "عن", "من")):
            return near
        return self.state.subject if self.reading.word(at - 1) == "في" else None

    def _told_by(self, at: int) -> None:
        """The speaker of "نقل عن لافروف قوله إن" is the party before; of an unnamed source no one."""
        before = [m for m in self.reading.mentions if m.last < at and at - m.last <= 3]
        source = any(self.reading.word(i) in words("voiceless") for i in range(max(0, at - 4), at))
        self.state.subject = self.state.speaker = None if source or not before else before[-1]
        self.state.named = self.reading.index

    def _opens_speech(self, at: int) -> bool:
        reported = words("grammar", "reported")
        return any(t.form in reported or t.form in ('"', "«", "“") for t in self.reading.tokens[at + 1 : at + 26])

    def _finite(self, at: int, features: VerbFeatures, joined: bool) -> bool:
        """Whether the word is a verb here, and no noun spelt alike or wish after "أن"."""
        if features.voice == "passive":
            return False
        previous = self.reading.tokens[at - 1] if at else None
        if previous is None or joined:
            return True
        if features.tense == "present":
            if previous.form == "قد":
                return False  # it may be
            return (previous.norm != "أن" and previous.form not in ("بان", "ليس")) or self._planned(at)
        back = at - 1
        while back > 0 and self.reading.tokens[back].form in QUOTES:
            back -= 1
        previous = self.reading.tokens[back]
        behind = self.reading.inside.get(at + 1)
        if behind is not None and behind.first == at + 1 and (behind.role or behind.person):
            return True
        if (features.person, features.gender, features.number) != (3, "m", "s"):
            return True
        if (
            _unlike_nouns(self.reading.word(at))
            or previous.kind != "word"
            or at - 1 in self.reading.inside
            or at - 1 in self.reading.dated
        ):
            return True
        return _opener(previous.form)

    def _subject(
        self, at: int, features: VerbFeatures, split: Split, report: str | None, *, transitive: bool = False
    ) -> tuple[ActorMention | None, How]:
        joined, object_pronoun = bool(split.conjunction), bool(split.pronoun)
        if features.person == 1:
            return self.state.speaker or self.state.subject, "self"
        if features.person == 2:
            return None, "none"
        if self._both(at):
            return self.state.met[0], "carried"
        found = subject_of(self.reading, at, joined, self.taken, report=report is not None, pronoun=object_pronoun)
        if found.how in _AHEAD and found.mention is not None and self._foreign(at, found.mention):
            found = subject_of(self.reading, at, True, self.taken, report=report is not None)
            if found.how != "after" and self.reading.word(at - 1) in words("grammar", "relatives"):
                return None, "none"
        if found.how == "after" and transitive and not object_pronoun and self._relative(at, features):
            return None, "none"  # "الوفد الذي زار سوريا"
        named = found.mention is not None and bool(found.mention.role or found.mention.person)
        if found.how == "after" and joined and found.mention is not None and self._disagrees(features, found.mention):
            return self._carried(at, joined, "none"), "carried"
        if found.how == "after" and not joined and not named and not object_pronoun and self._adjectival(at):
            return None, "none"
        if found.mention is not None:
            self.taken = found.mention if found.how == "after" else None
            return found.mention, found.how
        if found.how == "blocked":
            return None, "blocked"
        if found.how == "self":
            return self.state.speaker or self.state.subject, "self"
        if found.how == "anaphor":
            papers = words("grammar", "papers")
            if self.reading.word(at + 1) in papers or self.reading.word(at - 1) in papers:
                return self.state.paper, "carried"
            return self.state.subject, "carried"
        therein = found.how == "none" and self.reading.word(at + 1) in words("grammar", "therein")
        if therein or self._continues(at, joined):
            return self._carried(at, joined, found.how), "carried"
        return None, "none"

    def _both(self, at: int) -> bool:
        """Whether the verb's subject is "the two sides": those who met before."""
        both = words("grammar", "both")
        behind = self.reading.word(at + 1) in both and at + 2 not in self.reading.inside
        return len(self.state.met) > 1 and (behind or self.reading.word(at - 1) in both)

    def _disagrees(self, features: VerbFeatures, party: ActorMention) -> bool:
        state = party.place_like and not party.role and not party.person
        return not party.adjective and disagrees(features, self.reading.word(party.first), state=state)

    def _foreign(self, at: int, party: ActorMention) -> bool:
        """Whether a party before a verb is not its subject, as it agrees with no reading of it: "الأكراد أثارت"."""
        form = self.reading.word(party.first)
        if party.adjective or form.endswith(_OBLIQUE):
            return False  # "أن الروس", "أن الفلسطينيين"
        readings = [f for f in verbs(self.reading.word(at)) if f.voice != "passive"]
        if form.startswith("ال") and form.endswith(_PLURAL):
            return all(f.person == 3 and f.number == "s" for f in readings)
        if self.reading.word(party.last).endswith(_FEMININE) and not form.endswith(_FEMININE):
            return False  # "الدفاع الروسية"
        return all(self._disagrees(f, party) for f in readings)

    def _relative(self, at: int, features: VerbFeatures) -> bool:
        """Whether the verb's subject is the noun that a relative pronoun before it describes."""
        gender = _RELATIVES.get(self.reading.word(at - 1))
        resumed = self.reading.word(at + 1) in words("grammar", "resumed")
        return gender is not None and features.gender == gender and features.number == "s" and not resumed

    def _carried(self, at: int, joined: bool, how: How) -> ActorMention | None:
        """The last subject, unless it is long past or an unknown one may stand behind the verb."""
        age = self.reading.index - self.state.named
        limit = _KEPT if how == "none" else 1 if joined or at else -1
        return self.state.subject if age <= limit else None

    def _planned(self, at: int) -> bool:
        before = [t.form for t in self.reading.tokens[max(0, at - 4) : at]]
        return any(form in words("grammar", "futures") for form in before)

    def _adjectival(self, at: int) -> bool:
        """Whether the verb describes the noun before it: "دول تدعم المعارضة"."""
        previous = self.reading.tokens[at - 1] if at else None
        if previous is None or previous.kind != "word" or at - 1 in self.reading.inside or at - 1 in self.reading.dated:
            return False
        start = next((i + 1 for i in range(at - 1, -1, -1) if self.reading.tokens[i].kind == "punct"), 0)
        if at - start <= _ADVERBIAL and preposition_of(self.reading.word(start)):
            return False  # "وفي مناسبة ثانية اتهمت"
        return not _opener(previous.form) and not preposition_of(previous.form)

    def _continues(self, at: int, joined: bool) -> bool:
        """Whether a verb without a subject of its own goes on with the last one; else it is mostly a passive."""
        if joined or at == 0 or self.reading.tokens[at - 1].kind == "punct":
            return True
        return _opener(self.reading.word(at - 1))

    def _clause_subject(self, at: int, last: int) -> ActorMention | None:
        if any(token.norm.endswith(_POSSESSIVES) and len(token.norm) > _OWNER for token in self.reading.tokens[at : last + 1]):
            near = [m for m in self.reading.mentions if m.last < at <= m.last + _OWNER]
            return near[-1] if near else self.state.subject
        topic = topic_of(self.reading, at)
        if topic is not None or self.state.speaker is not None:
            return topic or self.state.speaker
        here = [m for m in self.reading.mentions if m.last < at and self.reading.governor(m) not in ("في",)]
        return here[-1] if here else self.state.subject

    def _of_predicate(self, at: int) -> ActorMention | None:
        """The party that "قلق" or "مستعد" is said of, named or "we" or "it" right before."""
        for i in range(at - 1, max(-1, at - 4), -1):
            mention = self.reading.inside.get(i)
            if mention is not None:
                return mention if self.reading.governor(mention) not in ("في",) else None
            form = self.reading.word(i)
            if form in words("grammar", "self") or form in words("grammar", "first-person") or form in words("grammar", "own"):
                return self.state.speaker or self.state.subject
            if is_verb(form) or preposition_of(form):
                return None
        return None

    def _before_predicate(self, at: int) -> ActorMention | None:
        """The party that a predicate is said of: the nearest before it in its clause."""
        for i in range(at - 1, max(-1, at - 12), -1):
            mention = self.reading.inside.get(i)
            if mention is not None:
                return mention if self.reading.governor(mention) not in ("في",) else None
            token = self.reading.tokens[i]
            if token.form in words("grammar", "self"):
                return None
            if token.form in words("grammar", "reported") or token.form in ("،", "؛"):
                return None
        return None

    def _participle(self, at: int, hit: FrameHit) -> ActorMention | None:
        """The subject of a participle that tells what the speaker does besides: "داعيا", "، مطالبة"."""
        features = hit.features
        if not isinstance(features, NounFeatures) or hit.split.preposition or hit.split.pronoun:
            return None
        previous = self.reading.tokens[at - 1] if at else None
        if previous is None or not circumstantial(features, self.reading.word(at)):
            return None
        if features.indefinite or features.number == "d" or previous.kind == "punct" or hit.split.conjunction:
            return self.state.subject
        return None

    def _other(self, at: int, subject: ActorMention) -> ActorMention | None:
        """Whom an object pronoun means: the last other party named before."""
        last = self.found[-1] if self.found else None
        if last and last.recipients and last.actors[0] is subject:
            return last.recipients[0]
        here = [m for m in self.reading.mentions if m.last < at]
        return next((m for m in reversed([*self.state.recent, *here]) if not same(m.actor, subject.actor)), None)

    def _chain_before(self, subject: ActorMention) -> list[ActorMention]:
        """The subject with those coordinated before it: "روسيا وتركيا … اتفقتا"."""
        for mention in self.reading.mentions:
            if mention.last < subject.first:
                chain = self.reading.coordinated(mention)
                if subject in chain:
                    return chain
        return [subject]

    def _reporting_participle(self, at: int) -> bool:
        return self.reading.word(at) in words("grammar", "clause-openers") and self.state.subject is not None


def _unlike_nouns(form: str) -> bool:
    """Whether a past verb is not spelt like its verbal noun: those of three consonants are."""
    return len(form) != 3 or form[1] == "ا" or form[2] == "ا"


def _opener(form: str) -> bool:
    """Whether a verb may stand right behind the word."""
    openers = words("grammar", "verb-openers")
    return form in openers or (form[:1] == "و" and form[1:] in openers)
