"""Casualty events: who was killed, hurt, missing, taken or driven out, as a text reports it."""

from __future__ import annotations

from rasid.extraction.analysis import Analysis
from rasid.extraction.casualty.binding import find_statements
from rasid.extraction.casualty.events import build_events
from rasid.extraction.casualty.explain import Explanation
from rasid.extraction.casualty.explain import explain as explain_casualties
from rasid.models import CasualtyEvent

__all__ = ["Explanation", "explain_casualties", "extract_casualties"]


def extract_casualties(analysis: Analysis) -> list[CasualtyEvent]:
    """The casualty events of a document, in the order of their evidence."""
    return build_events(analysis, find_statements(analysis))
