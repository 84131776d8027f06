"""CloudEvents 1.0 attributes as Kafka headers, in binary mode."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from rasid.models import Article, Event


def event_headers(event: Event, article: Article, received: int) -> tuple[tuple[str, bytes], ...]:
    """The headers of an event. `ce_time` is when its article was published, else fetched, else `received` (milliseconds):
    never the clock, so that a replay rewrites the same record."""
    moment = article.published_at or article.fetched_at or _rfc3339(received)
    return (
        ("ce_specversion", b"1.0"),
        ("ce_id", f"{event.event_id}.{event.article.revision}".encode()),
        ("ce_source", f"/rasid/articles/{quote(article.id, safe='')}".encode()),
        ("ce_type", f"rasid.{event.kind}.v1".encode()),
        ("ce_time", (moment if "T" in moment else f"{moment}T00:00:00Z").encode()),
        ("content-type", b"application/json"),
    )


def _rfc3339(milliseconds: int) -> str:
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
