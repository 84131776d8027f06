"""The acts of a document: every trigger of a frame, bound to who acts and towards whom."""

from __future__ import annotations

from typing import Any

from rasid.extraction.analysis import Analysis
from rasid.extraction.diplomacy.act import Act, State
from rasid.extraction.diplomacy.binding import How
from rasid.extraction.diplomacy.clauses import Reading, same
from rasid.extraction.diplomacy.frames import Frame, Trigger, phrase_words, phrases
from rasid.extraction.diplomacy.nominal import NounTeller
from rasid.extraction.diplomacy.recipients import addresses_everyone, host_of, recipients_of
from rasid.extraction.diplomacy.triggers import FrameHit, reads
from rasid.extraction.diplomacy.words import codes, direct, stems, words
from rasid.extraction.mentions import ActorMention
from rasid.extraction.morphology import Hit, VerbFeatures

_NEAR = 6
_SPAN = 28
# How far behind its trigger a word takes a frame back.
_ASIDE = 14
_OPENINGS = frozenset(("،", "؛", "«", "“", '"', ":"))
_OPENING = 6
_AGAINST = frozenset(("ضد", "علي"))
_AGREED = frozenset(("AGREE", "CONSULT", "COOPERATE"))
_TOWARDS = frozenset(("SANCTION", "COERCE", "MOBILIZE", "AID", "SUPPORT", "PROTEST", "THREATEN"))
_STATIVE = frozenset(("SUPPORT", "AID", "COOPERATE"))
_TOLD = frozenset(("ACCUSE", "REQUEST", "SANCTION", "THREATEN"))
_DEMANDING = frozenset(("REQUEST", "REJECT", "THREATEN", "AGREE"))
_AHEAD = frozenset(("before", "topic"))
_PARTY_VERBS = frozenset(("ACCUSE", "REQUEST", "THREATEN", "SUPPORT"))


def find_acts(analysis: Analysis) -> list[Act]:
    """The acts in the order of the text, unmerged."""
    state = State()
    acts: list[Act] = []
    field_name = ""
    for sentence in analysis.sentences:
        if sentence.sentence.field != field_name:
            field_name, state = sentence.sentence.field, State(paper=state.paper)
        if not sentence.tokens:
            continue
        reading = Reading(sentence)
        if not sentence.sentence.in_quote and reading.word(0) not in ('"', "«", "“"):
            state.speaker = None
        else:
            state.speaker = state.speaker or state.subject
        acts += _Walk(reading, state).acts()
        state.recent = ([*state.recent, *reading.mentions])[-12:]
    return acts


class _Walk(NounTeller):
    """One sentence read from left to right."""

    def acts(self) -> list[Act]:
        self._headline()
        skip_to = 0
        for at, token in enumerate(self.reading.tokens):
            if token.kind != "word" or at < skip_to or at in self.reading.inside:
                continue
            found = reads(token.form, token.norm.endswith("ة"))
            if found is None:
                continue
            if found.opens and (found.alone or self.reading.word(at + 1) in phrase_words()[1]):
                phrase = phrases().match(self.reading.tokens, at)
                if phrase and self._keep(self._phrase(phrase.value, at, phrase.last)):
                    skip_to = phrase.last + 1
                    continue
            if found.paper:
                self.state.paper = self._author(at) or self.state.paper
            elif found.told:
                self._told_by(at)
            if found.report or found.hits:
                self._word(at, found.report, found.hits)
        return self.found

    def _word(self, at: int, report: Hit[str] | None, hits: tuple[FrameHit, ...]) -> None:
        verb = report or min((h for h in hits if isinstance(h.features, VerbFeatures)), key=_unlikely, default=None)
        subject: ActorMention | None = None
        how: How = "none"
        if verb is not None and self._finite(at, verb.features, bool(verb.split.conjunction)):  # type: ignore[arg-type]
            transitive = report is None and any(h.entry[0].direct for h in hits)
            subject, how = self._subject(
                at,
                verb.features,  # type: ignore[arg-type]
                verb.split,
                report.entry if report else None,
                transitive=transitive,
            )
        else:
            verb = None
        for hit in hits:
            frame, trigger = hit.entry
            if trigger == "verb" and verb is None:
                continue
            act = self._bind(frame, trigger, at, hit, subject, how)
            if self._keep(act):
                break
        if verb is None:
            if self._reporting_participle(at):
                self.state.speaker = self.state.subject
            return
        last = self.found[-1] if self.found else None
        if last is not None and last.at == at and last.actors[0] is self.state.subject:
            subject = self.state.subject  # the party behind the verb was its object
        self._remember(at, report.entry if report else None, subject, how)

    def _remember(self, at: int, report: str | None, subject: ActorMention | None, how: How) -> None:
        """The verb's subject goes on acting; that of a verb of report speaks."""
        state = self.state
        leads = report is not None or state.speaker is None
        if how == "blocked":
            state.subject = state.speaker = None
        elif (
            subject is not None
            and how not in ("self", "topic")
            and leads
            and self.reading.word(at - 1) not in words("grammar", "relatives")
        ):
            if subject is not state.subject:
                state.group = self.reading.coordinated(subject) if how == "after" else self._chain_before(subject)
            state.subject = subject
            if report is not None or how in ("after", "before"):
                state.named = self.reading.index
        if report is not None and (report in direct() or self._opens_speech(at)):
            state.speaker = subject

    def _bind(self, frame: Frame, trigger: Trigger, at: int, hit: FrameHit, subject: ActorMention | None, how: How) -> Act | None:
        """The act of one reading of a word, whose subject as a verb is known."""
        if trigger == "verb":
            if hit.split.future and hit.features.person == 1 and not self.reading.quoted[at]:  # type: ignore[union-attr]
                return None
        elif trigger == "participle":
            subject, how = self._participle(at, hit), "carried"
        elif trigger == "noun":
            parties = self._between_parties(at) if frame.mutual else []
            if parties:
                end = max(self.reading.clause_end(at), parties[-1].last)
                if not self._fits(frame, at, end):
                    return None
                return Act(frame, self.reading, at, at, parties[-1].last, parties, [], "noun", future=self._planned(at))
            purpose = bool(hit.split.preposition)  # "وصل إلى موسكو للقاء نظيره"
            doer = self._doer(at) if not purpose and self._announced(at) else None
            subject = self.state.subject if purpose else doer
            how = "carried" if subject is self.state.subject else "after"
        elif trigger == "predicate":
            subject, how = self._of_predicate(at), "before"
        if (subject is None) if frame.scope != "said" else (self.state.speaker is None):
            return None
        end = self.reading.clause_end(at)
        if not self._fits(frame, at, end):
            return None
        if frame.scope == "said":
            return self._said(frame, trigger, at, end, subject, how)
        assert subject is not None
        future = hit.split.future or self._planned(at)
        if frame.future and not future:
            return None
        first = min(at, subject.first) if how in _AHEAD else at
        act = self._directed(frame, trigger, at, first, end, subject, how, hit)
        if act is not None:
            act.negated, act.future = self._negated(at), future
        return act

    def _directed(
        self,
        frame: Frame,
        trigger: Trigger,
        at: int,
        first: int,
        end: int,
        subject: ActorMention,
        how: How,
        hit: FrameHit,
    ) -> Act | None:
        reading = self.reading
        actors = [subject]
        plural = isinstance(hit.features, VerbFeatures) and hit.features.number != "s"
        if how == "carried" and plural and subject is self.state.subject:
            actors = self.state.group or actors
        if how == "after":
            actors = reading.coordinated(subject, commas="obj" not in frame.to)
        elif how in _AHEAD:
            actors = [m for m in self._chain_before(subject) if m.last < at] or [subject]
        both = trigger == "verb" and self._both(at)
        if both:
            actors = self.state.met
        recipients = [] if both and frame.mutual else recipients_of(reading, at, end, frame, actors)
        if how == "after" and trigger == "verb" and self._only_object(frame, at, subject, hit):
            assert self.state.subject is not None
            actors, recipients = [self.state.subject], actors
        if hit.split.pronoun and (trigger == "verb" or not recipients) and "obj" in frame.to and not frame.mutual:
            other = self._other(at, actors[0])
            recipients = [other] if other else recipients
        if frame.place and not recipients:
            recipients = host_of(reading, at, end, actors)
        if frame.mutual:
            alone = how == "carried" and len(recipients) > 1
            actors, recipients = ([] if alone else actors) + recipients, []
        if frame.swap:
            actors, recipients = recipients, actors
        if not actors or (frame.mutual and len(actors) == 1 and not frame.alone):
            return None
        if frame.by and actors[0].actor.code not in codes(frame.by):
            return None
        if (
            not recipients
            and (frame.object or frame.type in _TOWARDS)
            and not frame.alone
            and not addresses_everyone(reading, at, end)
        ):
            return None
        if frame.near and trigger == "verb" and frame.type not in _TOLD and self._of_another(frame, at, actors[0]):
            return None
        if frame.mode == "charge" and hit.split.pronoun and reading.word(at - 1) in words("grammar", "naming"):
            return None  # what it has long been called
        if frame.type in _STATIVE and reading.word(at - 1) in words("grammar", "relatives"):
            return None
        last = max([min(end, at + _SPAN), *(m.last for m in [*actors, *recipients] if at < m.first <= end)])
        return Act(frame, reading, at, first, min(last, end), actors, recipients, trigger, said=self.state.speaker)

    def _of_another(self, frame: Frame, at: int, subject: ActorMention) -> bool:
        """Whether the frame's word stands in what is said of another party: "أكدت أن إيران زادت دعمها"."""
        reading = self.reading
        for i in range(at + 1, min(at + 2 * _NEAR, len(reading.tokens))):
            if reading.word(i) in words("grammar", "that") and i not in reading.inside:
                topic = reading.inside.get(i + 1)
                return topic is not None and topic.first == i + 1 and not same(topic.actor, subject.actor)
            if not frame.near.isdisjoint(stems(reading.word(i))):
                return False
        return False

    def _only_object(self, frame: Frame, at: int, party: ActorMention, hit: FrameHit) -> bool:
        """Whether the one party behind "and" with a transitive verb is its object, its subject being the last one."""
        carried = self.state.subject
        if carried is None or not hit.split.conjunction or hit.split.pronoun or same(carried.actor, party.actor):
            return False
        if frame.to[:1] != ("obj",) or (not frame.object and not (at > _OPENING and frame.type in _PARTY_VERBS)):
            return False
        direct = [m for m in self.reading.mentions if m.first > party.last and self.reading.governor(m, party.last) == ""]
        return not any(m.first - party.last <= 3 for m in direct) and not party.person

    def _said(
        self,
        frame: Frame,
        trigger: Trigger,
        at: int,
        end: int,
        subject: ActorMention | None,
        how: How,
        first: int | None = None,
    ) -> Act | None:
        """What a speaker says of another party."""
        speaker = self.state.speaker
        if speaker is None:
            return None
        recipients: list[ActorMention] = []
        if frame.to[:1] != ("subject",):
            recipients = recipients_of(self.reading, at, end, frame, [speaker])
        other = subject is not None and how in ("before", "topic", "after") and not same(subject.actor, speaker.actor)
        if not recipients and "subject" in frame.to and other:
            assert subject is not None
            recipients = self.reading.coordinated(subject) if how == "after" else self._chain_before(subject)
        if not recipients and frame.to[:1] == ("subject",):
            recipients = recipients_of(self.reading, at, end, frame, [speaker])
        if not recipients and (frame.to == ("subject",) or (frame.type == "ACCUSE" and "subject" in frame.to)):
            return None
        if frame.type == "ACCUSE" and speaker.actor.code in codes("observers"):
            return None
        first = self._clause_start(at if first is None else first)
        if not recipients:
            ahead = [m for m in self.reading.mentions if first <= m.first < at and not same(m.actor, speaker.actor)]
            recipients = [m for m in ahead if self.reading.governor(m) in frame.to][:1]
        act = Act(frame, self.reading, at, first, min(end, at + _SPAN), [speaker], recipients, trigger)
        if frame.mutual:
            act.actors, act.recipients = [speaker, *recipients], []
        return act

    def _clause_start(self, at: int) -> int:
        """Where what is said begins: behind the particle of report, a mark or a quotation's opening."""
        reported = words("grammar", "reported")
        for i in range(at - 1, max(-1, at - 16), -1):
            if self.reading.tokens[i].form in reported or self.reading.tokens[i].form in _OPENINGS:
                return i + 1
        return at

    def _phrase(self, frame: Frame, at: int, last: int) -> Act | None:
        end = self.reading.clause_end(last)
        if not self._fits(frame, last, end):
            return None
        before = self._before_predicate(at)
        if frame.scope in ("said", "first"):
            if frame.scope == "first" and self.reading.word(last + 1)[:1] != "ن":
                return None
            return self._said(frame, "phrase", last, end, before, "before", first=at)
        subject = self._clause_subject(at, last) if frame.to[:1] != ("next",) or not frame.mutual else None
        if frame.mutual and frame.to[:1] == ("next",):
            subject = self._clause_subject(at, last)
            recipients = recipients_of(
                self.reading, last, end, frame, [] if self._between(at, last) or subject is None else [subject]
            )
            if self._between(at, last):
                return Act(frame, self.reading, at, at, end, recipients, [], "phrase") if len(recipients) > 1 else None
            if subject is None or not recipients:
                return None
            return Act(frame, self.reading, at, at, min(end, recipients[-1].last), [subject, *recipients], [], "phrase")
        if frame.swap:
            actors = recipients_of(self.reading, last, end, frame, [])
            return Act(frame, self.reading, at, at, end, actors, [], "phrase") if actors else None
        subject = self._clause_subject(at, last)
        if subject is None:
            return None
        recipients = recipients_of(self.reading, last, end, frame, [subject])
        if frame.mutual:
            if not recipients:
                return None
            return Act(frame, self.reading, at, at, min(end, recipients[-1].last), [subject, *recipients], [], "phrase")
        return Act(frame, self.reading, at, at, min(end, last + _SPAN), [subject], recipients, "phrase")

    def _between(self, at: int, last: int) -> bool:
        return any(self.reading.word(i) in ("بين", "جمع", "ضم", "يضم", "تجمع") for i in range(at, last + 1))

    def _fits(self, frame: Frame, at: int, end: int) -> bool:
        reading = self.reading
        if frame.near and frame.near.isdisjoint(reading.stems_near(at, _NEAR, end)):
            return False
        if frame.needs or frame.without:
            following = reading.stems_between(at + 1, min(end, at + 20))
            if frame.needs and frame.needs.isdisjoint(following) and not self._accuser(frame) and not self._own(frame, at, end):
                return False
            if frame.without and not frame.without.isdisjoint(reading.stems_between(at + 1, min(end, at + _ASIDE))):
                return False
        return not frame.after or "obj" in frame.after or reading.first_preposition(at, end, frame.after) in frame.after

    def _own(self, frame: Frame, at: int, end: int) -> bool:
        """Whether harm is told that was done to the speaker's own party."""
        speaker = self.state.speaker
        if not frame.own or speaker is None:
            return False
        harmed = [m for m in self.reading.mentions if at < m.first <= end and same(m.actor, speaker.actor)]
        return any(self.reading.governor(m, at) in _AGAINST for m in harmed)

    def _accuser(self, frame: Frame) -> bool:
        """Whether the speaker is a body that accuses whoever it reports to have attacked."""
        speaker = self.state.speaker
        return frame.scope == "said" and speaker is not None and speaker.actor.code in codes("accusers")

    def _negated(self, at: int) -> bool:
        return self.reading.word(at - 1) in words("grammar", "negations")

    def _keep(self, act: Act | None) -> bool:
        if act is None:
            return False
        for earlier in reversed(self.found):
            covered = earlier.at < act.at <= earlier.last
            if covered and earlier.frame.type == act.frame.type:
                return True  # the same act in other words
            within = covered and act.frame.scope is None
            if within and (earlier.frame.type in _DEMANDING or act.trigger in ("noun", "phrase")):
                return True  # the token is read, but as part of the earlier act
        backing = act.frame.type == "SUPPORT" and act.frame.to[:1] == ("obj",)
        if act.negated and act.frame.type not in _AGREED and not backing:
            return True
        self.found.append(act)
        if act.frame.mutual:
            self.state.met = act.actors
        return True


def _unlikely(hit: Hit[Any]) -> bool:
    """News tells of third parties before "I" and "you"."""
    return isinstance(hit.features, VerbFeatures) and hit.features.person != 3
