"""Sample articles for `rasid demo`: invented, in the form of newswires, with what must become of each."""

from __future__ import annotations

from importlib import resources
from typing import Any, NamedTuple

import orjson


class Sample(NamedTuple):
    """A message, when it is sent (wave 2 repeats or revises wave 1) and its outcome: `dead-letter:CODE` or a plain word."""

    wave: int
    expect: str
    value: bytes
    key: bytes | None


def samples() -> list[Sample]:
    """All samples in the order of sending."""
    found = []
    for line in (resources.files("rasid.demo") / "articles.jsonl").read_bytes().splitlines():
        entry: dict[str, Any] = orjson.loads(line)
        article = entry.get("article")
        value = entry["raw"].encode() if article is None else orjson.dumps(article)
        key = article["url"].encode() if article else None
        found.append(Sample(entry["wave"], entry["expect"], value, key))
    return found
