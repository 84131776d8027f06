"""The lines of a delivered text with what tells an article's paragraph from the rest of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rasid.text.folding import STRAY, fold
from rasid.text.lexicon import load
from rasid.text.sentences import blocks

DATA: Final = load("boilerplate")


def folded(name: str) -> frozenset[str]:
    """A word list of the boilerplate data, folded."""
    return frozenset(fold(str(phrase)).strip() for phrase in DATA[name])


def spellings(name: str) -> tuple[str, ...]:
    """A list of phrases as written and folded, for looking them up in unfolded text."""
    phrases = [str(phrase) for phrase in DATA[name]]
    return tuple(dict.fromkeys([*phrases, *map(fold, phrases)]))


_CONNECTIVES: Final = folded("connectives")
_WAW_WORDS: Final = folded("waw_words")
_PREPOSITIONS: Final = folded("prepositions")
_SEPARATORS = re.compile(r"[\s,،/:|\-–—.()\[\]+«»\"“”*•·]+")
_STOPS: Final = (".", '."', ".”", ".»", ".“", ".)", "!", "؟", '!"', '؟"', "».", '".')
_BODY_WORDS: Final = 7
_LONG_WORDS: Final = 22
_HEADLINE_WORDS: Final = range(3, 21)
_SHORT_CHARS: Final = 140
_FOLDED_CHARS: Final = 200
_HEAD_CHARS: Final = 60
_LIST_MARKS: Final = "-–—*•"
_INVISIBLE: Final = STRAY + "\u200e\u200f\u200b\u202a\u202b\u202c\ufeff \t\xa0\r\n\v\f\x85\u2028\u2029"
_LEAD_CHARS: Final = range(80, 261)


@dataclass(slots=True)
class Line:
    """A paragraph, heading or list line: `raw` is `text[start:end]`; `dropped` once found to be boilerplate.

    `whole`: `raw` folded, of long lines only the beginning. `size`: words. `stopped`: it ends like a sentence.
    `tied`: it begins like a sentence that hangs on the one before.
    """

    start: int
    end: int
    raw: str
    whole: str
    size: int
    stopped: bool
    tied: bool
    dropped: bool = False

    @property
    def is_body(self) -> bool:
        """Whether it reads like a paragraph of an article."""
        return self.size >= _LONG_WORDS or (self.size >= _BODY_WORDS and (self.stopped or self.tied))

    @property
    def is_headline(self) -> bool:
        """Whether it reads like the headline of some article: a few words, no full stop, tied to nothing before."""
        return (
            self.size in _HEADLINE_WORDS
            and len(self.raw) <= _SHORT_CHARS
            and not self.tied
            and (not self.stopped or self.raw[-1] in "؟!")
            and self.raw[-1] not in ":،,"
            and self.raw[0] not in _LIST_MARKS
        )

    @property
    def is_lead(self) -> bool:
        """Whether it reads like the first sentence of some article, whole or cut off."""
        return (
            len(self.raw) in _LEAD_CHARS
            and not self.tied
            and self.whole.split(None, 1)[0] not in _PREPOSITIONS
            and self.raw[0] not in _LIST_MARKS + '"“«'
        )

    @property
    def tokens(self) -> list[str]:
        """The folded words without any marks around and between them."""
        return [word for word in _SEPARATORS.split(self.whole) if word]


def read_lines(text: str) -> list[Line]:
    """The lines of a text, hard wraps joined, in order."""
    lines = []
    for start, end in blocks(text, 0, len(text)):
        raw = text[start:end].strip(_INVISIBLE)
        whole = fold(raw if len(raw) <= _FOLDED_CHARS else raw[:_HEAD_CHARS]).strip()
        if not whole:
            continue
        start = text.index(raw, start)
        first = whole.split(None, 1)[0].lstrip('"“«#(')
        tied = first in _CONNECTIVES or first == "و" or (first[:1] == "و" and len(first) > 2 and first not in _WAW_WORDS)
        lines.append(Line(start, start + len(raw), raw, whole, raw.count(" ") + 1, raw.endswith(_STOPS), tied))
    return lines


def content(text: str) -> set[str]:
    """The stems, roughly, of a text's longer words: what it is about."""
    stems = set()
    for token in _SEPARATORS.split(fold(text)):
        word = token
        for prefix in ("و", "ال", "بال", "لل"):
            if word.startswith(prefix) and len(word) > len(prefix) + 3:
                word = word[len(prefix) :]
        if len(word) >= 4:
            stems.add(word[:5])
    return stems
