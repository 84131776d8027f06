"""Places: found with their head words, resolved over the whole article."""

from rasid.extraction.places.finding import contains, find_document_places, find_places, finest

__all__ = ["contains", "find_document_places", "find_places", "finest"]
