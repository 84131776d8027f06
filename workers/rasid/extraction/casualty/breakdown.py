"""Parts of a whole: "بينهم 3 أطفال", "58 في حلب و8 في إدلب", "من بين القتلى امرأتان"."""

from __future__ import annotations

from rasid.extraction.casualty.figures import Figure, single
from rasid.extraction.casualty.line import QUOTES, Line
from rasid.extraction.casualty.people import People
from rasid.extraction.casualty.statement import Statement
from rasid.extraction.casualty.terms import marked, readings
from rasid.extraction.casualty.victims import refined
from rasid.models import Effect

# How far before "هم" the noun of the toll that it lists may stand.
_LISTED = 9


class Breakdown:
    """The wholes that are open in one sentence, innermost last, and what becomes part of them."""

    def __init__(self, line: Line, people: People) -> None:
        self.line, self.people = line, people
        self.tokens = line.tokens
        self.stack: list[tuple[Statement, str]] = []

    def close(self) -> None:
        """No whole is open any more."""
        self.stack = []

    def step_back(self) -> None:
        """ "as well as": back to the level of the whole."""
        if len(self.stack) > 1 or (self.stack and self.stack[-1][1] == "part"):
            self.stack.pop()

    def open_part(self, at: int) -> bool:
        """ "بينهم": what follows are parts of the figure before; whether there is one."""
        whole = self._of_named(at) or self._last_whole()
        if whole is not None:
            self.stack.append((whole, "part"))
            self._nouns(at + 1)
        return whole is not None

    def _of_named(self, at: int) -> Statement | None:
        """ "القتلى الثمانية بينهم …": the toll of the effect that the definite noun before names."""
        for back in range(at - 1, max(-1, at - 5), -1):
            found = [r for r in readings(self.line.form(back)) if r.term.kind == "casualty" and r.article]
            if found:
                tolls = reversed(self.line.earlier + self.line.out)
                return next((s for s in tolls if s.effect == found[0].term.effect and s.parent is None and not s.plural), None)
        return None

    def open_among(self, at: int) -> bool:
        """ "من بين القتلى": parts of the last toll of that effect."""
        whole = self._toll_of(self._named_effect(at + 1))
        if whole is None:
            return False
        self.stack.append((whole, "part"))
        self._nouns(at + 2)
        return True

    def open_list(self, at: int) -> bool:
        """ "والشهداء هم: سيدة وطفلها": the people named are parts of the toll of that effect."""
        people = at + 1
        while self.line.form(people) in QUOTES or self.line.form(people) == ":":
            people += 1
        if people not in self.line.starts and single(self.tokens, people) is None:
            return False
        behind = range(at - 1, max(-1, at - _LISTED), -1)
        whole = self._toll_of(next(filter(None, map(self._named_effect, behind)), None))
        if whole is None:
            return False
        self.stack.append((whole, "part"))
        self._nouns(people)
        return True

    def take_among(self, figure: Figure) -> bool:
        """ "18 شخصا من القتلى مدنيون": part of the last toll of that effect; whether there is one."""
        at = figure.last + 1
        if not figure.people or self.line.form(at) != "من":
            return False
        whole = self._toll_of(self._named_effect(at + 1))
        if whole is None or (whole.figure.size or 0) <= (figure.size or 0):
            return False
        self.add(whole, figure)
        self.line.out[-1].groups |= {
            g
            for r in readings(self.line.form(at + 2))
            if r.term.kind == "person" and r.number != "singular"
            for g in r.term.groups
        }
        return True

    def _named_effect(self, at: int) -> Effect | None:
        """The effect that a definite plural noun names: "القتلى", "الجرحى"."""
        nouns = (r for r in readings(self.line.form(at)) if r.term.kind == "casualty" and r.article and r.number == "plural")
        return next((noun.term.effect for noun in nouns), None)

    def _toll_of(self, effect: Effect | None) -> Statement | None:
        tolls = reversed(self.line.earlier + self.line.out)
        return next((s for s in tolls if s.effect == effect and s.parent is None), None)

    def open_split(self) -> bool:
        """ "يتوزعون": the parts together make the whole."""
        whole = self._last_whole(True)
        if whole is not None:
            self.stack = [(whole, "split")]
        return whole is not None

    def _last_whole(self, far: bool = False) -> Statement | None:
        if self.line.out:
            return self.line.out[-1]
        earlier = self.line.earlier
        if earlier and (far or earlier[-1].index >= self.line.index - 1):
            return next((s for s in reversed(earlier) if s.parent is None and not s.plural), None)
        return None

    def _nouns(self, at: int) -> None:
        """ "بينهم طفل وامرأة" are parts of one; "بينهم أطفال ونساء" are groups of the whole."""
        whole = self.stack[-1][0]
        while at < len(self.tokens) and at not in self.line.starts and self.tokens[at].kind == "word":
            if self.tokens[at].form == "و":
                at += 1
                continue
            plural = self.people.plural(at)
            if plural is not None and plural.people and plural.size is None:
                self._groups(whole, {g for r in plural.people for g in r.term.groups})
                at = plural.last + 1
                continue
            one = single(self.tokens, at)
            if one is None or not one.people or not self.people.indefinite(one):
                break
            if not self._told_before(whole, one):
                self.add(whole, one)
            at = one.last + 1

    def _told_before(self, whole: Statement, one: Figure) -> bool:
        """Whether one person of an earlier sentence's part is singled out: "3 أطفال … من بين الجرحى طفلة"."""
        groups = {g for r in one.people for g in r.term.groups} - {"civilian"}
        return any(
            p.sentence is not self.line.sentence
            and (p.figure.size or 0) > 1
            and any(groups & {*r.term.groups} for r in p.figure.people)
            for p in whole.parts
        )

    def most(self, at: int) -> int:
        """ "معظمهم نساء": groups of the whole; returns the last token read."""
        whole = self._last_whole()
        at += 1
        while whole is not None and at < len(self.tokens) and self.tokens[at].kind == "word" and at not in self.line.starts:
            if self.tokens[at].form == "من":
                at += 1
                continue
            kin = refined(self.tokens, at)
            if kin is not None:
                self._groups(whole, set(kin.value))
                at = kin.last + 1
                continue
            found = [r for r in readings(self.tokens[at].form) if r.term.kind == "person" and r.number != "singular"]
            if not found:
                break
            self._groups(whole, {g for r in found for g in r.term.groups})
            at += 1
        return at - 1

    def _groups(self, whole: Statement, groups: set[str]) -> None:
        """Says of a whole, and of the toll it is joined to ("قتل 5 وأصيب 7 بينهم أطفال"), who its people were."""
        whole.groups |= groups
        out = self.line.out
        if whole in out and out.index(whole) > 0:
            joined = out[out.index(whole) - 1]
            near = self.line.form(whole.first)[:1] == "و" or self.line.form(whole.first - 1) == "و"
            if (
                joined.effect != whole.effect
                and joined.parent is None
                and joined.sentence is whole.sentence
                and near
                and not joined.parts
            ):
                joined.groups |= groups

    def add(self, whole: Statement, figure: Figure, rule: str = "part") -> None:
        """Makes a figure a part of a whole."""
        part = Statement(self.line.index, self.line.sentence, whole.effect, figure, figure.first, figure.last, rule, whole.cue)
        part.parent, part.joint, part.denied = whole, whole.joint, whole.denied
        whole.parts.append(part)
        self.line.out.append(part)

    def take(self, figure: Figure) -> bool:
        """Whether a figure is a part of the innermost open whole that has room for it; adds it if so."""
        while self.stack:
            whole, how = self.stack[-1]
            if figure.effects and whole.effect not in figure.effects:
                return False
            if self._did_it(figure):
                return False
            if how == "part" and not (figure.human or figure.partitive or self._in_place(figure)):
                return False
            size, room = figure.size, whole.figure.size
            if size is not None and room is not None:
                full = sum(p.figure.size or 0 for p in whole.parts) + size > room
                if size > room or (full and len(self.stack) > 1):
                    if len(self.stack) == 1:
                        return False
                    self.stack.pop()
                    continue
            self.add(whole, figure, "split" if how == "split" else "part")
            return True
        return False

    def _did_it(self, figure: Figure) -> bool:
        """Whether the figure is the subject of an attack ("نفذها انتحاريان")."""
        before = self.line.form(figure.first - 1)
        return marked(before, "agent_verbs") or (before.endswith(("ها", "ه")) and marked(before, "agent_words"))

    def take_of(self, figure: Figure) -> bool:
        """ "اثنان من القتلى": part of the last toll of that effect that is larger; whether there is one."""
        for whole in reversed(self.line.earlier + self.line.out):
            size = whole.figure.size
            if whole.effect in figure.effects and whole.parent is None and size is not None and size > (figure.size or 0):
                self.add(whole, figure)
                return True
        return False

    def _in_place(self, figure: Figure) -> bool:
        return figure.bare and self.line.form(figure.last + 1) in ("في", "من")

    def take_in_place(self, figure: Figure) -> Statement | None:
        """ "58 في حلب … و8 في إدلب" once the list has begun: a part of its whole, or the statement whose sibling it is."""
        out = self.line.out
        if not out or not self._in_place(figure):
            return None
        last = out[-1]
        if last.rule in ("split", "part") and last.parent is not None:
            self.add(last.parent, figure, "split")
            return None
        joined = self.line.form(figure.first).startswith("و") or self.line.form(figure.first - 1) == "و"
        near = figure.first - last.last <= 5 and last.sentence is self.line.sentence
        located = "في" in (self.line.form(last.last + 1), self.line.form(last.figure.first - 2))
        return last if joined and near and located and figure.size is not None else None
