"""Which event ids an article has ever had, so that a revision can take back those it no longer reports."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from rasid.models import Event


class Published(msgspec.Struct, array_like=True, frozen=True):
    """The latest revision read, when its article was delivered (seconds since 1970), and every id that was published.

    Ids are never dropped from it while it lives: a crash between the write and the tombstones repeats the tombstones.
    """

    revision: int
    at: int
    ids: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, revision: int, at: int, events: Iterable[Event]) -> Published:
        """What publishing these events leaves behind."""
        return cls(revision, at, tuple(sorted((event.kind, event.event_id) for event in events)))

    @classmethod
    def read(cls, stored: bytes | None, oldest: int) -> Published | None:
        """What a stored value says, None if it is older than `oldest`: by then its article's claim has aged out too."""
        if not stored:
            return None
        published = _decoder.decode(memoryview(stored)[4:])
        return published if published.at >= oldest else None

    def write(self) -> bytes:
        """The stored value: the time (4 bytes, as in the claims table, for the sweep), then msgpack."""
        return min(max(self.at, 0), 0xFFFFFFFF).to_bytes(4, "big") + _encoder.encode(self)

    def joined(self, earlier: Published | None) -> Published:
        """This, with the ids of an earlier one."""
        if earlier is None:
            return self
        return Published(self.revision, self.at, tuple(sorted({*self.ids, *earlier.ids})))

    def without(self, later: Published) -> tuple[tuple[str, str], ...]:
        """The ids that `later` no longer has."""
        return tuple(sorted(set(self.ids) - set(later.ids)))


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Published)
