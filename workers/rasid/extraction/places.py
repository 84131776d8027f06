"""Stub."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.extraction.mentions import PlaceMention
from rasid.text.document import Token


def find_places(tokens: Sequence[Token]) -> list[PlaceMention]:
    """Nothing yet."""
    return []
