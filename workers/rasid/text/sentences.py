"""Where sentences end, and which line breaks do not end one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rasid.text.document import Token
from rasid.text.folding import fold
from rasid.text.lexicon import load

_DATA = load("sentences")
_OPEN_WORDS: Final = frozenset(map(fold, _DATA["open_words"]))
_SPEECH_VERBS: Final = frozenset(map(fold, _DATA["speech_verbs"]))
_COMPLEMENTS: Final = frozenset(map(fold, _DATA["complements"]))
_SITE_SUFFIXES: Final = frozenset(map(fold, _DATA["site_suffixes"]))

TERMINALS: Final = frozenset(".!?؟۔。")
_MARKS: Final = TERMINALS | {"…"}
QUOTES: Final = frozenset('"“”„‟«»″＂')
_CLOSERS: Final = frozenset(")]}’'›")
_CONTINUING: Final = frozenset("،,؛;:")
_LINE_ENDS: Final = frozenset('.!?؟…۔:"“”»)؛;*-–—]')
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_ELLIPSIS_AFTER: Final = 15  # tokens: an ellipsis before that is a newsroom's dash ("سوريا.. قتلى")
_WRAP_LINES: Final = 4
_WRAP_WIDTH: Final = range(30, 140)
_SPEECH_LINE: Final = 90
_MOST_TOKENS: Final = 500


def blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs, headings and list lines of `text[start:end]`, hard-wrapped lines joined."""
    lines = [match.span() for match in _LINE.finditer(text, start, end) if not match.group().isspace()]
    if not lines:
        return
    width = _wrap_width(text, lines)
    first, last = lines[0]
    for begin, past in lines[1:]:
        if not _goes_on(text, first, last, begin, past, width):
            yield first, last
            first = begin
        last = past
    yield first, last


def split(tokens: list[Token], *, soft_ellipsis: bool = False) -> Iterator[tuple[list[Token], bool]]:
    """The sentences of one block, each with whether it begins inside a quotation opened before it.

    With `soft_ellipsis` (headlines) dots in a row never end one. None has more than 500 tokens: what goes on longer
    without a full stop is no sentence, and reading one costs more than its length.
    """
    first, quoted, opened, count = 0, False, False, len(tokens)
    for index, token in enumerate(tokens):
        if index - first == _MOST_TOKENS:
            yield tokens[first:index], opened
            first, opened = index, quoted
        if token.kind != "punct":
            continue
        form = token.form
        if form in QUOTES:
            # A block that begins with a closing mark goes on from a quotation of the block before.
            if not (index == 0 and count > 1 and not tokens[1].glued):
                quoted = not quoted
            continue
        if form not in _MARKS or (index and token.glued and tokens[index - 1].form in _MARKS):
            continue
        if past := _end(tokens, index, index - first, quoted, soft_ellipsis):
            yield tokens[first:past], opened
            closed = sum(t.form in QUOTES for t in tokens[index + 1 : past])
            first, opened = past, quoted ^ bool(closed % 2)
    if first < count:
        yield tokens[first:], opened


def _end(tokens: list[Token], index: int, length: int, quoted: bool, soft_ellipsis: bool) -> int:
    """The index past the sentence that the mark at `index` ends, closing marks included; 0 if it ends none."""
    count, past = len(tokens), index + 1
    while past < count and tokens[past].form in _MARKS and tokens[past].glued:
        past += 1
    run = "".join(token.form for token in tokens[index:past])
    if past == count:
        return past
    if (run.startswith("..") or "…" in run) and not run.strip(".…"):
        if soft_ellipsis or length < _ELLIPSIS_AFTER or (quoted and tokens[past].form not in QUOTES):
            return 0
    elif run == "." and _is_inner_dot(tokens, index, length):
        return 0
    while past < count and (tokens[past].form in _CLOSERS or (quoted and tokens[past].form in QUOTES)):
        quoted ^= tokens[past].form in QUOTES
        past += 1
    return 0 if past < count and tokens[past].form in _CONTINUING else past


def _is_inner_dot(tokens: list[Token], index: int, length: int) -> bool:
    """Whether a single dot belongs to an abbreviation, a list number or a site's name."""
    following = tokens[index + 1]
    if length == 0:
        return True
    before = tokens[index - 1]
    if length == 1 and before.kind == "number" and tokens[index].glued:
        return True
    if before.kind == "word" and len(before.form) == 1 and tokens[index].glued:
        return length < 2 or tokens[index - 2].kind != "number"
    if before.kind == "word" and before.end - before.start > len(before.form) in range(2, 5) and following.form in _COMPLEMENTS:
        return True
    if before.kind == "latin" and len(before.norm) <= 2 and before.norm[0].isupper() and tokens[index].glued:
        return True
    if not (tokens[index].glued and following.glued):
        return False
    if before.kind == following.kind == "word":
        return len(before.form) < 4 or len(following.form) < 3 or following.form in _SITE_SUFFIXES
    return following.kind != "punct"


def _goes_on(text: str, first: int, last: int, begin: int, past: int, width: int) -> bool:
    """Whether the line at `begin` goes on with the sentence of the lines `first:last`."""
    line = text[text.rfind("\n", first, last) + 1 or first : last].rstrip()
    following = text[begin:past].lstrip()
    apart = text.count("\n", last, begin) > 1
    if following[0] in "،؛.":
        return True
    if line[-1] in "،,":
        return not apart
    if line[-1] in _LINE_ENDS:
        return False
    words = fold(line).split()
    if len(words) > 1 and words[-1] in _OPEN_WORDS:
        return True
    if apart:
        return False
    if width and len(line) + 1 + len(following.split(None, 1)[0]) > width:
        return True
    if sum(line.count(mark) for mark in '"“”') % 2 and not following.startswith(("-", "*")):
        return True
    return bool(words) and words[0] in _SPEECH_VERBS and len(line) < _SPEECH_LINE and not _COMPLEMENTS.intersection(words)


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    """The width at which the text was hard-wrapped, 0 if it was not: every broken line is too long for one word more."""
    if len(lines) <= _WRAP_LINES:
        return 0
    lengths = [past - begin for begin, past in lines]
    width = max(lengths)
    if width not in _WRAP_WIDTH:
        return 0
    broken = full = 0
    for index in range(len(lines) - 1):
        past = lines[index][1]
        if text[past - 1] in _LINE_ENDS or lines[index + 1][0] - past > 1:
            continue
        broken += 1
        following = text[lines[index + 1][0] : lines[index + 1][1]].split(None, 1)[0]
        full += lengths[index] + 1 + len(following) > width
    return width if broken >= _WRAP_LINES and full >= 0.85 * broken else 0
