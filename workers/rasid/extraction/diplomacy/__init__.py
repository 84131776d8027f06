"""Diplomacy events: who met, accused, asked, refused whom."""

from __future__ import annotations

from rasid.extraction.analysis import Analysis
from rasid.models import DiplomacyEvent


def extract_diplomacy(analysis: Analysis) -> list[DiplomacyEvent]:
    """Nothing yet."""
    return []
