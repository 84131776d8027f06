"""Tables on RocksDB whose changelog writes are awaited, and whose old entries are aged out."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

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
    place = _Place(topic, partition)
    token = _current_event.set(weakref.ref(place))
    try:
        yield
    finally:
        _current_event.reset(token)


class ConfirmedTable(faust.Table):
    """A table that remembers the changelog writes under way, so that nothing is acknowledged before they are done."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unconfirmed: list[asyncio.Future[Any]] = []

    def on_key_get(self, key: Any) -> None:
        """Nothing to count."""

    def on_key_set(self, key: Any, value: Any) -> None:
        """Write to the changelog, to be confirmed."""
        self._unconfirmed.append(self.send_changelog(self.partition_for_key(key), key, value))

    def on_key_del(self, key: Any) -> None:
        """Write a tombstone to the changelog, to be confirmed."""
        sent = self.send_changelog(self.partition_for_key(key), key, value=None, value_serializer="raw")
        self._unconfirmed.append(sent)

    async def confirm(self) -> None:
        """Wait until Kafka has every changelog write made so far. Raises what the delivery raised."""
        unconfirmed, self._unconfirmed = self._unconfirmed, []
        if unconfirmed:
            await asyncio.gather(*unconfirmed)

    def partitions_here(self) -> list[int]:
        """The partitions whose store this worker has open."""
        return sorted(self.data._dbs)

    async def sweep(self, topic: str, expired: Callable[[bytes], bool]) -> int:
        """Delete the entries whose stored value has expired, in small slices; how many there were."""
        deleted = 0
        for partition in self.partitions_here():
            keys: list[bytes] = []
            seen = 0
            for key, value in self.data._visible_items(self.data._dbs[partition]):
                if expired(value):
                    keys.append(key)
                seen += 1
                if seen % _SWEEP_SLICE == 0:
                    await asyncio.sleep(0)
                    if partition not in self.data._dbs:
                        break
            for start in range(0, len(keys), _SWEEP_SLICE):
                deleted += await self._delete(topic, partition, keys[start : start + _SWEEP_SLICE], expired)
        return deleted

    async def _delete(self, topic: str, partition: int, keys: list[bytes], expired: Callable[[bytes], bool]) -> int:
        if partition not in self.data._dbs:
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
        prefix = f"{self.data.basename}-"
        return sum(
            file.stat().st_size for store in self.data.path.glob(f"{prefix}*.db") for file in store.glob("*") if file.is_file()
        )
