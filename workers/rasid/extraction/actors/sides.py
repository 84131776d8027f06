"""Sides of a country (government, opposition, rebels) and the codes that they have there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from rasid.extraction.gazetteer import COUNTRIES
from rasid.extraction.lexicon import load

_DATA: Final = load("actors-sides")
HOSTS: Final[frozenset[str]] = frozenset(_DATA["hosts"])
_GOVERNMENT: Final = "GOV"


@dataclass(frozen=True, slots=True)
class Side:
    """A side of any country. `alone`: of which countries it can be without a word of the country beside it."""

    alone: str
    sector: str | None
    countries: dict[str, str | None]
    instead: str | None
    default: str | None

    def code(self, country: str) -> str | None:
        """The code of this side of a country; None where that country has no such side."""
        if country in self.countries:
            return self.countries[country]
        return with_sector(country, self.sector) if self.sector else None


@cache
def sides() -> dict[str, Side]:
    """The sides by their kind."""
    return {
        kind: Side(row["alone"], row.get("sector"), row.get("countries", {}), row.get("instead"), row.get("default"))
        for kind, row in _DATA["kinds"].items()
    }


def with_sector(country: str, sector: str | None) -> str:
    """CODE:SECTOR; a government has a sector only where there is an inner conflict (codebook, ruling 7)."""
    if sector is None or country not in COUNTRIES or (sector == _GOVERNMENT and country not in HOSTS):
        return country
    return f"{country}:{sector}"


@cache
def home(code: str) -> str | None:
    """The country that a code belongs to: its own, or the one whose sides include it."""
    base = code.partition(":")[0]
    if base in COUNTRIES:
        return base
    return _HOMES.get(base)


_HOMES: Final[dict[str, str]] = _DATA["homes"]
