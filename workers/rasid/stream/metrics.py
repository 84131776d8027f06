"""What a worker counts and times, for Prometheus. Every label has a fixed, small set of values."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector

from rasid.errors import BadInputError

STAGES = ("intake", "dedup", "extract")
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LONG_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)
_LANGUAGES = frozenset(["fa", "ur", "ckb", "ku", "ps", "en", "fr", "tr", "de", "es", "ru", "he", "und"])


class Metrics:
    """A worker's metrics, in a registry of their own."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self.articles = Counter("rasid_articles", "Messages handled", ["stage", "outcome"], registry=registry)
        self.skipped = Counter("rasid_skipped", "Articles in another language", ["language"], registry=registry)
        self.events = Counter("rasid_events", "Events published", ["kind", "type"], registry=registry)
        self.tombstones = Counter("rasid_tombstones", "Events taken back by a revision", ["kind"], registry=registry)
        self.dead_letters = Counter("rasid_dead_letters", "Dead letters", ["stage", "reason"], registry=registry)
        # From 0 on, so that the first one is an increase that an alert sees.
        for stage in STAGES:
            for error in BadInputError.__subclasses__():
                self.dead_letters.labels(stage, error.code)
        self.duplicates = Counter("rasid_duplicates", "Duplicates", ["why"], registry=registry)
        self.seconds = Histogram(
            "rasid_stage_seconds", "Time to handle one message", ["stage"], buckets=_SECONDS, registry=registry
        )
        self.end_to_end = Histogram(
            "rasid_end_to_end_seconds", "From articles.raw to published events", buckets=_LONG_SECONDS, registry=registry
        )
        self.batch = Histogram(
            "rasid_batch_messages", "Messages in a batch", ["stage"], buckets=(1, 2, 5, 10, 25, 50, 100, 200), registry=registry
        )
        self.lag = Gauge("rasid_lag", "Messages not yet committed, of this worker's partitions", ["topic"], registry=registry)
        self.partitions = Gauge("rasid_partitions", "Partitions of articles.raw that this worker reads", registry=registry)
        self.table_bytes = Gauge("rasid_table_bytes", "Size of a table's files on disk", ["table"], registry=registry)
        self.expired = Counter("rasid_expired", "Table entries aged out", ["table"], registry=registry)
        self.progress_age = Gauge("rasid_progress_age_seconds", "Since the last committed progress", registry=registry)
        self.kafka_up = Gauge("rasid_kafka_up", "1 while the brokers answer the lag reader", registry=registry)
        self.ready = Gauge("rasid_ready", "1 when partitions are assigned and tables recovered", registry=registry)


def language_label(skipped: str) -> str:
    """The label for a reason such as `language:fa`; languages that are not expected share one."""
    code = skipped.removeprefix("language:").split("-")[0]
    return code if code in _LANGUAGES else "other"
