"""What steps read and write: a message from Kafka, and a message to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

RECEIVED = "rasid-received"
"""Header on internal topics and articles.unique: when articles.raw got the article, in milliseconds since 1970."""


class Record(NamedTuple):
    """A consumed message. `timestamp`: milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()

    @property
    def received(self) -> int:
        """When articles.raw got the article that this message is about, in milliseconds since 1970."""
        for name, value in self.headers:
            if name == RECEIVED and value and value.isdigit():
                return int(value)
        return self.timestamp

    @classmethod
    def of(cls, message: Any) -> Record:
        """The record in a Faust message."""
        return cls(
            message.topic,
            message.partition,
            message.offset,
            int((message.timestamp or 0) * 1000),
            message.key,
            message.value,
            tuple(message.headers or ()),
        )


class Output(NamedTuple):
    """A message to send; without a value it is a tombstone."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()

    @property
    def size(self) -> int:
        """Bytes of the message, counted as a Kafka producer counts: generously."""
        return 128 + len(self.key or b"") + len(self.value or b"") + sum(len(n) + len(v) + 8 for n, v in self.headers)


class Step(Protocol):
    """One of the three agents' work: what to send for a record. Synchronous, and the same when it is repeated."""

    stage: str
    topic: str

    def process(self, record: Record) -> Sequence[Output]:
        """The messages to send before `record` is acknowledged. Raises BadInputError for a record never to be processed."""
        ...


def received_header(milliseconds: int) -> tuple[tuple[str, bytes], ...]:
    """The header that carries the time of delivery along."""
    return ((RECEIVED, b"%d" % milliseconds),)


JSON_HEADERS: tuple[tuple[str, bytes], ...] = (("content-type", b"application/json"),)
