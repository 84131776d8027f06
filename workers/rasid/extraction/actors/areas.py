"""Towns and areas that show which country is meant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from rasid.extraction.actors.names import index
from rasid.extraction.actors.sides import HOSTS
from rasid.extraction.gazetteer import Named, names
from rasid.extraction.lexicon import load
from rasid.text.folding import fold

_SEPARATOR: Final = " / "
_CLITICS: Final = ("", "و", "ب", "ل")
_LARGE: Final = frozenset(("capital", "city", "governorate"))
_SHORTEST: Final = 4
_LONGEST: Final = 2


@cache
def areas() -> dict[str, str]:
    """The country of a town or an area by its forms, clitics before them included.

    To the listed ones come the cities and governorates of countries at war, of one or two words, that are nothing else:
    towns elsewhere are often only where a conference meets.
    """
    found: dict[str, str] = {}
    for country, listed in load("actors-areas")["areas"].items():
        for name in listed.split(_SEPARATOR):
            found.update((clitic + fold(name), country) for clitic in _CLITICS)
    for name, country in _cities():
        for clitic in _CLITICS:
            found.setdefault(clitic + name, country)
    return found


def _cities() -> Iterator[tuple[str, str]]:
    for listed in names().values():
        for named in listed:
            name = " ".join(named.words)
            countries = {entry.country for entry in named.entries}
            if len(countries) == 1 and countries <= HOSTS and _plain(named, name):
                yield name, countries.pop()


def _plain(named: Named, name: str) -> bool:
    """Whether a name is a large place's and neither an ordinary word nor an actor's name."""
    if named.evidence or named.entries[0].level not in _LARGE or len(name) < _SHORTEST or len(named.words) > _LONGEST:
        return False
    return not any(row.words == named.words for row in index().get(named.words[0], ()))
