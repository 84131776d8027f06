"""People without a number beside a cue: one person, a named one, a bare plural, and those coordinated with them."""

from __future__ import annotations

from rasid.extraction.casualty.figures import Figure, single
from rasid.extraction.casualty.line import COMMAS, QUOTES, STOPS, Line
from rasid.extraction.casualty.names import name_at, names_after
from rasid.extraction.casualty.statement import Cue
from rasid.extraction.casualty.terms import marked, marker, readings, without_and

_BEFORE_VICTIM = frozenset(("كل", "فيها", "فيه", "خلالها", "خلاله", "بها", "حتفه", "مصرعه"))


class People:
    """Finds uncounted people in one sentence."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.tokens = line.tokens

    def skip(self, at: int) -> int:
        """Past words that stand between a cue and its victim: dates, "كل من", "فيها"."""
        while at < len(self.tokens) and (
            at in self.line.dated
            or self.tokens[at].form in QUOTES
            or self.tokens[at].form in _BEFORE_VICTIM
            or (self.tokens[at].form == "من" and self.tokens[at - 1].form == "كل")
        ):
            at += 1
        return at

    def one_beside(self, cue: Cue, at: int) -> tuple[Figure | None, int]:
        """One person at `at`, or the object of an active verb a few words on ("قتل الجيش … شابا"), and where."""
        one = single(self.tokens, at)
        if one is not None or cue.frame not in ("hit", "hurt_object") or cue.reading is None:
            return one, at
        for ahead in range(at + 1, min(at + 8, len(self.tokens))):
            token = self.tokens[ahead]
            if ahead in self.line.starts or (token.kind == "punct" and token.form not in QUOTES):
                break
            if any(r.term.kind in ("verb", "act") for r in readings(token.form)) or marked(token.form, "boundaries"):
                break
            far = single(self.tokens, ahead)
            if far is None or not far.people:
                continue
            one_of = far.people[0].number != "singular"  # "اعتقلت الحركة … أحد مسلحيها"
            if (far.people[0].accusative or one_of) and "nationality" not in far.people[0].term.flags:
                return far, ahead
        return None, at

    def indefinite(self, one: Figure) -> bool:
        """Whether a person is new to the text, or counted as one of several."""
        nouns = one.people or one.casualties
        if one.others or one.unknown or (nouns and nouns[0].number != "singular"):
            return True
        return (
            bool(nouns)
            and not nouns[0].article
            and "definite_only" not in nouns[0].term.flags
            and (not nouns[0].pronoun or "kin" in nouns[0].term.flags or bool(nouns[0].term.groups))
        )

    def named(self, one: Figure) -> bool:
        """Whether a definite noun is followed by a personal name, which makes it one person: "الشاب فلان"."""
        if not one.people or one.people[0].number != "singular" or one.people[0].pronoun:
            return False
        one.names = names_after(self.tokens, one.last + 1)
        if one.names:
            one.last += 1
        return bool(one.names)

    def names_at(self, at: int) -> list[Figure]:
        """People given by name only, joined by "and": "صالح علي وبكر حسن"."""
        found: list[Figure] = []
        while True:
            name = name_at(self.tokens, at)
            if name is None:
                return found
            figure = Figure(at, name[0], 1, 1, 1, "exact", others=True, single=True)
            figure.names = [name[1]]
            found.append(figure)
            at = name[0] + 1
            if self.line.form(at) in COMMAS:
                at += 1
            if self.line.form(at) == "و":
                at += 1
                continue
            if not self.line.form(at).startswith("و"):
                return found

    def coordinated(self, one: Figure, reach: int = 4) -> Figure | None:
        """The single person joined to one before, at most `reach` words on: "طفل وامرأة"."""
        for at in range(one.last + 1, min(one.last + 1 + reach, len(self.tokens))):
            token = self.tokens[at]
            if token.form in COMMAS and self.line.form(at + 1)[:1] == "و":
                continue
            if token.kind == "punct" or at in self.line.starts:
                return None
            if token.form[:1] == "و":
                other = single(self.tokens, at + 1 if token.form == "و" else at)
                if other is not None and self.indefinite(other) and not other.casualties and other.people:
                    return other
                return None
        return None

    def dual_agreement(self, at: int) -> bool:
        """Whether what follows two coordinated people is in the dual, so that they are one toll of two."""
        for token in self.tokens[at : at + 4]:
            if token.kind != "word" or token.form[:1] in ("ب", "ل") or token.form in marker("particles"):
                return token.form.endswith("هما")
            if token.form.endswith("هما"):
                return True
            if any(
                r.term.kind == "person" and r.number in ("dual", "dual_or_plural") and not r.joined for r in readings(token.form)
            ):
                return True
        return False

    def plural(self, at: int) -> Figure | None:
        """A plural without a number: nothing to count, but harm is reported."""
        if at >= len(self.tokens) or self.tokens[at].kind != "word":
            return None
        form = self.tokens[at].form
        if marked(form, "others") and without_and(form) in marker("other_people"):
            return Figure(at, at, None, None, None, "vague", others=True, vague=True)
        for reading in readings(form):
            if (
                reading.term.kind in ("person", "casualty")
                and reading.number in ("plural", "dual_or_plural")
                and not reading.article
            ):
                if reading.number == "dual_or_plural" and self._dual_pronoun(at + 1):
                    return Figure(at, at, 2, 2, 2, "exact", people=[reading], dual=True)
                people = [reading] if reading.term.kind == "person" else []
                casualties = [] if people else [reading]
                return Figure(at, at, None, None, None, "vague", people=people, casualties=casualties, vague=True)
        return None

    def _dual_pronoun(self, at: int) -> bool:
        for token in self.tokens[at : at + 8]:
            if token.kind == "punct" and token.form in STOPS | COMMAS:
                return False
            if token.form.endswith("هما"):
                return True
        return False

    def subject(self, cue: Cue) -> list[Figure]:
        """Uncounted people before the verb: "إن رجلا مسنا قتل", "أن صالح علي وبكر حسن لقوا مصرعهم"."""
        if cue.frame not in ("suffer", "hit") or cue.joint:
            return []
        if cue.reading is not None and (cue.reading.joined or cue.reading.present):
            return []
        for at in range(cue.first - 1, max(-1, cue.first - 16), -1):
            token = self.tokens[at]
            if token.kind == "punct" and token.form not in COMMAS | QUOTES | {"(", ")"}:
                return []
            if at in self.line.starts or self.line.cue_at(at) is not None:
                return []
            if token.form in ("ان", "بان", "وان"):
                named = self.names_at(at + 1)
                if named and cue.first - named[-1].last <= 3:
                    return named
                return self._told(cue, at + 1)
        return []

    def _told(self, cue: Cue, at: int) -> list[Figure]:
        one = single(self.tokens, at)
        if one is None or not one.people or cue.first - one.last > 6 or cue.first - at > 8:
            return []
        noun = one.people[0]
        if noun.clitics or noun.term.flags & {"nationality", "collective"} or single(self.tokens, cue.last + 1) is not None:
            return []
        second = self.coordinated(one)
        if second is not None and second.last < cue.first and self.line.form(cue.first).endswith("ا"):
            one.low = one.best = one.high = 2
            one.people, one.last = one.people + second.people, second.last
        return [one]
