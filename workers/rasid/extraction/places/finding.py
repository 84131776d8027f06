"""Places of a document: names of the tables with their head words, where they are evidenced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rasid.extraction.gazetteer.local import in_use
from rasid.extraction.mentions import PlaceMention
from rasid.extraction.places.parts import between, compass, sided
from rasid.extraction.places.resolution import Found, Held, resolve
from rasid.extraction.places.spans import BESIDE, LARGE, QUOTES, fits, introduction, joined, list_on, place_mention
from rasid.extraction.places.unknown import imported, unnamed
from rasid.extraction.places.words import (
    ARTICLE,
    AT_TOWN,
    DIRECTIONS,
    EPITHETS,
    GIVEN,
    HEADS,
    INSIDE,
    KUNYAS,
    NAMED_FOR,
    OPENERS,
    OUTSKIRTS,
    PARTICLES,
    PREPOSITIONS,
    SEVERAL,
    VAGUE,
    Match,
    longest_at,
    name_at,
    name_with_head,
    nationalities,
    readings,
    role,
)
from rasid.text.document import Token

_LONGEST_LINK: Final = 2
_FEMININE_NOUNS: Final = ("ة", "ات")
_DISTINCTIVE: Final = 5
_BY: Final = "ب"
_IN: Final = "في"
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
# The levels that a head word can mean, where the tables know them under the name.
_MEANT: Final = {
    "governorate": ("governorate", "region"),
    "countryside": ("governorate", "district"),
    "city": ("city", "capital", "town"),
    "town": ("town", "city", "village", "district"),
    "village": ("village", "town"),
    "district": ("district", "region", "governorate", "town", "city", "quarter", "village"),
    "camp": ("camp",),
    "quarter": ("quarter",),
    "site": ("site",),
}
# Kinds of places that are often named after towns and countries far away: "شارع القاهرة".
_NAMED_AFTER: Final = frozenset(("quarter", "site", "camp", "village"))
_SETTLEMENTS: Final = frozenset(("capital", "city", "town", "governorate", "village"))
# Names of these levels are ordinary words or personal names too often to stand without a preposition.
_SMALL: Final = frozenset(("town", "quarter", "village", "site", "district", "camp"))
_LARGE_HEADS: Final = frozenset(("governorate", "countryside", "city"))


def find_places(tokens: Sequence[Token]) -> list[PlaceMention]:
    """Places of one sentence, longest match, not overlapping; as `find_document_places` of a document of one sentence."""
    return find_document_places([tokens])[0]


def find_document_places(sentences: Iterable[Sequence[Token]]) -> list[list[PlaceMention]]:
    """The places of each sentence, longest match, not overlapping, what they mean decided over the whole document.

    A mention covers its head words and, after a plural head, the whole list. Homographs without evidence are left out;
    a name that is evidenced by a preposition only is not `certain`. Names that no table knows count after a head word
    and take the area of the place that holds them.
    """
    document = resolve([_sentence(tokens) for tokens in sentences])
    return [[found.mention for found in sentence] for sentence in document]


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


def _sentence(tokens: Sequence[Token]) -> list[Found]:
    listed: list[Found] = []
    at, imported = 0, in_use()
    while at < len(tokens):
        token = tokens[at]
        found = None
        if token.kind == "word" and (imported or readings(token.form)):
            found = _mention(tokens, at, bool(listed) and joined(tokens, listed[-1].mention.last, at))
        if found is None:
            at += 1
            continue
        if listed:
            before = listed[-1]
            before.held = _held(tokens[before.mention.last + 1 : found.mention.first + 1])
        listed.append(found)
        at = found.mention.last + 1
    return listed


def _held(between: Sequence[Token]) -> Held:
    """How the tokens from a place's end to the next one's first relate them: in it, beside it, or not at all."""
    first, links = between[-1], [token for token in between[:-1] if token.form not in QUOTES]
    if len(links) > _LONGEST_LINK or not all(token.form in INSIDE for token in links):
        return ""
    words = readings(first.form)
    if any(word.stem in DIRECTIONS for word in words):
        return "beside"
    return "inside" if links or any(word.preposition for word in words) else ""


def _mention(tokens: Sequence[Token], start: int, listed: bool) -> Found | None:
    introduces = role(tokens[start].form)
    if introduces is None:
        match = name_at(tokens, start)
        if match is not None and _evidenced(tokens, start, match, False, listed):
            return _named(tokens, start, match, "", "", False)
        return imported(tokens, start)
    found = None
    if introduces.sided is not None:
        found = sided(tokens, start, introduces.sided)
    elif introduces.compass is not None:
        found = compass(tokens, start, introduces.compass)
    elif introduces.between is not None:
        found = between(tokens, start)
    return found or _introduced(tokens, start, listed)


def _introduced(tokens: Sequence[Token], start: int, listed: bool) -> Found | None:
    """A name after head words and directions, known or unknown."""
    at, head, first_word, beside = introduction(tokens, start)
    if at >= len(tokens):
        return None
    skipped = at
    while head and skipped < len(tokens) - 1 and tokens[skipped].form in QUOTES:
        skipped += 1
    quoted = name_with_head(tokens, first_word, skipped) if skipped > at else None
    if quoted is not None:
        return _named(tokens, start, quoted, head, first_word, beside)
    match = longest_at(tokens, skipped)
    if match is not None and not match.named.entries:
        return None
    if head and match is not None and _opens_longer(tokens, skipped, match):
        match = None  # "قرية عين شيب" is not "عين".
    if match is not None and (skipped == start or not match.word.cut) and _evidenced(tokens, start, match, bool(head), listed):
        return _named(tokens, start, match, head, first_word, beside)
    return unnamed(tokens, start, skipped, head, first_word) if head else imported(tokens, start)


def _opens_longer(tokens: Sequence[Token], at: int, match: Match) -> bool:
    """Whether a known name is only the first word of a longer, unknown one."""
    form, last = tokens[at].form, at + 1 == len(tokens)
    return match.last == at and form in OPENERS and not form.startswith(ARTICLE) and not last and fits(tokens[at + 1].form)


def _evidenced(tokens: Sequence[Token], start: int, match: Match, head: bool, listed: bool) -> bool:
    """Whether a name of the tables is a place here; `listed`: it stands in a list after another place."""
    kind, word = match.named.evidence, match.word
    if head or _own_head(match):
        return True
    if start > 0 and not word.cut and (_adjectival(tokens, start) or _surname(tokens, start, match)):
        return False
    if kind == "head" or (start > 0 and not word.cut and tokens[start - 1].form in NAMED_FOR):
        return False
    if kind == "exact":
        return tokens[start].norm[word.cut :] == match.named.entries[0].name_ar
    small = _is_small(match)
    if not (kind or small):
        return True
    if small and word.cut and not (word.preposition == _BY or (listed and not word.preposition)):
        return False
    return _after_preposition(tokens, start, match) or (not kind and (listed or (_distinctive(match) and not word.cut)))


def _adjectival(tokens: Sequence[Token], start: int) -> bool:
    """Whether a country's name is its adjective here: "القوات السعودية", "طائرة سورية"."""
    form, before = tokens[start].form, tokens[start - 1]
    if form not in nationalities():
        return False
    if form.startswith(ARTICLE):
        return before.form.startswith(ARTICLE) and before.form not in PARTICLES
    return before.norm.endswith(_FEMININE_NOUNS) and not before.form.startswith(ARTICLE)


def _surname(tokens: Sequence[Token], start: int, match: Match) -> bool:
    """Whether a town's name is somebody's: "فيصل الخليل"."""
    town = match.last == start and tokens[start].form.startswith(ARTICLE) and match.named.entries[0].level not in LARGE
    return town and tokens[start - 1].form in GIVEN and tokens[start - 1].form not in PREPOSITIONS


def _own_head(match: Match) -> bool:
    """Whether a name opens with a head word of its own: "سجن نفحة"."""
    return len(match.named.words) > 1 and match.named.words[0] in HEADS


def _is_small(match: Match) -> bool:
    return match.named.entries[0].level in _SMALL and not _own_head(match)


def _after_preposition(tokens: Sequence[Token], start: int, match: Match) -> bool:
    return bool(match.word.preposition) or (start > 0 and tokens[start - 1].form in PREPOSITIONS)


def _distinctive(match: Match) -> bool:
    """Whether a town's name is hardly ever anything else: long, and no noun with the article, nor like a fighter's."""
    words = match.named.words
    if words[0] in KUNYAS:
        return False
    long = len(words) > 1 or (len(words[0]) >= _DISTINCTIVE and not words[0].startswith(ARTICLE))
    return long and match.named.entries[0].level == "town"


def _named(tokens: Sequence[Token], start: int, match: Match, head: str, first_word: str, beside: bool) -> Found:
    last, entries = match.last, match.named.entries
    if not head and entries[0].level in LARGE:
        entries = tuple(entry for entry in entries if entry.level not in _SMALL)
    meant = tuple(entry for entry in entries if entry.level in _MEANT.get(head, ()))
    parts = [meant or entries]
    level = parts[0][0].level if not head or first_word in VAGUE else head
    if first_word in SEVERAL:
        last, more = list_on(tokens, last)
        parts += more
    while head in ("countryside", "district", "quarter") and last + 1 < len(tokens) and tokens[last + 1].form in EPITHETS:
        last += 1
    if beside and level == "country":
        level = "region"
    certain = bool(head) or match.named.evidence != "preposition" or (start > 0 and tokens[start - 1].form == _IN)
    mention = place_mention(tokens, start, last, level, certain=certain)
    if beside and mention.place.precision == 1:
        mention.place.precision = BESIDE
    country = None
    if last + 1 < len(tokens) and level not in LARGE:
        country = nationalities().get(tokens[last + 1].form)
        country = country if any(entry.country == country for entry in entries) else None
    plain = bool(meant) or first_word in SEVERAL or (first_word in AT_TOWN and entries[0].level in _SETTLEMENTS)
    small = entries[0].level in _SMALL
    weak = head in _NAMED_AFTER and not plain
    tentative = head in _LARGE_HEADS and small and not meant
    if not head and _is_small(match):
        tentative = not (_distinctive(match) and _after_preposition(tokens, start, match))
    outside = beside and any(word.stem in OUTSKIRTS for word in readings(tokens[start].form))
    of_name = not (head or beside)
    weak = weak or tentative
    return Found(mention, parts, weak, country, tentative=tentative, level_of_name=of_name, outside=outside)
