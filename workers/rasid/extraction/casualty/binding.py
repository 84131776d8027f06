"""Binding figures to what happened to the people they count: one pass over a sentence's tokens."""

from __future__ import annotations

from dataclasses import dataclass

from rasid.extraction.analysis import Analysis, SentenceAnalysis
from rasid.extraction.casualty.breakdown import Breakdown
from rasid.extraction.casualty.figures import Figure, single
from rasid.extraction.casualty.guards import Setting, blocked, flight_of_troops, released
from rasid.extraction.casualty.line import COMMAS, STOPS, Line, matters, speaks_of_harm
from rasid.extraction.casualty.people import People
from rasid.extraction.casualty.reach import ahead, governs
from rasid.extraction.casualty.statement import Cue, Statement
from rasid.extraction.casualty.terms import Reading, marked, marker, readings
from rasid.extraction.casualty.tolls import Toll
from rasid.models import Effect

_PAIRED = 10
_PART_REACH = 7
# What people are that may then meet with something else: "مقتل 5 نازحين", "إصابة معتقلين".
_STATUS: frozenset[Effect] = frozenset(("displaced", "detained", "abducted"))


@dataclass(frozen=True, slots=True)
class Aside:
    """A figure that a cue counts and that is no toll, and why: negated, irrealis, released, flight, accident, sport …"""

    sentence: SentenceAnalysis
    figure: Figure
    cue: Cue | None
    why: str


def find_statements(analysis: Analysis, asides: list[Aside] | None = None) -> list[Statement]:
    """Every toll that the document's sentences state, in order; parts point to their whole.

    What is read as a toll and set aside is added to `asides`, where given.
    """
    triggered = [(i, s) for i, s in enumerate(analysis.sentences) if _triggered(s)]
    if not triggered:
        return []
    setting = Setting(analysis)
    found: list[Statement] = []
    for index, sentence in triggered:
        found += _Binder(Line(index, sentence, found), setting, asides).run()
    return found


def _triggered(sentence: SentenceAnalysis) -> bool:
    return any(token.kind == "word" and speaks_of_harm(token.form) for token in sentence.tokens)


class _Binder:
    def __init__(self, line: Line, setting: Setting, asides: list[Aside] | None) -> None:
        self.line, self.setting, self.asides = line, setting, asides
        self.tokens, self.out = line.tokens, line.out
        self.people = People(line)
        self.parts = Breakdown(line, self.people)
        self.toll = Toll(line)
        self.cue: Cue | None = None
        self.used: set[int] = set()
        self.waiting: list[Figure] = []

    def run(self) -> list[Statement]:
        at, size = 0, len(self.tokens)
        while at < size:
            figure = self.line.starts.get(at)
            if figure is not None:
                self._figure(figure)
                at = max(figure.last, at) + 1
                continue
            at = max(self._token(at), at) + 1
        return self.out

    # tokens that are not figures

    def _token(self, at: int) -> int:
        """Takes in one token; returns the last token consumed."""
        token = self.tokens[at]
        if token.kind == "punct":
            self._punctuation(token.form)
            return at
        if token.kind != "word" or not matters(token.form):
            return at
        consumed = self._marker(at)
        if consumed is not None:
            return consumed
        found = self.line.cue_at(at) if at not in self.used else None
        if found is not None:
            return self._take_cue(found)
        plain = self._bare_casualty(at)
        if plain is not None:
            return plain
        if marked(token.form, "boundaries"):
            self.waiting = []
            if not (self.cue and token.form == "ان" and not self.cue.figures):
                self.cue = None
        return at

    def _punctuation(self, form: str) -> None:
        if form in STOPS or form.startswith(".."):
            self.cue = None
            self.waiting = []
            if form != ":":
                self.parts.close()
                self.toll.clear()
        elif form in COMMAS and self.cue is not None:
            self.cue.comma = True

    def _marker(self, at: int) -> int | None:
        """Words that open or close a breakdown or a toll; the last token consumed, or None for any other word."""
        form = self.tokens[at].form
        if marked(form, "part_markers") or self._enumerates(at):
            if not self.parts.open_part(at):
                self.cue = None
            return at
        if marked(form, "among") and at + 1 < len(self.tokens) and self.parts.open_among(at):
            return at + 1
        if marked(form, "split_markers"):
            if self.parts.open_split():
                self.cue = None
            return at
        if marked(form, "enumerating") and self.parts.open_list(at):
            return at
        if marked(form, "most_markers"):
            return self.parts.most(at)
        if marked(form, "addition_markers"):
            self.parts.step_back()
            return at
        if self.toll.opens(at):
            self.cue = None
            return at
        self.toll.leads(at)
        return None

    def _enumerates(self, at: int) -> bool:
        """Whether "هم" right behind a figure lists who they were: "3 مدنيين، هم طفلان وامرأة"."""
        if self.tokens[at].form not in marker("enumerating") or not self.out:
            return False
        last = self.out[-1]
        return last.sentence is self.line.sentence and at - last.last <= 3 and self.line.form(at - 1) in COMMAS

    def _take_cue(self, cue: Cue) -> int:
        previous = self.cue
        cue.blocked = blocked(self.tokens, cue.first, cue.reading)
        if (
            previous is not None
            and not previous.figures
            and cue.first - previous.last <= 2
            and cue.reading is not None
            and (cue.reading.joined or self.tokens[cue.first - 1].form in ("او", "و", "ثم"))
            and cue.effects[0] not in previous.effects
        ):
            cue.effects, cue.joint, cue.first = previous.effects + cue.effects, True, previous.first
            cue.blocked = cue.blocked or previous.blocked
        self.cue = cue
        if cue.phrase is not None or (cue.term is not None and "weak" not in cue.term.flags):
            self.parts.close()
        if cue.last + 1 in self.line.starts:
            return cue.last
        before = self.people.subject(cue)
        for subject in before:
            cue.figures.append(subject)
            self._state(cue, subject, "single+verb", subject.first, cue.last)
        return cue.last if before else self._uncounted(cue)

    # single people and bare plurals beside a cue

    def _uncounted(self, cue: Cue) -> int:
        at = self.people.skip(cue.last + 1)
        if at >= len(self.tokens) or any(s in self.line.starts for s in range(cue.last + 1, at + 1)):
            return cue.last
        one, at = self.people.one_beside(cue, at)
        if one is not None and one.others and self.line.form(one.first) == "اخري" and not self.out:
            return cue.last  # "مراكز احتجاز أخرى"
        if one is not None and (self.people.indefinite(one) or self.people.named(one)):
            return self._take_single(cue, one)
        named = self.people.names_at(at) if one is None and cue.frame in ("suffer", "act") else []
        for figure in named:
            cue.figures.append(figure)
            self._state(cue, figure, f"{cue.frame}+name", cue.first if figure is named[0] else figure.first)
        if named:
            return named[-1].last
        plural = None if any(r.joined for r in readings(self.line.form(at))[:1]) else self.people.plural(at)
        agent = cue.frame == "hit" and self._object_ahead(at)
        weak = cue.term is not None and cue.term.kind == "act" and "weak" in cue.term.flags
        if plural is not None and not (cue.blocked or agent or weak):
            cue.figures.append(plural)
            self._state(cue, plural, f"{cue.frame}+plural", cue.first)
            return plural.last
        return cue.last

    def _object_ahead(self, at: int) -> bool:
        """Whether a plural right behind an active verb is its subject, with the victims counted further on."""
        for ahead_at in range(at + 1, min(at + 7, len(self.tokens))):
            if self.line.cue_at(ahead_at) is not None:
                return False
            if ahead_at in self.line.starts and self.line.form(ahead_at)[:1] != "و":
                return True
        return False

    def _take_single(self, cue: Cue, one: Figure) -> int:
        nouns = one.people
        if nouns and "collective" in nouns[0].term.flags:
            return cue.last
        second = self.people.coordinated(one)
        if second is not None and self.people.dual_agreement(second.first + 1):
            one.low = one.best = one.high = 2
            one.people += second.people
            one.last = second.last
            second = None
        if not one.names and second is None and one.people:
            one.names = self.people_names(one)
        cue.figures.append(one)
        self._state(cue, one, f"{cue.frame}+single", cue.first)
        last = one.last
        while second is not None:
            cue.figures.append(second)
            self._state(cue, second, f"{cue.frame}+single", second.first)
            last, second = second.last, self.people.coordinated(second)
        return last

    def people_names(self, one: Figure) -> list[str]:
        """The name behind an indefinite noun: "شاب يدعى فلان"."""
        named = Figure(one.first, one.last, 1, 1, 1, "exact", people=one.people)
        return named.names if self.people.named(named) else []

    def _bare_casualty(self, at: int) -> int | None:
        """ "قتيل وجريحان", "سقوط قتلى وجرحى": a victim noun without a number after a word of outcome or at the start."""
        found = [r for r in readings(self.tokens[at].form) if r.term.kind == "casualty" and "counted_only" not in r.term.flags]
        if not found or found[0].article or found[0].pronoun:
            return None
        reading = found[0]
        effect = reading.term.effect
        assert effect is not None
        if "found" in reading.term.flags and at + 1 in self.line.starts and self.line.speaks_of_finding():
            self.cue = Cue(at, at, (effect,), "act", reading)
            return at
        if "found" in reading.term.flags and reading.number == "singular" and self.line.speaks_of_finding():
            return self._body(at, reading)
        before = self.line.form(at - 1)
        if before and marked(before, "toll_verbs") and not marked(before, "outcome") and reading.number != "singular":
            self.toll.open(Cue(at, at, (effect,), "toll", reading))
            return at
        chained = reading.joined and bool(self.out) and self.out[-1].last == at - 1
        outcome = self.line.outcome_before(at)
        if not (self._starts_headline(at) or chained or outcome):
            return None
        if "found" in reading.term.flags or (effect in ("displaced", "detained", "missing") and not chained):
            return None
        cue = Cue(at, at, (effect,), "noun", reading, blocked=blocked(self.tokens, at, None))
        if reading.number == "singular":
            one = Figure(at, at, 1, 1, 1, "exact", casualties=[reading], single=True)
        else:
            one = Figure(at, at, None, None, None, "vague", casualties=[reading], vague=True)
        self.cue = cue
        cue.figures.append(one)
        self._state(cue, one, "noun+single" if one.single else "noun+plural", at)
        return at

    def _body(self, at: int, reading: Reading) -> int:
        """ "العثور على جثة شاب": one body that is news."""
        assert reading.term.effect is not None
        whose = single(self.tokens, at + 1)
        one = Figure(at, whose.last if whose else at, 1, 1, 1, "exact", casualties=[reading], single=True)
        one.people = whose.people if whose else []
        cue = Cue(at, at, (reading.term.effect,), "noun", reading, blocked=blocked(self.tokens, at, None))
        cue.figures.append(one)
        self._state(cue, one, "noun+single", at)
        return one.last

    def _starts_headline(self, at: int) -> bool:
        if at == 0:
            return True
        before = self.tokens[at - 1]
        return before.kind == "punct" and before.form in "-|:–…." and self.line.sentence.sentence.paragraph <= 0

    # figures

    def _figure(self, figure: Figure) -> None:
        if self.parts.take(figure):
            self._joined_parts(figure)
            return
        verb = ahead(self.line, figure)
        stated = verb is not None and verb.frame == "state"
        if self.parts.take_among(figure):
            return
        if not stated and self.cue is not None and self._under(self.cue, figure):
            return
        met_later = verb is not None and _STATUS.issuperset(figure.effects)
        if not stated and figure.effects and not met_later:
            self._own(figure)
            return
        if verb is not None:
            self._before_verb(verb, figure)
            return
        toll = self.toll.take(figure)
        if toll is not None:
            self._state(toll, figure, "toll", toll.first)
            return
        sibling = self.parts.take_in_place(figure)
        if sibling is not None and sibling.cue is not None:
            self._state(sibling.cue, figure, sibling.rule, figure.first)
        elif figure.people:
            self.waiting.append(figure)

    def _joined_parts(self, figure: Figure) -> None:
        """ "بينهم سبع نساء وطفلة": the single person joined to a part is a part too."""
        one = self.people.coordinated(figure, _PART_REACH) if figure.people else None
        while one is not None and self.parts.take(one):
            self.used.update(range(one.first, one.last + 1))
            one = self.people.coordinated(one)

    def _under(self, cue: Cue, figure: Figure) -> bool:
        """States a figure that the open cue governs; False where the figure's own noun says otherwise."""
        near = governs(self.line, cue, figure)
        own = figure.effects
        if not near:
            return False
        other = bool(own) and cue.frame != "noun" and (set(own) != set(cue.effects) or len(own) > 1)
        if other and not _STATUS.issuperset(own):
            return False
        chained = bool(cue.figures)
        cue.figures.append(figure)
        rule = f"{cue.frame}+chain" if chained else f"{cue.frame}+number"
        self._state(cue, figure, rule, figure.first if chained else cue.first)
        many = figure.size is not None and figure.size > 10 and any(r.number == "singular" for r in figure.people)
        after = self.people.coordinated(figure) if figure.people and cue.frame != "noun" and not many else None
        if after is not None:
            self.used.add(after.first)
            cue.figures.append(after)
            self._state(cue, after, f"{cue.frame}+single", after.first)
        return True

    def _own(self, figure: Figure) -> None:
        reading = figure.casualties[0]
        if "found" in reading.term.flags and not self.line.speaks_of_finding():
            return
        if figure.recalled and any(s.effect in figure.effects for s in self.line.earlier + self.out):
            return
        if figure.partitive and reading.article and not figure.vague and self.parts.take_of(figure):
            return
        cue = Cue(figure.first, figure.last, figure.effects, "noun", reading)
        cue.blocked = blocked(self.tokens, figure.first, None)
        cue.joint = figure.joint
        cue.figures.append(figure)
        self.cue = cue
        self._state(cue, figure, "noun+number", figure.first)

    def _before_verb(self, verb: Cue, figure: Figure) -> None:
        """States a figure whose verb follows, and those joined to it before: "25 مقاتلا وثمانية من … قتلوا"."""
        self.used.add(verb.first)
        verb.blocked = "" if verb.frame == "state" else blocked(self.tokens, verb.first, verb.reading)
        pair = [figure]
        for other in reversed(self.waiting):
            joined = self.line.form(pair[-1].first)[:1] == "و" or self.line.form(pair[-1].first - 1) == "و"
            if not joined or pair[-1].first - other.last > _PAIRED:
                break
            pair.append(other)
        self.waiting = []
        for one in reversed(pair):
            verb.figures.append(one)
            self._state(verb, one, "number+verb", one.first, verb.last if one is figure else None)
        self.cue = verb

    # statements

    def _no_toll(self, cue: Cue, figure: Figure, first: int) -> str:
        """Why a figure under a cue is no toll, or ""."""
        if cue.blocked in ("negated", "irrealis"):
            return cue.blocked
        if released(self.tokens, cue, first):
            return "released"
        flags = cue.term.flags if cue.term is not None else frozenset()
        if flight_of_troops(cue, figure):
            return "flight of troops"
        if "combatant" in flags and not any("combatant" in r.term.groups for r in figure.people):
            return "not said of armed people"
        return self.setting.excludes(self.line.sentence, "natural" in flags)

    def _state(self, cue: Cue, figure: Figure, rule: str, first: int, last: int | None = None) -> None:
        """Adds one statement an effect, unless the clause or the article says that it is none."""
        why = self._no_toll(cue, figure, first)
        if why:
            if self.asides is not None:
                self.asides.append(Aside(self.line.sentence, figure, cue, why))
            return
        end = max(figure.last, last if last is not None else figure.last)
        if self.line.form(end + 1) in marker("bodily"):
            end += 1
        if figure.size is not None:
            self.toll.met(cue)
        effects = figure.effects if cue.frame == "noun" and figure.joint else cue.effects
        joint = (cue.joint or figure.joint) and len(effects) > 1
        for effect in effects:
            said = Statement(self.line.index, self.line.sentence, effect, figure, first, end, rule, cue)
            said.names = list(figure.names)
            said.joint, said.denied = joint, cue.blocked == "denied"
            said.plural = figure.size is None and figure.low is None
            self.out.append(said)
