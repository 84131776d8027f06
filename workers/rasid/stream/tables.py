"""Tables on RocksDB whose changelog writes are awaited, and whose old entries are aged out."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import faust
from faust.streams import _current_event

# A store a partition: these keep sixteen of them under 100 MB. Faust's default block cache is 2 GiB each.
ROCKSDB_OPTIONS = {
    "driver": "rocksdict",
    "block_cache_size": 2 * 1024 * 1024,
    "write_buffer_size": 2 * 1024 * 1024,
    "max_write_buffer_number": 2,
    "max_open_files": 64,
}
_SWEEP_SLICE = 500


class _Place:
    """Stands in for a Faust event: tables ask it for a topic and a partition, and no more."""

    __slots__ = ("__weakref__", "message", "partition", "topic")

    def __init__(self, topic: str, partition: int) -> None:
        self.topic = topic
        self.partition = partition
        self.message = self


@contextmanager
def at_partition(topic: str, partition: int) -> Iterator[None]:
    """Table reads and writes inside belong to this partition.

    Faust takes the partition from the event that the stream is at; a batch is past that event, so it is set here.
    """
    place: Any = _Place(topic, partition)
    token = _current_event.set(weakref.ref(place))
    try:
        yield
    finally:
        _current_event.reset(token)


class TableError(Exception):
    """The table itself failed: no message is to blame, and none may be acknowledged."""


@contextmanager
def _blamed_on_the_table() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise TableError(f"{type(error).__name__}: {error}") from error


class _Change(NamedTuple):
    """A write that the changelog does not have yet."""

    partition: int | None
    key: bytes
    value: bytes | None


class ConfirmedTable(faust.Table[bytes, bytes]):
    """A table of bytes whose changelog writes are sent and awaited by `confirm`, a batch at a time.

    Faust sends each by itself and only logs a failure: an article could be acknowledged whose claim is in no changelog.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._changes: list[_Change] = []
        self._confirming = asyncio.Lock()

    def get(self, key: bytes, default: Any = None) -> Any:
        """The stored value, or `default`. Raises TableError."""
        with _blamed_on_the_table():
            return super().get(key, default)

    def __setitem__(self, key: bytes, value: bytes) -> None:
        with _blamed_on_the_table():
            super().__setitem__(key, value)

    def on_key_get(self, key: Any) -> None:
        """Nothing to count."""

    def on_key_set(self, key: Any, value: Any) -> None:
        """Remember the write for `confirm`."""
        self._changes.append(_Change(self.partition_for_key(key), key, value))

    def on_key_del(self, key: Any) -> None:
        """Remember the tombstone for `confirm`."""
        self._changes.append(_Change(self.partition_for_key(key), key, None))

    async def confirm(self) -> None:
        """Send every change made so far to the changelog and wait until Kafka has it. Raises KafkaError."""
        async with self._confirming:  # in order, and a sweep's failure leaves a batch's changes to be sent again
            changes, self._changes = self._changes, []
            try:
                written = await self._send(changes)
            except BaseException:
                self._changes = changes + self._changes
                raise
        for partition, offset in written.items():
            # Revoked meanwhile: its store is closed, and whoever has it now recovers it from the changelog.
            if partition.partition in self._stores:
                self.data.set_persisted_offset(partition, offset)

    async def _send(self, changes: list[_Change]) -> dict[Any, int]:
        """The last offset written in each partition of the changelog."""
        topic, producer = self.changelog_topic_name, self.app.producer
        sent = [await producer.send(topic, each.key, each.value, each.partition, None, None) for each in changes]
        return {metadata.topic_partition: metadata.offset for metadata in await asyncio.gather(*sent)}

    @property
    def _stores(self) -> dict[int, Any]:
        """The open RocksDB of each partition."""
        store: Any = self.data
        stores: dict[int, Any] = store._dbs
        return stores

    def partitions_here(self) -> list[int]:
        """The partitions whose store this worker has open."""
        return sorted(self._stores)

    async def sweep(self, topic: str, expired: Callable[[bytes], bool]) -> int:
        """Delete the entries whose stored value has expired, in small slices; how many there were."""
        store: Any = self.data
        deleted = 0
        for partition in self.partitions_here():
            keys: list[bytes] = []
            for seen, (key, value) in enumerate(store._visible_items(self._stores[partition])):
                if expired(value):
                    keys.append(key)
                if seen % _SWEEP_SLICE == _SWEEP_SLICE - 1:
                    await asyncio.sleep(0)
                    if partition not in self._stores:
                        break
            for start in range(0, len(keys), _SWEEP_SLICE):
                deleted += await self._delete(topic, partition, keys[start : start + _SWEEP_SLICE], expired)
        return deleted

    async def _delete(self, topic: str, partition: int, keys: list[bytes], expired: Callable[[bytes], bool]) -> int:
        if partition not in self._stores:
            return 0
        deleted = 0
        with at_partition(topic, partition):
            for key in keys:
                value = self.get(key)
                if value is not None and expired(value):
                    del self[key]
                    deleted += 1
        await self.confirm()
        return deleted

    def size_on_disk(self) -> int:
        """Bytes of the files of this table."""
        store: Any = self.data
        return sum(
            file.stat().st_size
            for directory in store.path.glob(f"{store.basename}-*.db")
            for file in directory.glob("*")
            if file.is_file()
        )
