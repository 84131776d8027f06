"""What the table keeps: for each band value the claims of the articles that passed it, for each page and id its deliveries.

A stored value is the newest time in it (4 bytes, seconds, big-endian) followed by msgpack, so that ageing reads no more
than those four bytes.
"""

from __future__ import annotations

from typing import Final

import msgspec

from rasid.dedup.fingerprint import Fingerprint

DAY: Final = 86_400
MAX_AGE: Final = 14 * DAY
"""Seconds after which a claim decides nothing any more."""
GRACE: Final = DAY
"""Seconds that a claim is kept beyond its age, so that a replay inside them meets the table it met the first time."""
MOST_CLAIMS: Final = 32
"""Claims kept for one band value; the oldest goes first."""
MOST_VISITS: Final = 16
"""Deliveries remembered for one page or id."""


class Claim(msgspec.Struct, array_like=True, frozen=True):
    """An article that passed a band: what later ones with the same band value are compared with. `at`: seconds."""

    id: str
    revision: int
    at: int
    content: bytes
    body: bytes
    title: bytes
    words: int
    signature: bytes
    prefixes: bytes
    lead_figures: bytes
    other_figures: bytes

    @classmethod
    def of(cls, id: str, revision: int, at: int, fingerprint: Fingerprint) -> Claim:
        """The claim that an article with this fingerprint leaves."""
        f = fingerprint
        return cls(
            id, revision, at, f.content, f.body, f.title, f.words, f.signature, f.prefixes, f.lead_figures, f.other_figures
        )


class Visit(msgspec.Struct, array_like=True, frozen=True):
    """A delivery of a page or an id: which one, with what words, and the revision that it brought or repeated.

    Of a page also the article's `id`, and the `first` that the page was published under, if another.
    """

    delivery: bytes
    words: bytes
    revision: int
    repeats: bool
    at: int
    id: str = ""
    first: str = ""


_encoder = msgspec.msgpack.Encoder()
_claims = msgspec.msgpack.Decoder(list[Claim])
_visits = msgspec.msgpack.Decoder(list[Visit])


def read_claims(stored: bytes | None) -> list[Claim]:
    """The claims in a stored value, oldest first."""
    return _claims.decode(memoryview(stored)[4:]) if stored else []


def read_visits(stored: bytes | None) -> list[Visit]:
    """The deliveries in a stored value, oldest first."""
    return _visits.decode(memoryview(stored)[4:]) if stored else []


def write(entries: list[Claim] | list[Visit]) -> bytes:
    """The stored value of some claims or visits (at least one)."""
    newest = max(entry.at for entry in entries)
    return max(newest, 0).to_bytes(4, "big") + _encoder.encode(entries)


def is_expired(stored: bytes, now: int, max_age: int = MAX_AGE) -> bool:
    """Whether all of a stored value is past its age and grace at `now` (seconds), so that the sweep may delete it."""
    return int.from_bytes(stored[:4], "big") + max_age + GRACE < now
