"""The work of the three agents, without Kafka: what to send for each record."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol

import msgspec

from rasid.dedup import walk
from rasid.errors import BadInputError, ExtractionFailedError, WrongTypeError
from rasid.extraction.extract import extract
from rasid.intake import Limits, prepare
from rasid.models import Article, CasualtyEvent, Event, to_json
from rasid.stream.budget import Budget
from rasid.stream.cloudevents import event_headers
from rasid.stream.metrics import Metrics, language_label
from rasid.stream.names import TopicNames
from rasid.stream.published import Published
from rasid.stream.records import JSON_HEADERS, Output, Record, received_header


class Table(Protocol):
    """What a step needs of a table: the stored bytes of a key, at the partition that the record came from."""

    def get(self, key: bytes) -> bytes | None:
        """The value, or None."""
        ...

    def __setitem__(self, key: bytes, value: bytes) -> None: ...


class Intake:
    """Takes bytes from articles.raw: checks, cleans, fingerprints, and sends the article to its first band."""

    stage = "intake"

    def __init__(self, names: TopicNames, limits: Limits, budget: Budget, metrics: Metrics) -> None:
        self.topic = names.raw
        self._claims = names.claims
        self._limits = limits
        self._budget = budget
        self._metrics = metrics

    def process(self, record: Record) -> Sequence[Output]:
        """The candidate for the article's first band; nothing for an article in another language."""
        candidate = self._budget.run(self._candidate, record)
        if candidate is None:
            self._metrics.articles.labels(self.stage, "skipped").inc()
            return ()
        self._metrics.articles.labels(self.stage, "accepted").inc()
        return (Output(self._claims, candidate.key, walk.encode(candidate), received_header(record.timestamp)),)

    def _candidate(self, record: Record) -> walk.Candidate | None:
        prepared = prepare(record.value or b"", self._limits)
        if prepared.skipped:
            self._metrics.skipped.labels(language_label(prepared.skipped)).inc()
            return None
        delivery = f"{record.topic}-{record.partition}-{record.offset}"
        return walk.begin(prepared.article, delivery, record.timestamp // 1000)


class Dedup:
    """Takes a candidate one step along its walk, and on as long as the next band's partition is this worker's too.

    A step is a read and a write with nothing between them, so whoever owns a partition may take the step at once:
    the message to itself would change nothing but the order of two articles that are under way at the same time.
    """

    stage = "dedup"

    def __init__(
        self,
        names: TopicNames,
        table: Table,
        max_age: int,
        metrics: Metrics,
        partition_of: Callable[[bytes], int],
        owned: Callable[[], Collection[int]],
        at_partition: Callable[[str, int], Any],
    ) -> None:
        self.topic = names.claims
        self._names = names
        self._table = table
        self._max_age = max_age
        self._metrics = metrics
        self._partition_of = partition_of
        self._owned = owned
        self._at_partition = at_partition

    def process(self, record: Record) -> Sequence[Output]:
        """The candidate for its next band, or the article's outcome."""
        try:
            candidate = walk.decode(record.value or b"")
        except msgspec.DecodeError as error:
            raise WrongTypeError(f"not a candidate: {error}") from error
        partition = record.partition
        while True:
            step = self._step(candidate, partition)
            if step.outcome is not None:
                return (self._publish(step.outcome, record),)
            assert step.onward is not None
            candidate = step.onward
            partition = self._partition_of(candidate.key)
            if partition not in self._owned():
                return (Output(self.topic, candidate.key, walk.encode(candidate), received_header(record.received)),)

    def _step(self, candidate: walk.Candidate, partition: int) -> walk.Step:
        key = candidate.key
        with self._at_partition(self.topic, partition):
            stored = self._table.get(key)
            step = walk.step(stored, candidate, self._max_age)
            # An article that meets its own claim after a crash writes it again: the changelog may never have got it.
            goes_on = step.onward is not None or (step.outcome is not None and step.outcome.duplicate is None)
            value = step.stored if step.stored is not None else stored if goes_on else None
            if value is not None:
                self._table[key] = value
        return step

    def _publish(self, outcome: walk.Outcome, record: Record) -> Output:
        self._metrics.articles.labels(self.stage, outcome.kind).inc()
        headers = (*JSON_HEADERS, *received_header(record.received))
        if outcome.duplicate is not None:
            self._metrics.duplicates.labels(outcome.duplicate.why).inc()
            return Output(self._names.duplicates, outcome.article.id.encode(), to_json(outcome.duplicate), headers)
        return Output(self._names.unique, outcome.key.encode(), to_json(outcome.article), headers)


class Extract:
    """Reads an article's events, and takes back those of its earlier revisions that it no longer reports."""

    stage = "extract"

    def __init__(
        self,
        names: TopicNames,
        table: Table,
        max_age: int,
        budget: Budget,
        metrics: Metrics,
        at_partition: Callable[[str, int], Any],
        reader: Callable[[Article], list[Event]] = extract,
    ) -> None:
        self.topic = names.unique
        self._topics = {"casualty": names.casualty, "diplomacy": names.diplomacy}
        self._table = table
        self._max_age = max_age
        self._budget = budget
        self._metrics = metrics
        self._at_partition = at_partition
        self._reader = reader
        self._decoder = msgspec.json.Decoder(Article)

    def process(self, record: Record) -> Sequence[Output]:
        """Events, and tombstones for the ids that a revision no longer has."""
        try:
            article = self._decoder.decode(record.value or b"")
        except msgspec.DecodeError as error:
            raise WrongTypeError(f"not an article: {error}") from error
        key = record.key or article.id.encode()
        with self._at_partition(record.topic, record.partition):
            before = Published.read(self._table.get(key), record.received // 1000 - self._max_age)
            if before and before.revision > article.revision:
                self._metrics.articles.labels(self.stage, "superseded").inc()
                return ()
            events = self._read(article)
            after = Published.of(article.revision, record.received // 1000, events)
            if before or events or article.revision > 1:
                self._table[key] = after.joined(before).write()
        gone = before.without(after) if before else ()
        self._count(events, gone, record)
        return (
            *(Output(self._topics[kind], event_id.encode(), None) for kind, event_id in gone),
            *(self._output(event, article, record) for event in events),
        )

    def _read(self, article: Article) -> list[Event]:
        try:
            return self._budget.run(self._reader, article)
        except BadInputError:
            raise
        except Exception as error:
            raise ExtractionFailedError(f"{type(error).__name__}: {error}") from error

    def _output(self, event: Event, article: Article, record: Record) -> Output:
        headers = event_headers(event, article, record.received)
        return Output(self._topics[event.kind], event.event_id.encode(), to_json(event), headers)

    def _count(self, events: list[Event], gone: Sequence[tuple[str, str]], record: Record) -> None:
        self._metrics.articles.labels(self.stage, "events" if events else "no_events").inc()
        for event in events:
            label = event.effect if isinstance(event, CasualtyEvent) else event.event_type
            self._metrics.events.labels(event.kind, label).inc()
        for kind, _ in gone:
            self._metrics.tombstones.labels(kind).inc()
        self._metrics.end_to_end.observe(max(0.0, time.time() - record.received / 1000))
