"""Inputs that could not be processed, whole, with the reason."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Literal, cast

from rasid.errors import RasidError
from rasid.models import DeadLetter, to_json
from rasid.stream.records import JSON_HEADERS, Output, Record

Stage = Literal["intake", "dedup", "extract"]
ATTEMPTS = "rasid-attempts"
"""Header that `rasid replay` sets: how often the message has been a dead letter, and when it first was."""
_LONGEST_MESSAGE = 500


def dead_letter(topic: str, stage: str, record: Record, error: RasidError) -> Output:
    """The message for `topic` that keeps a record's exact bytes and says why it is there."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    attempts, first = _earlier_attempts(record)
    letter = DeadLetter(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp=_time(record.timestamp),
        headers={name: (value or b"").decode("utf-8", "backslashreplace") for name, value in record.headers},
        key=None if record.key is None else base64.b64encode(record.key).decode(),
        value=base64.b64encode(record.value or b"").decode(),
        stage=cast(Stage, stage),
        reason=error.code,
        message=(str(error) or type(error).__name__)[:_LONGEST_MESSAGE].encode("utf-8", "backslashreplace").decode(),
        first_attempt=first or now,
        last_attempt=now,
        attempts=attempts + 1,
    )
    return Output(topic, record.key, to_json(letter), JSON_HEADERS)


def attempts_header(letter: DeadLetter) -> tuple[str, bytes]:
    """The header with which a replayed dead letter remembers its earlier attempts."""
    return ATTEMPTS, f"{letter.attempts} {letter.first_attempt}".encode()


def _earlier_attempts(record: Record) -> tuple[int, str | None]:
    for name, value in record.headers:
        if name == ATTEMPTS and value:
            count, _, first = value.decode("ascii", "replace").partition(" ")
            if count.isdigit() and _is_time(first):
                return min(int(count), 1_000_000), first
    return 0, None


def _is_time(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _time(milliseconds: int) -> str | None:
    try:
        moment = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
