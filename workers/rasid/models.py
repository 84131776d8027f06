"""What travels on the topics, typed.

The JSON Schemas under `schemas/` are held to these classes by a test. Offsets count Unicode code points of the
delivered `text` (or `title`), end exclusive. Times are RFC 3339 UTC strings, dates ISO 8601, countries ISO 3166-1
alpha-3, first-level areas ISO 3166-2, coordinates WGS 84 degrees.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import orjson
from msgspec import Meta

Timestamp = Annotated[str, Meta(description="RFC 3339, UTC", extra_json_schema={"format": "date-time"})]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="ISO 8601 day")]
Country = Annotated[str, Meta(pattern="^[A-Z]{3}$", description="ISO 3166-1 alpha-3")]
Admin1 = Annotated[str, Meta(pattern="^[A-Z]{2}-[A-Z0-9]{1,3}$", description="ISO 3166-2")]
Share = Annotated[float, Meta(ge=0, le=1)]
Offset = Annotated[int, Meta(ge=0, description="code points of the delivered field")]
People = Annotated[int, Meta(ge=0)]
Effect = Literal["killed", "injured", "missing", "detained", "abducted", "displaced"]
Qualifier = Literal["exact", "at_least", "at_most", "about", "range", "vague"]
VictimStatus = Literal["civilian", "combatant", "mixed", "unknown"]
VictimGroup = Literal[
    "children", "women", "men", "elderly", "medics", "rescuers", "journalists", "aid_workers", "students", "police", "family"
]
Method = Literal[
    "airstrike", "shelling", "rocket", "missile", "barrel_bomb", "cluster_munition", "chemical", "drone", "ied", "car_bomb",
    "suicide_attack", "landmine", "shooting", "sniper", "execution", "stabbing", "burning", "torture", "siege", "clashes",
    "assassination", "explosion", "collapse", "other",
]  # fmt: skip
Scope = Literal["incident", "aggregate"]
Assertion = Literal["asserted", "denied", "disputed"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE",
]  # fmt: skip
Mode = Literal[
    "visit", "third-party", "multilateral", "phone", "assist", "change", "yield", "meet", "disapprove", "investigate",
    "allege", "restrict", "arrest", "relations", "expel", "territory", "violence", "withdraw", "release", "disarm",
    "ceasefire", "access", "resign", "convict", "discontinue",
]  # fmt: skip
QuadCode = Literal["VC", "MC", "VK", "MK"]
Aux = Literal["future", "historical", "hypothetical", "negation"]
DatePrecision = Literal["day", "week", "month", "year", "range"]
Field = Literal["text", "title"]


class RawArticle(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a scraper sends: `text` or `html` is required; fields not named here are kept in `extra`."""

    id: str | None = None
    url: str | None = None
    source: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    published_at: Timestamp | None = None
    fetched_at: Timestamp | None = None
    language: str | None = None
    extra: dict[str, Any] = {}


class Related(msgspec.Struct, kw_only=True):
    """An earlier article that this one resembles. `why`: it states other `figures`; it is a `longer` text that contains the
    earlier one; it is a `revision` of it; it is a revision of itself that has become a `copy` of the other.
    """

    id: str
    similarity: Share
    why: Literal["figures", "longer", "revision", "copy"]


class Article(msgspec.Struct, kw_only=True):
    """A cleaned article, first of its kind. `text` is the delivered string (for HTML: the text taken from the page).

    `boilerplate` lists `[start, end]` spans of `text` that are not the article: menus, teasers, captions, comments.
    `published_day` is the day of publication where the newsroom is, from which its "yesterday" counts.
    """

    id: str
    url: str | None = None
    source: str | None = None
    title: str | None = None
    text: str
    published_at: Timestamp | None = None
    published_day: Day | None = None
    fetched_at: Timestamp | None = None
    language: str = "ar"
    revision: int = 1
    boilerplate: list[tuple[Offset, Offset]] = []
    related: Related | None = None
    extra: dict[str, Any] = {}


class Duplicate(msgspec.Struct, kw_only=True):
    """An article that repeats an earlier one; `similarity` estimates the Jaccard similarity of their shingles, 0–1."""

    id: str
    url: str | None
    source: str | None
    title: str | None
    published_at: Timestamp | None
    duplicate_of: str
    similarity: Share
    why: Literal["exact", "syndicated", "truncated", "headline", "repeat"]


class DeadLetter(msgspec.Struct, kw_only=True):
    """An input that could not be processed, whole. `value` is base64 of the exact bytes, `key` likewise."""

    topic: str
    partition: int
    offset: int
    timestamp: Timestamp | None
    headers: dict[str, str]
    key: str | None
    value: str
    stage: Literal["intake", "dedup", "extract"]
    reason: str
    message: str
    first_attempt: Timestamp
    last_attempt: Timestamp
    attempts: int = 1


class ArticleRef(msgspec.Struct, kw_only=True):
    """The article an event was read in."""

    id: str
    url: str | None = None
    source: str | None = None
    title: str | None = None
    published_at: Timestamp | None = None
    revision: int = 1


class Evidence(msgspec.Struct, kw_only=True, frozen=True):
    """The clause that carries a fact: `text` equals the delivered field's slice `[start:end]`."""

    field: Field
    start: Offset
    end: Offset
    text: str


class Place(msgspec.Struct, kw_only=True):
    """Where people were hurt or met. `precision` is UCDP GED's where_prec: 1 exact … 7 country unknown."""

    text: str
    name_ar: str
    name_en: str | None = None
    admin1: Admin1 | None = None
    country: Country | None = None
    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None
    lon: Annotated[float, Meta(ge=-180, le=180)] | None = None
    precision: Annotated[int, Meta(ge=1, le=7)] = 1
    gazetteer_id: str | None = None


class Date(msgspec.Struct, kw_only=True):
    """Inclusive ISO 8601 days, and the words they were read from."""

    start: Day
    end: Day
    precision: DatePrecision = "day"
    text: str = ""


class Actor(msgspec.Struct, kw_only=True):
    """A state, organisation or group. `code`: ISO 3166-1 alpha-3 or an organisation's code; `sector`: PLOVER sector."""

    text: str
    name: str
    code: str
    sector: str | None = None
    country: Country | None = None
    id: str | None = None


class Count(msgspec.Struct, kw_only=True):
    """A toll in UCDP GED's terms; null where the text does not say."""

    low: People | None = None
    best: People | None = None
    high: People | None = None
    qualifier: Qualifier = "exact"
    text: str = ""


class Victims(msgspec.Struct, kw_only=True):
    """Who was hurt."""

    status: VictimStatus = "unknown"
    groups: list[VictimGroup] = []
    affiliation: Actor | None = None
    names: list[str] = []


class Breakdown(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A part of a toll: only what differs from the whole is given, always with its own count and evidence."""

    evidence: Evidence
    count: Count
    victims: Victims | None = None
    place: Place | None = None
    date: Date | None = None
    perpetrators: list[Actor] | None = None
    method: Method | None = None
    breakdown: list[Breakdown] = []


class EventBase(msgspec.Struct, kw_only=True):
    """What both kinds of event say: which article, which clause, where, when, who is quoted, how sure, by which rule."""

    event_id: str
    article: ArticleRef
    evidence: Evidence
    mentions: list[Evidence] = []
    place: Place | None = None
    date: Date | None = None
    attribution: list[Actor] = []
    confidence: Share
    rule: str
    extractor: str


class CasualtyEvent(EventBase, kw_only=True):
    """Who was killed, hurt or displaced: how many, where, when, by whom, says who."""

    kind: Literal["casualty"] = "casualty"
    effect: Effect
    count: Count
    victims: Victims
    perpetrators: list[Actor] = []
    method: Method | None = None
    scope: Scope = "incident"
    assertion: Assertion = "asserted"
    breakdown: list[Breakdown] = []
    notes: list[str] = []


class Speaker(msgspec.Struct, kw_only=True):
    """The person who acted or spoke."""

    name: str | None = None
    role: str | None = None


class DiplomacyEvent(EventBase, kw_only=True):
    """Who did what to whom in words or politics, in PLOVER 0.8's terms."""

    kind: Literal["diplomacy"] = "diplomacy"
    event_type: EventType
    mode: Mode | None = None
    quad_code: QuadCode
    actor: list[Actor]
    recipient: list[Actor] = []
    aux: list[Aux] = []
    context: list[str] = []
    speaker: Speaker | None = None
    statement: str | None = None


Event = CasualtyEvent | DiplomacyEvent
Message = RawArticle | Article | Duplicate | DeadLetter | CasualtyEvent | DiplomacyEvent


def to_json(message: Message) -> bytes:
    """UTF-8 JSON of a message, as it stands on its topic."""
    return orjson.dumps(msgspec.to_builtins(message))
