"""`rasid ingest`, `tail` and `replay`: articles in, records out."""

from __future__ import annotations

import asyncio
import base64
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from rasid.cli import FAILED, OK, complain
from rasid.cli.sources import read_items
from rasid.cli.terminal import cell, console
from rasid.errors import TopicError
from rasid.models import CasualtyEvent, DeadLetter, DiplomacyEvent
from rasid.settings import Settings, load_settings
from rasid.stream import topics
from rasid.stream.dead_letters import attempts_header
from rasid.stream.names import topic_names
from rasid.stream.reach import refusal

BATCH = 500
_TOPICS = {"casualty": "casualty", "diplomacy": "diplomacy", "duplicates": "duplicates", "dead-letter": "dead_letter"}


async def ingest_articles(source: str) -> int:
    """Send every article of a source; returns the exit code."""
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    settings = load_settings()
    raw = topic_names(settings.topic_prefix, settings.app_id).raw
    sent = failed = 0
    columns = (SpinnerColumn(), TextColumn("articles sent"), MofNCompleteColumn(), TimeElapsedColumn())
    async with _producer(settings, [raw]) as producer:
        with Progress(*columns, console=console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
            task = progress.add_task("", total=None)
            batch: list[tuple[str, asyncio.Future[Any]]] = []

            async def settle() -> None:
                nonlocal sent, failed
                results = await asyncio.gather(*(future for _, future in batch), return_exceptions=True)
                for (where, _), result in zip(batch, results, strict=True):
                    if isinstance(result, BaseException):
                        failed += 1
                        complain("broker", f"{where}: not delivered: {result}")
                    else:
                        sent += 1
                batch.clear()
                progress.update(task, completed=sent)

            for item in read_items(source):
                try:
                    batch.append((item.where, await producer.send(raw, item.value, key=item.key)))
                except KafkaError as error:
                    failed += 1
                    complain("too_large" if "large" in str(error) else "broker", f"{item.where}: {error}")
                if len(batch) >= BATCH:
                    await settle()
            await settle()
    report = f"{sent} articles delivered to {raw}"
    print(report if sys.stdout.isatty() else orjson.dumps({"topic": raw, "delivered": sent, "failed": failed}).decode())
    return FAILED if failed else OK


async def tail_topic(stream: str, from_beginning: bool, limit: int, follow: bool, as_json: bool) -> None:
    """Print the records of a topic as they come."""
    settings = load_settings()
    topic = getattr(topic_names(settings.topic_prefix, settings.app_id), _TOPICS[stream])
    shown = 0
    async for value in read_topic(settings, topic, from_beginning, follow):
        if as_json:
            sys.stdout.buffer.write(value + b"\n")
            sys.stdout.buffer.flush()
        else:
            console().print(record_line(stream, value), soft_wrap=True)
        shown += 1
        if limit and shown >= limit:
            return


async def replay_dead_letters(reasons: Sequence[str], dry_run: bool) -> int:
    """Send dead letters once more, each delivery awaited; returns the exit code."""
    settings = load_settings()
    names = topic_names(settings.topic_prefix, settings.app_id)
    counts: Counter[str] = Counter()
    async with _producer(settings, [names.raw, names.dead_letter]) as producer:
        pending: list[asyncio.Future[Any]] = []
        async for value in read_topic(settings, names.dead_letter, True, follow=False):
            letter = msgspec.json.decode(value, type=DeadLetter)
            if reasons and letter.reason not in reasons:
                continue
            if letter.topic not in names.consumed:
                complain("topics", f"a dead letter from {letter.topic}, which is none of this app's topics, is left alone")
                continue
            counts[letter.reason] += 1
            if not dry_run:
                key = None if letter.key is None else base64.b64decode(letter.key)
                headers = [attempts_header(letter)]
                pending.append(await producer.send(letter.topic, base64.b64decode(letter.value), key=key, headers=headers))
            if len(pending) >= BATCH:
                await asyncio.gather(*pending)
                pending.clear()
        await asyncio.gather(*pending)
    verb = "would be replayed" if dry_run else "replayed"
    if sys.stdout.isatty():
        for reason, count in counts.most_common():
            print(f"{count:>8}  {reason}")
        print(f"{counts.total():>8}  {verb}")
    else:
        print(
            orjson.dumps(
                {"replayed": 0 if dry_run else counts.total(), "matching": counts.total(), "reasons": dict(counts)}
            ).decode()
        )
    return OK


async def read_topic(settings: Settings, topic: str, from_beginning: bool, follow: bool) -> AsyncIterator[bytes]:
    """The values of a topic's records, of every partition; without `follow` up to the present end. Tombstones are left out."""
    consumer = AIOKafkaConsumer(
        group_id=None,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=settings.max_dead_letter_bytes,
        **settings.kafka_options(),
    )
    try:
        await consumer.start()
        await consumer._client.force_metadata_update()
        numbers = consumer.partitions_for_topic(topic)
        if not numbers:
            raise TopicError(f"{topic} is missing: run `rasid topics apply`")
        partitions = [TopicPartition(topic, number) for number in sorted(numbers)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        starts = await consumer.beginning_offsets(partitions) if from_beginning else ends
        for partition in partitions:
            consumer.seek(partition, starts[partition])
        left = {partition for partition in partitions if starts[partition] < ends[partition]}
        while follow or left:
            batches = await consumer.getmany(timeout_ms=200)
            for partition, messages in batches.items():
                for message in messages:
                    if message.value is not None and (follow or message.offset < ends[partition]):
                        yield message.value
            for partition in list(left):
                if await consumer.position(partition) >= ends[partition]:
                    left.discard(partition)
    except KafkaError as error:
        raise await refusal(settings, error) from error
    finally:
        await consumer.stop()


def record_line(stream: str, value: bytes) -> Any:
    """A record as one coloured line."""
    from rich.text import Text

    from rasid.cli.show import event_line

    try:
        if stream == "casualty":
            return event_line(msgspec.json.decode(value, type=CasualtyEvent))
        if stream == "diplomacy":
            return event_line(msgspec.json.decode(value, type=DiplomacyEvent))
        data = orjson.loads(value)
    except (msgspec.DecodeError, orjson.JSONDecodeError) as error:
        return Text(f"a record that cannot be read: {error}", "red")
    if stream == "duplicates":
        line = Text(f"{data['why']:<11}", "yellow").append_text(cell(data["id"], 44))
        return line.append(" = ").append_text(cell(data["duplicate_of"], 44)).append(f" ({data['similarity']:.2f})")
    where = f"{data['topic']}/{data['partition']}@{data['offset']}"
    return Text(f"{data['reason']:<18}", "red").append(f"{data['stage']:<8}{where}  ").append_text(cell(data["message"], 120))


@asynccontextmanager
async def _producer(settings: Settings, needed: Sequence[str]) -> AsyncIterator[AIOKafkaProducer]:
    """A producer whose deliveries are safe once acknowledged. Raises BrokerError, or TopicError if a topic is missing."""
    async with topics.connect(settings) as admin:
        existing = set(await admin.list_topics())
    if missing := [name for name in needed if name not in existing]:
        raise TopicError(f"{', '.join(missing)} is missing: run `rasid topics apply`")
    producer = AIOKafkaProducer(
        acks="all", enable_idempotence=True, linger_ms=5, max_request_size=settings.max_record_bytes, **settings.kafka_options()
    )
    try:
        await producer.start()
        yield producer
    except KafkaError as error:
        raise await refusal(settings, error) from error
    finally:
        await producer.stop()
