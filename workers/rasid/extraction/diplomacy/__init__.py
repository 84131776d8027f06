"""Diplomacy events: who met, accused, asked, refused whom."""

from __future__ import annotations

from rasid.extraction.analysis import Analysis
from rasid.extraction.diplomacy.acts import find_acts
from rasid.extraction.diplomacy.events import events_of
from rasid.models import DiplomacyEvent


def extract_diplomacy(analysis: Analysis) -> list[DiplomacyEvent]:
    """The diplomatic acts of named actors, one event an act; a restatement is a mention of the first event."""
    return events_of(analysis, find_acts(analysis))
