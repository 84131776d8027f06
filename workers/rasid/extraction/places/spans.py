"""The span of a place: head words before the name, lists after it, and the mention that covers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rasid.extraction.gazetteer import Entry
from rasid.extraction.mentions import PlaceMention
from rasid.extraction.places.words import (
    AND,
    ARTICLE,
    CAPITAL,
    EPITHETS,
    HEADS,
    NOT_NAMES,
    OPENERS,
    head_of,
    longest_at,
    name_at,
    nationalities,
    readings,
    role,
)
from rasid.models import Place
from rasid.text.document import COMMAS, Token

QUOTES: Final = frozenset("\"'“”«»‘’")
# UCDP GED where_prec by level; levels not listed are exact points (1).
_PRECISION: Final = {"country": 6, "region": 5, "governorate": 4, "countryside": 4, "district": 3}
# where_prec of a point beside a place.
BESIDE: Final = 2
LARGE: Final = frozenset(("country", "capital", "region"))
_LONGEST_CHAIN: Final = 4
_SHORTEST_NAME: Final = 3
_PLURAL: Final = "ات"


def introduction(tokens: Sequence[Token], start: int) -> tuple[int, str, str, bool]:
    """The token after the head words, the finest of them as a level, the first of them, and whether one is a direction."""
    at, head, first_word, beside = start, "", "", False
    while at < len(tokens) and at - start < _LONGEST_CHAIN:
        introduces = role(tokens[at].form)
        if introduces is None:
            break
        head_word = head_of(tokens[at])
        word = head_word or introduces.direction
        if word is None or (at > start and word.cut):
            break
        match = longest_at(tokens, at)
        if match is not None and match.last > at:
            break
        beside = beside or head_word is None
        if head_word is not None:
            head, first_word = head or HEADS[word.stem], first_word or word.stem
        at += 1
        if word.stem in CAPITAL and at < len(tokens) and tokens[at].form in nationalities():
            at += 1
    return at, head, first_word, beside


def joined(tokens: Sequence[Token], last: int, at: int) -> bool:
    """Whether token `at` goes on a list after the place that ends at `last`: "،" or "و" before it."""
    if at == last + 1:
        return tokens[at].form.startswith(AND)
    return at == last + 2 and (tokens[last + 1].form in COMMAS or tokens[last + 1].form == AND)


def list_on(tokens: Sequence[Token], last: int) -> tuple[int, list[tuple[Entry, ...]]]:
    """The end of a list of names that goes on after token `last`, and what the known ones of them mean."""
    parts: list[tuple[Entry, ...]] = []
    while last + 1 < len(tokens):
        if tokens[last + 1].form in EPITHETS:
            last += 1
            continue
        at = last + 1
        comma = tokens[at].form in COMMAS
        at += comma
        alone = at < len(tokens) and tokens[at].form == AND
        at += alone
        if at >= len(tokens) or not (comma or alone or tokens[at].form.startswith(AND)):
            break
        match = name_at(tokens, at)
        if match is not None and (comma or alone or match.word.conjunction):
            parts.append(match.named.entries)
            last = match.last
            continue
        form = tokens[at].form
        name = form[1:] if form.startswith(AND) and not alone else form
        if (form == name and not alone) or name in NOT_NAMES or tokens[at].kind != "word":
            break
        if name in OPENERS or name in HEADS:
            if at + 1 >= len(tokens) or not fits(tokens[at + 1].form):
                break
            last = at + 1
        elif name.startswith(ARTICLE) and not name.endswith(_PLURAL):
            last = at
        else:
            break
    return last, parts


def fits(form: str) -> bool:
    """Whether a word can be a name: no known ordinary word, and no clitic preposition before another place."""
    if form.startswith(AND) and (form[1:] in HEADS or form[1:] in NOT_NAMES):
        return False
    if len(form) < _SHORTEST_NAME or form in NOT_NAMES or form in EPITHETS or form in nationalities() or form.startswith("لل"):
        return False
    return not any(word.preposition for word in readings(form))


def precision_of(level: str) -> int:
    """UCDP GED's where_prec of a place of a level."""
    return _PRECISION.get(level, 1)


def place_mention(tokens: Sequence[Token], start: int, last: int, level: str, certain: bool = True) -> PlaceMention:
    """The mention of tokens `start` to `last`, without the clitics of the first; where it lies is not decided yet."""
    words = [token.norm for token in tokens[start : last + 1]]
    first = next(iter(readings(tokens[start].form)), None)
    if first is not None and first.cut:
        words[0] = words[0][first.cut :]
        if first.stem.startswith(ARTICLE) and not words[0].startswith(ARTICLE):
            # "لل" hides the article's alef.
            words[0] = ARTICLE + words[0].removeprefix("ل")
    text = words[0]
    for token, word in zip(tokens[start + 1 : last + 1], words[1:], strict=True):
        text += word if token.glued else f" {word}"
    return PlaceMention(start, last, Place(text=text, name_ar=text, precision=precision_of(level)), level, certain)
