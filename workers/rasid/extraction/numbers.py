"""Stub."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.extraction.mentions import Quantity
from rasid.text.document import Token


def find_numbers(tokens: Sequence[Token]) -> list[Quantity]:
    """Nothing yet."""
    return []
