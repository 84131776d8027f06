"""Heads of a count that wait for their figure: "حصيلة القتلى ارتفعت إلى 40", "بلغ عددهم 20"."""

from __future__ import annotations

from rasid.extraction.casualty.figures import Figure
from rasid.extraction.casualty.line import Line
from rasid.extraction.casualty.statement import Cue
from rasid.extraction.casualty.terms import marked, marker, readings
from rasid.models import Effect

_REACH, _HEAD, _VERB_BEFORE = 30, 6, 6


class Toll:
    """The open head of a count in one sentence, and whether a verb has led on to its figure."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.cue: Cue | None = None
        self.ready = False

    def clear(self) -> None:
        """No head is open any more."""
        self.cue = None

    def open(self, cue: Cue) -> None:
        """Opens a head whose verb stands before it ("ارتفاع قتلى …")."""
        self.cue, self.ready = cue, True

    def met(self, cue: Cue) -> None:
        """Closes the head when its effect has got a figure under another cue."""
        if self.cue is not None and cue is not self.cue and set(self.cue.effects) & set(cue.effects):
            self.cue = None

    def leads(self, at: int) -> None:
        """Takes in a word that may lead from the head to the figure: "بلغ", "إلى"."""
        form = self.line.form(at)
        if self.cue is not None and (marked(form, "toll_verbs") or form[1:] in marker("toll_verbs")):
            self.ready = True

    def take(self, figure: Figure) -> Cue | None:
        """The head that a figure answers, which it closes."""
        cue = self.cue
        if cue is None or not self.ready or figure.first - cue.last > _REACH:
            return None
        if not (figure.human or (figure.bare and not figure.vague)):
            return None
        self.cue = None
        return cue

    def opens(self, at: int) -> bool:
        """Whether a head of a count with its effect stands at a token; opens it."""
        form = self.line.form(at)
        if form in marker("their_number") or form[1:] in marker("their_number"):
            return self._anaphor(at)
        if self._goes_on(at):
            return True
        if not marked(form, "toll_heads") or self.line.form(at + 1) in marker("no_toll_heads"):
            return False
        effects, last = self._effects(at)
        if not effects:
            return False
        self.cue, self.ready = Cue(at, last, tuple(effects), "toll"), self._after_verb(at)
        return True

    def _goes_on(self, at: int) -> bool:
        """ "بلغ عدد القتلى 45 والجرحى 100": the next noun under the same head."""
        last = self.line.out[-1] if self.line.out else None
        if last is None or last.rule != "toll" or at - last.last > 2 or at + 1 not in self.line.starts:
            return False
        found = [r for r in readings(self.line.form(at)) if r.term.kind == "casualty" and r.joined and r.article]
        if not found or found[0].term.effect is None:
            return False
        self.cue, self.ready = Cue(at, at, (found[0].term.effect,), "toll"), True
        return True

    def _anaphor(self, at: int) -> bool:
        """ "عددهم": of those who were last spoken of."""
        said = next(iter(reversed(self.line.out or self.line.earlier)), None)
        if said is None or said.index < self.line.index - 1:
            return False
        self.cue, self.ready = Cue(at, at, (said.effect,), "toll"), True
        return True

    def _effects(self, at: int) -> tuple[list[Effect], int]:
        effects: list[Effect] = []
        last = at
        for near in range(at + 1, min(at + _HEAD, len(self.line.tokens))):
            if near in self.line.starts:
                break
            for reading in readings(self.line.form(near)):
                if reading.term.kind == "act" and (reading.article or "weak" in reading.term.flags):
                    continue
                effect = reading.term.effect
                if reading.term.kind in ("casualty", "act") and effect and effect not in effects:
                    if effects and not reading.joined:
                        break
                    effects.append(effect)
                    last = near
                    break
        return effects, last

    def _after_verb(self, at: int) -> bool:
        return any(marked(t.form, "toll_verbs") for t in self.line.tokens[max(0, at - _VERB_BEFORE) : at])
