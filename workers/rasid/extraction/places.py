"""Places in a document: names of the gazetteer with their head words, lists, sides of a town, villages named by a head word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rasid.extraction.gazetteer import Entry, capital_of, country_entry
from rasid.extraction.gazetteer.local import in_use, look_up
from rasid.extraction.mentions import PlaceMention
from rasid.extraction.place_resolution import Found, resolve
from rasid.extraction.place_words import (
    AND,
    ARTICLE,
    AT_TOWN,
    BETWEEN,
    CAPITAL,
    COMPASS,
    DIRECTIONS,
    HEADS,
    INSIDE,
    NAMED_ALONE,
    NAMED_DEFINITE,
    NOT_NAMES,
    OPENERS,
    PREPOSITIONS,
    SEVERAL,
    SIDED,
    SIDES,
    WHOLE_COUNTRY,
    Match,
    introducing,
    name_at,
    nationalities,
    readings,
)
from rasid.models import Place
from rasid.text.document import Token

_COMMAS: Final = frozenset("،,")
_QUOTES: Final = frozenset("\"'“”«»‘’")
_IN: Final = "في"
_LONGEST_CHAIN: Final = 4
_LONGEST_LINK: Final = 2
_SHORTEST_NAME: Final = 3
_DISTINCTIVE: Final = 5
_BY: Final = "ب"
_LONGEST_IMPORTED: Final = 3
_PLURAL, _RELATIVE = "ات", "يه"
# UCDP GED where_prec by level; levels not listed are exact points (1). Beside a place: 2.
_PRECISION: Final = {"country": 6, "region": 5, "governorate": 4, "countryside": 4, "district": 3}
_BESIDE: Final = 2
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
    "district": ("district", "region", "town", "city", "quarter", "village"),
    "camp": ("camp",),
    "quarter": ("quarter",),
    "site": ("site",),
}
# Kinds of places that are often named after towns and countries far away: "شارع القاهرة".
_NAMED_AFTER: Final = frozenset(("quarter", "site", "camp", "village"))
_SETTLEMENTS: Final = frozenset(("capital", "city", "town", "governorate", "village"))
# Names of these levels are ordinary words or personal names too often to stand without a preposition.
_SMALL: Final = frozenset(("town", "quarter", "village", "site", "district", "camp"))
_LARGE: Final = frozenset(("country", "capital", "region"))
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
    at = 0
    while at < len(tokens):
        found = (
            _mention(tokens, at, bool(listed) and _joined(tokens, listed[-1].mention.last, at))
            if tokens[at].kind == "word"
            else None
        )
        if found is None:
            at += 1
            continue
        if listed:
            before = listed[-1]
            before.held = _held(tokens[before.mention.last + 1 : found.mention.first + 1])
        listed.append(found)
        at = found.mention.last + 1
    return listed


def _joined(tokens: Sequence[Token], last: int, at: int) -> bool:
    """Whether token `at` goes on a list after the place that ends at `last`: "،" or "و" before it."""
    if at == last + 1:
        return tokens[at].form.startswith(AND)
    return at == last + 2 and (tokens[last + 1].form in _COMMAS or tokens[last + 1].form == AND)


def _held(between: Sequence[Token]) -> bool:
    """Whether the tokens from a place's end to the next one's first say that it lies there."""
    first = between[-1]
    if len(between) > _LONGEST_LINK + 1 or not all(token.form in INSIDE for token in between[:-1]):
        return False
    return bool(between[:-1]) or any(word.preposition or word.stem in DIRECTIONS for word in readings(first.form))


def _mention(tokens: Sequence[Token], start: int, listed: bool) -> Found | None:
    if not readings(tokens[start].form):
        return _imported(tokens, start)
    found = _sided(tokens, start) or _compass(tokens, start) or _between(tokens, start)
    if found is not None:
        return found
    at, head, first_word, beside = _introduction(tokens, start)
    if at >= len(tokens):
        return None
    skipped = at
    while head and skipped < len(tokens) - 1 and tokens[skipped].form in _QUOTES:
        skipped += 1
    match = name_at(tokens, skipped)
    if match is not None and (skipped == start or not match.word.cut) and _evidenced(tokens, start, match, bool(head), listed):
        return _named(tokens, start, match, head, first_word, beside)
    return _unnamed(tokens, start, skipped, head, first_word) if head else _imported(tokens, start)


def _introduction(tokens: Sequence[Token], start: int) -> tuple[int, str, str, bool]:
    """The token after the head words, the finest of them as a level, the first of them, and whether one is a direction."""
    at, head, first_word, beside = start, "", "", False
    while at < len(tokens) and at - start < _LONGEST_CHAIN:
        head_word, direction = introducing(tokens[at], HEADS), introducing(tokens[at], DIRECTIONS)
        word = head_word or direction
        match = name_at(tokens, at)
        if word is None or (at > start and word.cut) or (match is not None and match.last > at):
            break
        beside = beside or head_word is None
        if head_word is not None:
            head, first_word = head or HEADS[word.stem], first_word or word.stem
        at += 1
        if word.stem in CAPITAL and at < len(tokens) and tokens[at].form in nationalities():
            at += 1
    return at, head, first_word, beside


def _evidenced(tokens: Sequence[Token], start: int, match: Match, head: bool, listed: bool) -> bool:
    """Whether a name of the tables is a place here; `listed`: it stands in a list after another place."""
    kind, word = match.named.evidence, match.word
    if head or _own_head(match):
        return True
    if kind == "head":
        return False
    if kind == "exact":
        return tokens[start].norm[word.cut :] == match.named.entries[0].name_ar
    small = _is_small(match)
    if not (kind or small):
        return True
    if small and word.cut and not (word.preposition == _BY or (listed and not word.preposition)):
        return False
    return _after_preposition(tokens, start, match) or (not kind and (listed or (_distinctive(match) and not word.cut)))


def _own_head(match: Match) -> bool:
    """Whether a name opens with a head word of its own: "سجن نفحة"."""
    return len(match.named.words) > 1 and match.named.words[0] in HEADS


def _is_small(match: Match) -> bool:
    return match.named.entries[0].level in _SMALL and not _own_head(match)


def _after_preposition(tokens: Sequence[Token], start: int, match: Match) -> bool:
    return bool(match.word.preposition) or (start > 0 and tokens[start - 1].form in PREPOSITIONS)


def _distinctive(match: Match) -> bool:
    """Whether a town's name is hardly ever anything else: long, and no noun with the article."""
    words = match.named.words
    long = len(words) > 1 or (len(words[0]) >= _DISTINCTIVE and not words[0].startswith(ARTICLE))
    return long and match.named.entries[0].level == "town"


def _named(tokens: Sequence[Token], start: int, match: Match, head: str, first_word: str, beside: bool) -> Found:
    last, entries = match.last, match.named.entries
    meant = tuple(entry for entry in entries if entry.level in _MEANT.get(head, ()))
    parts = [meant or entries]
    level = head or entries[0].level
    if first_word in SEVERAL:
        last, more = _list(tokens, last)
        parts += more
    while head in ("countryside", "district", "quarter") and last + 1 < len(tokens) and tokens[last + 1].form in SIDES:
        last += 1
    if beside and level == "country":
        level = "region"
    mention = _place(tokens, start, last, level, certain=not match.named.evidence or bool(head))
    if beside and mention.place.precision == 1:
        mention.place.precision = _BESIDE
    country = None
    if last + 1 < len(tokens) and level not in _LARGE:
        country = nationalities().get(tokens[last + 1].form)
        country = country if any(entry.country == country for entry in entries) else None
    plain = bool(meant) or first_word in SEVERAL or (first_word in AT_TOWN and entries[0].level in _SETTLEMENTS)
    small = entries[0].level in _SMALL
    weak = head in _NAMED_AFTER and not plain
    tentative = head in _LARGE_HEADS and small and not meant
    if not head and _is_small(match):
        tentative = not (_distinctive(match) and _after_preposition(tokens, start, match))
    return Found(mention, parts, weak=weak or tentative, tentative=tentative, country=country)


def _list(tokens: Sequence[Token], last: int) -> tuple[int, list[tuple[Entry, ...]]]:
    """The end of a list of names that goes on after token `last`, and what the known ones of them mean."""
    parts: list[tuple[Entry, ...]] = []
    while last + 1 < len(tokens):
        at = last + 1
        comma = tokens[at].form in _COMMAS
        at += comma
        if at >= len(tokens) or not (comma or tokens[at].form.startswith(AND)):
            break
        match = name_at(tokens, at)
        if match is not None and (comma or match.word.conjunction):
            parts.append(match.named.entries)
            last = match.last
            continue
        form = tokens[at].form
        name = form[1:] if form.startswith(AND) else form
        if form == name or name in NOT_NAMES or tokens[at].kind != "word":
            break
        if name in OPENERS or name in HEADS:
            if at + 1 >= len(tokens) or not _fits(tokens[at + 1].form):
                break
            last = at + 1
        elif name.startswith(ARTICLE) and not name.endswith(_PLURAL):
            last = at
        else:
            break
    return last, parts


def _unnamed(tokens: Sequence[Token], start: int, at: int, head: str, first_word: str) -> Found | None:
    """A name that the tables do not know, after a head word: imported, or one or two words that can be a name."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    last, local = _local_at(tokens, at)
    if not local:
        end = _name_end(tokens, at, first_word)
        if end is None:
            return _by_nationality(tokens, start, at, head)
        last = end
    parts = [local] if local else []
    if first_word in SEVERAL:
        last, more = _list(tokens, last)
        parts += more
    certain = head != "district" or tokens[at].form.startswith(ARTICLE) or bool(local)
    return Found(_place(tokens, start, last, head, certain=certain), parts, weak=True)


def _name_end(tokens: Sequence[Token], at: int, first_word: str) -> int | None:
    form = tokens[at].form
    following = tokens[at + 1].form if at + 1 < len(tokens) and tokens[at + 1].kind == "word" else ""
    if first_word not in NAMED_ALONE and first_word not in NAMED_DEFINITE:
        return None
    if form in OPENERS and following and _fits(following):
        return at + 1
    if not _fits(form):
        return None
    if form.startswith(ARTICLE):
        return None if form.endswith(_PLURAL) and first_word not in NAMED_ALONE else at
    return at if first_word in NAMED_ALONE and not form.endswith(_RELATIVE) else None


def _fits(form: str) -> bool:
    """Whether a word can be a name: no known ordinary word, and no clitic preposition before another place."""
    if form.startswith(AND) and (form[1:] in HEADS or form[1:] in NOT_NAMES):
        return False
    if len(form) < _SHORTEST_NAME or form in NOT_NAMES or form in SIDES or form in nationalities() or form.startswith("لل"):
        return False
    return not any(word.preposition for word in readings(form))


def _by_nationality(tokens: Sequence[Token], start: int, at: int, head: str) -> Found | None:
    """An unknown town whose country an adjective says: "مدينة بيتسبرغ الأمريكية"."""
    if head not in ("city", "town") or not _fits(tokens[at].form):
        return None
    after = at + 1
    while after < len(tokens) - 1 and tokens[after].form in _QUOTES:
        after += 1
    country = nationalities().get(tokens[after].form) if after < len(tokens) else None
    return Found(_place(tokens, start, at, head), country=country) if country else None


def _imported(tokens: Sequence[Token], start: int) -> Found | None:
    """A name of the imported gazetteer after "في": a place where the next mention holds it, "في الهجر بمحافظة …"."""
    if start == 0 or tokens[start - 1].form != _IN:
        return None
    last, entries = _local_at(tokens, start)
    if not entries:
        return None
    return Found(_place(tokens, start, last, entries[0].level), [entries], weak=True, tentative=True, by_holder=True)


def _local_at(tokens: Sequence[Token], at: int) -> tuple[int, tuple[Entry, ...]]:
    """The end and the meanings of the longest name of the imported gazetteer at a token."""
    if in_use() and (_fits(tokens[at].form) or tokens[at].form in OPENERS):
        for last in range(min(at + _LONGEST_IMPORTED, len(tokens)) - 1, at - 1, -1):
            entries = look_up(" ".join(token.form for token in tokens[at : last + 1]))
            if entries:
                return last, entries
    return at, ()


def _sided(tokens: Sequence[Token], start: int) -> Found | None:
    """ "الأحياء الشرقية", "الريف الشمالي لحلب": a side of the town that follows, else of the one the text is about."""
    word = introducing(tokens[start], SIDED)
    last = start
    while word is not None and last + 1 < len(tokens) and tokens[last + 1].form in SIDES:
        last += 1
    if word is None or last == start:
        return None
    level, after = SIDED[word.stem], last + 1
    if after < len(tokens) and tokens[after].form in INSIDE:
        after += 1
    if after < len(tokens):
        at = _introduction(tokens, after)[0]
        match = name_at(tokens, at) if at < len(tokens) else None
        if match is not None and not match.word.conjunction and (after > last + 1 or match.word.cut or at > after):
            return Found(_place(tokens, start, match.last, level), [match.named.entries])
        if match is None and at == after and (outer := name_at(tokens, after)) is not None and outer.word.preposition:
            return Found(_place(tokens, start, outer.last, level), [outer.named.entries])
    return Found(_place(tokens, start, last, level), of_town=True)


def _compass(tokens: Sequence[Token], start: int) -> Found | None:
    """ "الشمال السوري", "الحدود السورية التركية", "العاصمة اليمنية": a part of the country that the adjective names."""
    word = introducing(tokens[start], COMPASS) or introducing(tokens[start], CAPITAL)
    if word is None:
        return None
    at = start + 1
    while at < len(tokens) and tokens[at].form in SIDES and word.stem in COMPASS:
        at += 1
    country = nationalities().get(tokens[at].form) if at < len(tokens) else None
    if country is None:
        return None
    if word.stem in CAPITAL:
        capital = capital_of(country)
        follows = at + 1 < len(tokens) and (tokens[at + 1].form in _QUOTES or name_at(tokens, at + 1) is not None)
        return None if capital is None or follows else Found(_place(tokens, start, at, "capital"), [(capital,)])
    if at + 1 < len(tokens) and tokens[at + 1].form in nationalities():
        at += 1
    level = "country" if word.stem in WHOLE_COUNTRY else "region"
    return Found(_place(tokens, start, at, level), [(country_entry(country),)])


def _between(tokens: Sequence[Token], start: int) -> Found | None:
    """ "بين أريحا وسراقب": between two towns of one country."""
    if introducing(tokens[start], BETWEEN) is None or start + 2 >= len(tokens):
        return None
    first_at = _introduction(tokens, start + 1)[0]
    first = name_at(tokens, first_at) if first_at < len(tokens) else None
    if first is None or first.last + 1 >= len(tokens):
        return None
    second_at = _introduction(tokens, first.last + 1)[0]
    second = name_at(tokens, second_at) if second_at < len(tokens) else None
    joined = tokens[first.last + 1].form.startswith(AND)
    if second is None or not joined or (second_at == first.last + 1 and not second.word.conjunction):
        return None
    parts = [first.named.entries, second.named.entries]
    if any(entry.level in _LARGE for part in parts for entry in part[:1]):
        return None
    mention = _place(tokens, start, second.last, "town")
    mention.place.precision = _BESIDE
    return Found(mention, parts)


def _place(tokens: Sequence[Token], start: int, last: int, level: str, certain: bool = True) -> PlaceMention:
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
    return PlaceMention(start, last, Place(text=text, name_ar=text, precision=_PRECISION.get(level, 1)), level, certain)
