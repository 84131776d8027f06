"""Office holders and leaders: who they stood for, and in which office, on a given day."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Final, NamedTuple

from rasid.extraction.lexicon import load

_TERM: Final = re.compile(r"(?:\((?P<code>[A-Z_:0-9]+)\) )?(?P<role>[^\d()]*?) ?(?P<first>\d{4})?-(?P<last>\d{4})?$")
UNSURE: Final = "~"
_SEPARATOR: Final = " / "


class Term(NamedTuple):
    """An office: whom it stands for, its name, its first and last year (None where open)."""

    code: str
    role: str
    first: int | None
    last: int | None


class Person(NamedTuple):
    """A person's spellings, the full name first, and offices in order of time. "~": a spelling that needs evidence."""

    names: tuple[str, ...]
    terms: tuple[Term, ...]

    @property
    def name(self) -> str:
        """The full name."""
        return self.names[0].removeprefix(UNSURE)

    def term(self, published: dt.date | None, office: str = "") -> Term:
        """The office on a day, of several in the year the one called `office`; out of office the last before, else the first."""
        if published is None:
            return self.terms[-1]
        year = published.year
        held = [term for term in self.terms if (term.first or 0) <= year <= (term.last or 9999)]
        past = [term for term in self.terms if (term.first or 0) <= year]
        called = [term for term in held if term.role and term.role in office]
        return (called or held or past or list(self.terms[:1]))[-1]

    def code(self, published: dt.date | None) -> str:
        """CODE or CODE:SECTOR on a day."""
        return self.term(published).code

    def role(self, published: dt.date | None) -> str | None:
        """The office held on a day, None out of office or where the day is unknown."""
        if published is None:
            return None
        term = self.term(published)
        return (term.role or None) if (term.first or 0) <= published.year <= (term.last or 9999) else None


@cache
def persons() -> tuple[Person, ...]:
    """The table of persons."""
    return tuple(
        Person(tuple(names.split(_SEPARATOR)), tuple(_term(code, text) for text in (terms or "-").split("; ")))
        for code, rows in load("actors-persons").items()
        for names, terms in rows.items()
    )


def _term(code: str, text: str) -> Term:
    match = _TERM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not an office with its years: {text}")
    first, last = match["first"], match["last"]
    return Term(match["code"] or code, match["role"].strip(), int(first) if first else None, int(last) if last else None)
