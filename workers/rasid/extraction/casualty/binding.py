"""Binding figures to what happened to the people they count: one pass over a sentence's tokens."""

from __future__ import annotations

from rasid.extraction.analysis import Analysis, SentenceAnalysis
from rasid.extraction.casualty.figures import Figure, find_figures, single
from rasid.extraction.casualty.guards import Setting, blocked
from rasid.extraction.casualty.names import names_after
from rasid.extraction.casualty.statement import Cue, Statement
from rasid.extraction.casualty.terms import Reading, marked, marker, phrases, readings, without_and
from rasid.models import Effect

_COMMAS = frozenset("،,-–—")
_STOPS = frozenset(".!؟?؛;|…:")
_FAR, _CHAIN, _AHEAD, _TOLL = 12, 9, 14, 30


def find_statements(analysis: Analysis) -> list[Statement]:
    """Every toll that the document's sentences state, in order; parts point to their whole."""
    triggered = [(i, s) for i, s in enumerate(analysis.sentences) if _triggered(s)]
    if not triggered:
        return []
    setting = Setting(analysis)
    found: list[Statement] = []
    for index, sentence in triggered:
        found += _Binder(index, sentence, found, setting).run()
    return found


def _triggered(sentence: SentenceAnalysis) -> bool:
    for token in sentence.tokens:
        if token.kind == "word":
            for reading in readings(token.form):
                if reading.term.kind in ("verb", "act", "casualty"):
                    return True
            if phrases(token.form):
                return True
    return False


class _Binder:
    def __init__(self, index: int, sentence: SentenceAnalysis, earlier: list[Statement], setting: Setting) -> None:
        self.index, self.sentence, self.tokens = index, sentence, sentence.tokens
        self.earlier, self.setting = earlier, setting
        self.figures = find_figures(self.tokens, sentence.numbers, sentence.dates)
        self.starts = {f.first: f for f in self.figures}
        self.out: list[Statement] = []
        self.cue: Cue | None = None
        self.toll: Cue | None = None
        self.toll_ready = False
        self.stack: list[tuple[Statement, str]] = []
        self.used: set[int] = set()

    def run(self) -> list[Statement]:
        at, size = 0, len(self.tokens)
        while at < size:
            figure = self.starts.get(at)
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
        form = token.form
        if token.kind == "punct":
            if form in _STOPS or form.startswith(".."):
                self.cue = None
                self.stack = [] if form != ":" else self.stack
                if form != ":":
                    self.toll = None
            elif form in _COMMAS and self.cue is not None:
                self.cue.comma = True
            return at
        if token.kind != "word":
            return at
        if marked(form, "part_markers"):
            self._open_part(at)
            return at
        if without_and(form) in ("بين",) and at + 1 < len(self.tokens) and self._open_among(at):
            return at + 1
        if marked(form, "split_markers"):
            self._open_split()
            return at
        if marked(form, "most_markers"):
            return self._most(at)
        if marked(form, "addition_markers"):
            if len(self.stack) > 1 or (self.stack and self.stack[-1][1] == "part"):
                self.stack.pop()
            return at
        if marked(form, "toll_heads") and self._toll_head(at):
            return at
        if self.toll is not None and (marked(form, "toll_verbs") or form[1:] in marker("toll_verbs")):
            self.toll_ready = True
        found = self._cue_at(at) if at not in self.used else None
        if found is not None:
            return self._take_cue(found)
        plain = self._bare_casualty(at)
        if plain is not None:
            return plain
        if marked(form, "boundaries") and not (self.cue and form == "ان" and not self.cue.figures):
            self.cue = None
        return at

    def _cue_at(self, at: int) -> Cue | None:
        form = self.tokens[at].form
        for phrase in phrases(form):
            for then in range(at + 1, min(at + 1 + phrase.within, len(self.tokens))):
                if self._complement(phrase.then, phrase.pronoun, then):
                    last = then if then == at + 1 or phrase.within <= 3 else at
                    return Cue(at, last, (phrase.effect,), phrase.frame, None, phrase)
        for reading in readings(form):
            if reading.term.kind == "verb":
                if reading.pronoun:
                    continue
                assert reading.term.effect is not None
                return Cue(at, at, (reading.term.effect,), reading.term.frame, reading)
            if reading.term.kind == "act":
                if reading.pronoun or reading.article or self._pronoun_at(at + 1):
                    return None
                effect = reading.term.effect
                if reading.term.then and any(
                    self._complement(reading.term.then, True, i) for i in range(at + 1, min(at + 9, len(self.tokens)))
                ):
                    effect = reading.term.then_effect
                assert effect is not None
                return Cue(at, at, (effect,), "act", reading)
            if reading.term.kind == "thing":
                return None
        return None

    def _complement(self, words: frozenset[str], pronoun: bool, at: int) -> bool:
        form = self.tokens[at].form
        for prefix in ("", "ب", "ال", "ل", "و"):
            stem = form[len(prefix) :] if form.startswith(prefix) else ""
            if not stem:
                continue
            if stem in words:
                return not pronoun or self._pronoun_at(at + 1)
            for word in words:
                base = word[:-1] + "ت" if word.endswith("ه") else word
                if stem.startswith(base) and stem[len(base) :] in ("ه", "ها", "هم", "هما", "هن"):
                    return True
        return False

    def _pronoun_at(self, at: int) -> bool:
        return (
            at < len(self.tokens) and self.tokens[at].form in ("ه", "ها", "هم", "هما", "هن") and self.tokens[at].kind != "punct"
        )

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
        strong = cue.phrase is not None or (cue.term is not None and "weak" not in cue.term.flags)
        self.cue = cue
        if strong:
            self.stack = []
        nxt = cue.last + 1
        if nxt in self.starts:
            return cue.last
        subject = self._subject(cue)
        if subject is not None:
            cue.figures.append(subject)
            self._state(cue, subject, "single+verb", subject.first, cue.last)
            return cue.last
        return self._single(cue)

    def _subject(self, cue: Cue) -> Figure | None:
        """One person before the verb: "إن رجلا مسنا قتل"."""
        if (
            cue.frame not in ("suffer", "hit")
            or cue.joint
            or (cue.reading is not None and (cue.reading.joined or cue.reading.present))
        ):
            return None
        for at in range(cue.first - 1, max(-1, cue.first - 8), -1):
            form = self.tokens[at].form
            if self.tokens[at].kind == "punct" and form not in _COMMAS | {'"', "“", "”", "(", ")"}:
                return None
            if at in self.starts or (self._cue_at(at) is not None):
                return None
            if form in ("ان", "بان", "وان"):
                one = single(self.tokens, at + 1)
                ok = (
                    one is not None
                    and one.people
                    and not one.people[0].clitics
                    and not one.people[0].term.flags & {"nationality", "collective"}
                )
                return (
                    one
                    if ok and one is not None and cue.first - one.last <= 6 and single(self.tokens, cue.last + 1) is None
                    else None
                )
        return None

    # single people and bare plurals beside a cue

    def _single(self, cue: Cue) -> int:
        at = self._skip(cue.last + 1)
        if at >= len(self.tokens) or any(s in self.starts for s in range(cue.last + 1, at + 1)):
            return cue.last
        one = single(self.tokens, at)
        if one is None and cue.frame in ("hit", "hurt_object") and cue.reading is not None:
            for ahead in range(at + 1, min(at + 8, len(self.tokens))):
                if ahead in self.starts or (
                    self.tokens[ahead].kind == "punct" and self.tokens[ahead].form not in ('"', "“", "”", "«", "»")
                ):
                    break
                if any(r.term.kind in ("verb", "act") for r in readings(self.tokens[ahead].form)) or marked(
                    self.tokens[ahead].form, "boundaries"
                ):
                    break
                far = single(self.tokens, ahead)
                if far is not None and far.people and far.people[0].accusative and "nationality" not in far.people[0].term.flags:
                    one, at = far, ahead
                    break
        if one is not None and (self._indefinite(one) or self._named(one)):
            return self._take_single(cue, one)
        plural = self._plural(at)
        agent = cue.frame == "hit" and any(i in self.starts and self.tokens[i].form[:1] != "و" for i in range(at + 1, at + 7))
        if plural is not None and not cue.blocked and not agent:
            cue.figures.append(plural)
            self._state(cue, plural, f"{cue.frame}+plural", cue.first)
            return plural.last
        return cue.last

    def _skip(self, at: int) -> int:
        """Past words that stand between a cue and its victim: dates, "كل من", "فيها"."""
        dates = {i for d in self.sentence.dates for i in range(d.first, d.last + 1)}
        while at < len(self.tokens) and (
            at in dates
            or self.tokens[at].form in ('"', "“", "«", "كل", "فيها", "فيه", "خلالها", "خلاله", "بها", "حتفه", "مصرعه")
            or (self.tokens[at].form == "من" and self.tokens[at - 1].form == "كل")
        ):
            at += 1
        return at

    def _indefinite(self, one: Figure) -> bool:
        nouns = one.people or one.casualties
        if one.others or one.unknown or (nouns and nouns[0].number != "singular"):
            return True
        return (
            bool(nouns)
            and not nouns[0].article
            and "definite_only" not in nouns[0].term.flags
            and (not nouns[0].pronoun or "kin" in nouns[0].term.flags or bool(nouns[0].term.groups))
        )

    def _named(self, one: Figure) -> bool:
        """Whether a definite noun is followed by a personal name, which makes it one person: "الشاب فلان"."""
        if not one.people or one.people[0].number != "singular" or one.people[0].pronoun:
            return False
        one.names = names_after(self.tokens, one.last + 1)
        if one.names:
            one.last += 1
        return bool(one.names)

    def _take_single(self, cue: Cue, one: Figure) -> int:
        nouns = one.people
        if nouns and "collective" in nouns[0].term.flags:
            return cue.last
        second = self._coordinated(one)
        if second is not None and self._dual_agreement(second.first + 1):
            one.low = one.best = one.high = 2
            one.people += second.people
            one.last = second.last
            second = None
        if not one.names and second is None and one.people:
            one.names = names_after(self.tokens, one.last + 1)
        cue.figures.append(one)
        self._state(cue, one, f"{cue.frame}+single", cue.first)
        last = one.last
        while second is not None:
            cue.figures.append(second)
            self._state(cue, second, f"{cue.frame}+single", second.first)
            last, second = second.last, self._coordinated(second)
        return last

    def _coordinated(self, one: Figure) -> Figure | None:
        for at in range(one.last + 1, min(one.last + 5, len(self.tokens))):
            token = self.tokens[at]
            if token.form in _COMMAS and at + 1 < len(self.tokens) and self.tokens[at + 1].form[:1] == "و":
                continue
            if token.kind != "word" or at in self.starts:
                return None
            joined = token.form[:1] == "و"
            if joined:
                nxt = at + 1 if token.form == "و" else at
                other = single(self.tokens, nxt)
                if other is not None and self._indefinite(other) and not other.casualties and other.people:
                    return other
                return None
        return None

    def _dual_agreement(self, at: int) -> bool:
        for token in self.tokens[at : at + 4]:
            if token.kind != "word":
                return False
            if token.form.endswith(("هما", "تهما")) or token.form == "هما":
                return True
            if any(
                r.term.kind == "person" and r.number in ("dual", "dual_or_plural") and not r.joined for r in readings(token.form)
            ):
                return True
        return False

    def _plural(self, at: int) -> Figure | None:
        """A plural without a number: nothing to count, but harm is reported."""
        if at >= len(self.tokens) or self.tokens[at].kind != "word":
            return None
        form = self.tokens[at].form
        if marked(form, "others") and without_and(form) in ("اخرين", "اخرون", "اخريات"):
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
                return Figure(
                    at, at, None, None, None, "vague", people=people, casualties=[] if people else [reading], vague=True
                )
        return None

    def _dual_pronoun(self, at: int) -> bool:
        for token in self.tokens[at : at + 8]:
            if token.kind == "punct" and token.form in _STOPS | _COMMAS:
                return False
            if token.form.endswith("هما"):
                return True
        return False

    def _bare_casualty(self, at: int) -> int | None:
        """ "قتيل وجريحان", "سقوط قتلى وجرحى": a victim noun without a number after a word of outcome or at the start."""
        found = [r for r in readings(self.tokens[at].form) if r.term.kind == "casualty" and "counted_only" not in r.term.flags]
        if not found or found[0].article or found[0].pronoun:
            return None
        reading = found[0]
        effect = reading.term.effect
        assert effect is not None
        if "found" in reading.term.flags and at + 1 in self.starts and self._found_context():
            self.cue = Cue(at, at, (effect,), "act", reading)
            return at
        before = self.tokens[at - 1] if at else None
        if (
            before is not None
            and marked(before.form, "toll_verbs")
            and not marked(before.form, "outcome")
            and reading.number != "singular"
        ):
            self.toll, self.toll_ready = Cue(at, at, (effect,), "toll", reading), True
            return at
        chained = reading.joined and self.out and self.out[-1].last == at - 1 and self.out[-1].sentence is self.sentence
        starts = at == 0 or (
            before is not None and before.kind == "punct" and before.form in "-|:–…." and self.sentence.sentence.paragraph <= 0
        )
        if not (
            starts or chained or (before is not None and (marked(before.form, "outcome") or before.form[1:] in marker("outcome")))
        ):
            return None
        if "found" in reading.term.flags or (effect in ("displaced", "detained", "missing") and not chained):
            return None
        why = blocked(self.tokens, at, None)
        cue = Cue(at, at, (effect,), "noun", reading, blocked=why)
        if reading.number == "singular":
            one = Figure(at, at, 1, 1, 1, "exact", casualties=[reading], single=True)
        else:
            one = Figure(at, at, None, None, None, "vague", casualties=[reading], vague=True)
        self.cue = cue
        cue.figures.append(one)
        self._state(cue, one, "noun+single" if one.single else "noun+plural", at)
        return at

    # parts of a whole

    def _open_part(self, at: int) -> None:
        whole = self._last_whole()
        if whole is not None:
            self.stack.append((whole, "part"))
            self._part_nouns(at + 1)

    def _open_among(self, at: int) -> bool:
        found = [
            r for r in readings(self.tokens[at + 1].form) if r.term.kind == "casualty" and r.article and r.number == "plural"
        ]
        if not found:
            return False
        whole = next(
            (s for s in reversed(self.earlier + self.out) if s.effect == found[0].term.effect and s.parent is None), None
        )
        if whole is None:
            return False
        self.stack.append((whole, "part"))
        self._part_nouns(at + 2)
        return True

    def _open_split(self) -> None:
        whole = self._last_whole(True)
        if whole is not None:
            self.stack = [(whole, "split")]
            self.cue = None

    def _last_whole(self, far: bool = False) -> Statement | None:
        if self.out:
            return self.out[-1]
        if self.earlier and (far or self.earlier[-1].index >= self.index - 1):
            return next((s for s in reversed(self.earlier) if s.parent is None and not s.plural), None)
        return None

    def _part_nouns(self, at: int) -> None:
        """ "بينهم طفل وامرأة" are parts of one; "بينهم أطفال ونساء" are groups of the whole."""
        whole = self.stack[-1][0]
        while at < len(self.tokens) and at not in self.starts and self.tokens[at].kind == "word":
            if self.tokens[at].form == "و":
                at += 1
                continue
            plural = self._plural(at)
            if plural is not None and plural.people and plural.size is None:
                whole.groups |= {g for r in plural.people for g in r.term.groups}
                at = plural.last + 1
                continue
            one = single(self.tokens, at)
            if one is not None and one.people and self._indefinite(one):
                self._part(whole, one)
                at = one.last + 1
                continue
            break

    def _most(self, at: int) -> int:
        whole = self._last_whole()
        at += 1
        while whole is not None and at < len(self.tokens) and self.tokens[at].kind == "word" and at not in self.starts:
            if self.tokens[at].form == "من":
                at += 1
                continue
            found = [r for r in readings(self.tokens[at].form) if r.term.kind == "person" and r.number != "singular"]
            if not found:
                break
            whole.groups |= {g for r in found for g in r.term.groups}
            if len(self.out) > 1 and self.out[-2].effect != whole.effect and self.out[-2].parent is None:
                self.out[-2].groups |= whole.groups
            at += 1
        return at - 1

    def _part(self, whole: Statement, figure: Figure, rule: str = "part") -> None:
        part = Statement(self.index, self.sentence, whole.effect, figure, figure.first, figure.last, rule, whole.cue)
        part.parent, part.joint, part.denied = whole, whole.joint, whole.denied
        whole.parts.append(part)
        self.out.append(part)

    # figures

    def _figure(self, figure: Figure) -> None:
        if self.stack and self._part_of_open(figure):
            return
        cue = self.cue
        own = figure.effects
        if cue is not None and (near := self._governs(cue, figure)):
            if (
                own
                and cue.frame != "noun"
                and (set(own) != set(cue.effects) or len(own) > 1)
                and not (figure.casualties[0].term.effect in ("displaced", "detained", "abducted") and near == "adjacent")
            ):
                pass
            else:
                chained = bool(cue.figures)
                cue.figures.append(figure)
                self._state(
                    cue,
                    figure,
                    f"{cue.frame}+number" if not chained else f"{cue.frame}+chain",
                    figure.first if chained else cue.first,
                )
                after = self._coordinated(figure) if figure.people and cue.frame != "noun" else None
                if after is not None:
                    self.used.add(after.first)
                    cue.figures.append(after)
                    self._state(cue, after, f"{cue.frame}+single", after.first)
                return
        if own:
            self._own(figure)
            return
        ahead = self._ahead(figure)
        if ahead is not None:
            ahead.figures.append(figure)
            self.used.add(ahead.first)
            ahead.blocked = blocked(self.tokens, ahead.first, ahead.reading)
            self._state(ahead, figure, "number+verb", figure.first, ahead.last)
            self.cue = ahead
            return
        if (
            self.toll is not None
            and self.toll_ready
            and figure.first - self.toll.last <= _TOLL
            and (figure.human or (figure.bare and not figure.vague))
        ):
            cue, self.toll = self.toll, None
            self._state(cue, figure, "toll", cue.first)
            return
        self._place_part(figure)

    def _own(self, figure: Figure) -> None:
        reading = figure.casualties[0]
        if "found" in reading.term.flags and not self._found_context():
            return
        cue = Cue(figure.first, figure.last, figure.effects, "noun", reading)
        cue.blocked = blocked(self.tokens, figure.first, None)
        cue.joint = figure.joint
        cue.figures.append(figure)
        if self.toll is not None and self.toll.effects[0] in figure.effects:
            self.toll = None
        self.cue = cue
        self._state(cue, figure, "noun+number", figure.first)

    def _found_context(self) -> bool:
        return any(marked(t.form, "found_context") or t.form[1:] in marker("found_context") for t in self.tokens)

    def _governs(self, cue: Cue, figure: Figure) -> str:
        if figure.bare and figure.vague and figure.low is not None and figure.low < 20:
            return ""
        distance = figure.first - cue.last - 1
        weak = cue.term is not None and "weak" in cue.term.flags
        if cue.figures:
            gap = self.tokens[cue.figures[-1].last + 1 : figure.first]
            joined = self.tokens[figure.first].form[:1] == "و" or (bool(gap) and gap[-1].form == "و")
            added = any(marked(t.form, "addition_markers") for t in gap)
            if (
                len(gap) <= _CHAIN
                and (joined or added)
                and (figure.people or figure.others or (figure.partitive and len(gap) <= 1) or (added and figure.unknown))
            ):
                return "" if any(marked(t.form, "boundaries") for t in gap) else "chain"
            return ""
        if distance == 0:
            return "adjacent" if (figure.human or not weak) else ""
        if cue.frame == "act":
            if cue.comma or distance > 6:
                return ""
            return "near" if figure.human and distance <= 6 else ""
        if figure.human:
            return "near" if distance <= _FAR else ""
        return "near" if distance <= 2 and not weak and (figure.bare or figure.partitive) else ""

    def _ahead(self, figure: Figure) -> Cue | None:
        """The verb that follows its counted subject: "خمسة مدنيين … قتلوا", "12 شخصا لقوا حتفهم"."""
        if not (figure.human or figure.partitive or figure.bare):
            return None
        commas = 0
        for at in range(figure.last + 1, min(figure.last + 1 + _AHEAD, len(self.tokens))):
            token = self.tokens[at]
            if token.kind == "punct":
                commas += token.form in _COMMAS
                if token.form in _STOPS or commas > 2:
                    return None
                continue
            if at in self.starts or (marked(token.form, "boundaries")):
                return None
            cue = self._among_missing(at) or self._cue_at(at)
            if cue is None:
                continue
            if cue.frame == "state":
                return cue
            reading = cue.reading
            if reading is not None and (reading.term.kind == "act" or reading.joined):
                return None
            if reading is not None and reading.term.frame == "hurt_object":
                return None
            many = figure.size is None or figure.size > 2
            if many and not self.tokens[at].form.endswith(("وا", "ون")):
                return None
            if cue.frame == "hit" and (at + 1 in self.starts or single(self.tokens, at + 1) is not None):
                return None
            return cue
        return None

    def _among_missing(self, at: int) -> Cue | None:
        """ "في عداد المفقودين", "في عداد القتلى"."""
        if self.tokens[at].form != "عداد" or at + 1 >= len(self.tokens):
            return None
        found = [r for r in readings(self.tokens[at + 1].form) if r.term.kind == "casualty" and r.term.effect]
        return Cue(at, at + 1, (found[0].term.effect,), "state", found[0]) if found and found[0].term.effect else None

    def _part_of_open(self, figure: Figure) -> bool:
        whole, how = self.stack[-1]
        if figure.effects and whole.effect not in figure.effects:
            return False
        size, room = figure.size, whole.figure.size
        if size is not None and room is not None and size > room:
            if len(self.stack) > 1:
                self.stack.pop()
                return self._part_of_open(figure)
            return False
        if how == "part" and not (figure.human or figure.partitive or self._in_place(figure)):
            return False
        if (
            size is not None
            and room is not None
            and sum(p.figure.size or 0 for p in whole.parts) + size > room
            and len(self.stack) > 1
        ):
            self.stack.pop()
            return self._part_of_open(figure)
        self._part(whole, figure, "split" if how == "split" else "part")
        return True

    def _in_place(self, figure: Figure) -> bool:
        nxt = figure.last + 1
        return figure.bare and nxt < len(self.tokens) and self.tokens[nxt].form in ("في", "من")

    def _place_part(self, figure: Figure) -> None:
        if self.out and self.out[-1].rule in ("split", "part") and self._in_place(figure):
            whole = self.out[-1].parent
            if whole is not None:
                self._part(whole, figure, "split")

    # statements

    def _released(self, cue: Cue, first: int) -> bool:
        if cue.frame != "noun" or not {"detained", "abducted"} & set(cue.effects):
            return False
        return any(marked(t.form, "release") or t.form[1:] in marker("release") for t in self.tokens[max(0, first - 5) : first])

    def _toll_head(self, at: int) -> bool:
        if at + 1 < len(self.tokens) and self.tokens[at + 1].form in ("من", "كبير"):
            return False
        effects: list[Effect] = []
        last = at
        for near in range(at + 1, min(at + 6, len(self.tokens))):
            if near in self.starts:
                break
            for reading in readings(self.tokens[near].form):
                if reading.term.kind == "act" and (reading.article or "weak" in reading.term.flags):
                    continue
                if reading.term.kind in ("casualty", "act") and reading.term.effect and reading.term.effect not in effects:
                    if effects and not reading.joined:
                        break
                    effects.append(reading.term.effect)
                    last = near
                    break
        if not effects:
            return False
        self.toll, self.toll_ready = Cue(at, last, tuple(effects), "toll"), bool(self._after_toll_verb(at))
        self.cue = None
        return True

    def _after_toll_verb(self, at: int) -> bool:
        return any(marked(t.form, "toll_verbs") for t in self.tokens[max(0, at - 2) : at])

    def _state(self, cue: Cue, figure: Figure, rule: str, first: int, last: int | None = None) -> None:
        """Adds one statement an effect, unless the clause or the article says that it is none."""
        if cue.blocked in ("negated", "irrealis") or self._released(cue, first):
            return
        natural = cue.term is not None and "natural" in cue.term.flags
        if self.setting.excludes(self.sentence, natural):
            return
        end = max(figure.last, last if last is not None else figure.last)
        if end + 1 < len(self.tokens) and self.tokens[end + 1].form in marker("bodily"):
            end += 1
        if (
            self.toll is not None
            and cue is not self.toll
            and set(self.toll.effects) & set(cue.effects)
            and figure.size is not None
        ):
            self.toll = None
        effects = figure.effects if cue.frame == "noun" and figure.joint else cue.effects
        joint = (cue.joint or figure.joint) and len(effects) > 1
        for effect in effects:
            said = Statement(self.index, self.sentence, effect, figure, first, end, rule, cue)
            said.names = list(figure.names)
            said.joint, said.denied = joint, cue.blocked == "denied"
            said.plural = figure.size is None and figure.low is None
            self.out.append(said)


__all__ = ["Reading", "find_statements"]
