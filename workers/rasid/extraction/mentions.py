"""What the shared finders return: spans of tokens (`first`..`last`, inclusive, in one sentence) with a meaning."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from rasid.models import Actor, DatePrecision, Place, Qualifier

QuantityKind = Literal["number", "dual", "single", "vague", "fraction", "ordinal", "percent", "definite"]

NotToll = Literal["date", "time", "age", "money", "distance", "weight", "percent", "reference", "phone", "things"]


@dataclass(slots=True, eq=False)
class Quantity:
    """A number in digits or words, with its hedge. `low`/`best`/`high` follow the codebook's count rules.

    `value` is the bare number (None for vague words). `hedge_first` is the first token of the hedge ("أكثر من"), equal
    to `first` where there is none. A dual noun ("قتيلان") is a quantity whose counted noun is the token itself.
    A `definite` number ("القتلى الثلاثة") follows its noun and recalls people already counted.
    `not_toll`: what the number measures where it surely counts no people: date, time, age, money, distance, weight,
    percent, reference (resolutions, articles), phone, things (raids, houses, vehicles, rounds of talks).
    """

    first: int
    last: int
    kind: QuantityKind
    value: float | None
    low: int | None
    best: int | None
    high: int | None
    qualifier: Qualifier
    hedge_first: int
    not_toll: NotToll | None = None


@dataclass(slots=True, eq=False)
class DateMention:
    """A date expression resolved against the day of publication; `start`/`end` are None where it cannot be resolved.

    "since" before a day, week or month makes it run on to the day of publication (codebook, ruling 14); a year or a
    counted time after it ("منذ عام 2012", "منذ ثلاثة أشهر") is only when it began: a reader of tolls opens it.
    """

    first: int
    last: int
    start: dt.date | None
    end: dt.date | None
    precision: DatePrecision
    rule: str


@dataclass(slots=True, eq=False)
class PlaceMention:
    """A place name with its head words ("حي الفردوس", "ريف حلب الشمالي"), resolved in the gazetteer.

    `level`: quarter, village, town, city, district, governorate, country, region, capital-as-actor is NOT decided here.
    `certain` is False for homographs without local evidence (no head word, no preposition).
    """

    first: int
    last: int
    place: Place
    level: str
    certain: bool = True


@dataclass(slots=True, eq=False)
class ActorMention:
    """A state, organisation, group or office holder. `person` is the personal name, `role` the office, if given.

    `adjective`: the actor is only named by an adjective ("الطيران الروسي" → RUS, first..last covers "الروسي").
    `place_like`: the words also name a place (a country or capital): the reader of the mention decides by context.
    """

    first: int
    last: int
    actor: Actor
    person: str | None = None
    role: str | None = None
    adjective: bool = False
    place_like: bool = False
