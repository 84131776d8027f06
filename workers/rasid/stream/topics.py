"""The one declaration of every topic, and what makes or checks them on a broker. Nothing is ever auto-created."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError

from rasid.errors import TopicError
from rasid.settings import Settings
from rasid.stream.names import topic_names
from rasid.stream.reach import refusal

CONNECT_SECONDS = 10.0
_UNKNOWN_TOPIC = 3
_ALREADY_EXISTS = 36
_BAD_REPLICATION = 38
_SET_ON_TOPIC = 1
_SETTLE_TRIES = 100
_DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic as declared. `retention_days` None: kept until compaction drops the older value of a key.

    `broker_time`: records are stamped on arrival, whatever the sender's clock says.
    """

    name: str
    key: str
    value: str
    partitions: int
    replication: int
    cleanup: Literal["delete", "compact"]
    retention_days: float | None
    max_message_bytes: int
    internal: bool = False
    broker_time: bool = False

    @property
    def configuration(self) -> dict[str, str]:
        """The topic's own settings, in Kafka's names."""
        values = {"cleanup.policy": self.cleanup, "max.message.bytes": str(self.max_message_bytes)}
        if self.retention_days is not None:
            values["retention.ms"] = str(round(self.retention_days * _DAY_MS))
        if self.broker_time:
            values["message.timestamp.type"] = "LogAppendTime"
        if self.replication >= 3:
            # An acknowledged write is on two machines, and one may be down.
            values["min.insync.replicas"] = "2"
        return values


@dataclass(frozen=True, slots=True)
class Applied:
    """What `apply` did with a topic: `changes` are `key: old → new`, for a configured topic."""

    topic: Topic
    action: Literal["created", "configured", "unchanged"]
    changes: tuple[str, ...] = ()


def declared(settings: Settings) -> tuple[Topic, ...]:
    """Every topic that Rasid reads or writes, in the order in which an article meets them."""
    names = topic_names(settings.topic_prefix, settings.app_id)
    record, dead_letter = settings.max_record_bytes, settings.max_dead_letter_bytes
    raw_days, outcome_days = settings.raw_retention_days, settings.outcome_retention_days

    def topic(
        name: str,
        key: str,
        value: str,
        *,
        days: float | None,
        size: int = record,
        compact: bool = False,
        internal: bool = False,
        broker_time: bool = False,
    ) -> Topic:
        cleanup: Literal["delete", "compact"] = "compact" if compact else "delete"
        return Topic(name, key, value, settings.partitions, settings.replication, cleanup, days, size, internal, broker_time)

    return (
        # A scraper's clock must decide neither how long its article is kept nor how long its copies are known.
        topic(names.raw, "any, by convention the URL", "RawArticle", days=raw_days, broker_time=True),
        topic(names.claims, "band:value", "Candidate", days=raw_days, internal=True),
        topic(names.unique, "article id", "Article", days=raw_days),
        topic(names.duplicates, "article id", "Duplicate", days=outcome_days),
        topic(names.dead_letter, "the input's key", "DeadLetter", days=outcome_days, size=dead_letter),
        topic(names.casualty, "event id", "CasualtyEvent", days=None, compact=True),
        topic(names.diplomacy, "event id", "DiplomacyEvent", days=None, compact=True),
        *(topic(name, "table key", "table value", days=None, compact=True, internal=True) for name in names.changelogs),
    )


@asynccontextmanager
async def connect(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """An admin client. Raises BrokerError in one line if no broker answers or takes the credentials."""
    admin = AIOKafkaAdminClient(request_timeout_ms=round(CONNECT_SECONDS * 1000), **settings.kafka_options())
    try:
        try:
            await asyncio.wait_for(admin.start(), CONNECT_SECONDS)
        except (KafkaError, OSError, TimeoutError) as error:
            raise await refusal(settings, error) from error
        try:
            yield admin
        except (KafkaError, TimeoutError) as error:
            raise await refusal(settings, error) from error
    finally:
        await admin.close()


async def apply(settings: Settings) -> list[Applied]:
    """Create what is missing and set what differs; a second call changes nothing.

    Raises TopicError, before anything is changed, where a topic has another partition count or replication than declared.
    """
    topics = declared(settings)
    async with connect(settings) as admin:
        existing = await _existing(admin, topics)
        if wrong := _wrong_shape(topics, existing):
            raise TopicError("; ".join(wrong))
        missing = [topic for topic in topics if topic.name not in existing]
        await _create(admin, missing)
        differing = await _differences(admin, [topic for topic in topics if topic.name in existing])
        for topic in topics:
            if topic.name in differing:
                await _configure(admin, topic, differing[topic.name])
        if missing or differing:
            await _settle(admin, topics)
    return [_applied(topic, topic in missing, differing.get(topic.name)) for topic in topics]


async def find_problems(settings: Settings) -> list[str]:
    """What is missing or differs from the declaration, a line each. Raises BrokerError."""
    topics = declared(settings)
    async with connect(settings) as admin:
        existing = await _existing(admin, topics)
        differing = await _differences(admin, [topic for topic in topics if topic.name in existing])
    problems = [f"{topic.name} is missing: run `rasid topics apply`" for topic in topics if topic.name not in existing]
    problems += _wrong_shape(topics, existing)
    problems += [f"{name} has {change}" for name, found in differing.items() for change in found.changes]
    return problems


async def check(settings: Settings) -> None:
    """Raises TopicError that names every topic that is missing or has another partition count than declared.

    This is the worker's check before it starts: a wrong count would send a table's writes to the wrong partitions.
    """
    topics = declared(settings)
    async with connect(settings) as admin:
        existing = await _existing(admin, topics)
    missing = [f"{topic.name} is missing" for topic in topics if topic.name not in existing]
    wrong = [problem for problem in _wrong_shape(topics, existing) if "partitions" in problem]
    if missing:
        wrong.insert(0, f"{', '.join(missing)}: run `rasid topics apply`")
    if wrong:
        raise TopicError("; ".join(wrong))


@dataclass(frozen=True, slots=True)
class _Shape:
    partitions: int
    replication: int


@dataclass(frozen=True, slots=True)
class _Difference:
    """`overrides`: what is set on the topic now; `changes`: what is not as declared."""

    overrides: dict[str, str]
    changes: tuple[str, ...]


async def _existing(admin: AIOKafkaAdminClient, topics: Sequence[Topic]) -> dict[str, _Shape]:
    described = await admin.describe_topics([topic.name for topic in topics])
    found = {}
    for entry in described:
        if entry["error_code"] == _UNKNOWN_TOPIC:
            continue
        if entry["error_code"]:
            raise TopicError(f"{entry['topic']} cannot be described: Kafka's error {entry['error_code']}")
        partitions = entry["partitions"]
        found[entry["topic"]] = _Shape(len(partitions), min((len(each["replicas"]) for each in partitions), default=0))
    return found


def _wrong_shape(topics: Sequence[Topic], existing: dict[str, _Shape]) -> list[str]:
    wrong = []
    for topic in topics:
        if (shape := existing.get(topic.name)) is None:
            continue
        if shape.partitions != topic.partitions:
            wrong.append(
                f"{topic.name} has {shape.partitions} partitions, declared are {topic.partitions} (RASID_PARTITIONS): "
                "the count of existing topics cannot change"
            )
        if shape.replication != topic.replication:
            wrong.append(f"{topic.name} has replication {shape.replication}, declared is {topic.replication} (RASID_REPLICATION)")
    return wrong


async def _create(admin: AIOKafkaAdminClient, topics: Sequence[Topic]) -> None:
    if not topics:
        return
    response = await admin.create_topics(
        [NewTopic(topic.name, topic.partitions, topic.replication, topic_configs=topic.configuration) for topic in topics]
    )
    for name, code, message in response.topic_errors:
        if code == _BAD_REPLICATION:
            raise TopicError(f"{name}: RASID_REPLICATION is more than there are brokers: {message}")
        if code not in (0, _ALREADY_EXISTS):  # another `apply` may run at the same time
            raise TopicError(f"{name} cannot be created: {message or f'error {code}'}")


async def _differences(admin: AIOKafkaAdminClient, topics: Sequence[Topic]) -> dict[str, _Difference]:
    if not topics:
        return {}
    by_name = {topic.name: topic for topic in topics}
    responses = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in by_name])
    found = {}
    for response in responses:
        for code, message, _, name, entries in response.resources:
            if code:
                raise TopicError(f"{name}: its settings cannot be read: {message or f'error {code}'}")
            values = {entry[0]: entry[1] for entry in entries}
            overrides = {entry[0]: entry[1] for entry in entries if entry[3] == _SET_ON_TOPIC}
            wanted = by_name[name].configuration
            changes = tuple(
                f"{key} {values.get(key)}, declared is {value}" for key, value in wanted.items() if values.get(key) != value
            )
            if changes:
                found[name] = _Difference(overrides, changes)
    return found


async def _configure(admin: AIOKafkaAdminClient, topic: Topic, difference: _Difference) -> None:
    """Set what is declared and keep what an operator set besides: this request replaces all of a topic's settings."""
    values = difference.overrides | topic.configuration
    responses = await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name, configs=values)])
    for response in responses:
        for code, message, *_ in response.resources:
            if code:
                raise TopicError(f"{topic.name}: its settings cannot be changed: {message or f'error {code}'}")


async def _settle(admin: AIOKafkaAdminClient, topics: Sequence[Topic]) -> None:
    """Wait until a broker shows what its controller has already taken."""
    for _ in range(_SETTLE_TRIES):
        existing = await _existing(admin, topics)
        if len(existing) == len(topics) and not _wrong_shape(topics, existing) and not await _differences(admin, topics):
            return
        await asyncio.sleep(0.1)
    raise TopicError("the brokers took the topics but do not show them yet: run `rasid topics check` in a while")


def _applied(topic: Topic, created: bool, difference: _Difference | None) -> Applied:
    if created:
        return Applied(topic, "created")
    return Applied(topic, "configured", difference.changes) if difference else Applied(topic, "unchanged")
