"""How sure an act is: the share of right acts among those that the same frame gave on gold articles."""

from __future__ import annotations

from typing import Final

from rasid.extraction.diplomacy.frames import Frame
from rasid.extraction.lexicon import load

_USUAL: Final = 0.8


def confidence(frame: Frame) -> float:
    """Between 0 and 1: the frame's precision on gold, drawn to the prior (less for a frame of less weight) where it was
    seen seldom, lowered by what precision fell on articles that nobody looked at."""
    table = load("diplomacy_confidence")
    right, given = table["rules"].get(frame.id, (0, 0))
    prior = min(1.0, table["prior"] * frame.weight / _USUAL)
    sure: float = (right + prior * table["weight"]) / (given + table["weight"])
    return round(sure * float(table["unseen"]), 3)
