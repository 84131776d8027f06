"""From a cleaned article to its events: pure, offline, deterministic."""

from rasid.extraction.extract import EXTRACTOR, explain, extract

__all__ = ["EXTRACTOR", "explain", "extract"]
