"""Readers of gazetteer dumps: GeoNames, Who's On First, and a plain table. Only names written in Arabic are read."""

from __future__ import annotations

import gzip
import io
import re
import sqlite3
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

from rasid.errors import RasidError

# Arabic letters and marks only: the same script also writes Persian, Urdu and Kurdish names.
_ARABIC_NAME: Final = re.compile(r"(?=.*[\u0621-\u063A\u0641-\u064A]{2})[\u0621-\u063A\u0640-\u0652\u0670 '()0-9-]+")
_GEONAMES_COLUMNS: Final = 19
_TABLE_COLUMNS: Final = 8
_ALTERNATES: Final = ("alternateNamesV2.txt", "alternateNames.txt")
_CITY: Final = 15_000
_GEONAMES_LEVELS: Final = {
    "PCLI": "country", "PCL": "country", "PCLD": "country", "PCLS": "country", "PPLC": "capital", "PPLA": "city",
    "ADM1": "governorate", "ADM2": "district", "ADM3": "district", "PPLX": "quarter", "RGN": "region", "RGNE": "region",
    "CMP": "camp", "CMPRF": "camp",
}  # fmt: skip
_GEONAMES_CLASSES: Final = {"P": "village", "T": "site", "S": "site", "L": "site"}
_PLACETYPES: Final = {
    "country": "country", "region": "governorate", "macroregion": "region", "county": "district", "localadmin": "district",
    "locality": "village", "neighbourhood": "quarter", "macrohood": "quarter", "borough": "quarter", "microhood": "quarter",
    "campus": "site", "adm1": "governorate", "adm2": "district", "adm3": "district", "city15k": "city",
}  # fmt: skip
_WOF_ROWS: Final = """
    SELECT spr.id, spr.placetype, spr.country, spr.latitude, spr.longitude, ancestors.ancestor_id, names.name
    FROM spr JOIN names ON names.id = spr.id AND names.language IN ('ara', 'ar', 'arb')
    LEFT JOIN ancestors ON ancestors.id = spr.id AND ancestors.ancestor_placetype = 'region'
    WHERE spr.is_current != 0
"""


class GazetteerError(RasidError):
    """A gazetteer cannot be read or written; the message says which and why."""

    code = "gazetteer"


class Row(NamedTuple):
    """A place under one of its names. `country`: ISO 3166-1 alpha-2; `region`: the dump's own code of its first-level area."""

    name: str
    lat: float
    lon: float
    country: str
    level: str
    id: str
    population: int
    region: str


def read_dump(source: Path) -> Iterator[Row]:
    """The places of a dump, one row a name.

    `source` is a GeoNames dump (`allCountries.txt`, `IQ.txt`, their zip, or a folder with one of them and, if wanted,
    `alternateNamesV2.txt`), a Who's On First SQLite distribution (`whosonfirst-data-admin-iq-latest.db`), or a table
    of tab-separated lines (also gzipped): name, latitude, longitude, country, kind, id, population, region.
    Raises GazetteerError where it is none of them.
    """
    if source.is_dir():
        yield from _geonames_folder(source)
    elif not source.is_file():
        raise GazetteerError(f"no such file: {source.name}")
    elif _is_sqlite(source):
        yield from _whos_on_first(source)
    else:
        yield from _lines(source)


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16).startswith(b"SQLite format 3")


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    """A dump's lines, unpacked."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            name = next((n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()), None)
            if name is None:
                raise GazetteerError(f"no table in {path.name}")
            with archive.open(name) as packed:
                yield io.TextIOWrapper(packed, "utf-8")
    elif path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as unpacked:
            yield unpacked
    else:
        with path.open(encoding="utf-8") as plain:
            yield plain


def _lines(path: Path, alternates: dict[str, list[str]] | None = None) -> Iterator[Row]:
    with _text(path) as lines:
        for number, line in enumerate(lines, 1):
            fields = line.rstrip("\r\n").split("\t")
            try:
                if len(fields) == _GEONAMES_COLUMNS:
                    yield from _geonames(fields, alternates or {})
                elif len(fields) == _TABLE_COLUMNS:
                    yield from _table(fields)
                else:
                    raise ValueError(f"{len(fields)} columns")
            except ValueError as error:
                raise GazetteerError(f"{path.name}, line {number}: {error}") from None


def _table(fields: list[str]) -> Iterator[Row]:
    name, lat, lon, country, kind, identity, population, region = fields
    if _arabic(name):
        level = _PLACETYPES.get(kind, kind)
        yield Row(name, float(lat), float(lon), country, level, identity, int(population or 0), region)


def _geonames(fields: list[str], alternates: dict[str, list[str]]) -> Iterator[Row]:
    identity, name, _, others, lat, lon, kind, code, country, _, region = fields[:11]
    population = int(fields[14] or 0)
    level = _GEONAMES_LEVELS.get(code) or _GEONAMES_CLASSES.get(kind)
    if level is None:
        return
    if level == "village" and population >= _CITY:
        level = "city"
    for spelling in {n for n in (name, *others.split(","), *alternates.get(identity, ())) if _arabic(n)}:
        yield Row(spelling, float(lat), float(lon), country, level, f"gn:{identity}", population, region)


def _geonames_folder(folder: Path) -> Iterator[Row]:
    alternates: dict[str, list[str]] = defaultdict(list)
    named = [folder / name for name in _ALTERNATES if (folder / name).exists()]
    for path in named[:1]:
        with _text(path) as lines:
            for line in lines:
                fields = line.split("\t", 4)
                if len(fields) > 3 and fields[2] == "ar":
                    alternates[fields[1]].append(fields[3].strip())
    tables = [path for path in sorted(folder.glob("*.txt")) if path.name not in _ALTERNATES and "readme" not in path.name.lower()]
    if not tables:
        raise GazetteerError(f"no GeoNames table in {folder.name}")
    for path in tables:
        yield from _lines(path, alternates)


def _whos_on_first(path: Path) -> Iterator[Row]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        try:
            for identity, kind, country, lat, lon, region, name in database.execute(_WOF_ROWS):
                if kind in _PLACETYPES and _arabic(name or ""):
                    yield Row(name, lat, lon, country, _PLACETYPES[kind], f"wof:{identity}", 0, str(region or ""))
        except sqlite3.DatabaseError as error:
            raise GazetteerError(f"{path.name}: {error}") from None


def _arabic(name: str) -> bool:
    return _ARABIC_NAME.fullmatch(name) is not None
