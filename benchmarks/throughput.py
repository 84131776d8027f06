"""One worker on a real Kafka against a raw aiokafka loop that does the same work; start to first event; memory.

    python benchmarks/throughput.py [--rounds 3] [--articles 2000] [--memory 20000] [--pairs 4000]

Both read the same articles, waiting in articles.raw of an embedded Kafka on this machine, in turns. The raw loop
parses, cleans, fingerprints and extracts, and sends the events in batches with awaited deliveries: what it leaves out is
de-duplication, tables, the hops between the steps, dead letters and metrics. The articles are those of
../shared/eval/dev/unlabelled.jsonl.gz, repeated; in every repeat every fourth word is another article's, so that
none is a copy. Throughput is that from a tenth of the events to the last one, so a start-up is in neither. Each figure
is printed when it is known, progress goes to stderr; about eight minutes in all. `--memory 0` leaves that run out,
`--pairs 0` that of two workers against one.

Two workers and a broker share what may be two cores. The processor seconds of the broker and of the workers are
measured over the same time, so the broker's share is told apart: beside the plain ratio stand the ratio on two cores that
the broker leaves free (the plain one, times all cores over those left to the workers) and the articles of a processor second.
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
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import orjson
import psutil
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from core_speed import bodies, median
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
    """Articles a second after the first tenth, seconds from start to the first event, MiB of memory at the end.

    `busy` and `broker`: cores that the workers and the broker kept busy meanwhile.
    """

    rate: float
    first: float
    memory: float
    busy: float
    broker: float


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


def seconds_of(pids: Iterable[int]) -> float:
    """Processor seconds that the processes have used."""
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)


async def measure(broker: EmbeddedKafka, settings: Settings, command: list[str], count: int, group: str, last: str) -> Run:
    """Run so many processes over everything in articles.raw, until their group has committed all of `last` too.

    Raises TimeoutError when that takes far longer than it should; the processes are ended in any case.
    """
    names = topic_names(settings.topic_prefix, settings.app_id)
    async with AIOKafkaConsumer(group_id=group, enable_auto_commit=False, **settings.kafka_options()) as consumer:

        async def written(*wanted: str) -> int:
            return sum((await consumer.end_offsets(partitions(*wanted))).values())

        async def committed(topic: str) -> int:
            return sum([await consumer.committed(each) or 0 for each in partitions(topic)])

        articles = await written(names.raw)
        started, samples = time.monotonic(), [(0.0, 0)]
        processes: list[subprocess.Popen[bytes]] = []
        try:
            processes += [start(settings, command, f"w{number}") for number in range(count)]
            pids = [process.pid for process in processes]
            used = seconds_of(pids), seconds_of(broker.pids)
            async with asyncio.timeout(120 + articles / 20):
                while await committed(names.raw) < articles or await committed(last) < await written(last):
                    assert all(process.poll() is None for process in processes), f"{command} ended"
                    events = await written(names.casualty, names.diplomacy)
                    if events > samples[-1][1]:
                        if len(samples) == 1:
                            used = seconds_of(pids), seconds_of(broker.pids)
                        samples.append((time.monotonic() - started, events))
                        progress(f"{samples[-1][0]:.0f} s: {events} events of {articles} articles")
                    await asyncio.sleep(0.1 if events else 0.02)
            first = samples[1][0]
            took = time.monotonic() - started - first
            busy, shared = seconds_of(pids) - used[0], seconds_of(broker.pids) - used[1]
            memory = max(psutil.Process(pid).memory_info().rss for pid in pids) / 2**20
        finally:
            progress("")
            end(processes)
    return Run(articles * share_a_second(samples), first, memory, busy / took, shared / took)


def partitions(*names: str) -> list[TopicPartition]:
    return [TopicPartition(name, number) for name in names for number in range(PARTITIONS)]


def share_a_second(samples: list[tuple[float, int]]) -> float:
    """The share of all events that came in a second, from a tenth of them to the last; samples are seconds and events."""
    total = samples[-1][1]
    warm = next(sample for sample in samples if sample[1] >= total / 10)
    return (total - warm[1]) / total / max(0.001, samples[-1][0] - warm[0])


def progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
    elif text and time.monotonic() - progress_shown[0] > 10:
        progress_shown[0] = time.monotonic()
        print(text, file=sys.stderr, flush=True)


progress_shown = [0.0]


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask the processes to end, and make those end that do not within twenty seconds."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def start(settings: Settings, command: list[str], instance: str, port: int = 0) -> subprocess.Popen[bytes]:
    """A process that has these settings in its environment."""
    own = {"RASID_INSTANCE": instance, "RASID_HTTP_PORT": str(port)}
    return subprocess.Popen(command, env=os.environ | settings.environment() | own, stdout=sys.stderr, stderr=sys.stderr)


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


def run(broker: EmbeddedKafka, count: int, raw: bool, workers: int = 1) -> Run:
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
            return asyncio.run(measure(broker, settings, command, 1, "raw", names.raw))
        command = [sys.executable, "-m", "rasid", "worker"]
        return asyncio.run(measure(broker, settings, command, workers, names.group, names.unique))


def compare_with_raw(broker: EmbeddedKafka, rounds: int, count: int) -> None:
    """The worker and the raw loop in turns; the ratio is the median of the rounds' ratios."""
    runs: list[tuple[Run, Run]] = []
    for number in range(1, rounds + 1):
        pair = run(broker, count, raw=False), run(broker, count, raw=True)
        runs.append(pair)
        for name, each in zip(("worker", "raw loop"), pair, strict=True):
            print(f"round {number}, {name}: {each.rate:.1f} articles/s, first event {each.first:.1f} s", flush=True)
    worker, loop = (statistics.median(pair[index].rate for pair in runs) for index in (0, 1))
    ratio = statistics.median(worker.rate / loop.rate for worker, loop in runs)
    print(f"worker {worker:.0f} articles/s, raw loop {loop:.0f}: {ratio:.2f} of it (medians of {rounds})")
    print(f"start to first event {statistics.median(pair[0].first for pair in runs):.1f} s", flush=True)


def compare_with_two(broker: EmbeddedKafka, count: int) -> None:
    """Two workers against one, one after the other, and what the broker took of the cores."""
    one = run(broker, count, raw=False)
    print(f"one worker {one.rate:.0f} articles/s on {one.busy:.2f} cores, broker {one.broker:.2f}", flush=True)
    two = run(broker, count, raw=False, workers=2)
    cores = os.cpu_count() or 1
    plain, free = two.rate / one.rate, min(2, cores) / max(0.1, min(2.0, cores - two.broker))
    efficiency = (two.rate / two.busy) / (one.rate / one.busy)
    print(f"two workers {two.rate:.0f} articles/s on {two.busy:.2f} cores, broker {two.broker:.2f} of {cores}")
    print(f"two against one: {plain:.2f} as measured, {plain * max(1.0, free):.2f} with the broker's share kept out")
    print(f"articles of a processor second, two against one: {efficiency:.2f}", flush=True)


def core() -> None:
    """Milliseconds of one core for an article of 350 words, from bytes to events, fingerprint included."""
    values = [orjson.dumps({name: row[name] for name in ("id", "url", "title", "text") if row.get(name)}) for row in bodies()]
    print(f"core, an article of 350 words: {median(whole, values):.2f} ms", flush=True)


def whole(value: bytes) -> None:
    prepared = prepare(value)
    begin(prepared.article, "", 0)
    extract(prepared.article)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--memory", type=int, default=20_000)
    parser.add_argument("--pairs", type=int, default=4000)
    parser.add_argument("--raw", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.raw:
        import uvloop

        uvloop.run(raw_loop(load_settings()))
        return
    core()
    with EmbeddedKafka() as broker:
        compare_with_raw(broker, options.rounds, options.articles)
        if options.memory:
            long = run(broker, options.memory, raw=False)
            print(f"after {options.memory} articles: {long.memory:.0f} MiB, {long.rate:.0f} articles/s", flush=True)
        if options.pairs:
            compare_with_two(broker, options.pairs)


if __name__ == "__main__":
    main()
