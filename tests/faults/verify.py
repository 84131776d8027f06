"""The verifier: recomputes the truth from what the broker acknowledged, and says *lost* and *doubled* with counts.

    python verify.py LEDGER VERDICT --stop FILE     settings from the environment, as the worker's

A process of its own. It reads along from the first record, so that compaction hides nothing from it, until FILE appears
and everything is read; then it reads all topics once more from the beginning and judges both readings.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import logging
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from feed import Item, read_ledger

from rasid.dedup import walk
from rasid.extraction import extract
from rasid.intake import Limits, prepare
from rasid.models import to_json
from rasid.settings import Settings, load_settings
from rasid.stream.names import TopicNames, topic_names
from rasid.stream.records import Record


async def read(settings: Settings, topics: Iterable[str], stop: Path | None) -> list[Record]:
    """All records of some topics, to their ends; with `stop`, to the ends that they have once that file is there."""
    found: list[Record] = []
    options = settings.kafka_options()
    async with AIOKafkaConsumer(max_partition_fetch_bytes=8 * 1024 * 1024, metadata_max_age_ms=5000, **options) as consumer:
        partitions = [TopicPartition(topic, number) for topic in topics for number in range(settings.partitions)]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        while True:
            batches = await consumer.getmany(timeout_ms=500)
            for messages in batches.values():
                found += [Record(m.topic, m.partition, m.offset, m.timestamp, m.key, m.value) for m in messages]
            if batches or (stop is not None and not stop.exists()):
                continue
            try:
                ends = await consumer.end_offsets(partitions)
                if all([await consumer.position(each) >= ends[each] for each in partitions]):
                    return found
            except KafkaError:  # a broker is away
                await asyncio.sleep(0.5)


def truth(ledger: list[Item]) -> dict[str, dict[tuple[str, int], bytes]]:
    """For each article id: its events by id and revision, as the pure core finds them in what was sent."""
    events: dict[str, dict[tuple[str, int], bytes]] = defaultdict(dict)
    for item in ledger:
        if item.kind == "broken":
            continue
        article = prepare(item.value, Limits()).article
        article.revision = 2 if item.kind == "revision" else 1
        for event in extract(article):
            events[item.id][event.event_id, article.revision] = _fact(orjson.loads(to_json(event)))
    return events


def _fact(event: dict[str, Any]) -> bytes:
    return orjson.dumps(event, option=orjson.OPT_SORT_KEYS)


def judge(ledger: list[Item], along: list[Record], last: list[Record], names: TopicNames) -> dict[str, Any]:
    """The verdict: counts that must be zero, and some that tell about the run."""
    by_topic: dict[str, list[Record]] = defaultdict(list)
    for record in along:
        by_topic[record.topic].append(record)
    unique = Counter(_text(record.key) for record in by_topic[names.unique])
    copies = Counter(_text(record.key) for record in by_topic[names.duplicates])
    dead = Counter(_text(_dead_key(record)) for record in by_topic[names.dead_letter])

    stories: dict[int, set[str]] = defaultdict(set)
    revised = {item.id for item in ledger if item.kind == "revision"}
    for item in ledger:
        if item.kind in ("original", "copy"):
            stories[item.story].add(item.id)
    sent = {item.id for item in ledger if item.kind != "broken"}
    broken = {_text(item.key) for item in ledger if item.kind == "broken"}
    # An original that was revised before its copy came is another text by then: the copy may rightly be unique.
    doubled = [story for story, members in stories.items() if len(members & unique.keys()) > 1 and not members & revised]
    expected = {name: facts for name, facts in truth(ledger).items() if name in unique}

    events = [record for record in along if record.topic in (names.casualty, names.diplomacy)]
    contents: dict[tuple[str, int], set[bytes]] = defaultdict(set)
    for record in events:
        if record.value is not None:
            event = orjson.loads(record.value)
            contents[event["event_id"], event["article"]["revision"]].add(_fact(event))
    final = {record.key: record.value for record in last if record.topic in (names.casualty, names.diplomacy)}
    standing = {_text(key) for key, value in final.items() if value is not None}
    should_stand = {
        event_id for facts in expected.values() for event_id, revision in facts if revision == max(number for _, number in facts)
    }
    known = {key: fact for facts in expected.values() for key, fact in facts.items()}
    return {
        "articles lost": len(sent - unique.keys() - copies.keys()),
        "news dropped as copies": len({item.id for item in ledger if item.kind in ("figures", "revision")} - unique.keys()),
        "copies published as unique": len(doubled),
        # A copy that is revised is a revision then, and published.
        "articles with two outcomes": len((unique.keys() & copies.keys()) - revised),
        "broken messages lost": len(broken - dead.keys()),
        "dead letters not asked for": len(dead.keys() - broken),
        "event ids missing": len(should_stand - standing),
        "event ids too many": len(standing - should_stand),
        "event ids with differing content": sum(len(facts) > 1 for facts in contents.values()),
        "event ids with untrue content": sum(known.get(key) not in facts for key, facts in contents.items()),
        "run": {
            "messages": len(ledger),
            "unique articles": len(unique),
            "copies": len(copies),
            "events": len(standing),
            "raw repeats": round(sum(unique.values()) / max(1, len(unique)) - 1, 4),
            "event repeats": round(len([e for e in events if e.value is not None]) / max(1, len(contents)) - 1, 4),
            "longest gap of a partition, s": _gap(by_topic[names.unique], by_partition=True),
            "longest gap of all, s": _gap(by_topic[names.unique], by_partition=False),
        },
    }


def traces(ledger: list[Item], records: list[Record], names: TopicNames, most: int = 25) -> dict[str, list[str]]:
    """Where each article that has no outcome was last seen: its records on every topic, by time."""
    found = {_text(record.key) for record in records if record.topic in (names.unique, names.duplicates)}
    lost = {item.id: item for item in ledger if item.kind != "broken" and item.id not in found}
    keys = {item.key: item.id for item in lost.values()}
    steps: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        name = keys.get(record.key or b"", "") if record.topic == names.raw else ""
        if record.topic == names.claims:
            name = walk.decode(record.value or b"").article.id
        if name in lost:
            steps[name].append(record)
    return {
        f"{name} ({lost[name].kind} of story {lost[name].story})": [
            f"{each.timestamp / 1000:.3f} {each.topic}-{each.partition} at {each.offset}"
            for each in sorted(steps[name], key=lambda record: record.timestamp)
        ]
        for name in list(lost)[:most]
    }


def _text(key: bytes | None) -> str:
    return (key or b"").decode("utf-8", "replace")


def _dead_key(record: Record) -> bytes:
    return base64.b64decode(orjson.loads(record.value or b"{}").get("key") or "")


def _gap(records: list[Record], by_partition: bool) -> float:
    times: dict[int, list[int]] = defaultdict(list)
    for record in records:
        times[record.partition if by_partition else 0].append(record.timestamp)
    gaps = [later - earlier for row in times.values() for earlier, later in zip(sorted(row), sorted(row)[1:], strict=False)]
    return round(max(gaps, default=0) / 1000, 1)


def is_clean(verdict: dict[str, Any]) -> bool:
    """Whether nothing is lost and nothing doubled."""
    return not any(count for name, count in verdict.items() if name != "run")


async def _watch(settings: Settings, names: TopicNames, ledger: Path, stop: Path) -> dict[str, Any]:
    topics = (names.unique, names.duplicates, names.dead_letter, names.casualty, names.diplomacy)
    along = await read(settings, topics, stop)
    last = await read(settings, topics, None)
    items = read_ledger(ledger)
    verdict = judge(items, along, last, names)
    if not is_clean(verdict):
        within = await read(settings, (names.raw, names.claims), None)
        verdict["run"]["traces"] = traces(items, [*within, *along], names)
    return verdict


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("verdict", type=Path)
    parser.add_argument("--stop", type=Path, required=True)
    options = parser.parse_args()
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    settings = load_settings()
    verdict = asyncio.run(_watch(settings, topic_names(settings.topic_prefix, settings.app_id), options.ledger, options.stop))
    options.verdict.write_text(json.dumps(verdict, indent=2), encoding="utf-8")
    return 0 if is_clean(verdict) else 1


if __name__ == "__main__":
    sys.exit(main())
