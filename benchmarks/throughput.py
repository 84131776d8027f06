"""One worker on a real Kafka against a raw aiokafka loop that does the same work; start to first event; memory.

    python benchmarks/throughput.py [--rounds 3] [--articles 3000] [--memory 20000]

Both read the same articles, waiting in articles.raw of an embedded Kafka on this machine, in turns. The raw loop
parses, cleans, fingerprints and extracts, and sends the events in batches with awaited deliveries: what it leaves out is
de-duplication, tables, the hops between the steps, dead letters and metrics. The articles are those of
../shared/eval/dev/unlabelled.jsonl.gz, repeated; in every repeat every fourth word is another article's, so that
none is a copy. `--memory 0` leaves that run out.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson
import psutil
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from rasid.dedup import begin
from rasid.extraction import extract
from rasid.intake import prepare
from rasid.models import to_json
from rasid.settings import Settings, load_settings
from rasid.stream import topics
from rasid.stream.broker import EmbeddedKafka
from rasid.stream.names import topic_names

DATA = Path(__file__).parents[2] / "shared/eval/dev/unlabelled.jsonl.gz"
PARTITIONS = 4
BATCH = 200


class Run(NamedTuple):
    """Articles a second from the first output on, seconds from start to the first event, MiB of memory at the end."""

    rate: float
    first: float
    memory: float


def articles(count: int) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values for articles.raw."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    words = [row["text"].split(" ") for row in rows]
    for number in range(count):
        repeat, index = divmod(number, len(rows))
        text = rows[index]["text"]
        if repeat:
            other = words[(index + repeat) % len(rows)]
            text = " ".join(o if n % 4 == 3 else w for n, (w, o) in enumerate(zip(words[index], itertools.cycle(other))))
        url = f"https://bench.example/{number}"
        fields = {name: rows[index][name] for name in ("title", "published_at", "source") if rows[index].get(name)}
        yield url.encode(), orjson.dumps({**fields, "url": url, "text": text})


async def fill(settings: Settings, count: int) -> None:
    await topics.apply(settings)
    names = topic_names(settings.topic_prefix, settings.app_id)
    async with AIOKafkaProducer(linger_ms=20, **settings.kafka_options()) as producer:
        await asyncio.gather(*[await producer.send(names.raw, value, key=key) for key, value in articles(count)])


async def measure(settings: Settings, command: list[str], outputs: tuple[str, ...], group: str, last: str) -> Run:
    """Run a process over everything in articles.raw, until its group has committed all of `last` too."""
    names = topic_names(settings.topic_prefix, settings.app_id)
    shown = {row.name: row.value for row in settings.describe() if row.value and "PASSWORD" not in row.name}
    async with AIOKafkaConsumer(group_id=group, enable_auto_commit=False, **settings.kafka_options()) as consumer:

        def of(*wanted: str) -> list[TopicPartition]:
            return [TopicPartition(name, number) for name in wanted for number in range(PARTITIONS)]

        async def written(*wanted: str) -> int:
            return sum((await consumer.end_offsets(of(*wanted))).values())

        async def committed(topic: str) -> int:
            return sum([await consumer.committed(each) or 0 for each in of(topic)])

        started = time.monotonic()
        process = subprocess.Popen(command, env=os.environ | shown, stdout=sys.stderr, stderr=sys.stderr)
        try:
            begun = first = 0.0
            while not first:
                begun = begun or (time.monotonic() if await written(*outputs) else 0.0)
                first = time.monotonic() if await written(names.casualty, names.diplomacy) else 0.0
                await asyncio.sleep(0.01)
            count = await written(names.raw)
            while await committed(names.raw) < count or await committed(last) < await written(last):
                assert process.poll() is None, f"{command} ended with {process.returncode}"
                await asyncio.sleep(0.1)
            done = time.monotonic()
            memory = psutil.Process(process.pid).memory_info().rss / 2**20
        finally:
            process.terminate()
            process.wait(20)
    return Run(count / (done - begun), first - started, memory)


async def raw_loop(settings: Settings) -> None:
    """What a worker without Faust, tables and de-duplication would be."""
    names = topic_names(settings.topic_prefix, settings.app_id)
    routes = {"casualty": names.casualty, "diplomacy": names.diplomacy}
    options = settings.kafka_options()
    consumer = AIOKafkaConsumer(names.raw, group_id="raw", enable_auto_commit=False, auto_offset_reset="earliest", **options)
    async with consumer, AIOKafkaProducer(acks="all", linger_ms=5, **options) as producer:
        while True:
            sent = []
            for records in (await consumer.getmany(timeout_ms=500, max_records=BATCH)).values():
                for record in records:
                    prepared = prepare(record.value)
                    if prepared.skipped is None:
                        begin(prepared.article, f"{record.topic}-{record.partition}-{record.offset}", record.timestamp // 1000)
                        sent += [
                            await producer.send(routes[event.kind], to_json(event), key=event.event_id.encode())
                            for event in extract(prepared.article)
                        ]
            if sent:
                await asyncio.gather(*sent)
            await consumer.commit()


def run(broker: EmbeddedKafka, count: int, raw: bool) -> Run:
    with tempfile.TemporaryDirectory() as scratch:
        settings = load_settings(
            brokers=broker.bootstrap,
            topic_prefix=f"b{uuid.uuid4().hex[:8]}.",
            partitions=PARTITIONS,
            state_dir=scratch,
            http_port=0,
            log_level="warning",
        )
        asyncio.run(fill(settings, count))
        names = topic_names(settings.topic_prefix, settings.app_id)
        if raw:
            command = [sys.executable, __file__, "--raw"]
            return asyncio.run(measure(settings, command, (names.casualty, names.diplomacy), "raw", names.raw))
        command = [sys.executable, "-m", "rasid", "worker"]
        return asyncio.run(measure(settings, command, (names.unique, names.duplicates), names.group, names.unique))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--memory", type=int, default=20_000)
    parser.add_argument("--raw", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.raw:
        import uvloop

        uvloop.run(raw_loop(load_settings()))
        return
    runs: dict[bool, list[Run]] = {False: [], True: []}
    with EmbeddedKafka() as broker:
        for number in range(2 * options.rounds):
            raw = bool(number % 2)
            runs[raw].append(run(broker, options.articles, raw))
            print("raw loop" if raw else "worker  ", *(f"{value:8.1f}" for value in runs[raw][-1]), flush=True)
        long = run(broker, options.memory, raw=False) if options.memory else None
    worker, loop = (statistics.median(each.rate for each in runs[raw]) for raw in (False, True))
    print(f"worker {worker:.0f} articles/s, raw loop {loop:.0f}: {worker / loop:.2f} of it")
    print(f"start to first event {statistics.median(each.first for each in runs[False]):.1f} s")
    if long:
        print(f"after {options.memory} articles: {long.memory:.0f} MiB, {long.rate:.0f} articles/s")


if __name__ == "__main__":
    main()
