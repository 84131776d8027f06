"""A sentence being read for tolls: its tokens, its figures, the cues in it, and the statements made so far."""

from __future__ import annotations

from functools import cache, lru_cache

from rasid.extraction.analysis import SentenceAnalysis
from rasid.extraction.casualty.figures import Figure, find_figures
from rasid.extraction.casualty.statement import Cue, Statement
from rasid.extraction.casualty.terms import Reading, Term, marked, marker, phrases, readings, without_and
from rasid.extraction.lexicon import load
from rasid.extraction.morphology import PhraseIndex

COMMAS = frozenset("،,-–—")
STOPS = frozenset(".!؟?؛;|…:")
QUOTES = frozenset("\"'“”«»‘’")
_PRONOUNS = ("ه", "ها", "هم", "هما", "هن")
_PREFIXES = ("", "ب", "ال", "ل", "و")


@cache
def _noun_phrases() -> PhraseIndex[Term]:
    index: PhraseIndex[Term] = PhraseIndex()
    for entry in load("casualty")["noun_phrases"]:
        flags = frozenset(flag for flag in ("weak", "combatant") if entry.get(flag))
        for words in entry["words"]:
            index.add(words, Term("act", words, entry["effect"], entry.get("frame", "act"), (), flags))
    return index


_MARKERS = (
    "part_markers",
    "enumerating",
    "split_markers",
    "most_markers",
    "addition_markers",
    "toll_heads",
    "toll_verbs",
    "their_number",
    "boundaries",
)


@lru_cache(maxsize=32768)
def speaks_of_harm(form: str) -> bool:
    """Whether a folded word is, or begins, a word or phrase of harm: only sentences with one are read for tolls."""
    kinds = {r.term.kind for r in readings(form)}
    return bool(kinds & {"verb", "act", "casualty"} or phrases(form)) or _noun_phrases().opens(form)


@lru_cache(maxsize=32768)
def matters(form: str) -> bool:
    """Whether a folded word means anything to the reading of tolls: harm, a thing counted, or a marker."""
    if speaks_of_harm(form) or any(r.term.kind == "thing" for r in readings(form)):
        return True
    bare = without_and(form)
    return bare in marker("among") or any({form, form[1:], bare} & marker(name) for name in _MARKERS)


class Line:
    """One sentence, `earlier` the statements of those before it."""

    def __init__(self, index: int, sentence: SentenceAnalysis, earlier: list[Statement]) -> None:
        self.index, self.sentence, self.tokens = index, sentence, sentence.tokens
        self.earlier = earlier
        self.figures = find_figures(self.tokens, sentence.numbers, sentence.dates)
        self.starts = {f.first: f for f in self.figures}
        self.dated = {i for d in sentence.dates for i in range(d.first, d.last + 1)}
        self.out: list[Statement] = []

    def form(self, at: int) -> str:
        """The folded word at a token, "" outside the sentence."""
        return self.tokens[at].form if 0 <= at < len(self.tokens) else ""

    def cue_at(self, at: int) -> Cue | None:
        """The verb, noun of harm or phrase that begins at a token."""
        form = self.tokens[at].form
        for phrase in phrases(form):
            for then in range(at + 1, min(at + 1 + phrase.within, len(self.tokens))):
                if self._complement(phrase.then, phrase.pronoun, then):
                    last = then if then == at + 1 or phrase.after else at
                    return Cue(at, last, (phrase.effect,), phrase.frame, None, phrase)
        several = _noun_phrases().match(self.tokens, at)
        if several is not None and several.value.effect is not None:
            return Cue(
                at,
                several.last,
                (several.value.effect,),
                several.value.frame,
                Reading(several.value, joined=form.startswith("و")),
            )
        for reading in readings(form):
            if reading.term.kind == "verb":
                if reading.pronoun or self._particle(reading, at) or self._behind_preposition(reading, at):
                    continue
                assert reading.term.effect is not None
                return Cue(at, at, (reading.term.effect,), reading.term.frame, reading)
            if reading.term.kind == "act":
                return self._act(reading, at)
            if reading.term.kind == "thing":
                return None
        return None

    def _act(self, reading: Reading, at: int) -> Cue | None:
        if reading.pronoun or reading.article or self.pronoun_at(at + 1):
            return None
        effect = reading.term.effect
        if reading.term.then and any(
            self._complement(reading.term.then, True, i) for i in range(at + 1, min(at + 9, len(self.tokens)))
        ):
            effect = reading.term.then_effect
        assert effect is not None
        return Cue(at, at, (effect,), "act", reading)

    def _behind_preposition(self, reading: Reading, at: int) -> bool:
        """Whether a weak verb stands behind a preposition, so that it is a noun spelled alike: "من أسر سودانية"."""
        return "weak" in reading.term.flags and not reading.clitics and without_and(self.form(at - 1)) in marker("prepositions")

    def _particle(self, reading: Reading, at: int) -> bool:
        """Whether "فقد" is "and indeed", not "lost": another verb follows."""
        return (
            reading.term.lemma in marker("like_particles")
            and self.tokens[at].form in ("فقد", "وقد")
            and at not in self.starts
            and (at + 1 not in self.starts)
        )

    def _complement(self, words: frozenset[str], pronoun: bool, at: int) -> bool:
        form = self.tokens[at].form
        for prefix in _PREFIXES:
            stem = form[len(prefix) :] if form.startswith(prefix) else ""
            if not stem:
                continue
            if stem in words:
                return not pronoun or self.pronoun_at(at + 1)
            for word in words:
                base = word[:-1] + "ت" if word.endswith("ه") else word
                if stem.startswith(base) and stem[len(base) :] in _PRONOUNS:
                    return True
        return False

    def pronoun_at(self, at: int) -> bool:
        """Whether a pronoun stands by itself at a token, as in text whose clitics are cut off."""
        return self.form(at) in _PRONOUNS and self.tokens[at].kind != "punct"

    def outcome_before(self, at: int) -> bool:
        """Whether a word of outcome stands right before a token; "عن" and "إلى" are of one only behind its verb."""
        before = self.form(at - 1)
        if before in ("عن", "الي"):
            return any(marked(self.form(back), "outcome") for back in range(max(0, at - 25), at - 1))
        return bool(before) and (marked(before, "outcome") or before[1:] in marker("outcome"))

    def state_at(self, at: int) -> Cue | None:
        """ "في عداد المفقودين", "لا يزالون مفقودين": a predicate that says what became of the people counted before."""
        form = self.form(at)
        if form == "قيد" and self.form(at + 1) in marker("custody"):
            return Cue(at, at + 1, ("detained",), "state")
        if form == "عداد" and at + 1 < len(self.tokens):
            at += 1
        elif not any(marked(self.form(back), "remaining") for back in (at - 1, at - 2)):
            return None
        found = [r for r in readings(self.form(at)) if r.term.kind == "casualty" and r.term.effect]
        if form != "عداد" and found and found[0].article:
            return None
        return Cue(at, at, (found[0].term.effect,), "state", found[0]) if found and found[0].term.effect else None

    def fallen_at(self, at: int, figure: Figure) -> Cue | None:
        """ "سقط أربعة … قتلى": a predicate of harm behind the figure, an outcome before it."""
        found = [r for r in readings(self.form(at)) if r.term.kind == "casualty" and r.number == "plural"]
        if not found or found[0].article or found[0].joined or found[0].preposition or found[0].term.effect is None:
            return None
        if not any(marked(self.form(back), "falling") for back in range(figure.first - 3, figure.first)):
            return None
        return Cue(at, at, (found[0].term.effect,), "state", found[0])

    def speaks_of_finding(self) -> bool:
        """Whether bodies in this sentence are news: found, recovered, brought in."""
        return any(
            t.kind == "word"
            and (any(stem in t.form for stem in marker("found_context")) or without_and(t.form) in marker("carrying"))
            for t in self.tokens
        )
