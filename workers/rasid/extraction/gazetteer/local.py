"""The operator's own gazetteer: a SQLite file made from a dump, looked up in addition to the shipped tables."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import lru_cache
from math import cos, hypot, radians
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from rasid.extraction.gazetteer.dumps import GazetteerError, Row, read_dump
from rasid.extraction.gazetteer.tables import Entry, alpha3, entries
from rasid.text.folding import fold

_FORMAT: Final = 1
_EVERY: Final = 50_000
_KM_PER_DEGREE: Final = 111.2
# A dump's town is the shipped one of the same name within this distance.
_SAME_PLACE_KM: Final = 30.0
# A dump's region is the ISO area that this share of the towns known in it lie in.
_REGION_SHARE: Final = 0.6
_MOST_MEANINGS: Final = 20
_SCHEMA: Final = """
    CREATE TABLE places (name TEXT, name_ar TEXT, lat REAL, lon REAL, country TEXT, level TEXT, id TEXT, population INTEGER,
                         region TEXT, admin1 TEXT, PRIMARY KEY (name, id)) WITHOUT ROWID;
    CREATE TABLE regions (country TEXT, region TEXT, admin1 TEXT, PRIMARY KEY (country, region)) WITHOUT ROWID;
"""
_INSERT: Final = "INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
_LOOK_UP: Final = """
    SELECT name_ar, level, admin1, country, lat, lon, id FROM places WHERE name = ? ORDER BY population DESC LIMIT ?
"""


class ImportStats(NamedTuple):
    """What an import read and wrote: names, the places they name, those with an ISO 3166-2 area, regions resolved."""

    names: int
    places: int
    with_area: int
    regions: int


def import_gazetteer(source: Path, target: Path, progress: Callable[[int], None] = lambda names: None) -> ImportStats:
    """Make the local gazetteer `target` from a dump (`dumps.read_dump` says which), replacing it only when complete.

    `progress` is called with the number of names read, now and then. The dump's own codes of first-level areas become
    ISO 3166-2 through the shipped places that lie in them. Raises GazetteerError for what is no dump.
    """
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with closing(sqlite3.connect(unfinished)) as database:
            database.executescript(
                f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = {_FORMAT}; {_SCHEMA}"
            )
            _fill(database, source, progress)
            _name_regions(database)
            stats = _stats(database)
            database.commit()
        if not stats.names:
            raise GazetteerError(f"{source.name} names no place in Arabic")
        unfinished.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(f"{source.name} to {target}: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return stats


def _fill(database: sqlite3.Connection, source: Path, progress: Callable[[int], None]) -> None:
    read = 0
    for row in read_dump(source):
        country = alpha3().get(row.country)
        if country is None:
            continue
        database.execute(_INSERT, _values(row, country))
        read += 1
        if read % _EVERY == 0:
            progress(read)
    progress(read)


def _values(row: Row, country: str) -> tuple[str | float | int, ...]:
    return fold(row.name), row.name, row.lat, row.lon, country, row.level, row.id, row.population, row.region


def _name_regions(database: sqlite3.Connection) -> None:
    """Learn the ISO area of each region of the dump from the shipped places found in it."""
    database.execute("CREATE TEMP TABLE votes (country TEXT, region TEXT, admin1 TEXT)")
    for spellings, entry in entries():
        if entry.admin1 is None or entry.lat is None or entry.lon is None:
            continue
        for spelling in spellings:
            rows = database.execute(
                "SELECT lat, lon, region FROM places WHERE name = ? AND country = ? AND region != ''",
                (fold(spelling), entry.country),
            )
            near = {row[2] for row in rows if _kilometres(row[0], row[1], entry.lat, entry.lon) <= _SAME_PLACE_KM}
            database.executemany("INSERT INTO votes VALUES (?, ?, ?)", [(entry.country, region, entry.admin1) for region in near])
    database.execute(
        """INSERT INTO regions SELECT country, region, admin1 FROM (
               SELECT country, region, admin1, COUNT(*) AS votes, SUM(COUNT(*)) OVER (PARTITION BY country, region) AS total
               FROM votes GROUP BY country, region, admin1)
           WHERE votes >= ? * total""",
        (_REGION_SHARE,),
    )
    database.execute(
        """UPDATE places SET admin1 = (SELECT regions.admin1 FROM regions
               WHERE regions.country = places.country AND regions.region = places.region)"""
    )


def _kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    return _KM_PER_DEGREE * hypot(lat - other_lat, (lon - other_lon) * cos(radians(lat)))


def _stats(database: sqlite3.Connection) -> ImportStats:
    names, places, with_area = database.execute(
        "SELECT COUNT(*), COUNT(DISTINCT id), COUNT(DISTINCT CASE WHEN admin1 IS NOT NULL THEN id END) FROM places"
    ).fetchone()
    return ImportStats(names, places, with_area, database.execute("SELECT COUNT(*) FROM regions").fetchone()[0])


class _Local:
    """The file in use, opened on first look-up in each process."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self._opened: tuple[int, sqlite3.Connection] | None = None
        self._lock = Lock()

    def use(self, path: Path | None) -> None:
        """Look names up in another file, or in none."""
        with self._lock:
            if self._opened is not None and self._opened[0] == os.getpid():
                self._opened[1].close()
            self.path, self._opened = path, None

    def rows(self, name: str) -> list[tuple[str, str, str | None, str, float, float, str]]:
        """The places of a folded name."""
        with self._lock:
            if self._opened is None or self._opened[0] != os.getpid():
                if self.path is None:
                    return []
                uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
                self._opened = (os.getpid(), sqlite3.connect(uri, uri=True, check_same_thread=False))
            return self._opened[1].execute(_LOOK_UP, (name, _MOST_MEANINGS)).fetchall()


_local: Final = _Local()


def use_gazetteer(path: Path | None) -> None:
    """Let `find_places` know the names of a file made by `import_gazetteer` too; None: only the shipped tables.

    Raises GazetteerError where the file is missing or was made by another version.
    """
    if path is not None:
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
                version = database.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.Error as error:
            raise GazetteerError(f"{path}: {error}") from error
        if version != _FORMAT:
            raise GazetteerError(f"{path} is no gazetteer of this version: import it again")
    _local.use(path)
    look_up.cache_clear()


def in_use() -> bool:
    """Whether there is an imported gazetteer."""
    return _local.path is not None


@lru_cache(maxsize=32768)
def look_up(name: str) -> tuple[Entry, ...]:
    """The places of a folded name in the imported gazetteer, the most populous first; none where there is none."""
    return tuple(
        Entry(name_ar, None, level, admin1, country, lat, lon, None, identity)
        for name_ar, level, admin1, country, lat, lon, identity in _local.rows(name)
    )
