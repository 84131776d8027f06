"""How sure a statement is."""

from __future__ import annotations

from rasid.extraction.casualty.merging import Fact
from rasid.extraction.confidence import rule_confidence
from rasid.extraction.lexicon import load


def confidence(fact: Fact, mismatch: bool) -> float:
    """Between 0 and 1: that of its rule, lowered by a mismatch of parts."""
    doubt = float(load("casualty_confidence")["mismatch"]) if mismatch else 1.0
    return round(rule_confidence("casualty", fact.main.rule) * doubt, 3)
