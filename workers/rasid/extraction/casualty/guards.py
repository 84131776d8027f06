"""What is not a toll: negated, denied, planned or feared harm; accidents, illness and games."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from rasid.extraction.analysis import Analysis, SentenceAnalysis
from rasid.extraction.casualty.figures import Figure
from rasid.extraction.casualty.methods import strikes
from rasid.extraction.casualty.statement import Cue
from rasid.extraction.casualty.terms import Reading, marked, marker, readings, without_and
from rasid.text.document import Token

_CLAUSE_MARKS = frozenset("،,؛;:.!؟?…")
_REACH = 7


def blocked(tokens: Sequence[Token], cue: int, reading: Reading | None) -> str:
    """Why the cue at a token does not report harm: `negated`, `denied`, `irrealis`, or "" where it does."""
    if reading is not None and reading.present and (reading.future or bool(reading.preposition)):
        return "irrealis"
    if (
        reading is not None
        and reading.term.method == "execution"
        and any(marked(t.form, "verdicts") or t.form[1:] in marker("verdicts") for t in tokens[max(0, cue - 4) : cue])
    ):
        return "irrealis"
    through_outcome = True
    for back in range(1, _REACH + 2):
        at = cue - back
        if at < 0:
            break
        form = tokens[at].form
        if tokens[at].kind == "punct":
            if form in _CLAUSE_MARKS:
                break
            continue
        bare = without_and(form)
        if bare in marker("denial") and back <= _REACH:
            return "denied"
        if bare in marker("negation") and any(t.form in marker("only") for t in tokens[at + 1 : cue]):
            return ""
        if bare in marker("negation") and tokens[at + 1].form not in marker("hedge_verbs") and (back <= 2 or through_outcome):
            return "negated"
        if back <= 2 and (bare in marker("irrealis") or (form[1:] in marker("irrealis") and form[:1] in ("ب", "ل"))):
            if bare in ("قد", "ربما") and (reading is None or not reading.present):
                continue
            return "irrealis"
        if back == 1 and bare == "ان" and reading is not None and reading.present:
            return "irrealis"
        through_outcome = through_outcome and (back <= 1 or marked(form, "outcome") or back <= 4)
        if marked(form, "boundaries") and back > 1:
            break
    return ""


def released(tokens: Sequence[Token], cue: Cue, first: int) -> bool:
    """Whether the prisoners of a noun at token `first` were set free."""
    if cue.frame != "noun" or not {"detained", "abducted"} & set(cue.effects):
        return False
    return any(marked(t.form, "release") or t.form[1:] in marker("release") for t in tokens[max(0, first - 5) : first])


def flight_of_troops(cue: Cue, figure: Figure) -> bool:
    """Whether those who fled were soldiers, prisoners or one man: no displacement."""
    if cue.effects != ("displaced",) or cue.term is None or "flight" not in cue.term.flags:
        return False
    armed = any("combatant" in r.term.groups or "held" in r.term.flags for r in figure.people)
    held = {"detained", "abducted"} & set(figure.effects)
    return armed or bool(held) or figure.single or figure.size is None or not (figure.people or figure.partitive)


class Setting:
    """What an article is about, as far as tolls go: a conflict, an accident or illness, a game."""

    def __init__(self, analysis: Analysis) -> None:
        conflict: set[str] = set()
        accident = sport = 0
        for sentence in analysis.sentences:
            for token in sentence.tokens:
                kind = _kind(token.form) if token.kind == "word" else ""
                if kind == "conflict":
                    conflict.add(_stem(token.form))
                elif kind == "accident":
                    accident += 1
                elif kind == "sport":
                    sport += 1
        self.violent = len(conflict) >= 2 or not accident
        self.sporting = sport >= 4 and sport > len(conflict)

    def excludes(self, sentence: SentenceAnalysis, natural: bool) -> str:
        """Why a statement of this sentence is no toll of violence, or ""."""
        if self.sporting:
            return "sport"
        kinds = {_kind(t.form) for t in sentence.tokens if t.kind == "word"}
        conflict = "conflict" in kinds
        accident = (
            any(_stem(t.form) in _stems("accident") for t in sentence.tokens if t.kind == "word") if not conflict else False
        )
        if accident and not conflict:
            return "accident"
        if not self.violent and not conflict:
            return "accident"
        if natural and not conflict and not any(t.form in marker("of_wounds") for t in sentence.tokens):
            return "natural"
        return ""


@lru_cache(maxsize=32768)
def _kind(form: str) -> str:
    """What a word makes an article be about: `conflict`, `accident`, `sport` or ""."""
    if _violent(form):
        return "conflict"
    bare = _stem(form)
    return next((name for name in ("accident", "sport") if bare in _stems(name)), "")


def _violent(form: str) -> bool:
    """Whether a word speaks of arms or of those who bear them."""
    if _stem(form) in _stems("conflict") or _stem(form) in _stems_of_means():
        return True
    return any(
        r.term.kind == "person" and "combatant" in r.term.groups and "definite_only" not in r.term.flags
        for r in readings(form)[:1]
    )


@cache
def _stems_of_means() -> frozenset[str]:
    return frozenset(map(_stem, strikes())) - _stems("accident")


_STEMS: dict[str, frozenset[str]] = {}


def _stems(name: str) -> frozenset[str]:
    if name not in _STEMS:
        _STEMS[name] = frozenset(map(_stem, marker(name)))
    return _STEMS[name]


def _stem(form: str) -> str:
    for prefix in ("وال", "بال", "فال", "كال", "لل", "ال"):
        if form.startswith(prefix) and len(form) - len(prefix) >= 3:
            return form[len(prefix) :]
    if form[:1] in ("و", "ب", "ل", "ف") and len(form) > 3:
        return form[1:]
    return form
