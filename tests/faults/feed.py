"""What the fault runs send: articles with known answers, their copies, copies with other figures, revisions, broken messages."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

import orjson
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from rasid.dedup import article_id
from rasid.demo import samples

Kind = Literal["original", "copy", "figures", "revision", "broken"]
PUBLISHED = "2019-03-10T15:00:00Z"
TOLL = "أعلنت مصادر طبية مقتل {killed} مدنيا وإصابة {injured} آخرين في قصف على مدينة إدلب يوم الأحد"


class Item(NamedTuple):
    """One message. `story` numbers what it tells: an original and its copies tell the same one."""

    kind: Kind
    story: int
    id: str
    key: bytes
    value: bytes


def corpus(stories: int, seed: int) -> Iterator[Item]:
    """Messages about so many stories, endless shapes of the same few: for a seed always the same, in the same order.

    A tenth of the stories is told again by another site, a twentieth with other figures, a thirtieth is revised, and one
    message in two hundred is broken. Each comes some ten messages after what it repeats.
    """
    rng = random.Random(seed)
    words = sorted({word for article in _articles() for word in str(article.get("text", "")).split()})
    waiting: list[tuple[int, Item]] = []
    for story in range(stories):
        body = " ".join(rng.choices(words, k=50))
        killed, injured = 10 + story, 500_000 + story
        yield _item("original", story, seed, "a", killed, injured, body)
        for kind, site, share, more in (("copy", "b", 10, 0), ("figures", "c", 20, 1_000_000), ("revision", "a", 30, 2_000_000)):
            if rng.randrange(share) == 0:
                waiting.append((story + 10, _item(kind, story, seed, site, killed + more, injured + more, body)))
        if rng.randrange(200) == 0:
            waiting.append((story, Item("broken", story, f"broken-{story}", b"broken-%d" % story, b'{"text": %d}' % story)))
        yield from (item for due, item in waiting if due <= story)
        waiting = [entry for entry in waiting if entry[0] > story]
    yield from (item for _, item in waiting)


def _articles() -> list[dict[str, Any]]:
    return [orjson.loads(sample.value) for sample in samples() if sample.key]


def _item(kind: Any, story: int, seed: int, site: str, killed: int, injured: int, body: str) -> Item:
    url = f"https://{site}{seed}.example/{story}"
    text = f"{TOLL.format(killed=killed, injured=injured)}. {body}."
    value = orjson.dumps({"url": url, "text": text, "published_at": PUBLISHED})
    return Item(kind, story, article_id(url, None, text), url.encode(), value)


async def feed(items: Iterator[Item], options: dict[str, Any], topic: str, ledger: Path, per_second: float) -> int:
    """Send at a steady rate; each message that the broker acknowledged is a line of the ledger. Returns how many.

    Originals and what repeats them keep their order: the ledger's lines, and nothing else, are what the verifier trusts.
    """
    sent = 0
    with ledger.open("a", encoding="utf-8") as book:
        async with AIOKafkaProducer(
            acks="all", enable_idempotence=True, linger_ms=5, request_timeout_ms=30_000, **options
        ) as producer:
            started = asyncio.get_running_loop().time()
            for item in items:
                while True:
                    try:
                        delivery = await producer.send(topic, item.value, key=item.key)
                        break
                    except KafkaError:
                        await asyncio.sleep(0.2)
                delivery.add_done_callback(lambda done, item=item: _note(book, item, done))
                sent += 1
                ahead = started + sent / per_second - asyncio.get_running_loop().time()
                if ahead > 0:
                    await asyncio.sleep(ahead)
            await producer.flush()
    return sent


def _note(book: Any, item: Item, done: asyncio.Future[Any]) -> None:
    if not done.cancelled() and done.exception() is None:
        book.write(json.dumps([item.kind, item.story, item.id, item.key.decode(), item.value.decode()]) + "\n")


def read_ledger(path: Path) -> list[Item]:
    """The messages that the broker acknowledged, in the order of the acknowledgements."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Item(kind, story, name, key.encode(), value.encode()) for kind, story, name, key, value in rows]
