"""Names that the tables do not know: after a head word, with a nationality, or from the imported gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rasid.extraction.gazetteer import Entry
from rasid.extraction.gazetteer.local import in_use, look_up
from rasid.extraction.places.resolution import Found
from rasid.extraction.places.spans import QUOTES, fits, list_on, place_mention
from rasid.extraction.places.words import AND, ARTICLE, NAMED_ALONE, NAMED_DEFINITE, OPENERS, SEVERAL, VAGUE, nationalities
from rasid.text.document import Token

_IN: Final = "في"
# "أبو علي": folded like the preposition "على".
_ALI: Final = "علي"
_PLURAL, _RELATIVE = "ات", "يه"
_LONGEST_IMPORTED: Final = 3
_LONGEST_QUOTED: Final = 3


def unnamed(tokens: Sequence[Token], start: int, at: int, head: str, first_word: str) -> Found | None:
    """A name that the tables do not know, after a head word: imported, or one or two words that can be a name."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    end = _name_end(tokens, at, first_word)
    last, local = _with_opener(tokens, start, at) or _local_at(tokens, at)
    if end is not None and (not local or last < end):
        last, local = end, ()
    if end is None and not local:
        return _by_nationality(tokens, start, at, head)
    parts = [local] if local else []
    if first_word in SEVERAL:
        last, more = list_on(tokens, last)
        parts += more
    head = "village" if first_word in VAGUE else head
    certain = first_word not in VAGUE or tokens[at].form.startswith(ARTICLE) or bool(local)
    return Found(place_mention(tokens, start, last, head, certain=certain), parts, weak=True, tentative=end is None)


def _name_end(tokens: Sequence[Token], at: int, first_word: str) -> int | None:
    form = tokens[at].form
    closing = _closing_quote(tokens, at)
    if closing is not None and fits(form):
        return closing - 1
    following = tokens[at + 1].form if at + 1 < len(tokens) and tokens[at + 1].kind == "word" else ""
    if first_word not in NAMED_ALONE and first_word not in NAMED_DEFINITE:
        return None
    if form in OPENERS and following and (fits(following) or tokens[at + 1].norm == _ALI):
        return at + 1
    if not fits(form) or form in OPENERS or form.startswith(AND):
        return None
    if form.startswith(ARTICLE):
        return None if form.endswith(_PLURAL) and first_word not in NAMED_ALONE else at
    return at if first_word in NAMED_ALONE and not form.endswith(_RELATIVE) else None


def _closing_quote(tokens: Sequence[Token], at: int) -> int | None:
    """The quotation mark that ends a name of a few words whose opening mark stands before token `at`."""
    if at == 0 or tokens[at - 1].form not in QUOTES:
        return None
    marks = (i for i in range(at + 1, min(at + 1 + _LONGEST_QUOTED, len(tokens))) if tokens[i].form in QUOTES)
    return next(marks, None)


def _by_nationality(tokens: Sequence[Token], start: int, at: int, head: str) -> Found | None:
    """An unknown town whose country an adjective says: "مدينة بيتسبرغ الأمريكية"."""
    if head not in ("city", "town") or not fits(tokens[at].form):
        return None
    after = at + 1
    while after < len(tokens) - 1 and tokens[after].form in QUOTES:
        after += 1
    country = nationalities().get(tokens[after].form) if after < len(tokens) else None
    return Found(place_mention(tokens, start, at, head), country=country) if country else None


def imported(tokens: Sequence[Token], start: int) -> Found | None:
    """A name of the imported gazetteer after "في": a place where the next mention holds it, "في الهجر بمحافظة …"."""
    if start == 0 or tokens[start - 1].form != _IN:
        return None
    last, entries = _local_at(tokens, start)
    if not entries:
        return None
    return Found(place_mention(tokens, start, last, entries[0].level), [entries], weak=True, tentative=True, by_holder=True)


def _with_opener(tokens: Sequence[Token], start: int, at: int) -> tuple[int, tuple[Entry, ...]] | None:
    """As `_local_at`, of a name whose first word was read as a head word: "قرية تل الورد"."""
    if at - 1 < start or tokens[at - 1].form not in OPENERS:
        return None
    last, entries = _local_at(tokens, at - 1)
    return (last, entries) if last >= at else None


def _local_at(tokens: Sequence[Token], at: int) -> tuple[int, tuple[Entry, ...]]:
    """The end and the meanings of the longest name of the imported gazetteer at a token."""
    if in_use() and (fits(tokens[at].form) or tokens[at].form in OPENERS):
        for last in range(min(at + _LONGEST_IMPORTED, len(tokens)) - 1, at - 1, -1):
            entries = look_up(" ".join(token.form for token in tokens[at : last + 1]))
            if entries:
                return last, entries
    return at, ()
