"""Places in a sentence: names of the gazetteer with their head words, lists of quarters, villages named by a head word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rasid.extraction.gazetteer import Entry, Named, names
from rasid.extraction.lexicon import load
from rasid.extraction.mentions import PlaceMention
from rasid.extraction.morphology import split_clitics
from rasid.models import Place
from rasid.text.document import Token
from rasid.text.folding import fold

_WORDS: Final = load("places-heads")


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


_HEADS: Final = {fold(word): level for level, words in _WORDS["heads"].items() for word in words}
_SEVERAL: Final = _folded(_WORDS["several"])
_NAMED_ALONE: Final = _folded(_WORDS["named_alone"])
_DIRECTIONS: Final = _folded(_WORDS["directions"])
_SIDES: Final = _folded(_WORDS["sides"])
_ADJECTIVES: Final = _folded(_WORDS["adjectives"])
_PREPOSITIONS: Final = _folded(_WORDS["prepositions"])
_COMMAS: Final = frozenset("،,")
_ARTICLE: Final = "ال"
_AND: Final = "و"
_QUOTES: Final = frozenset("\"'“”«»‘’")
_SHORTEST_WITH_CLITIC: Final = 3
# UCDP GED where_prec by level; levels not listed are exact points (1).
_PRECISION: Final = {"country": 6, "region": 5, "governorate": 4, "countryside": 4, "district": 3}
# How closely a level says where: smaller is closer.
_EXTENT: Final = {
    "country": 9,
    "region": 8,
    "governorate": 7,
    "countryside": 6,
    "district": 5,
    "capital": 4,
    "city": 4,
    "town": 3,
}


class _Word(NamedTuple):
    """A reading of one written word: its name or head word, and whether a clitic preposition or "and" is written to it."""

    stem: str
    preposition: bool
    conjunction: bool
    cut: int


@lru_cache(maxsize=65536)
def _readings(form: str) -> tuple[_Word, ...]:
    words: list[_Word] = []
    for split in split_clitics(form):
        if split.pronoun or split.future:
            continue
        stem = _ARTICLE + split.stem if split.article else split.stem
        clitic = bool(split.conjunction or split.preposition)
        if clitic and len(stem) < _SHORTEST_WITH_CLITIC:
            continue
        if stem in names() or stem in _HEADS or stem in _DIRECTIONS:
            words.append(
                _Word(stem, bool(split.preposition), bool(split.conjunction), len(split.conjunction) + len(split.preposition))
            )
    return tuple(words)


class _Match(NamedTuple):
    named: Named
    last: int
    word: _Word


def _name_at(tokens: Sequence[Token], start: int) -> _Match | None:
    best: _Match | None = None
    for word in _readings(tokens[start].form):
        for named in names().get(word.stem, ()):
            last = start + len(named.words) - 1
            if last < len(tokens) and all(tokens[start + i].form == w for i, w in enumerate(named.words[1:], 1)):
                if best is None or last > best.last:
                    best = _Match(named, last, word)
                break
    return best


def find_places(tokens: Sequence[Token]) -> list[PlaceMention]:
    """Places, longest match, not overlapping. A mention covers its head words and, after a plural head, the whole list.

    Homographs without evidence are left out; a name that is evidenced by a preposition only is not `certain`.
    Ambiguous names take the meaning that shares a first-level area, then a country, with the sentence's other places.
    """
    found: list[tuple[PlaceMention, tuple[Entry, ...]]] = []
    at = 0
    while at < len(tokens):
        mention = _mention(tokens, at) if tokens[at].kind == "word" and _readings(tokens[at].form) else None
        if mention is None:
            at += 1
            continue
        found.append(mention)
        at = mention[0].last + 1
    _settle(found)
    return [mention for mention, _ in found]


def finest(mentions: Iterable[PlaceMention]) -> PlaceMention | None:
    """The mention that says most closely where, the first of equals; None of none."""
    return min(mentions, key=lambda mention: _EXTENT.get(mention.level, 1), default=None)


def contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    """Whether the tables place `inner` inside `outer`."""
    if outer.place.country is None or outer.place.country != inner.place.country or outer is inner:
        return False
    if outer.level == "country":
        return inner.level != "country"
    same_area = outer.place.admin1 is not None and outer.place.admin1 == inner.place.admin1
    return same_area and _EXTENT.get(outer.level, 1) > _EXTENT.get(inner.level, 1)


def _mention(tokens: Sequence[Token], start: int) -> tuple[PlaceMention, tuple[Entry, ...]] | None:
    at, head, first_word = start, "", ""
    direction = False
    while at < len(tokens) and at - start < 3:
        match = _name_at(tokens, at)
        word = next((w for w in _readings(tokens[at].form) if w.stem in _HEADS or w.stem in _DIRECTIONS), None)
        if match is not None and (word is None or match.last > at):
            break
        if word is None or (at > start and word.cut):
            break
        if word.stem in _DIRECTIONS:
            direction = True
        else:
            head, first_word = head or _HEADS[word.stem], first_word or word.stem
        at += 1
    if at >= len(tokens):
        return None
    skipped = at
    while head and skipped < len(tokens) - 1 and tokens[skipped].form in _QUOTES:
        skipped += 1
    match = _name_at(tokens, skipped)
    if match is not None and (skipped == start or not match.word.cut) and _evidenced(tokens, start, match, bool(head)):
        return _named(tokens, start, match, head, first_word, direction)
    return _unnamed(tokens, start, skipped, head, first_word)


def _evidenced(tokens: Sequence[Token], start: int, match: _Match, head: bool) -> bool:
    kind = match.named.evidence
    quarter = all(entry.level == "quarter" for entry in match.named.entries)
    if head or not (kind or quarter):
        return True
    if kind == "head":
        return False
    return match.word.preposition or (start > 0 and tokens[start - 1].form in _PREPOSITIONS)


def _named(
    tokens: Sequence[Token], start: int, match: _Match, head: str, first_word: str, direction: bool
) -> tuple[PlaceMention, tuple[Entry, ...]]:
    last, entries = match.last, match.named.entries
    level = head or entries[0].level
    if head in ("governorate", "countryside") or head == "quarter":
        preferred = [entry for entry in entries if entry.level == ("quarter" if head == "quarter" else "governorate")]
        entries = tuple(preferred) or entries
    parts = [entries]
    if first_word in _SEVERAL:
        last, more = _list(tokens, last)
        parts += more
    while head in ("countryside", "district", "quarter") and last + 1 < len(tokens) and tokens[last + 1].form in _SIDES:
        last += 1
    if direction and level == "country":
        level = "region"
    mention = PlaceMention(
        start, last, _place(tokens, start, last, level, entries[0]), level, certain=not match.named.evidence or bool(head)
    )
    areas = {listed[0].admin1 for listed in parts}
    if len(areas) > 1:
        mention.place.admin1 = mention.place.lat = mention.place.lon = None
    return mention, entries if len(parts) == 1 else ()


def _list(tokens: Sequence[Token], last: int) -> tuple[int, list[tuple[Entry, ...]]]:
    parts: list[tuple[Entry, ...]] = []
    while last + 1 < len(tokens):
        at = last + 1
        comma = tokens[at].form in _COMMAS
        at += comma
        if at >= len(tokens) or not (comma or tokens[at].form.startswith(_AND)):
            break
        match = _name_at(tokens, at)
        if match is not None:
            parts.append(match.named.entries)
            last = match.last
        elif tokens[at].form.startswith(_AND + _ARTICLE):
            last = at
        else:
            break
    return last, parts


def _unnamed(
    tokens: Sequence[Token], start: int, at: int, head: str, first_word: str
) -> tuple[PlaceMention, tuple[Entry, ...]] | None:
    if first_word not in _NAMED_ALONE or at >= len(tokens) or tokens[at].kind != "word":
        return None
    form = tokens[at].form
    definite = form.startswith(_ARTICLE) and form not in _SIDES
    if form in _ADJECTIVES:
        return None
    if not definite and (first_word not in _VILLAGE or form.endswith("يه") or len(form) < _SHORTEST_WITH_CLITIC):
        return None
    last = _list(tokens, at)[0] if first_word in _SEVERAL else at
    return PlaceMention(start, last, _place(tokens, start, last, head, None), head, certain=definite), ()


_VILLAGE: Final = frozenset({word for word, level in _HEADS.items() if level == "village"} - _SEVERAL)


def _place(tokens: Sequence[Token], start: int, last: int, level: str, entry: Entry | None) -> Place:
    words = [token.norm for token in tokens[start : last + 1]]
    first = next(iter(_readings(tokens[start].form)), None)
    if first is not None and first.cut:
        # "لل" hides the article's alef.
        words[0] = (
            _ARTICLE + words[0][first.cut + 1 :]
            if first.stem.startswith(_ARTICLE) and not words[0][first.cut :].startswith(_ARTICLE)
            else words[0][first.cut :]
        )
    text = words[0]
    for token, word in zip(tokens[start + 1 : last + 1], words[1:], strict=True):
        text += word if token.glued else f" {word}"
    precision = _PRECISION.get(level, 1)
    if entry is None:
        return Place(text=text, name_ar=text, precision=precision)
    plain = last - start + 1 == len(entry.name_ar.split())
    return Place(
        text=text, name_ar=entry.name_ar if plain else text, name_en=entry.name_en, admin1=entry.admin1, country=entry.country,
        lat=entry.lat, lon=entry.lon, precision=precision, gazetteer_id=entry.id,
    )  # fmt: skip


def _settle(found: Sequence[tuple[PlaceMention, tuple[Entry, ...]]]) -> None:
    sure = [mention.place for mention, entries in found if len({entry.admin1 for entry in entries}) == 1]
    for mention, entries in found:
        if len({(entry.country, entry.admin1) for entry in entries}) > 1:
            best = max(
                entries,
                key=lambda entry: sum((p.country == entry.country) + 2 * (p.admin1 == entry.admin1 is not None) for p in sure),
            )
            mention.place.admin1, mention.place.country = best.admin1, best.country
            mention.place.lat, mention.place.lon, mention.place.name_en = best.lat, best.lon, best.name_en
        elif mention.place.country is None and sure:
            nearest = min(
                (other for other, _ in found if other.place.country is not None),
                key=lambda other: abs(other.first - mention.first),
            )
            mention.place.country, mention.place.admin1 = nearest.place.country, nearest.place.admin1


def resolve_places(sentences: Iterable[Sequence[PlaceMention]]) -> None:
    """Give places without a country the one that the document's other places name most, in place."""
    listed = [mention for mentions in sentences for mention in mentions]
    votes: dict[str, int] = {}
    for mention in listed:
        if mention.place.country is not None:
            votes[mention.place.country] = votes.get(mention.place.country, 0) + 1
    if votes:
        most = max(votes, key=lambda country: votes[country])
        for mention in listed:
            if mention.place.country is None:
                mention.place.country = most
