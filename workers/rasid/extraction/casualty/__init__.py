"""Casualty events: who was killed, hurt, displaced; how many, where, when, by whom, says who."""

from __future__ import annotations

from rasid.extraction.analysis import Analysis
from rasid.models import CasualtyEvent


def extract_casualties(analysis: Analysis) -> list[CasualtyEvent]:
    """Nothing yet."""
    return []
