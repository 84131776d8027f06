"""Words, digit runs and marks with exact offsets, whatever was written between their letters."""

from __future__ import annotations

import html
import re
from typing import Final

from rasid.models import Article, Field
from rasid.text.document import Document, Sentence, Token, TokenKind
from rasid.text.folding import fold, normalise
from rasid.text.sentences import blocks, split

LETTER: Final = (
    "\u0621-\u063a\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
)
MARK: Final = (
    "\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\ufe0e\ufe0f"
    "\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
)
_L, _M, _LM = f"[{LETTER}]", f"[{MARK}]", f"[{LETTER}{MARK}]"
# Words broken to dodge censors: at a tatweel ("قـ ـتـ ـلى", "القتـ.ـلى", "مـ ـقـ ـذ و ف") or into letters ("ق ت ل", "ق.ت.ل").
_BROKEN = (
    rf"(?:(?<=\u0640)(?:[ \u00a0]{{1,2}}\u0640{_LM}++|[.·*•/|+~-]{{1,2}}{_LM}++))++"
    rf"(?:[ \u00a0]\u0640{_LM}++|(?:[ \u00a0]{_L}(?!{_LM})){{2,}}+)*+"
)
# Three clitics in a row ("و ل ه") are three words of pre-tokenised text.
_SPELT = (
    rf"(?!(?:[وفبلكسه] )++[وفبلكسهي](?!{_LM})){_L}{_M}*+(?: {_L}{_M}*+){{2,}}+(?!{_LM})"
    rf"|{_L}{_M}*+(?:\.{_L}{_M}*+)++(?!{_LM})|{_L}(?:\. {_L}){{2,}}+(?!{_LM})"
)
_TOKEN = re.compile(
    rf"(?P<word>(?={_L}{_M}*+[ .])(?:{_SPELT})|{_L}{_LM}*+(?:{_BROKEN})?+)"
    r"|(?P<number>\d++(?:[.,\u066b\u066c]\d++)*+)"
    r"|(?P<latin>[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u05ff\u1e00-\u1fff\u3040-\u9fff\uac00-\ud7af]++)"
    r"|(?P<entity>(?:&(?:amp;){0,4}#\d{2,6};)+|&(?:amp;){0,4}(?:#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8}\d?);)"
    r"|(?P<punct>[!\"$-/:-@\[-^`{-~\u00a1-\u00a9\u00ab\u00ae-\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u060c\u061b\u061f\u066a-\u066c"
    r"\u06d4\u2010-\u2021\u2024-\u2026\u2030-\u203a\u20a0-\u20bf\u2212\u3001\u3002\uff01-\uff0f])"
)
_NOT_LETTERS = re.compile(f"[^{LETTER}{MARK}]+")


_CACHE_SIZE: Final = 32768
_entries: dict[str, tuple[str, str, TokenKind]] = {}


def _entry(surface: str, group: str) -> tuple[str, str, TokenKind]:
    """The norm, form and kind of what stands in the text; kept, since newsrooms use few words often."""
    kind: TokenKind = "word"
    if group == "word":
        norm = normalise(_NOT_LETTERS.sub("", surface))
    elif group == "entity":
        norm = _unescape(surface)
        kind = "word" if norm.isalpha() else "punct"
    else:
        norm, kind = normalise(surface), group  # type: ignore[assignment]
    if len(_entries) >= _CACHE_SIZE:
        _entries.clear()
    entry = _entries[surface] = (norm, fold(norm), kind)
    return entry


def _unescape(surface: str) -> str:
    """The characters that an HTML entity, escaped any number of times, stands for."""
    text = surface
    while "&" in text and (plain := html.unescape(text)) != text:
        text = plain
    return normalise(text).strip()


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`, offsets counted from the beginning of `text`.

    Not tokens: white space, emoji, bullets, the `#` of a hashtag and the underscores between its words.
    """
    tokens: list[Token] = []
    append, known, last = tokens.append, _entries.get, -1
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        first, past = match.span()
        surface = match.group()
        norm, form, kind = known(surface) or _entry(surface, match.lastgroup or "punct")
        if norm:
            append(Token(first, past, norm, form, kind, first == last))
            last = past
    return tokens


def read(article: Article) -> Document:
    """The article as a document: title, then the body without its boilerplate, cut into sentences."""
    document = Document(article)
    if article.title:
        _add(document, "title", article.title, 0, len(article.title), -1)
    position, paragraph = 0, 0
    for start, end in [*article.boilerplate, (len(article.text), len(article.text))]:
        for first, last in blocks(article.text, position, start):
            _add(document, "text", article.text, first, last, paragraph)
            paragraph += 1
        position = end
    return document


def _add(document: Document, field: Field, text: str, start: int, end: int, paragraph: int) -> None:
    tokens = tokenize(text, start, end)
    for run, in_quote in split(tokens, soft_ellipsis=field == "title"):
        index = len(document.sentences)
        document.sentences.append(Sentence(field, run[0].start, run[-1].end, run, index, paragraph, in_quote))
