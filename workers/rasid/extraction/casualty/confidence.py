"""How sure a statement is: the share of right statements among those that the same rule gave on gold articles."""

from __future__ import annotations

from rasid.extraction.casualty.merging import Fact
from rasid.extraction.lexicon import load


def confidence(fact: Fact, mismatch: bool) -> float:
    """Between 0 and 1: the rule's precision on gold, drawn to the prior where it was seen seldom,
    lowered by what precision fell on articles that nobody looked at, and by a mismatch of parts."""
    table = load("casualty_confidence")
    right, given = table["rules"].get(fact.main.rule, (0, 0))
    sure: float = (right + table["prior"] * table["weight"]) / (given + table["weight"])
    return round(sure * float(table["unseen"]) * float(table["mismatch"] if mismatch else 1.0), 3)
