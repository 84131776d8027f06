"""A long run: a steady feed, a burst in the middle, two workers; throughput, latency, memory and lag over time.

    python benchmarks/soak.py [--articles 200000] [--rate 120] [--burst 10000] [--workers 2] [--every 10]

Writes docs/soak.csv and docs/soak.svg. Articles are those of throughput.py, none a copy of another. The burst is sent as
fast as the broker takes it: extraction is slower than intake then, lag grows, memory must not. Latency is from the
broker's time in articles.raw to the events being sent, read from the workers' own histograms over each interval.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import re
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
from aiokafka import AIOKafkaProducer

from rasid.settings import Settings, load_settings
from rasid.stream import topics
from rasid.stream.broker import EmbeddedKafka
from rasid.stream.lag import LagReader
from rasid.stream.names import topic_names
from throughput import PARTITIONS, articles, end, start

DOCS = Path(__file__).parents[1] / "docs"
PORT = 19310
COLUMNS = ("seconds", "sent", "done", "articles_per_second", "p50", "p95", "p99", "lag", "largest_rss_mib")
_BUCKET = re.compile(r'^rasid_end_to_end_seconds_bucket\{le="([^"]+)"\} (\S+)$', re.MULTILINE)


class Sent:
    """How many articles the broker has acknowledged, and whether all are sent."""

    count = 0
    all = False


async def feed(settings: Settings, options: argparse.Namespace, sent: Sent) -> None:
    """Send at a steady rate, and once a burst."""
    raw = topic_names(settings.topic_prefix, settings.app_id).raw
    begun, owed = time.monotonic(), 0
    async with AIOKafkaProducer(acks="all", linger_ms=20, **settings.kafka_options()) as producer:
        for number, (key, value) in enumerate(articles(options.articles)):
            await producer.send(raw, value, key=key)
            sent.count = number + 1
            in_burst = options.articles // 2 <= number < options.articles // 2 + options.burst
            owed += not in_burst
            ahead = begun + owed / options.rate - time.monotonic()
            await asyncio.sleep(max(0.0, ahead) if not in_burst else 0)
            if in_burst:
                begun = time.monotonic() - owed / options.rate
        await producer.flush()
    sent.all = True


def buckets(workers: int) -> Counter[float]:
    """Articles by the upper bound of their latency, summed over the workers, as counted so far."""
    found: Counter[float] = Counter()
    for index in range(workers):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT + index}/metrics", timeout=5) as page:
                rows = _BUCKET.findall(page.read().decode())
        except OSError:
            continue
        for bound, count in rows:
            found[float(bound)] += int(float(count))
    return found


def percentile(before: Counter[float], after: Counter[float], share: float) -> float:
    """Seconds that this share of the interval's articles stayed under, between two bounds in proportion."""
    bounds = sorted(after)
    counts = [after[bound] - before[bound] for bound in bounds]
    wanted, low, below = share * (counts[-1] if counts else 0), 0.0, 0
    for bound, count in zip(bounds, counts, strict=True):
        if count >= wanted and count > below:
            return low if bound == float("inf") else low + (bound - low) * (wanted - below) / (count - below)
        low, below = bound, count
    return 0.0


async def watch(settings: Settings, options: argparse.Namespace, sent: Sent, pids: list[int]) -> list[dict[str, Any]]:
    """A row every so many seconds, until everything is sent and committed."""
    names, rows = topic_names(settings.topic_prefix, settings.app_id), []
    reader = LagReader(settings, names.group, names.consumed)
    begun = last = time.monotonic()
    before, lag = buckets(options.workers), 1
    while not (sent.all and lag == 0):
        await asyncio.sleep(options.every)
        readings = (await reader.read()).values()
        lag = sum(each.end - each.committed for each in readings)
        now, after = time.monotonic(), await asyncio.to_thread(buckets, options.workers)
        done = max(after.values(), default=0)
        shares = [round(percentile(before, after, share), 2) for share in (0.5, 0.95, 0.99)]
        rate = (done - max(before.values(), default=0)) / (now - last)
        rss = max(psutil.Process(pid).memory_info().rss for pid in pids) / 2**20
        row = dict(zip(COLUMNS, (round(now - begun), sent.count, done, round(rate, 1), *shares, lag, round(rss, 1)), strict=True))
        print(*(f"{name}={value}" for name, value in row.items()), flush=True)
        rows.append(row)
        before, last = after, now
    await reader.close()
    return rows


def plot(rows: list[dict[str, Any]]) -> str:
    """Four small charts, one under the other, as SVG."""
    width, height, gap, left = 760, 120, 46, 70
    charts = (("articles a second", "articles_per_second"), ("latency, 95th percentile, s", "p95"))
    charts += (("lag, messages", "lag"), ("memory of the largest worker, MiB", "largest_rss_mib"))
    end = max(1, rows[-1]["seconds"])
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + left + 20} {len(charts) * (height + gap) + 20}" ']
    parts[0] += 'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>'
    for index, (title, name) in enumerate(charts):
        top, high = index * (height + gap) + 28, max(row[name] for row in rows) or 1
        points = " ".join(
            f"{left + width * row['seconds'] / end:.1f},{top + height * (1 - row[name] / high):.1f}" for row in rows
        )
        parts += [
            f'<text x="{left}" y="{top - 8}">{title}</text>',
            f'<text x="{left - 6}" y="{top + 10}" text-anchor="end">{high:g}</text>',
            f'<text x="{left - 6}" y="{top + height}" text-anchor="end">0</text>',
            f'<path d="M{left} {top}v{height}h{width}" fill="none" stroke="#999"/>',
            f'<polyline points="{points}" fill="none" stroke="#1f6feb" stroke-width="1.5"/>',
        ]
    parts.append(f'<text x="{left + width}" y="{len(charts) * (height + gap) + 14}" text-anchor="end">{end} s</text></svg>')
    return "\n".join(parts) + "\n"


async def soak(settings: Settings, options: argparse.Namespace) -> list[dict[str, Any]]:
    await topics.apply(settings)
    command = [sys.executable, "-m", "rasid", "worker"]
    workers = [start(settings, command, f"w{index}", PORT + index) for index in range(options.workers)]
    sent = Sent()
    feeding = asyncio.create_task(feed(settings, options, sent))
    try:
        rows = await watch(settings, options, sent, [each.pid for each in workers])
        await feeding
        return rows
    finally:
        feeding.cancel()
        end(workers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("articles", 200_000), ("rate", 120), ("burst", 10_000), ("workers", 2), ("every", 10)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--out", type=Path, default=DOCS)
    options = parser.parse_args()
    with EmbeddedKafka() as broker, tempfile.TemporaryDirectory() as scratch:
        settings = load_settings(
            brokers=broker.bootstrap, topic_prefix="soak.", partitions=PARTITIONS, state_dir=scratch, log_level="warning"
        )
        rows = asyncio.run(soak(settings, options))
    with (options.out / "soak.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    (options.out / "soak.svg").write_text(plot(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
