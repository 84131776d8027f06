"""Places named by a side: of a town ("الأحياء الشرقية"), of a country ("الشمال السوري"), between two towns."""

from __future__ import annotations

from collections.abc import Sequence

from rasid.extraction.gazetteer import capital_of, country_entry
from rasid.extraction.places.resolution import Found
from rasid.extraction.places.spans import BESIDE, LARGE, QUOTES, introduction, place_mention
from rasid.extraction.places.words import AND, CAPITAL, COMPASS, INSIDE, SIDED, SIDES, WHOLE_COUNTRY, Word, name_at, nationalities
from rasid.text.document import Token


def sided(tokens: Sequence[Token], start: int, word: Word) -> Found | None:
    """ "الأحياء الشرقية", "الريف الشمالي لحلب": a side of the town that follows, else of the one the text is about."""
    last = start
    while last + 1 < len(tokens) and tokens[last + 1].form in SIDES:
        last += 1
    if last == start:
        return None
    level, after = SIDED[word.stem], last + 1
    if after < len(tokens) and tokens[after].form in INSIDE:
        after += 1
    if after < len(tokens):
        at = introduction(tokens, after)[0]
        match = name_at(tokens, at) if at < len(tokens) else None
        if match is not None and not match.word.conjunction and (after > last + 1 or match.word.cut or at > after):
            return Found(place_mention(tokens, start, match.last, level), [match.named.entries])
        if match is None and at == after and (outer := name_at(tokens, after)) is not None and outer.word.preposition:
            return Found(place_mention(tokens, start, outer.last, level), [outer.named.entries])
    return Found(place_mention(tokens, start, last, level), of_town=True)


def compass(tokens: Sequence[Token], start: int, word: Word) -> Found | None:
    """ "الشمال السوري", "الحدود السورية التركية", "العاصمة اليمنية": a part of the country that the adjective names."""
    at = start + 1
    while at < len(tokens) and tokens[at].form in SIDES and word.stem in COMPASS:
        at += 1
    country = nationalities().get(tokens[at].form) if at < len(tokens) else None
    if country is None:
        return None
    if word.stem in CAPITAL:
        capital = capital_of(country)
        follows = at + 1 < len(tokens) and (tokens[at + 1].form in QUOTES or name_at(tokens, at + 1) is not None)
        return None if capital is None or follows else Found(place_mention(tokens, start, at, "capital"), [(capital,)])
    if at + 1 < len(tokens) and tokens[at + 1].form in nationalities():
        at += 1
    level = "country" if word.stem in WHOLE_COUNTRY else "region"
    return Found(place_mention(tokens, start, at, level), [(country_entry(country),)])


def between(tokens: Sequence[Token], start: int) -> Found | None:
    """ "بين أريحا وسراقب": between two towns of one country."""
    if start + 2 >= len(tokens):
        return None
    first_at = introduction(tokens, start + 1)[0]
    first = name_at(tokens, first_at) if first_at < len(tokens) else None
    if first is None or first.last + 1 >= len(tokens):
        return None
    second_at = introduction(tokens, first.last + 1)[0]
    second = name_at(tokens, second_at) if second_at < len(tokens) else None
    joined = tokens[first.last + 1].form.startswith(AND)
    if second is None or not joined or (second_at == first.last + 1 and not second.word.conjunction):
        return None
    bare = (first, first_at == start + 1), (second, second_at == first.last + 1)
    if any(alone and match.named.evidence == "head" for match, alone in bare):
        return None
    parts = [first.named.entries, second.named.entries]
    if any(entry.level in LARGE for part in parts for entry in part[:1]):
        return None
    mention = place_mention(tokens, start, second.last, "town")
    mention.place.precision = BESIDE
    return Found(mention, parts)
