"""Articles from files, directories and standard input, each as a RawArticle message."""

from __future__ import annotations

import gzip
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

from rasid.text.encoding import decode_html

Kind = Literal["json", "feed", "html", "text"]
_SUFFIXES: dict[str, Kind] = {
    ".jsonl": "json", ".ndjson": "json", ".json": "json", ".rss": "feed", ".atom": "feed", ".xml": "feed",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "text",
}  # fmt: skip
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")


@dataclass(frozen=True, slots=True)
class Item:
    """One message to be: where it was read (`file:line`) and its bytes."""

    where: str
    value: bytes

    @property
    def key(self) -> bytes | None:
        """The URL, else the id, of a message that is JSON."""
        try:
            data = orjson.loads(self.value)
        except orjson.JSONDecodeError:
            return None
        if not isinstance(data, dict):
            return None
        key = data.get("url") or data.get("id")
        return key.encode("utf-8", "replace") if isinstance(key, str) else None

    def dated(self, published: str) -> bytes:
        """The message with a time of publication, its own if it has one."""
        try:
            data = orjson.loads(self.value)
        except orjson.JSONDecodeError:
            return self.value
        return orjson.dumps({"published_at": published} | data) if isinstance(data, dict) else self.value


def read_items(source: str) -> Iterator[Item]:
    """Every article in a file, in the known files of a directory (sorted), or on standard input (`-`). Raises OSError."""
    if source == "-":
        yield from _items("-", sys.stdin.buffer.read(), None)
        return
    path = Path(source)
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and _kind(file):
                yield from _items(str(file), _read(file), _kind(file))
    else:
        yield from _items(path.name, _read(path), _kind(path))


def _kind(path: Path) -> Kind | None:
    suffixes = [suffix for suffix in path.suffixes if suffix != ".gz"]
    return _SUFFIXES.get(suffixes[-1].lower()) if suffixes else None


def _read(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix != ".gz":
        return data
    try:
        return gzip.decompress(data)
    except (EOFError, OSError) as error:
        raise OSError(5, "is not a whole gzip file", str(path)) from error


def _items(name: str, data: bytes, kind: Kind | None) -> Iterator[Item]:
    kind = kind or _sniff(data)
    if kind == "json":
        yield from _json_items(name, data)
    elif kind == "feed":
        yield from _feed_items(name, data)
    elif data.strip():
        yield Item(name, orjson.dumps({kind: decode_html(data)}))


def _sniff(data: bytes) -> Kind:
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1000]
    if start[:1] in (b"{", b"["):
        return "json"
    if start[:1] == b"<":
        return "feed" if _FEED.search(start) else "html"
    return "text"


def _json_items(name: str, data: bytes) -> Iterator[Item]:
    """A line a message; a file that is one JSON value over several lines is its elements."""
    if data.lstrip()[:1] == b"[" or data.count(b"\n") > 1:
        try:
            whole: Any = orjson.loads(data)
        except orjson.JSONDecodeError:
            whole = None
        if whole is not None:
            values = whole if isinstance(whole, list) else [whole]
            yield from (Item(f"{name}:{number}", orjson.dumps(value)) for number, value in enumerate(values, 1))
            return
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield Item(f"{name}:{number}", line.rstrip(b"\r"))


def _feed_items(name: str, data: bytes) -> Iterator[Item]:
    import feedparser

    feed = feedparser.parse(data)
    for number, entry in enumerate(feed.entries, 1):
        contents = [content.get("value") for content in entry.get("content", []) if content.get("value")]
        published = entry.get("published_parsed") or entry.get("updated_parsed")
        article = {
            "url": entry.get("link"),
            "source": feed.feed.get("title"),
            "title": entry.get("title"),
            "html": contents[0] if contents else entry.get("summary", ""),
            "published_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", published) if published else None,
        }
        yield Item(f"{name}:{number}", orjson.dumps({key: value for key, value in article.items() if value}))
