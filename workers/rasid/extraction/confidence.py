"""How sure an event is: the share of right events among those that the same rule gave on gold articles."""

from __future__ import annotations

from typing import Final, Literal

from rasid.extraction.lexicon import load

_USUAL: Final = 0.8


def rule_confidence(kind: Literal["casualty", "diplomacy"], rule: str, weight: float = _USUAL) -> float:
    """Between 0 and 1: the rule's precision on gold, drawn to the prior (less for a rule of less weight) where it was
    seen seldom, lowered by what precision fell on articles that nobody looked at."""
    table = load(f"{kind}_confidence")
    right, given = table["rules"].get(rule, (0, 0))
    prior = min(1.0, table["prior"] * weight / _USUAL)
    sure: float = (right + prior * table["weight"]) / (given + table["weight"])
    return sure * float(table["unseen"])
