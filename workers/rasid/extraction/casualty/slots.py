"""Where, when, with what, by whom and says who: the slots of a statement, read from its clause outwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rasid.extraction.analysis import Analysis, SentenceAnalysis
from rasid.extraction.attribution import Attribution, attributions
from rasid.extraction.casualty.methods import MeansMention, choose, find_means
from rasid.extraction.casualty.statement import Statement
from rasid.extraction.casualty.terms import marker, without_and
from rasid.extraction.mentions import ActorMention, DateMention, PlaceMention
from rasid.models import Actor, Date, Method, Place

_BREAKS = "breaks"
_DRIVING: frozenset[Method] = frozenset(("airstrike", "shelling", "clashes", "rocket"))
# What a general word may turn out to be a sentence away ("القصف" … "طائرات").
_FINER: dict[Method, frozenset[Method]] = {
    "shelling": frozenset(("rocket", "missile", "airstrike", "barrel_bomb", "drone", "chemical", "cluster_munition")),
    "explosion": frozenset(("car_bomb", "ied", "suicide_attack", "landmine", "drone")),
}


@dataclass(slots=True)
class Span:
    """Tokens `first`..`last` of a sentence: one clause."""

    sentence: SentenceAnalysis
    first: int
    last: int

    def holds(self, first: int, last: int) -> bool:
        """Whether a mention lies in the clause."""
        return self.first <= first and last <= self.last


@dataclass(slots=True)
class Slots:
    """What is known of one statement besides its count."""

    place: Place | None = None
    date: Date | None = None
    method: Method | None = None
    perpetrators: list[Actor] = field(default_factory=list)
    attribution: list[Actor] = field(default_factory=list)
    aggregate: bool = False


class SlotReader:
    """Reads slots for the statements of one document; mentions are found once a sentence."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._means: dict[int, list[MeansMention]] = {}
        self._said: dict[int, list[Attribution]] = {}

    def means(self, index: int) -> list[MeansMention]:
        """The means named in a sentence."""
        if index not in self._means:
            self._means[index] = find_means(self.analysis.sentences[index].tokens)
        return self._means[index]

    def read(self, said: Statement) -> Slots:
        """The slots of a statement; a part takes from its whole what its own clause does not say."""
        clause = self._clause(said)
        slots = Slots()
        slots.method = self._method(said, clause)
        slots.place = self._place(said, clause)
        slots.date = self._date(said, clause)
        slots.perpetrators = self._perpetrators(said, clause)
        slots.attribution = self._attribution(said)
        slots.aggregate = self._aggregate(said, clause)
        return slots

    def _clause(self, said: Statement) -> Span:
        tokens, breaks = said.sentence.tokens, marker(_BREAKS)
        first, last = said.first, said.last
        while first > 0 and without_and(tokens[first - 1].form) not in breaks and tokens[first - 1].form not in "؛;":
            first -= 1
        while last + 1 < len(tokens) and without_and(tokens[last + 1].form) not in breaks and tokens[last + 1].form not in "؛;":
            last += 1
        return Span(said.sentence, first, last)

    def _before(self, said: Statement, reach: int) -> Iterator[int]:
        """The sentences before the statement's, nearest first, of its field and neighbourhood."""
        here = self.analysis.sentences[said.index].sentence
        for back in range(1, reach + 1):
            index = said.index - back
            if index < 0:
                return
            there = self.analysis.sentences[index].sentence
            if there.field != here.field:
                return
            yield index

    # method

    def _method(self, said: Statement, clause: Span) -> Method | None:
        here = choose(m for m in self.means(said.index) if clause.holds(m.first, m.last))
        if said.effect in ("displaced", "missing", "detained", "abducted"):
            return here if said.effect == "displaced" and here in _DRIVING else None
        own = said.cue.term.method if said.cue and said.cue.term else None
        if own is not None and not (own == "assassination" and here is not None):
            return own
        method = here or choose(self.means(said.index))
        if self._aggregate(said, clause):
            return method
        if method is None or method in _FINER:
            for index in (*self._before(said, 2), *self._after(said)):
                found = choose(self.means(index))
                if found is not None and (method is None or found in _FINER[method]):
                    return found
        return method

    def _after(self, said: Statement) -> Iterator[int]:
        index = said.index + 1
        if index < len(self.analysis.sentences) and self.analysis.sentences[index].sentence.field == said.sentence.sentence.field:
            yield index

    # place

    def _place(self, said: Statement, clause: Span) -> Place | None:
        here = self._best_place(said.sentence.places, said, clause)
        if here is not None and here.place.precision < 6:
            return here.place
        rest = self._best_place(said.sentence.places, said, None)
        if rest is not None and rest.place.precision < 6:
            return rest.place
        for index in self._before(said, 2):
            near = self._best_place(self.analysis.sentences[index].places, None, None)
            if (
                near is not None
                and (near.place.precision < 6 or here is None)
                and (here is None or here.place.country == near.place.country)
            ):
                return near.place
        broad = here or rest
        return broad.place if broad else None

    def _best_place(self, places: list[PlaceMention], said: Statement | None, clause: Span | None) -> PlaceMention | None:
        best: tuple[tuple[int, int], PlaceMention] | None = None
        for mention in places:
            if not mention.certain or (clause is not None and not clause.holds(mention.first, mention.last)):
                continue
            distance = 0
            if said is not None:
                distance = (
                    mention.first - said.figure.last if mention.first > said.figure.last else 3 + said.figure.first - mention.last
                )
            key = (mention.place.precision, distance)
            if best is None or key < best[0]:
                best = (key, mention)
        return best[1] if best else None

    # date

    def _date(self, said: Statement, clause: Span) -> Date | None:
        here = self._best_date(said.sentence.dates, said, clause) or self._best_date(said.sentence.dates, said, None)
        if here is not None:
            return _date(said.sentence, here)
        if self._aggregate(said, clause) and not any(m.definite for m in self.means(said.index)):
            return None
        for index in self._before(said, 2):
            sentence = self.analysis.sentences[index]
            near = self._best_date(sentence.dates, None, None)
            if near is not None:
                return _date(sentence, near)
        return None

    def _best_date(self, dates: list[DateMention], said: Statement | None, clause: Span | None) -> DateMention | None:
        best: tuple[int, DateMention] | None = None
        for mention in dates:
            if (
                mention.start is None
                or mention.end is None
                or (clause is not None and not clause.holds(mention.first, mention.last))
            ):
                continue
            distance = 0
            if said is not None:
                distance = (
                    mention.first - said.figure.last if mention.first > said.figure.last else 2 + said.figure.first - mention.last
                )
            if best is None or distance < best[0]:
                best = (distance, mention)
        return best[1] if best else None

    # perpetrators

    def _perpetrators(self, said: Statement, clause: Span) -> list[Actor]:
        found = self._agents(said.sentence, self.means(said.index), said, clause)
        if not found:
            found = self._agents(said.sentence, self.means(said.index), said, None)
        if not found and (any(m.means.attack and m.definite for m in self.means(said.index)) or said.parent is None):
            for index in self._before(said, 1):
                found = self._agents(self.analysis.sentences[index], self.means(index), None, None)
        return found

    def _agents(
        self, sentence: SentenceAnalysis, means: list[MeansMention], said: Statement | None, clause: Span | None
    ) -> list[Actor]:
        actors: list[ActorMention] = []
        for mention in sentence.actors:
            if clause is not None and not clause.holds(mention.first, mention.last):
                continue
            if self._acts(sentence, means, mention, said):
                actors.append(mention)
        return _distinct(actors)

    def _acts(self, sentence: SentenceAnalysis, means: list[MeansMention], mention: ActorMention, said: Statement | None) -> bool:
        tokens = sentence.tokens
        before = [tokens[i].form for i in range(max(0, mention.first - 4), mention.first)]
        if (
            said is not None
            and said.figure.first <= mention.first <= said.figure.last + 3
            and (said.cue is None or said.cue.frame != "hit" or mention.first > said.figure.last)
        ):
            return False
        if before and (before[-1] in marker("agent_words") or (len(before) > 1 and before[-2] in marker("agent_words"))):
            return True
        for attack in means:
            if attack.means.attack and 0 < mention.first - attack.last <= 3 and not set(before[-2:]) & marker("target_words"):
                return True
        if any(form in marker("agent_verbs") or form[1:] in marker("agent_verbs") for form in before[-2:]):
            return True
        after = [tokens[i].form for i in range(mention.last + 1, min(mention.last + 3, len(tokens)))]
        if any(form in marker("agent_verbs") for form in after[:2]):
            return True
        if said is not None and said.cue is not None and said.cue.frame in ("hit", "hurt_object") and said.cue.phrase is None:
            return said.cue.last < mention.first < said.figure.first or (
                0 < said.cue.first - mention.last <= 2 and said.cue.last < said.figure.first
            )
        return False

    # attribution and scope

    def _attribution(self, said: Statement) -> list[Actor]:
        if said.index not in self._said:
            self._said[said.index] = attributions(self.analysis, said.index)
        best: tuple[int, Attribution] | None = None
        for source in self._said[said.index]:
            distance = said.first - source.at if source.at <= said.first else 5 + source.at - said.last
            if source.at > said.last and not source.according:
                continue
            if best is None or distance < best[0]:
                best = (distance, source)
        return _distinct(list(best[1].actors)) if best else []

    def _aggregate(self, said: Statement, clause: Span) -> bool:
        if said.rule == "toll" and any(
            t.form in marker("period_words") for t in said.sentence.tokens[clause.first : clause.last + 1]
        ):
            return True
        return any(without_and(t.form) in marker("period_words") for t in said.sentence.tokens[clause.first : clause.last + 1])


def _date(sentence: SentenceAnalysis, mention: DateMention) -> Date:
    assert mention.start is not None
    assert mention.end is not None
    tokens = sentence.tokens
    text = " ".join(t.norm for t in tokens[mention.first : mention.last + 1])
    return Date(start=mention.start.isoformat(), end=mention.end.isoformat(), precision=mention.precision, text=text)


def _distinct(mentions: list[ActorMention]) -> list[Actor]:
    seen: dict[tuple[str, str | None], Actor] = {}
    for mention in mentions:
        seen.setdefault((mention.actor.code, mention.actor.sector), mention.actor)
    return list(seen.values())
