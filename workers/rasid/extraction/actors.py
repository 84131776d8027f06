"""Stub."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rasid.extraction.mentions import ActorMention
from rasid.text.document import Token


def find_actors(tokens: Sequence[Token], published: dt.date | None) -> list[ActorMention]:
    """Nothing yet."""
    return []
