"""What ambiguous and unknown place names mean: decided by the other places of the sentence and of the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from rasid.extraction.gazetteer import Entry
from rasid.extraction.mentions import PlaceMention
from rasid.extraction.places.spans import precision_of
from rasid.extraction.places.words import AROUND

# How much a meaning gains: for the place that holds it, for sharing an area or a country with others.
_HELD, _SAME_AREA, _SAME_COUNTRY = 8.0, 4.0, 2.0
_ARTICLE_COUNTRY, _ARTICLE_AREA = 3.0, 1.5
# What a name of another kind of place needs to be meant.
_AGREED: Final = 1.5
_NEAREST_SENTENCES: Final = 3
# An area that most of the article's places lie in is the unknown one's too.
_MAIN_SHARE: Final = 0.6


# How much likelier a name means a place of this level, without other evidence.
_PROMINENCE: Final = {"country": 4.5, "capital": 4.5, "city": 3.0, "governorate": 2.0, "region": 2.0, "town": 1.0}
# Names of these levels recur: the place that the text says they lie in decides.
_SMALL: Final = frozenset(("town", "village", "quarter", "site", "camp", "district"))


# Of these nearly every name is borne by several: one that lies elsewhere than all else in the article is another.
_RECURRING: Final = frozenset(("village", "quarter"))
Held = Literal["", "inside", "beside"]


class Area(NamedTuple):
    """A country and its first-level area, None where a whole country is meant."""

    country: str
    admin1: str | None


@dataclass(slots=True, eq=False)
class Found:
    """A mention and what it can mean: `parts` are the listed names with the meanings of each; none for unknown names.

    `weak`: the name is known, but for another kind of place, so that it counts only where the context agrees.
    `country`: said by an adjective ("بيتسبرغ الأمريكية"). `held`: the next mention holds this one, or lies beside it.
    `tentative`: no place at all unless the context agrees; `by_holder`: only the place that holds it can agree.
    `of_town`: named by a side ("الأحياء الشرقية") of the town that the text is about.
    `outside`: at its edge, where another area may begin ("محيط دمشق").
    `level_of_name`: no head word says what kind of place it is, so the meaning does.
    """

    mention: PlaceMention
    parts: list[tuple[Entry, ...]] = field(default_factory=list)
    weak: bool = False
    country: str | None = None
    held: Held = ""
    tentative: bool = False
    by_holder: bool = False
    of_town: bool = False
    level_of_name: bool = False
    outside: bool = False
    area: Area | None = None

    def areas(self) -> set[Area]:
        """The areas it can lie in."""
        return {Area(entry.country, entry.admin1) for part in self.parts for entry in part}


def resolve(document: Sequence[Sequence[Found]]) -> list[list[Found]]:
    """Decide, in place, every mention of a document (its sentences in order); those that are places."""
    countries: Counter[str] = Counter()
    areas: Counter[Area] = Counter()
    for sentence in document:
        for found in sentence:
            _take_sure(found)
            if found.area is not None:
                countries[found.area.country] += 1
                areas[found.area] += found.area.admin1 is not None
    for index, sentence in enumerate(document):
        for at, found in reversed([*enumerate(sentence)]):
            if found.area is None and found.parts and not found.of_town:
                _choose(found, at, sentence, countries, areas)
        for at, found in enumerate(sentence):
            if found.area is None and not found.tentative:
                _inherit(found, at, document, index, countries, areas)
    return [[found for found in sentence if found.area is not None or not found.tentative] for sentence in document]


def _take_sure(found: Found) -> None:
    if found.country is not None:
        found.parts = [tuple(e for e in part if e.country == found.country) for part in found.parts]
        found.parts = [part for part in found.parts if part]
        if not found.parts:
            found.area = Area(found.country, None)
            found.mention.place.country = found.country
            return
    areas = found.areas()
    open_ = _recurs(found) or (found.held == "inside" and found.mention.level in _SMALL)
    if len(areas) == 1 and not found.weak and not open_:
        _settle(found, [part[0] for part in found.parts])


def _recurs(found: Found) -> bool:
    """Whether its name, of one word, is surely borne by other places too."""
    return found.mention.level in _RECURRING and not any(" " in entry.name_ar for part in found.parts for entry in part)


def _settle(found: Found, meanings: Sequence[Entry]) -> None:
    """Write the meanings of the parts into the mention; a list over several areas has none of its own."""
    place, first = found.mention.place, meanings[0]
    same_country = all(entry.country == first.country for entry in meanings)
    same_area = same_country and all(entry.admin1 == first.admin1 for entry in meanings)
    place.country = first.country if same_country else None
    place.admin1 = first.admin1 if same_area else None
    if found.outside and place.admin1 is not None:
        place.admin1 = AROUND.get(place.admin1, place.admin1)
    if len(meanings) == 1:
        place.name_en, place.gazetteer_id = first.name_en, first.id
        if found.level_of_name:
            found.mention.level, place.precision = first.level, precision_of(first.level)
        if first.name_ar.count(" ") == place.text.count(" "):
            place.name_ar = first.name_ar
    if same_area:
        place.lat, place.lon = first.lat, first.lon
    if place.country is not None:
        found.area = Area(place.country, place.admin1)


def _choose(found: Found, at: int, sentence: Sequence[Found], countries: Counter[str], areas: Counter[Area]) -> None:
    holder = sentence[at + 1].area if found.held and at + 1 < len(sentence) else None
    beside = [other.area for other in sentence if other.area is not None and other is not found]
    most = max(countries.values(), default=1) or 1
    most_in_area = max(areas.values(), default=1) or 1

    shared = Counter(area for part in found.parts for area in {Area(e.country, e.admin1) for e in part})

    def support(entry: Entry) -> float:
        area = Area(entry.country, entry.admin1)
        total = 0.0 if found.weak else _PROMINENCE.get(entry.level, 0.0)
        total += _ARTICLE_COUNTRY * countries[entry.country] / most + _ARTICLE_AREA * areas[area] / most_in_area
        if shared[area] > 1 or any(other == area for other in beside if other.admin1):
            total += _SAME_AREA
        if any(other.country == entry.country for other in beside):
            total += _SAME_COUNTRY
        if holder is not None and holder.country == entry.country and holder.admin1 in (None, entry.admin1):
            total += _HELD
        return total

    meanings = [max(part, key=support) for part in found.parts]
    if found.by_holder and (holder is None or holder.admin1 is None):
        return
    agreed = [entry for entry in meanings if not found.weak or support(entry) >= _AGREED]
    if found.held == "inside" and holder is not None and holder.admin1 is not None and found.mention.level in _SMALL:
        agreed = [entry for entry in agreed if entry.admin1 == holder.admin1]
        if not agreed:
            return
    if _recurs(found) and areas.total() > 0:
        agreed = [entry for entry in agreed if areas[Area(entry.country, entry.admin1)]]
    if agreed or not (countries or found.tentative):
        _settle(found, agreed or meanings)


def _inherit(
    found: Found, at: int, document: Sequence[Sequence[Found]], index: int, countries: Counter[str], areas: Counter[Area]
) -> None:
    """An unknown name lies where the place that holds it lies, else the nearest, else where most of the article does."""
    area = _nearest(found, at, document[index])
    for back in range(index - 1, max(index - 1 - _NEAREST_SENTENCES, -1), -1):
        if area is not None and area.admin1 is not None:
            break
        earlier = _last_area(document[back])
        if earlier is not None and (area is None or area.country == earlier.country):
            area = earlier
    if (area is None or area.admin1 is None) and areas:
        main, votes = areas.most_common(1)[0]
        if votes >= _MAIN_SHARE * areas.total() and (area is None or area.country == main.country):
            area = main
    if area is None and countries:
        area = Area(countries.most_common(1)[0][0], None)
    if area is not None:
        found.mention.place.country, found.mention.place.admin1 = area
        found.area = area


def _nearest(found: Found, at: int, sentence: Sequence[Found]) -> Area | None:
    if found.held and at + 1 < len(sentence) and sentence[at + 1].area is not None:
        return sentence[at + 1].area
    others = [other for other in sentence if other is not found and other.area is not None]
    finer = [other for other in others if other.area is not None and other.area.admin1 is not None]
    nearest = min(finer or others, key=lambda other: abs(other.mention.first - found.mention.first), default=None)
    return nearest.area if nearest is not None else None


def _last_area(sentence: Iterable[Found]) -> Area | None:
    last = None
    for found in sentence:
        if found.area is not None and (found.area.admin1 is not None or last is None):
            last = found.area
    return last
