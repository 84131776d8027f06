"""Whether a worker gets on: committed offsets must move while there is something to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Partition = tuple[str, int]
"""A topic and the number of one of its partitions."""


class Reading(NamedTuple):
    """Where the group stands in a partition: the next offset to read, and the one that will be written next."""

    committed: int
    end: int

    @property
    def lag(self) -> int:
        """Messages not committed yet."""
        return max(0, self.end - self.committed)


class View(NamedTuple):
    """What the worker says of itself. `position` is any number that changes while tables are being recovered."""

    assigned: frozenset[Partition] = frozenset()
    recovered: bool = False
    position: int = 0


class Liveness:
    """Turns readings into one figure: how long the worker's most neglected partition has waited.

    A worker that reads partitions is judged by each of them, since commits can stop for one alone (Faust's issue 596).
    One that is still recovering, or has no partitions, is judged by whether anything moves at all.
    Time passes only from reading to reading and at most `longest_step` at once: an outage of Kafka, or of this
    process (SIGSTOP), is no stall.
    """

    def __init__(self, stall_seconds: float, longest_step: float) -> None:
        self.stall_seconds = stall_seconds
        self._longest_step = longest_step
        self._clock = 0.0
        self._last: float | None = None
        self._readings: Mapping[Partition, Reading] = {}
        self._view = View()
        self._moved: dict[Partition, float] = {}
        self._recovery_moved = 0.0

    def update(self, now: float, readings: Mapping[Partition, Reading], view: View) -> None:
        """Take a reading of the group's partitions, made at `now` (seconds, monotonic)."""
        if self._last is not None:
            self._clock += min(max(0.0, now - self._last), self._longest_step)
        self._last = now
        starts = view.recovered and not self._view.recovered
        if view.position != self._view.position or starts:
            self._recovery_moved = self._clock
        for partition, reading in readings.items():
            before = self._readings.get(partition)
            is_new = partition in view.assigned and (starts or partition not in self._view.assigned)
            if before is None or before.committed != reading.committed or not reading.lag or is_new:
                self._moved[partition] = self._clock
        self._readings, self._view = readings, view

    def excuse(self, partitions: Iterable[Partition]) -> None:
        """Start the waiting time of partitions anew: it turned out that there is nothing to read in them."""
        self._moved.update(dict.fromkeys(partitions, self._clock))

    @property
    def waiting(self) -> dict[Partition, float]:
        """Seconds that each partition with lag has waited; empty if there is nothing to do."""
        lagging = {partition: self._clock - self._moved[partition] for partition, each in self._readings.items() if each.lag}
        if self._view.recovered and self._view.assigned:
            return {partition: age for partition, age in lagging.items() if partition in self._view.assigned}
        least = min([self._clock - self._recovery_moved, *lagging.values()])
        return dict.fromkeys(lagging, least)

    @property
    def age(self) -> float:
        """Seconds since the last progress of the partition that has waited longest; 0 without lag."""
        return max(self.waiting.values(), default=0.0)

    @property
    def stalled(self) -> list[Partition]:
        """The partitions that have waited longer than is allowed."""
        return sorted(partition for partition, age in self.waiting.items() if age > self.stall_seconds)

    def lag(self, topic: str) -> int:
        """Messages not committed in this worker's partitions of a topic."""
        return sum(
            each.lag for partition, each in self._readings.items() if partition[0] == topic and partition in self._view.assigned
        )
