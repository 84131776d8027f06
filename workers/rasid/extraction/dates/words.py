"""What single words and fixed phrases contribute to a date."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, Literal, NamedTuple

from rasid.extraction.lexicon import load
from rasid.extraction.morphology import PhraseIndex, Verb, verb_forms
from rasid.text.folding import fold

DATA: Final[dict[str, Any]] = load("dates")
_AND, _FUTURE = (fold(DATA[key]) for key in ("and", "future"))
Unit = Literal["hour", "day", "week", "month", "year"]


class CountedUnit(NamedTuple):
    """A unit of time with its grammatical count: 1, 2 or None for a plural that needs a number."""

    unit: Unit
    number: int | None


def folded(key: str) -> frozenset[str]:
    """A list of the data as folded words."""
    return frozenset(map(fold, DATA[key]))


def _index(key: str) -> PhraseIndex[int]:
    return PhraseIndex(((phrase, value) for value, phrases in DATA[key].items() for phrase in phrases), article=False)


WEEKDAYS: Final = _index("weekdays")
MONTHS: Final = _index("months")
HIJRI_MONTHS: Final = _index("hijri_months")
RELATIVE: Final = _index("relative")
NOT_RELATIVE: Final = PhraseIndex(((phrase, True) for phrase in DATA["not_relative"]), article=False)
DAYPARTS: Final = PhraseIndex(((phrase, True) for phrase in DATA["dayparts"]), article=False)
WEEKEND: Final = PhraseIndex(((phrase, True) for phrase in DATA["weekend"]), article=False)
FEW_HOURS: Final = PhraseIndex(((phrase, True) for phrase in DATA["few_hours"]), article=False)
DURING: Final = PhraseIndex(((phrase, True) for phrase in DATA["during"]), article=False)
PARTS: Final = PhraseIndex(((word, row) for row in DATA["parts"].values() for word in row["words"]), article=False)
UNITS: Final[PhraseIndex[CountedUnit]] = PhraseIndex(
    (
        (word, CountedUnit(unit, count))
        for unit, row in DATA["units"].items()
        for count, key in ((1, "one"), (2, "two"), (None, "many"))
        for word in row[key]
    ),
    clitics=False,
)
DEFINITE: Final[PhraseIndex[Unit]] = PhraseIndex(
    ((word, unit) for unit, row in DATA["units"].items() for word in row["definite"]), article=False
)
AGO: Final = PhraseIndex(((phrase, True) for phrase in DATA["ago"]), article=False)
AFTER: Final = PhraseIndex(((phrase, True) for phrase in DATA["after"]), article=False)
LESS: Final = PhraseIndex(((phrase, True) for phrase in DATA["less"]), clitics=False)
ABOUT: Final = PhraseIndex(((phrase, True) for phrase in DATA["about"]), clitics=False)
BEFORE: Final = folded("before")
YEAR_HEADS: Final = PhraseIndex(((word, True) for word in DATA["year_heads"]), article=False)
MONTH_HEADS: Final = PhraseIndex(((word, True) for word in DATA["month_heads"]), article=False)


@cache
def future_words() -> frozenset[str]:
    """The words that put a clause in the future: سوف, "planned", the s-future of common verbs, the present of agendas."""
    words = set(folded("future_words"))
    for text in DATA["future_verbs"]:
        for form, features in verb_forms(Verb.parse(text)).items():
            if features.tense == "present" and features.person != 2:
                words |= {_FUTURE + form, _AND + _FUTURE + form}
    for text in DATA["agenda_verbs"]:
        for form, features in verb_forms(Verb.parse(text)).items():
            if features.tense == "present" and features.person == 3:
                words |= {form, _AND + form}
    return frozenset(words)
