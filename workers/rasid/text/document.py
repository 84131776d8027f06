"""The shape that extraction reads: an article as sentences of tokens whose offsets point into the delivered strings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from rasid.models import Article, Evidence, Field

TokenKind = Literal["word", "number", "latin", "punct"]
COMMAS: Final = frozenset("،,")
"""Forms of the Arabic and the Latin comma."""


@dataclass(slots=True, eq=False)
class Token:
    """One word, digit run, Latin word or mark. Clitics written to digits ("و4", "بـ35") are tokens of their own.

    `start`/`end`: code points of the delivered field. `norm`: marks and tatweel off, digits ASCII. `form`: `norm`
    with letters folded (`rasid.text.folding.fold`), the key for every lexicon. `glued`: no space before it.
    """

    start: int
    end: int
    norm: str
    form: str
    kind: TokenKind
    glued: bool = False


@dataclass(slots=True, eq=False)
class Sentence:
    """A run of tokens of one field. `paragraph` counts blocks of the text; the title is paragraph -1.

    `in_quote`: it begins inside a quotation that an earlier sentence of the paragraph opened.
    """

    field: Field
    start: int
    end: int
    tokens: list[Token]
    index: int
    paragraph: int
    in_quote: bool = False


@dataclass(slots=True, eq=False)
class Document:
    """An article ready for extraction: title first, then the body's sentences, boilerplate left out."""

    article: Article
    sentences: list[Sentence] = field(default_factory=list)

    def source(self, name: Field) -> str:
        """The delivered string of a field."""
        return (self.article.title or "") if name == "title" else self.article.text

    def evidence(self, sentence: Sentence, first: int, last: int) -> Evidence:
        """The evidence from token `first` to token `last` (inclusive) of a sentence."""
        start, end = sentence.tokens[first].start, sentence.tokens[last].end
        return Evidence(field=sentence.field, start=start, end=end, text=self.source(sentence.field)[start:end])
