"""The parts of a delivered text that are not the article: menus, share bars, teasers, captions, comments.

Lines are judged by their cue words, their shape and their neighbours; no model. In doubt a line stays: a teaser too
much costs a doubtful event, a sentence too little loses news.
"""

from __future__ import annotations

import re
from typing import Final

from rasid.text.folding import fold
from rasid.text.lines import DATA, Line, content, folded, read_lines, spellings

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
_ENDING_STARTS: Final = tuple(_ENDINGS)
_COMMENTS: Final = folded("comments")
_AGENCIES: Final = frozenset(word for phrase in folded("agencies") for word in re.split(r"[ .]", phrase))
_CREDIT_WORDS: Final = frozenset(word for phrase in folded("credits") for word in re.split(r"[ .]", phrase)) | {"via", "Credit"}
_DATES: Final = folded("dates")
_FEET: Final = spellings("feet")
_HEADS: Final = spellings("heads")

_SIGNATURE = re.compile(r"[—–-]\s*\S.*\(@\w+\)")
_CREDIT = re.compile(r"(?:[(\[]([^()\[\]]{2,60})[)\]]|(?:[-–|/©]|[.؟!])\s*([^-–|/©.؟!]{2,40}?|(?:.\.){2,4}.?))[.\s]*$")
_TRIM: Final = ":؛;-–—…. \t()0123456789[]|>»<«"
_RIGHTS: Final = str(DATA["rights"])
_AFTER_SITE = re.compile(r" ?[|–—:>-] ")
_STOP = re.compile(r"[.؟!](?:\s|$)")
_SENTENCE_WORDS: Final = 7
_SITE_CHARS: Final = 60
_SITE = re.compile(r"(.+\S) [-–—|] (.+)$", re.S)
_SITE_WORDS: Final = 3
_REPEATED_WORDS: Final = 5
_PULLED_CHARS: Final = 200
_MOST_SEARCHES: Final = 200
_CREDIT_CHARS: Final = 70
_CAPTION_WORDS: Final = 35
_TAIL_OVERLAP: Final = 0.2


def find_boilerplate(text: str, title: str | None = None) -> list[Span]:
    """Sorted, non-overlapping `(start, end)` spans of `text`, in code points, that are not the article."""
    lines = read_lines(text)
    _drop_chrome(lines)
    _drop_repeats(lines, text, title)
    _drop_related(lines)
    _drop_endings(lines)
    _drop_menus(lines)
    _drop_teasers(lines)
    _drop_other_leads(lines, title)
    return _merge(text, [*_whole_lines(lines), *_line_ends(lines, text), *_page_heads(lines)])


def clean_title(title: str | None) -> str | None:
    """The headline of a page's title: a prefix of it, so offsets hold, without the site's name and without its copies."""
    if not title:
        return None
    if place := second_title(title):
        title = title[:place]
    match = _SITE.match(title)
    if match and match.group(2).count(" ") < _SITE_WORDS <= match.group(1).count(" "):
        title = match.group(1)
    return title.rstrip(" \t-–—|:")


def _drop_chrome(lines: list[Line]) -> None:
    """Buttons, labels, dates, bylines, credits, signatures of tweets, rules: lines that say so themselves."""
    for line in lines:
        line.dropped = _is_chrome(line)


def _is_chrome(line: Line) -> bool:
    whole, size = line.whole, line.size
    if whole.startswith(_LABELS):
        return size <= 40
    if size > 14:
        return False
    if whole in _BUTTONS or (whole.startswith(_SOFT_LABELS) and not line.stopped):
        return True
    if whole.startswith(_SOURCES) and (size <= 3 or ":" in whole[:14]) and size <= 10:
        return True
    tokens = line.tokens
    if not tokens or all(word[0] == "#" for word in whole.split()):
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


def _drop_repeats(lines: list[Line], text: str, title: str | None) -> None:
    """The title again, a line that stood before, a sentence pulled out of the text and shown large."""
    headline = " ".join(fold(title or "").split()).strip(_TRIM + '"“”')
    seen: set[str] = set()
    searches = 0
    for line in lines:
        if line.dropped or line.size < 3:
            continue
        if line.raw in seen:
            line.dropped = True
        elif len(line.raw) <= _PULLED_CHARS:
            bare = line.raw.strip(_TRIM + '"“”')
            pulled = False
            if line.size >= 6 and not line.stopped and searches < _MOST_SEARCHES:
                searches += 1
                pulled = text.count(bare) > 1 and text.count(line.raw) == 1
            line.dropped = pulled or (
                line.size >= 4 and bool(headline) and _same_title(line.whole.strip(_TRIM + '"“”'), headline)
            )
        seen.add(line.raw)


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
        if line.whole.strip(_TRIM) in _RELATED and line.size <= 6:
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
        if comments or bare in _ENDINGS or line.whole.startswith(_ENDING_STARTS):
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
        if line is not None and line.size <= 4 and not line.stopped and not line.whole.endswith((":", "،")):
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
        listed = run and kept[index - len(run) - 1].whole.endswith(":")
        if run and not listed and (_are_links(run, unstopped * 2 > len(bodies)) if not last else _are_links_at_end(run)):
            for line in run:
                line.dropped = True
        run = []


def _are_links(run: list[Line], careless: bool) -> bool:
    """Whether headlines between paragraphs are links: one alone may be a heading, and so may what has no full stops around."""
    return len(run) > 1 and not careless and sum(line.size >= 5 for line in run) > 1


def _are_links_at_end(run: list[Line]) -> bool:
    return len(run) > 1 or (run[0].size >= 5 and (run[0].raw.endswith("…") or ".." in run[0].raw or ': "' in run[0].raw))


def _drop_other_leads(lines: list[Line], title: str | None) -> None:
    """The first sentences of other stories, three and more at the end, that share few words with what stands before them."""
    kept = [line for line in lines if not line.dropped]
    first = len(kept)
    while first > 2 and kept[first - 1].is_lead:
        first -= 1
    run = kept[first:]
    if len(run) < 3 or not any(line.tied for line in kept[1:first]):
        return
    about = content(title or "").union(*(content(line.raw) for line in kept[:first]))
    overlaps = [len(stems & about) / len(stems) for stems in (content(line.raw) for line in run) if stems]
    if sum(overlaps) < _TAIL_OVERLAP * len(overlaps):
        for line in run:
            line.dropped = True


def _whole_lines(lines: list[Line]) -> list[Span]:
    return [(line.start, line.end) for line in lines if line.dropped]


def _line_ends(lines: list[Line], text: str) -> list[Span]:
    """What follows an article's sentence in its own line: the foot of the page, a picture's credit."""
    spans = []
    feet = [phrase for phrase in _FEET if phrase in text]
    for line in lines:
        if line.dropped:
            continue
        cuts = [(place, len(phrase)) for phrase in feet if (place := line.raw.find(phrase)) >= 0 and _is_foot(line.raw, place)]
        if cuts:
            place, size = min(cuts)
            # High up in a text, links stand before the article: it goes on behind them.
            above = line.start < 0.4 * lines[-1].end and _RIGHTS not in line.raw
            spans.append((line.start + place, line.start + place + size if above else line.end))
        elif span := _credit(line):
            spans.append(span)
    return spans


def _is_foot(raw: str, place: int) -> bool:
    """Whether the foot of a page may begin there, and no sentence runs on: "الأكثر مشاهدة" are everyday words too."""
    before = raw[:place].rstrip()
    if not before or not before[-1].isalpha():
        return True
    sentences: list[str] = _STOP.split(raw[place:])[:-1]
    return len([sentence for sentence in sentences if sentence.count(" ") >= _SENTENCE_WORDS]) < 2


def _credit(line: Line) -> Span | None:
    """The credit at the end of a caption, with the caption if that is no sentence."""
    tail = max(0, len(line.raw) - _CREDIT_CHARS)
    match = _CREDIT.search(line.raw, tail)
    if not match or not _is_credit(match.group(1) or match.group(2) or ""):
        return None
    if match.group(1) and not line.stopped and not line.tied and line.size <= _CAPTION_WORDS:
        return line.start, line.end
    return line.start + match.start(1 if match.group(1) else 2), line.end


def _is_credit(text: str) -> bool:
    words = [word for word in re.split(r"[ .،/+-]+", fold(text)) if word]
    return bool(words) and all(word in _CREDIT_WORDS for word in words)


def _page_heads(lines: list[Line]) -> list[Span]:
    """What stands before an article's sentence in its own line: the head of the page, its title said twice."""
    spans = []
    for line in [line for line in lines if not line.dropped][:3]:
        if line.size < _REPEATED_WORDS * 3:
            continue
        raw = line.raw
        cuts = [place + len(phrase) for phrase in _HEADS if (place := raw.find(phrase, 0, len(raw) * 2 // 3)) >= 0]
        if past := max([*cuts, second_title(raw)]):
            spans.append((line.start, line.start + past))
    return spans


def second_title(text: str) -> int:
    """Where the title that a line begins with, after a site's name or none, begins again; 0 if it does not."""
    for begin in [0, *(match.end() for match in _AFTER_SITE.finditer(text, 0, _SITE_CHARS))]:
        phrase = " ".join(text[begin : begin + 200].split(" ")[:_REPEATED_WORDS])
        if phrase.count(" ") == _REPEATED_WORDS - 1 and (place := text.find(phrase, begin + len(phrase))) > 0:
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
