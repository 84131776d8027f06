"""A document with the mentions that both extractors read, found once a sentence, on first use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from rasid.extraction.actors import find_actors
from rasid.extraction.dates import find_dates
from rasid.extraction.mentions import ActorMention, DateMention, PlaceMention, Quantity
from rasid.extraction.numbers import find_numbers
from rasid.extraction.places import find_places
from rasid.text.document import Document, Sentence, Token


class SentenceAnalysis:
    """One sentence and its mentions, each kind computed on first use and kept."""

    def __init__(self, sentence: Sentence, published: dt.date | None) -> None:
        self.sentence = sentence
        self.published = published
        self.tokens: list[Token] = sentence.tokens

    @cached_property
    def numbers(self) -> list[Quantity]:
        """Quantities in order of appearance, not overlapping."""
        return find_numbers(self.tokens)

    @cached_property
    def dates(self) -> list[DateMention]:
        """Date expressions, not overlapping."""
        return find_dates(self.tokens, self.published)

    @cached_property
    def places(self) -> list[PlaceMention]:
        """Places, longest match, not overlapping."""
        return find_places(self.tokens)

    @cached_property
    def actors(self) -> list[ActorMention]:
        """Actors, longest match, not overlapping."""
        return find_actors(self.tokens, self.published)


@dataclass(slots=True)
class Analysis:
    """The document's sentences with their mentions; `published` is the article's day (UTC) or None."""

    document: Document
    published: dt.date | None
    sentences: list[SentenceAnalysis] = field(default_factory=list)


def analyse(document: Document) -> Analysis:
    """The analysis of a document; nothing is searched for until it is asked for."""
    published = None
    if document.article.published_at:
        published = dt.date.fromisoformat(document.article.published_at[:10])
    return Analysis(document, published, [SentenceAnalysis(s, published) for s in document.sentences])
