"""How far a cue reaches: whether a figure is counted under the word before it, or under the verb behind it."""

from __future__ import annotations

from rasid.extraction.casualty.figures import Figure, single
from rasid.extraction.casualty.line import COMMAS, STOPS, Line
from rasid.extraction.casualty.statement import Cue
from rasid.extraction.casualty.terms import marked, marker, readings

_FAR, _NEAR, _CHAIN, _LONG_CHAIN, _AHEAD = 12, 6, 9, 22, 14
_FEW = 20
_PARTITIVE = 4


def governs(line: Line, cue: Cue, figure: Figure) -> str:
    """ "adjacent", "near" or "chain" where a cue counts the figure behind it, else ""."""
    if figure.bare and figure.vague and figure.low is not None and figure.low < _FEW:
        return ""
    if cue.figures:
        return _chained(line, cue, figure)
    distance = figure.first - cue.last - 1
    weak = cue.term is not None and "weak" in cue.term.flags
    if distance == 0:
        return "adjacent" if (figure.human or not weak) else ""
    if cue.frame == "act":
        return "near" if figure.human and distance <= _NEAR and not cue.comma else ""
    if figure.human:
        return "near" if distance <= (_NEAR if weak else _FAR) and not (weak and figure.size is None) else ""
    return "near" if distance <= 2 and not weak and (figure.bare or figure.partitive) else ""


def _chained(line: Line, cue: Cue, figure: Figure) -> str:
    """A further figure under a cue that has one: "وأصيب 12 مدنيا و4 نساء", "مع خمسة من مرافقيه"."""
    gap = line.tokens[cue.figures[-1].last + 1 : figure.first]
    if any(marked(t.form, "boundaries") for t in gap):
        return ""
    joined = line.form(figure.first)[:1] == "و" or (bool(gap) and gap[-1].form == "و")
    added = any(marked(t.form, "addition_markers") for t in gap)
    along = bool(gap) and gap[-1].form in ("مع", "برفقه") and len(gap) <= _NEAR and cue.figures[-1].single
    counted = bool(figure.people or figure.others)
    partitive = figure.partitive and len(gap) <= _PARTITIVE and all(t.kind == "word" for t in gap)
    if len(gap) <= _CHAIN and ((joined and (counted or partitive)) or (added and (counted or partitive or figure.unknown))):
        return "chain"
    if along and (counted or figure.partitive):
        return "chain"
    listed = joined and bool(figure.people) and len(gap) <= _LONG_CHAIN and any(t.form in COMMAS for t in gap[-2:])
    return "chain" if listed and figure.size is not None else ""


def ahead(line: Line, figure: Figure) -> Cue | None:
    """The verb that follows its counted subject: "خمسة مدنيين … قتلوا", "12 شخصا لقوا حتفهم"."""
    if not (figure.human or figure.partitive or figure.bare):
        return None
    commas, listing = 0, False
    for at in range(figure.last + 1, min(figure.last + 1 + _AHEAD, len(line.tokens))):
        token = line.tokens[at]
        if token.form in ("الذين", "اللواتي", "اللاتي") and _other_antecedent(line, figure, at):
            return None
        if token.kind == "punct":
            commas += token.form in COMMAS
            listing = listing and token.form not in COMMAS
            if token.form in STOPS or commas > 2:
                return None
            continue
        state = line.state_at(at) or line.fallen_at(at, figure)
        if state is not None:
            return state
        listing = listing or marked(token.form, "part_markers")
        if (at in line.starts and not listing) or marked(token.form, "boundaries"):
            return None
        cue = line.cue_at(at)
        if cue is not None:
            return cue if _agrees(line, figure, cue, at) else None
    return None


def _other_antecedent(line: Line, figure: Figure, at: int) -> bool:
    """Whether "who" goes on with people named between: "آلاف اليمنيين يشيعون الأطفال الذين قتلوا"."""
    return at - figure.last > 2 and any(
        r.term.kind in ("person", "casualty") and r.article and r.number != "singular" for r in readings(line.form(at - 1))
    )


def _agrees(line: Line, figure: Figure, cue: Cue, at: int) -> bool:
    """Whether a verb can have the figure as its subject: number agrees, and it has no victim of its own."""
    reading = cue.reading
    if reading is not None and (
        (reading.term.kind == "act" and cue.frame == "act") or reading.joined or reading.term.frame == "hurt_object"
    ):
        return False
    many = figure.size is None or figure.size > 2
    if line.form(cue.first - 1) in marker("prepositions"):
        return False
    collective = any("collective" in r.term.flags for r in figure.people)
    verb = line.form(cue.first if cue.phrase is not None else cue.last)
    if many and not verb.endswith(("ت", "ون", "وا") if collective else ("وا", "ون")):
        return False
    return not (cue.frame == "hit" and (at + 1 in line.starts or single(line.tokens, at + 1) is not None))
