"""Towns and areas that show which country is meant."""

from __future__ import annotations

from functools import cache
from typing import Final

from rasid.extraction.lexicon import load
from rasid.text.folding import fold

_SEPARATOR: Final = " / "
_CLITICS: Final = ("", "و", "ب", "ل")


@cache
def areas() -> dict[str, str]:
    """The country of a town or an area by its forms, clitics before them included."""
    return {
        clitic + fold(name): country
        for country, names in load("actors-areas")["areas"].items()
        for name in names.split(_SEPARATOR)
        for clitic in _CLITICS
    }
