"""`rasid demo`: broker, worker, sample articles, events and a summary that is checked."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from rich.table import Table

from rasid.cli import FAILED, OK, complain
from rasid.cli.kafka import record_line
from rasid.cli.terminal import console
from rasid.demo import Sample, samples
from rasid.settings import Settings, load_settings
from rasid.stream import topics
from rasid.stream.broker import EmbeddedKafka
from rasid.stream.names import TopicNames, topic_names

LIMIT_SECONDS = 60.0
QUIET_SECONDS = 1.5


def run_demo(kafka: str | None) -> int:
    """Run it on an embedded Kafka or on the given broker; returns the exit code."""
    signal.signal(signal.SIGTERM, _leave)
    with tempfile.TemporaryDirectory(prefix="rasid-demo-") as scratch:
        if kafka is not None:
            settings = load_settings(brokers=kafka, topic_prefix=f"demo-{secrets.token_hex(4)}.", partitions=2, state_dir=scratch)
            return asyncio.run(_run(settings, None, Path(scratch)))
        print("starting Apache Kafka (the first time it is fetched, 43 MB) …", flush=True)
        with EmbeddedKafka() as broker:
            settings = load_settings(brokers=broker.bootstrap, partitions=2, replication=1, state_dir=scratch)
            return asyncio.run(_run(settings, broker, Path(scratch)))


async def _run(settings: Settings, broker: EmbeddedKafka | None, scratch: Path) -> int:
    await topics.apply(settings)
    print(f"Kafka at {settings.bootstrap}: {len(topics.declared(settings))} topics", flush=True)
    log = scratch / "worker.log"
    try:
        with _worker(settings, log) as process:
            if broker is not None:
                broker.watch(process.pid)
            print(f"worker process {process.pid}; sending {len(samples())} sample articles\n", flush=True)
            seen = await _Watch(settings, process).run()
    finally:
        if broker is None:
            async with topics.connect(settings) as admin:
                await admin.delete_topics([topic.name for topic in topics.declared(settings)])
    wrong = [seen.stopped] if seen.stopped else _summary(seen)
    if wrong:
        complain("demo", "; ".join(wrong))
        tail = log.read_text("utf-8", "replace").splitlines()[-5:]
        print("\n".join(tail), file=sys.stderr)
        return FAILED
    print("everything came as expected")
    return OK


class _Watch:
    """Sends the samples and collects what comes out."""

    def __init__(self, settings: Settings, process: subprocess.Popen[bytes]) -> None:
        self.settings = settings
        self.process = process
        self.names: TopicNames = topic_names(settings.topic_prefix, settings.app_id)
        self.outcomes: Counter[str] = Counter()
        self.events: Counter[str] = Counter()
        self.revisions: dict[str, int] = {}
        self.stopped = ""
        self.last = time.monotonic()

    async def run(self) -> _Watch:
        """Both waves, each until all of it is accounted for or the time is up."""
        names = self.names
        wanted = (names.unique, names.duplicates, names.dead_letter, names.casualty, names.diplomacy)
        options = self.settings.kafka_options()
        consumer = AIOKafkaConsumer(*wanted, group_id=None, auto_offset_reset="earliest", **options)
        producer = AIOKafkaProducer(acks="all", **options)
        try:
            await consumer.start()
            await producer.start()
            deadline = time.monotonic() + LIMIT_SECONDS
            for wave in (1, 2):
                await self._send(producer, [sample for sample in samples() if sample.wave == wave])
                expected = sum(sample.wave <= wave and sample.expect != "skipped" for sample in samples())
                while time.monotonic() < deadline and not self._is_complete(expected):
                    if self.process.poll() is not None:
                        self.stopped = f"the worker ended by itself with code {self.process.returncode}"
                        return self
                    for messages in (await consumer.getmany(timeout_ms=100)).values():
                        for message in messages:
                            self._take(message)
        finally:
            await consumer.stop()
            await producer.stop()
        return self

    async def _send(self, producer: AIOKafkaProducer, batch: list[Sample]) -> None:
        for sample in batch:
            await producer.send_and_wait(self.names.raw, sample.value, key=sample.key)
        self.last = time.monotonic()

    def _is_complete(self, expected: int) -> bool:
        return self.outcomes.total() >= expected and time.monotonic() - self.last > QUIET_SECONDS

    def _take(self, message: Any) -> None:
        if message.value is None:
            return
        self.last = time.monotonic()
        names, record = self.names, orjson.loads(message.value)
        if message.topic == names.unique:
            self.outcomes["revision" if record.get("revision", 1) > 1 else "unique"] += 1
            return
        if message.topic == names.duplicates:
            self.outcomes["duplicate"] += 1
            stream = "duplicates"
        elif message.topic == names.dead_letter:
            self.outcomes[f"dead-letter:{record['reason']}"] += 1
            stream = "dead-letter"
        else:
            stream = "casualty" if message.topic == names.casualty else "diplomacy"
            self.events[record.get("effect") or record.get("event_type")] += 1
        console().print(record_line(stream, message.value), soft_wrap=True)


def _summary(seen: _Watch) -> list[str]:
    """Print the outcomes beside what was expected and the events by type; returns what is wrong."""
    expected = Counter(sample.expect for sample in samples())
    # A skipped article is in no topic: it is what is left of the articles that were sent.
    outcomes = seen.outcomes + Counter(skipped=max(0, expected.total() - seen.outcomes.total()))
    table = Table("articles", "expected", "came", header_style="bold", title="\nSummary", title_justify="left")
    for outcome in sorted(expected | outcomes):
        good = expected[outcome] == outcomes[outcome]
        table.add_row(outcome, str(expected[outcome]), str(outcomes[outcome]), style="green" if good else "red")
    out = console()
    out.print(table)
    events = Table("events", "came", header_style="bold")
    for name, count in sorted(seen.events.items()):
        events.add_row(name, str(count))
    out.print(events)
    wrong = [
        f"{name}: {outcomes[name]} came, {expected[name]} expected"
        for name in expected | outcomes
        if outcomes[name] != expected[name]
    ]
    if not any(name.islower() for name in seen.events):
        wrong.append("no casualty event came")
    if not any(name.isupper() for name in seen.events):
        wrong.append("no diplomacy event came")
    return wrong


@contextlib.contextmanager
def _worker(settings: Settings, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A `rasid worker` process of its own, ended with the block."""
    environment = os.environ | settings.environment() | {"RASID_HTTP_PORT": "0"}
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-m", "rasid", "worker"], stdout=output, stderr=output, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(settings.drain_seconds + 5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _leave(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
