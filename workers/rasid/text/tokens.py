"""Words, digit runs and marks with exact offsets, and the sentences they make."""

from __future__ import annotations

import re
from functools import lru_cache

from rasid.models import Article
from rasid.text.document import Document, Sentence, Token, TokenKind
from rasid.text.folding import fold, normalise

_LETTER = "\u0621-\u063a\u0641-\u064a\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc"
_MARK = "\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad\u061c"
_TOKEN = re.compile(
    rf"(?P<word>[{_LETTER}][{_LETTER}{_MARK}]*(?:(?<=\u0640)[ .·*]{{1,2}}\u0640[{_LETTER}{_MARK}]+)*)"
    r"|(?P<number>\d+(?:[.,\u066b\u066c]\d+)*)"
    r"|(?P<latin>[A-Za-z\u00c0-\u024f]+)"
    rf"|(?P<punct>[^\s{_MARK}])"
)
_STOP = frozenset(".!?؟…")


@lru_cache(maxsize=65536)
def _forms(surface: str) -> tuple[str, str]:
    bare = re.sub(r"[ .·*]", "", surface) if "\u0640" in surface else surface
    return normalise(bare), fold(bare)


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`, offsets counted from the beginning of `text`."""
    tokens: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]
        first, past = match.span()
        norm, form = _forms(match.group())
        tokens.append(Token(first, past, norm, form, kind, first == last))
        last = past
    return tokens


def read(article: Article) -> Document:
    """The article as a document: title, then the body without its boilerplate, cut into sentences."""
    document = Document(article)
    if article.title:
        _add(document, "title", article.title, 0, len(article.title), -1)
    position, paragraph = 0, 0
    for start, end in [*article.boilerplate, (len(article.text), len(article.text))]:
        for block in re.finditer(r"[^\n]+", article.text[position:start]):
            _add(document, "text", article.text, position + block.start(), position + block.end(), paragraph)
            paragraph += 1
        position = end
    return document


def _add(document: Document, field: str, text: str, start: int, end: int, paragraph: int) -> None:
    run: list[Token] = []
    tokens = tokenize(text, start, end)
    for index, token in enumerate(tokens):
        run.append(token)
        if index + 1 == len(tokens) or token.form in _STOP:
            document.sentences.append(
                Sentence(field, run[0].start, run[-1].end, run, len(document.sentences), paragraph)  # type: ignore[arg-type]
            )
            run = []
