"""A document with the mentions that both extractors read, found once a sentence, on first use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from rasid.extraction.actors import read_actors
from rasid.extraction.dates import find_dateline, find_dates, find_head_date
from rasid.extraction.mentions import ActorMention, DateMention, PlaceMention, Quantity
from rasid.extraction.numbers import find_numbers
from rasid.extraction.places import find_document_places
from rasid.text.document import Document, Sentence, Token


class _Named:
    """Places and actors of all sentences, found together on first use: what a name means depends on the whole article."""

    def __init__(self, document: Document, published: dt.date | None) -> None:
        self._document = document
        self._published = published

    @cached_property
    def places(self) -> list[list[PlaceMention]]:
        """One list a sentence, in order."""
        return find_document_places(sentence.tokens for sentence in self._document.sentences)

    @cached_property
    def actors(self) -> list[list[ActorMention]]:
        """One list a sentence, in order."""
        return read_actors(self._document.sentences, self._published)


class SentenceAnalysis:
    """One sentence and its mentions, each kind computed on first use and kept."""

    def __init__(self, sentence: Sentence, published: dt.date | None, position: int, named: _Named) -> None:
        self.sentence = sentence
        self.published = published
        self._position, self._named = position, named
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
        return self._named.places[self._position]

    @cached_property
    def actors(self) -> list[ActorMention]:
        """Actors, longest match, not overlapping."""
        return self._named.actors[self._position]


@dataclass(slots=True)
class Analysis:
    """The document's sentences with their mentions; `published`: the newsroom's day, else the page's own, or None."""

    document: Document
    published: dt.date | None
    sentences: list[SentenceAnalysis] = field(default_factory=list)


def analyse(document: Document) -> Analysis:
    """The analysis of a document; nothing is searched for until it is asked for."""
    article = document.article
    day = article.published_day or (article.published_at or "")[:10]
    published = dt.date.fromisoformat(day) if day else _own_day(document)
    named = _Named(document, published)
    return Analysis(document, published, [SentenceAnalysis(s, published, i, named) for i, s in enumerate(document.sentences)])


def _own_day(document: Document) -> dt.date | None:
    return find_dateline(sentence.tokens for sentence in document.sentences) or find_head_date(document.article.text)
