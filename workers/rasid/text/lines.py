"""The lines of a delivered text with what tells an article's paragraph from the rest of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rasid.text.folding import fold
from rasid.text.lexicon import load
from rasid.text.sentences import blocks

DATA: Final = load("boilerplate")


def folded(name: str) -> frozenset[str]:
    """A word list of the boilerplate data, folded."""
    return frozenset(fold(str(phrase)).strip() for phrase in DATA[name])


_CONNECTIVES: Final = folded("connectives")
_WAW_WORDS: Final = folded("waw_words")
_PREPOSITIONS: Final = folded("prepositions")
_SEPARATORS = re.compile(r"[\s,،/:|\-–—.()\[\]+«»\"“”*•·]+")
_STOPS: Final = (".", '."', ".”", ".»", ".“", ".)", "!", "؟", '!"', '؟"', "».", '".')
_BODY_WORDS: Final = 7
_LONG_WORDS: Final = 22
_HEADLINE_WORDS: Final = range(3, 21)
_HEADLINE_CHARS: Final = 140
_LEAD_CHARS: Final = range(80, 261)


@dataclass(slots=True)
class Line:
    """A paragraph, heading or list line: `text[start:end]`, its `words` folded; `dropped` once found to be boilerplate."""

    start: int
    end: int
    raw: str
    whole: str
    words: list[str]
    stopped: bool
    tied: bool
    dropped: bool = False

    @property
    def is_body(self) -> bool:
        """Whether it reads like a paragraph of an article."""
        size = len(self.words)
        return size >= _LONG_WORDS or (size >= _BODY_WORDS and (self.stopped or self.tied))

    @property
    def is_headline(self) -> bool:
        """Whether it reads like the headline of some article: a few words, no full stop, tied to nothing before."""
        raw = self.raw
        return (
            len(self.words) in _HEADLINE_WORDS
            and len(raw) <= _HEADLINE_CHARS
            and not self.tied
            and (not self.stopped or raw[-1] in "؟!")
            and raw[-1] not in ":،,"
            and raw[0] not in "-*•0" + "–—"
        )

    @property
    def is_lead(self) -> bool:
        """Whether it reads like the first sentence of some article, whole or cut off."""
        return (
            len(self.raw) in _LEAD_CHARS
            and not self.tied
            and self.words[0] not in _PREPOSITIONS
            and self.raw[0] not in '-*•–—"“«'
        )

    @property
    def tokens(self) -> list[str]:
        """The folded words without any marks around and between them."""
        return [word for word in _SEPARATORS.split(self.whole) if word]


def read_lines(text: str) -> list[Line]:
    """The lines of a text, hard wraps joined, in order."""
    lines = []
    for start, end in blocks(text, 0, len(text)):
        raw = text[start:end].strip("\u200e\u200f\u200b\u202a\u202b\u202c\ufeff \t\xa0\n\r")
        if not raw:
            continue
        start += text[start:end].index(raw)
        whole = fold(raw).strip()
        words = whole.split()
        if not words:
            continue
        first = words[0].lstrip('"“«#(')
        tied = first in _CONNECTIVES or (first[:1] == "و" and len(first) > 2 and first not in _WAW_WORDS) or first == "و"
        lines.append(Line(start, start + len(raw), raw, whole, words, whole.endswith(_STOPS), tied))
    return lines


def content(whole: str) -> set[str]:
    """The stems, roughly, of a line's longer words: what it is about."""
    stems = set()
    for token in _SEPARATORS.split(whole):
        word = token
        for prefix in ("و", "ال", "بال", "لل"):
            if word.startswith(prefix) and len(word) > len(prefix) + 3:
                word = word[len(prefix) :]
        if len(word) >= 4:
            stems.add(word[:5])
    return stems
