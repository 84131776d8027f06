"""The shipped gazetteer: YAML tables of countries, first-level areas and the places that conflict news names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from rasid.extraction.lexicon import load
from rasid.text.folding import fold

_SEPARATOR: Final = " / "
# Of two places that one name can mean without other evidence, the first level listed is meant.
RANK: Final = {
    level: rank
    for rank, level in enumerate(
        ("country", "capital", "city", "governorate", "region", "town", "district", "camp", "site", "quarter", "village")
    )
}


class Country(NamedTuple):
    """A country: ISO 3166-1 codes, its Arabic names, its centre."""

    alpha3: str
    alpha2: str
    name_en: str
    names: tuple[str, ...]
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. `city` is the town that a quarter belongs to; coordinates are None where only the area is known.

    `id`: "rasid:" with the area, level and first name for the shipped tables, the dump's own id for imported places.
    """

    name_ar: str
    name_en: str | None
    level: str
    admin1: str | None
    country: str
    lat: float | None
    lon: float | None
    city: str | None = None
    id: str | None = None


class Named(NamedTuple):
    """A name with the places it can mean, likeliest first (none for what is never a place).

    `evidence` is what a homograph needs to count as a place.
    """

    words: tuple[str, ...]
    entries: tuple[Entry, ...]
    evidence: str


def _countries() -> dict[str, Country]:
    rows = load("places-countries")
    return {
        code: Country(code, row["alpha2"], row["en"], tuple(row["names"].split(_SEPARATOR)), *row["at"])
        for code, row in rows.items()
    }


COUNTRIES: Final = _countries()
_TABLES: Final[tuple[str, ...]] = tuple(load("places-tables"))


def entries() -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Every place of the tables with its spellings."""
    for country in COUNTRIES.values():
        first = country.names[0]
        point = (country.lat, country.lon)
        yield (
            country.names,
            Entry(first, country.name_en, "country", None, country.alpha3, *point, None, f"rasid:{country.alpha3}"),
        )
    for table in _TABLES:
        for area, levels in load(f"places-{table}").items():
            yield from _area(area, levels)


def _area(area: str, levels: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    admin1 = area if "-" in area else None
    country = alpha3()[area.partition("-")[0]] if admin1 else area
    for level, places in levels.items():
        if level == "quarters":
            for city, quarters in places.items():
                for names_, text in quarters.items():
                    yield _entry(names_, text, "quarter", admin1, country, city)
        else:
            for names_, text in places.items():
                yield _entry(names_, text, level, admin1, country, None)


def _entry(
    names_: str, text: str | None, level: str, admin1: str | None, country: str, city: str | None
) -> tuple[tuple[str, ...], Entry]:
    spellings = tuple(names_.split(_SEPARATOR))
    name_en, _, point = (text or "").partition(" @ ")
    lat, lon = map(float, point.split()) if point else (None, None)
    identity = f"rasid:{admin1 or country}/{level}/{spellings[0]}"
    return spellings, Entry(spellings[0], name_en or None, level, admin1, country, lat, lon, city, identity)


@cache
def alpha3() -> dict[str, str]:
    """Country codes: alpha-3 by alpha-2."""
    return {country.alpha2: country.alpha3 for country in COUNTRIES.values()}


@cache
def names() -> dict[str, tuple[Named, ...]]:
    """The names by their first folded word, longest first."""
    meanings: dict[tuple[str, ...], list[Entry]] = {}
    for spellings, entry in entries():
        for spelling in spellings:
            found = meanings.setdefault(tuple(fold(spelling).split()), [])
            if entry not in found:
                found.append(entry)
    for phrase in load("places-homographs")["never"]:
        meanings.setdefault(tuple(fold(phrase).split()), [])
    homographs = load("places-homographs")
    capitals = {tuple(fold(name).split()) for name in homographs["capital"]}
    evidence = {tuple(fold(name).split()): kind for kind, listed in homographs.items() if kind != "capital" for name in listed}
    index: dict[str, list[Named]] = {}
    for words, found in meanings.items():
        found.sort(key=lambda entry: RANK[entry.level])
        if words in capitals:
            found.sort(key=lambda entry: entry.level == "country")
        index.setdefault(words[0], []).append(Named(words, tuple(found), evidence.get(words, "")))
    return {word: tuple(sorted(listed, key=lambda named: -len(named.words))) for word, listed in index.items()}


@cache
def _by_country(level: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for _, entry in entries():
        if entry.level == level:
            found.setdefault(entry.country, entry)
    return found


def country_entry(country: str) -> Entry:
    """The entry of a country (alpha-3)."""
    return _by_country("country")[country]


def capital_of(country: str) -> Entry | None:
    """The capital of a country (alpha-3), None where the tables name none."""
    return _by_country("capital").get(country)
