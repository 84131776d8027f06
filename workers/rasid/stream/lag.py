"""Reads a consumer group's committed and end offsets with clients of its own, without joining the group."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from rasid.settings import Settings
from rasid.stream.liveness import Partition, Reading

_TIMEOUT_SECONDS = 10.0
_PEEK_SECONDS = 3.0


class LagReader:
    """The offsets of `topics` for `group`. Every call may raise KafkaError, OSError or TimeoutError; the next one reconnects."""

    def __init__(self, settings: Settings, group: str, topics: Sequence[str]) -> None:
        self._settings = settings
        self._group = group
        self._topics = topics
        self._clients: tuple[AIOKafkaAdminClient, AIOKafkaConsumer] | None = None

    async def read(self) -> dict[Partition, Reading]:
        """Where the group stands in every partition; one without a committed offset is read from its beginning."""
        try:
            return await asyncio.wait_for(self._read(), _TIMEOUT_SECONDS)
        except BaseException:
            await self.close()
            raise

    async def unread(self, offsets: Mapping[Partition, int]) -> list[Partition]:
        """Some of the partitions that do have a record at or after the given offset; none if none has.

        Lag alone does not say so: a transaction's marker takes an offset too, and no consumer commits it.
        """
        try:
            return await asyncio.wait_for(self._unread(offsets), _TIMEOUT_SECONDS)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close the connections; may be called at any time."""
        clients, self._clients = self._clients, None
        for stop in (clients[0].close, clients[1].stop) if clients else ():
            with contextlib.suppress(Exception):
                await stop()

    async def _connected(self) -> tuple[Any, Any]:
        if self._clients is None:
            self._clients = AIOKafkaAdminClient(**_options(self._settings)), _consumer(self._settings)
            for client in self._clients:
                await client.start()
        return self._clients

    async def _read(self) -> dict[Partition, Reading]:
        admin, consumer = await self._connected()
        described = await admin.describe_topics(list(self._topics))
        partitions = [TopicPartition(topic["topic"], each["partition"]) for topic in described for each in topic["partitions"]]
        committed = await admin.list_consumer_group_offsets(self._group, partitions=partitions)
        ends = await consumer.end_offsets(partitions)
        missing = [each for each in partitions if each not in committed or committed[each].offset < 0]
        beginnings = await consumer.beginning_offsets(missing) if missing else {}
        return {
            (each.topic, each.partition): Reading(beginnings[each] if each in beginnings else committed[each].offset, ends[each])
            for each in partitions
        }

    async def _unread(self, offsets: Mapping[Partition, int]) -> list[Partition]:
        _, consumer = await self._connected()
        found = await _first_records(consumer, {TopicPartition(*partition): offset for partition, offset in offsets.items()})
        return [(each.topic, each.partition) for each in found]


class Peeker:
    """Looks at a partition beside a consumer group."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._consumer: AIOKafkaConsumer | None = None
        self._looking = asyncio.Lock()

    async def first_offset(self, topic: str, partition: int, offset: int) -> int | None:
        """The first offset at or after `offset` that has a message; None if there is none, or Kafka does not answer."""
        async with self._looking:
            try:
                return await asyncio.wait_for(self._first(TopicPartition(topic, partition), offset), _TIMEOUT_SECONDS)
            except (KafkaError, OSError, TimeoutError):
                consumer, self._consumer = self._consumer, None
                if consumer is not None:
                    with contextlib.suppress(Exception):
                        await consumer.stop()
                return None

    async def _first(self, partition: TopicPartition, offset: int) -> int | None:
        if self._consumer is None:
            self._consumer = _consumer(self._settings)
            await self._consumer.start()
        return (await _first_records(self._consumer, {partition: offset})).get(partition)


def _options(settings: Settings) -> dict[str, Any]:
    return settings.kafka_options() | {"request_timeout_ms": round(_TIMEOUT_SECONDS * 1000)}


def _consumer(settings: Settings) -> AIOKafkaConsumer:
    """A consumer of no group, not started, that fetches little."""
    return AIOKafkaConsumer(
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=1024,
        **_options(settings),
    )


async def _first_records(consumer: Any, offsets: Mapping[TopicPartition, int]) -> dict[TopicPartition, int]:
    """Of some of the partitions that have a record at or after the given offset: the offset of the first; none if none has."""
    consumer.assign(list(offsets))
    for partition, offset in offsets.items():
        consumer.seek(partition, offset)
    try:
        found = await consumer.getmany(timeout_ms=round(_PEEK_SECONDS * 1000), max_records=1)
    finally:
        consumer.assign([])
    return {partition: messages[0].offset for partition, messages in found.items() if messages}
