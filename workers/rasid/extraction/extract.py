"""The whole of extraction in one call."""

from __future__ import annotations

from rasid import __version__
from rasid.extraction.analysis import analyse
from rasid.extraction.casualty import Explanation, explain_casualties, extract_casualties
from rasid.extraction.diplomacy import extract_diplomacy
from rasid.models import Article, Event
from rasid.text.tokens import read

EXTRACTOR = f"rasid/{__version__}"


def extract(article: Article) -> list[Event]:
    """The casualty and diplomacy events that the article reports, in the order of their evidence.

    Pure: no clock, no network, no randomness; the same article gives the same events with the same ids.
    """
    analysis = analyse(read(article))
    return [*extract_casualties(analysis), *extract_diplomacy(analysis)]


def explain(article: Article) -> list[Explanation]:
    """What stands behind the casualty events of an article, event by event, then the clauses that gave none and why."""
    return explain_casualties(analyse(read(article)))
