"""Runs worker processes on topics of their own, and says what became of what was sent."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import subprocess
import sys
import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from rasid.demo import samples
from rasid.settings import Settings, load_settings
from rasid.stream import topics
from rasid.stream.broker import EmbeddedKafka
from rasid.stream.lag import LagReader
from rasid.stream.names import topic_names

FIGURE = "أعلنت مصادر طبية مقتل {n} مدنيا وإصابة {m} آخرين في قصف على مدينة إدلب يوم الأحد"


class Kept(NamedTuple):
    """A record as it stands on a topic."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    headers: dict[str, bytes]

    @property
    def json(self) -> Any:
        return orjson.loads(self.value or b"null")


class Pipeline:
    """The topics of one test, and its workers."""

    def __init__(self, broker: EmbeddedKafka, tmp_path: Path, partitions: int = 4, **settings: Any) -> None:
        self.broker = broker
        self.logs = tmp_path
        self.settings: Settings = load_settings(
            brokers=broker.bootstrap,
            topic_prefix=f"t{uuid.uuid4().hex[:8]}.",
            partitions=partitions,
            state_dir=tmp_path / "state",
            session_seconds=6,
            http_port=0,
            commit_seconds=0.2,
            **settings,
        )
        self.names = topic_names(self.settings.topic_prefix, self.settings.app_id)
        asyncio.run(topics.apply(self.settings))

    def environment(self, instance: str) -> dict[str, str]:
        """The environment of a process that is to have these settings."""
        return os.environ | self.settings.environment() | {"RASID_INSTANCE": instance, "RASID_LOG_FORMAT": "json"}

    def start(self, instance: str = "a", command: Iterable[str] = ("-m", "rasid", "worker")) -> subprocess.Popen[bytes]:
        """A worker process; the caller ends it."""
        with (self.logs / f"{instance}.log").open("ab") as log:
            process = subprocess.Popen([sys.executable, *command], stdout=log, stderr=log, env=self.environment(instance))
        self.broker.watch(process.pid)
        return process

    @contextlib.contextmanager
    def worker(self, instance: str = "a") -> Iterator[subprocess.Popen[bytes]]:
        """A worker process for as long as the block lasts."""
        process = self.start(instance)
        try:
            yield process
        finally:
            stop(process)

    def send(self, messages: Iterable[tuple[bytes | None, bytes | None]]) -> None:
        """Deliver keys and values to articles.raw, in order."""
        asyncio.run(self._send(messages))

    def drain(self, seconds: float = 60.0) -> None:
        """Wait until the group has committed everything there is; fails after so many seconds."""
        asyncio.run(self._drain(seconds))

    def read(self, *names: str) -> list[Kept]:
        """Everything on these topics, each partition in order."""
        return asyncio.run(self._read(names))

    def wait_for(self, topic: str, count: int, seconds: float = 60.0) -> None:
        """Wait until a topic has so many records."""
        asyncio.run(self._wait_for(topic, count, seconds))

    def log(self, instance: str = "a") -> str:
        return (self.logs / f"{instance}.log").read_text("utf-8", "replace")

    async def _send(self, messages: Iterable[tuple[bytes | None, bytes | None]]) -> None:
        largest = self.settings.max_record_bytes
        async with AIOKafkaProducer(
            acks="all", linger_ms=5, max_request_size=largest, **self.settings.kafka_options()
        ) as producer:
            await asyncio.gather(*[await producer.send(self.names.raw, value, key=key) for key, value in messages])

    async def _drain(self, seconds: float) -> None:
        reader = LagReader(self.settings, self.names.group, self.names.consumed)
        deadline, quiet = time.monotonic() + seconds, 0
        try:
            while quiet < 2:
                assert time.monotonic() < deadline, f"not drained after {seconds} s"
                try:
                    readings = await reader.read()
                except KafkaError:  # the group's coordinator is made with the first group
                    readings = {}
                quiet = quiet + 1 if readings and not any(each.lag for each in readings.values()) else 0
                await asyncio.sleep(0.1)
        finally:
            await reader.close()

    async def _read(self, names: Iterable[str]) -> list[Kept]:
        found = []
        async with AIOKafkaConsumer(max_partition_fetch_bytes=8 * 1024 * 1024, **self.settings.kafka_options()) as consumer:
            partitions = [TopicPartition(name, number) for name in names for number in range(self.settings.partitions)]
            ends = await consumer.end_offsets(partitions)
            consumer.assign(partitions)
            await consumer.seek_to_beginning(*partitions)
            while any([await consumer.position(each) < ends[each] for each in partitions]):
                for messages in (await consumer.getmany(timeout_ms=500)).values():
                    found += [Kept(m.topic, m.partition, m.key, m.value, dict(m.headers)) for m in messages]
        return found

    async def _wait_for(self, topic: str, count: int, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        async with AIOKafkaConsumer(**self.settings.kafka_options()) as consumer:
            partitions = [TopicPartition(topic, number) for number in range(self.settings.partitions)]
            while sum((await consumer.end_offsets(partitions)).values()) < count:
                assert time.monotonic() < deadline, f"{topic} has fewer than {count} records after {seconds} s"
                await asyncio.sleep(0.05)


def stop(process: subprocess.Popen[bytes], seconds: float = 20.0) -> int:
    """SIGTERM, SIGKILL if that is not enough; the exit code."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return process.returncode


def message(url: str, text: str, **fields: Any) -> tuple[bytes, bytes]:
    """A raw article, keyed by its URL."""
    return url.encode(), orjson.dumps({"url": url, "text": text, "published_at": "2019-03-10T15:00:00Z", **fields})


def texts(count: int, seed: int = 1, words: int = 60) -> list[str]:
    """Articles of random order of real words, each with a toll of its own: no two alike."""
    articles = [orjson.loads(sample.value) for sample in samples() if sample.key]
    vocabulary = sorted({word for article in articles for word in str(article.get("text", "")).split()})
    rng = random.Random(seed)
    return [
        f"{FIGURE.format(n=10 + index, m=500 + index)}. {' '.join(rng.choices(vocabulary, k=words))}." for index in range(count)
    ]


def latest(records: Iterable[Kept]) -> dict[tuple[str, bytes | None], bytes | None]:
    """What compaction leaves: the last value of each key of each topic."""
    return {(each.topic, each.key): each.value for each in records}


def contradictions(records: Iterable[Kept]) -> list[bytes | None]:
    """Keys that had two different values, tombstones aside."""
    values: dict[bytes | None, set[bytes]] = defaultdict(set)
    for each in records:
        if each.value is not None:
            values[each.key].add(each.value)
    return [key for key, seen in values.items() if len(seen) > 1]
