"""Stub."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rasid.extraction.mentions import DateMention
from rasid.text.document import Token


def find_dates(tokens: Sequence[Token], published: dt.date | None) -> list[DateMention]:
    """Nothing yet."""
    return []
