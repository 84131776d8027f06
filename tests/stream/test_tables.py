"""Tables whose changelog is written and awaited with the batch, on a real RocksDB and without Kafka."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiokafka.errors import KafkaError
from faust.types import TP

from rasid.settings import load_settings
from rasid.stream.app import App, build_app
from rasid.stream.state import state_dir
from rasid.stream.tables import TableError, at_partition

TOPIC = "rasid.claims"


class Written(NamedTuple):
    topic_partition: TP
    offset: int


class Producer:
    """Takes messages as Faust's producer does; refuses them while `failing`."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, bytes, bytes | None]] = []
        self.failing = False

    async def send(self, topic: str, key: bytes, value: bytes | None, partition: int, *_: Any) -> asyncio.Future[Written]:
        future: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        if self.failing:
            future.set_exception(KafkaError("refused"))
        else:
            self.sent.append((partition, key, value))
            future.set_result(Written(TP(topic, partition), len(self.sent) - 1))
        return future


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    settings = load_settings(state_dir=tmp_path, partitions=4, instance="a")
    state_dir(settings).mkdir()
    app = build_app(settings)
    app._producer = Producer()
    app.finalize()
    yield app
    app.claims.data._dbs.clear()


async def test_an_entry_belongs_to_the_partition_it_was_written_in(app: App) -> None:
    with at_partition(TOPIC, 1):
        app.claims[b"k"] = b"one"
    with at_partition(TOPIC, 2):
        assert app.claims.get(b"k") is None
    with at_partition(TOPIC, 1):
        assert app.claims.get(b"k") == b"one"
    assert app.claims.partitions_here() == [1, 2]


async def test_changes_reach_the_changelog_in_order_when_they_are_confirmed(app: App) -> None:
    """And the store then knows up to which offset of the changelog it is complete."""
    with at_partition(TOPIC, 1):
        app.claims[b"k"] = b"one"
        app.claims[b"k"] = b"two"
    assert app._producer.sent == []
    await app.claims.confirm()
    assert app._producer.sent == [(1, b"k", b"one"), (1, b"k", b"two")]
    assert app.claims.persisted_offset(TP(app.claims.changelog_topic_name, 1)) == 1


async def test_what_kafka_refused_is_sent_with_the_next_confirmation(app: App) -> None:
    """Nothing may be acknowledged before it is there: a failed confirmation raises, the next one sends it again."""
    app._producer.failing = True
    with at_partition(TOPIC, 1):
        app.claims[b"k"] = b"one"
    with pytest.raises(KafkaError):
        await app.claims.confirm()
    app._producer.failing = False
    await app.claims.confirm()
    assert app._producer.sent == [(1, b"k", b"one")]


async def test_a_sweep_deletes_what_has_expired_and_tells_the_changelog(app: App) -> None:
    for partition in (0, 3):
        with at_partition(TOPIC, partition):
            for number in range(1200):
                app.claims[b"%d" % number] = b"old" if number % 3 else b"new"
    await app.claims.confirm()
    app._producer.sent.clear()
    assert await app.claims.sweep(TOPIC, lambda value: value == b"old") == 1600
    assert len(app._producer.sent) == 1600
    assert {value for _, _, value in app._producer.sent} == {None}
    with at_partition(TOPIC, 3):
        assert app.claims.get(b"1") is None
        assert app.claims.get(b"3") == b"new"
    assert app.claims.size_on_disk() > 0


async def test_a_failing_store_is_no_messages_fault(app: App) -> None:
    """RocksDB's errors are told apart from those of the code that works on a message."""

    class Broken:
        def get(self, key: bytes) -> bytes:
            raise RuntimeError("Corruption: block checksum mismatch")

    app.claims.data._dbs[1] = Broken()
    with at_partition(TOPIC, 1), pytest.raises(TableError, match="Corruption"):
        app.claims.get(b"k")
