"""The parts of a delivered text that are not the article: menus, share bars, teasers, captions, comments.

Lines are judged by their cue words, their shape and their neighbours; no model. In doubt a line stays: a teaser too
much costs a doubtful event, a sentence too little loses news.
"""

from __future__ import annotations

import re
from typing import Final

from rasid.text.folding import fold
from rasid.text.lines import DATA, Line, content, folded, read_lines

Span = tuple[int, int]

_BUTTONS: Final = folded("buttons")
_SECTIONS: Final = folded("sections") | _BUTTONS
_BUTTON_WORDS: Final = frozenset(word for phrase in _BUTTONS for word in phrase.split())
_SECTION_WORDS: Final = frozenset(word for phrase in _SECTIONS for word in phrase.split())
_LABELS: Final = tuple(folded("labels"))
_SOFT_LABELS: Final = tuple(folded("soft_labels"))
_SOURCES: Final = tuple(folded("sources"))
_RELATED: Final = folded("related")
_ENDINGS: Final = folded("endings")
_COMMENTS: Final = folded("comments")
_AGENCIES: Final = frozenset(word for phrase in folded("agencies") for word in re.split(r"[ .]", phrase))
_CREDIT_WORDS: Final = frozenset(word for phrase in folded("credits") for word in re.split(r"[ .]", phrase)) | {"via", "Credit"}
_DATES: Final = folded("dates")
_FLAT = str.maketrans("أإآٱىةؤئ\xa0", "اااايهوي ")
_FEET: Final = tuple(str(phrase).translate(_FLAT) for phrase in DATA["feet"])
_HEADS: Final = tuple(str(phrase).translate(_FLAT) for phrase in DATA["heads"])

_SIGNATURE = re.compile(r"[—–-]\s*\S.*\(@\w+\)")
_CREDIT = re.compile(r"(?:[(\[]([^()\[\]]{2,60})[)\]]|(?:[-–|/©]|[.؟!])\s*([^-–|/©.؟!]{2,40}?|(?:.\.){2,4}.?))[.\s]*$")
_TRIM: Final = ":؛;-–—…. \t()0123456789[]|>»<«"
_REPEATED_WORDS: Final = 5
_TAIL_OVERLAP: Final = 0.2


def find_boilerplate(text: str, title: str | None = None) -> list[Span]:
    """Sorted, non-overlapping `(start, end)` spans of `text`, in code points, that are not the article."""
    lines = read_lines(text)
    _drop_chrome(lines)
    _drop_repeats(lines, title)
    _drop_related(lines)
    _drop_endings(lines)
    _drop_menus(lines)
    _drop_teasers(lines)
    _drop_other_leads(lines, title)
    return _merge(text, [*_whole_lines(lines), *_line_ends(text, lines), *_page_heads(text, lines)])


def _drop_chrome(lines: list[Line]) -> None:
    """Buttons, labels, dates, bylines, credits, signatures of tweets, rules: lines that say so themselves."""
    for line in lines:
        line.dropped = _is_chrome(line)


def _is_chrome(line: Line) -> bool:
    whole, size = line.whole, len(line.words)
    if whole.startswith(_LABELS):
        return size <= 40
    if size > 14:
        return False
    if whole in _BUTTONS or (whole.startswith(_SOFT_LABELS) and not line.stopped):
        return True
    if whole.startswith(_SOURCES) and (size <= 3 or ":" in whole[:14]) and size <= 10:
        return True
    tokens = line.tokens
    if not tokens or all(word.startswith("#") for word in line.words):
        return True
    if all(token in _DATES or token.isdigit() for token in tokens) and (size > 1 or any(map(str.isdigit, tokens[0]))):
        return True
    if len(tokens) > 1 and all(token in _BUTTON_WORDS for token in tokens):
        return True
    if len(tokens) > 3 and all(token in _SECTION_WORDS for token in tokens):
        return True
    if all(word.rstrip("0123456789") in _AGENCIES or word in _CREDIT_WORDS for word in tokens):
        return True
    if _SIGNATURE.match(line.raw):
        return True
    return len(tokens) <= 6 and not line.stopped and any(mark in whole for mark in "-–—/(_") and not _AGENCIES.isdisjoint(tokens)


def _drop_repeats(lines: list[Line], title: str | None) -> None:
    """The title again, a line that stood before, a sentence pulled out of the text and shown large."""
    headline = " ".join(fold(title or "").split()).strip(_TRIM + '"“”')
    seen: set[str] = set()
    joined = "\n".join(line.whole for line in lines)
    for line in lines:
        size = len(line.words)
        if line.dropped or size < 3:
            continue
        bare = line.whole.strip(_TRIM + '"“”')
        pulled = size >= 6 and not line.stopped and len(bare) < 200 and joined.count(bare) > 1 and joined.count(line.whole) == 1
        line.dropped = line.whole in seen or pulled or (size >= 4 and bool(headline) and _same_title(bare, headline))
        seen.add(line.whole)


def _same_title(line: str, headline: str) -> bool:
    return (
        line == headline
        or (len(line) > 20 and headline.startswith(line))
        or (len(headline) > 20 and line.startswith(headline) and len(line) < len(headline) + 30)
    )


def _drop_related(lines: list[Line]) -> None:
    """A heading over links, and the headlines under it."""
    under = False
    for line in lines:
        if line.whole.strip(_TRIM) in _RELATED and len(line.words) <= 6:
            under = line.dropped = True
        elif line.dropped:
            continue
        elif under and line.is_headline:
            line.dropped = True
        else:
            under = False


def _drop_endings(lines: list[Line]) -> None:
    """Tags, rights and comments at the foot, and what follows them unless paragraphs of an article do."""
    body = 0
    for index, line in enumerate(lines):
        bare = line.whole.strip(_TRIM)
        comments = bare in _COMMENTS
        if comments or bare in _ENDINGS or any(line.whole.startswith(ending) for ending in _ENDINGS):
            line.dropped = True
            rest = lines[index + 1 :]
            if body and (comments or sum(other.is_body for other in rest) < 2):
                for other in rest:
                    other.dropped = True
                return
        body += not line.dropped and line.is_body


def _drop_menus(lines: list[Line]) -> None:
    """Three and more lines in a row that are sections of a site or buttons, with few others among them."""
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and len(line.words) <= 4 and not line.stopped and not line.whole.endswith((":", "،")):
            run.append(line)
            continue
        known = sum(other.whole.strip(_TRIM) in _SECTIONS for other in run)
        if known >= 3 and known * 2 >= len(run):
            for other in run:
                other.dropped = True
        run = []


def _drop_teasers(lines: list[Line]) -> None:
    """Headlines of other articles: two and more in a row between paragraphs, or any after the last one that look cut or glued."""
    kept = [line for line in lines if not line.dropped]
    bodies = [index for index, line in enumerate(kept) if line.is_body and not line.is_headline]
    if not bodies:
        return
    unstopped = sum(not kept[index].stopped for index in bodies)
    run: list[Line] = []
    for index in range(bodies[0], len(kept) + 1):
        if index < len(kept) and kept[index].is_headline:
            run.append(kept[index])
            continue
        last = index == len(kept)
        listed = run and kept[kept.index(run[0]) - 1].whole.endswith(":")
        if run and not listed and (_are_links(run, unstopped * 2 > len(bodies)) if not last else _are_links_at_end(run)):
            for line in run:
                line.dropped = True
        run = []


def _are_links(run: list[Line], careless: bool) -> bool:
    """Whether headlines between paragraphs are links: one alone may be a heading, and so may what has no full stops around."""
    return len(run) > 1 and not careless and sum(len(line.words) >= 5 for line in run) > 1


def _are_links_at_end(run: list[Line]) -> bool:
    return len(run) > 1 or (len(run[0].words) >= 5 and (run[0].raw.endswith("…") or ".." in run[0].raw or ': "' in run[0].raw))


def _drop_other_leads(lines: list[Line], title: str | None) -> None:
    """The first sentences of other stories, three and more at the end, that share few words with what stands before them."""
    kept = [line for line in lines if not line.dropped]
    first = len(kept)
    while first > 2 and kept[first - 1].is_lead:
        first -= 1
    run = kept[first:]
    if len(run) < 3 or not any(line.tied for line in kept[1:first]):
        return
    about = content(fold(title or "")).union(*(content(line.whole) for line in kept[:first]))
    overlaps = [len(stems & about) / len(stems) for stems in (content(line.whole) for line in run) if stems]
    if sum(overlaps) < _TAIL_OVERLAP * len(overlaps):
        for line in run:
            line.dropped = True


def _whole_lines(lines: list[Line]) -> list[Span]:
    return [(line.start, line.end) for line in lines if line.dropped]


def _line_ends(text: str, lines: list[Line]) -> list[Span]:
    """What follows an article's sentence in its own line: the foot of the page, a picture's credit."""
    spans = []
    for line in lines:
        if line.dropped:
            continue
        flat = line.raw.translate(_FLAT)
        cuts = [place for phrase in _FEET if (place := flat.find(phrase)) >= 0]
        if cuts:
            spans.append((line.start + min(cuts), line.end))
        elif (match := _CREDIT.search(line.raw)) and _is_credit(match.group(1) or match.group(2) or ""):
            caption = not line.stopped and match.group(1) is not None and not line.tied and len(line.words) <= 35
            spans.append((line.start if caption else line.start + match.start(1 if match.group(1) else 2), line.end))
    return spans


def _is_credit(text: str) -> bool:
    words = [word for word in re.split(r"[ .،/+-]+", fold(text)) if word]
    return bool(words) and all(word in _CREDIT_WORDS for word in words)


def _page_heads(text: str, lines: list[Line]) -> list[Span]:
    """What stands before an article's sentence in its own line: the head of the page, its title said twice."""
    spans = []
    for line in [line for line in lines if not line.dropped][:3]:
        if len(line.words) < _REPEATED_WORDS * 3:
            continue
        flat = line.raw.translate(_FLAT)
        cuts = [place + len(phrase) for phrase in _HEADS if (place := flat.find(phrase, 0, len(flat) * 2 // 3)) >= 0]
        cuts.append(_second_title(flat))
        if max(cuts):
            spans.append((line.start, line.start + max(cuts)))
    return spans


def _second_title(flat: str) -> int:
    """Where the words that a line begins with begin again, 0 if they do not."""
    words = flat[:400].split()
    for first in range(min(8, len(words) - _REPEATED_WORDS)):
        phrase = " ".join(words[first : first + _REPEATED_WORDS])
        place = flat.rfind(phrase)
        if place > flat.find(phrase) >= 0:
            return place
    return 0


def _merge(text: str, spans: list[Span]) -> list[Span]:
    """The spans sorted, those with nothing but white space between them made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or text[merged[-1][1] : start].isspace()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged
