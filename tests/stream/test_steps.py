"""The three steps without Kafka: what is sent for a record, and that repeating it sends the same."""

from __future__ import annotations

import contextlib
import hashlib
from collections import defaultdict
from collections.abc import Iterator

import orjson
import pytest

from rasid.demo import samples
from rasid.errors import BadInputError, ExtractionFailedError, ExtractionTimeoutError, NotJSONError, WrongTypeError
from rasid.intake import Limits
from rasid.models import Article, Event
from rasid.stream.budget import Budget
from rasid.stream.metrics import Metrics
from rasid.stream.names import topic_names
from rasid.stream.records import RECEIVED, Output, Record
from rasid.stream.steps import Dedup, Extract, Intake

NAMES = topic_names("", "rasid")
DAY = 24 * 60 * 60
NOW = 1_700_000_000_000
PARTITIONS = 4
FIRST = "قتل 12 مدنيا وأصيب 30 آخرون في قصف على مدينة إدلب يوم الأحد."
SECOND = "قتل 12 مدنيا في قصف على مدينة إدلب يوم الأحد."
PERSIAN = "دولت ایران اعلام کرد که گفتگوها با کشورهای همسایه درباره پروژه‌های مشترک گاز و چگونگی اجرای آن ادامه دارد."


class Table(dict[tuple[int, bytes], bytes]):
    """Stands in for the RocksDB table: an entry belongs to the partition that is set."""

    partition: int | None = None

    @contextlib.contextmanager
    def at_partition(self, topic: str, partition: int) -> Iterator[None]:
        self.partition = partition
        yield
        self.partition = None

    def get(self, key: bytes) -> bytes | None:  # type: ignore[override]
        assert self.partition is not None
        return super().get((self.partition, key))

    def __setitem__(self, key: bytes, value: bytes) -> None:  # type: ignore[override]
        assert self.partition is not None
        super().__setitem__((self.partition, key), value)


def partition_of(key: bytes) -> int:
    return hashlib.sha256(key).digest()[0] % PARTITIONS


def record(topic: str, value: bytes | None, key: bytes | None = b"k", offset: int = 0, **fields: object) -> Record:
    return Record(topic, partition_of(key or b""), offset, NOW, key, value, **fields)  # type: ignore[arg-type]


def raw(url: str, text: str, offset: int = 0) -> Record:
    return record(NAMES.raw, orjson.dumps({"url": url, "text": text, "published_at": "2019-03-10T15:00:00Z"}), offset=offset)


def intake() -> Intake:
    return Intake(NAMES, Limits(), Budget(5), Metrics())


def dedup(table: Table, owned: set[int]) -> Dedup:
    return Dedup(NAMES, table, 14 * DAY, Metrics(), partition_of, lambda: owned, table.at_partition)


def extract(table: Table, **reader: object) -> Extract:
    return Extract(NAMES, table, 14 * DAY, Budget(5), Metrics(), table.at_partition, **reader)  # type: ignore[arg-type]


def walked(step: Dedup, candidate: Output) -> tuple[Output, int]:
    """Carry a candidate through the claims topic to its outcome; how many messages that took."""
    messages = 1
    while True:
        (output,) = step.process(record(NAMES.claims, candidate.value, candidate.key, headers=candidate.headers))
        if output.topic != NAMES.claims:
            return output, messages
        candidate, messages = output, messages + 1


def unique(text: str, *, revision: int = 1, identity: str = "a") -> Record:
    article = {"id": identity, "text": text, "revision": revision, "published_at": "2019-03-10T15:00:00Z"}
    return record(NAMES.unique, orjson.dumps(article), identity.encode())


def test_intake_sends_an_article_to_its_first_band_with_its_time_of_arrival() -> None:
    (output,) = intake().process(raw("https://a.example/1", FIRST))
    assert output.topic == NAMES.claims
    assert output.key is not None
    assert output.key.startswith(b"0:")
    assert dict(output.headers)[RECEIVED] == str(NOW).encode()


def test_intake_skips_another_language_and_counts_it() -> None:
    step = intake()
    assert step.process(raw("https://a.example/1", PERSIAN)) == ()
    assert step._metrics.registry.get_sample_value("rasid_skipped_total", {"language": "fa"}) == 1


@pytest.mark.parametrize(("value", "error"), [(b"{", NotJSONError), (None, NotJSONError), (b"7", WrongTypeError)])
def test_intake_refuses_what_is_no_article(value: bytes | None, error: type[BadInputError]) -> None:
    with pytest.raises(error):
        intake().process(record(NAMES.raw, value))


@pytest.mark.parametrize("owned", [set(), {0, 2}, {0, 1, 2, 3}])
def test_a_walk_ends_the_same_however_many_workers_take_its_steps(owned: set[int]) -> None:
    """An article alone is unique, whoever owns the partitions of its bands; owning more only saves messages."""
    table = Table()
    (candidate,) = intake().process(raw("https://a.example/1", FIRST))
    outcome, messages = walked(dedup(table, owned), candidate)
    assert outcome.topic == NAMES.unique
    assert messages == 1 if len(owned) == PARTITIONS else messages >= 1
    assert all(partition == partition_of(key) for partition, key in table), "claims lie where their key's messages go"


def test_a_copy_is_a_duplicate_and_a_replay_is_not() -> None:
    """The same text at another address repeats the first; the first, delivered again after a crash, is unique again."""
    table = Table()
    step = dedup(table, {0, 1, 2, 3})
    (first,) = intake().process(raw("https://a.example/1", FIRST, offset=1))
    (copy,) = intake().process(raw("https://b.example/1", FIRST, offset=2))
    original, _ = walked(step, first)
    duplicate, _ = walked(step, copy)
    again, _ = walked(step, first)
    assert duplicate.topic == NAMES.duplicates
    assert orjson.loads(duplicate.value or b"")["duplicate_of"] == orjson.loads(original.value or b"")["id"]
    assert again == original


def test_a_replayed_step_writes_its_claims_again() -> None:
    """After a crash the changelog may lack what the local table has."""
    table = Table()
    (candidate,) = intake().process(raw("https://a.example/1", FIRST))
    walked(dedup(table, {0, 1, 2, 3}), candidate)
    written: list[bytes] = []
    table.__class__ = type("Spy", (Table,), {"__setitem__": lambda self, key, value: written.append(key)})
    walked(dedup(table, {0, 1, 2, 3}), candidate)
    assert {key for _, key in table} == set(written)


def test_what_is_no_candidate_is_refused() -> None:
    with pytest.raises(WrongTypeError):
        dedup(Table(), set()).process(record(NAMES.claims, b"\xff"))


def test_extract_sends_events_under_their_ids_and_the_same_when_repeated() -> None:
    step = extract(Table())
    outputs = step.process(unique(FIRST))
    assert [orjson.loads(each.value or b"")["effect"] for each in outputs] == ["killed", "injured"]
    assert all(each.key == orjson.loads(each.value or b"")["event_id"].encode() for each in outputs)
    assert step.process(unique(FIRST)) == outputs


def test_a_revision_takes_back_what_it_does_not_report_before_it_says_what_it_does() -> None:
    """Tombstones come first, so that an id in both ends as an event."""
    step = extract(Table())
    before = {each.key for each in step.process(unique(FIRST))}
    after = step.process(unique(SECOND, revision=2))
    values = defaultdict(list)
    for each in after:
        values[each.value is None].append(each.key)
    assert len(before) == 2
    assert after[0].value is None
    assert {*values[True]} == before - {*values[False]}


def test_an_older_revision_that_comes_late_changes_nothing() -> None:
    step = extract(Table())
    step.process(unique(SECOND, revision=2))
    assert step.process(unique(FIRST, revision=1)) == ()


def test_an_interrupted_revision_repeats_its_tombstones() -> None:
    """A crash after the table was written and before the tombstones were sent: they are sent by the replay."""
    step = extract(Table())
    step.process(unique(FIRST))
    once = step.process(unique(SECOND, revision=2))
    assert step.process(unique(SECOND, revision=2)) == once


def test_extraction_that_raises_or_takes_too_long_is_a_dead_letter_with_its_own_code() -> None:
    def broken(article: Article) -> list[Event]:
        raise ZeroDivisionError("defect")

    def endless(article: Article) -> list[Event]:
        while True:
            with contextlib.suppress(Exception):
                sum(range(1000))

    with pytest.raises(ExtractionFailedError, match="ZeroDivisionError"):
        extract(Table(), reader=broken).process(unique(FIRST))
    table = Table()
    step = Extract(NAMES, table, DAY, Budget(0.05), Metrics(), table.at_partition, endless)
    with pytest.raises(ExtractionTimeoutError):
        step.process(unique(FIRST))


def test_every_sample_of_the_demo_passes_all_three_steps() -> None:
    """No step raises anything but BadInputError for the demo's articles."""
    claims, published = Table(), Table()
    topics = set()
    for offset, sample in enumerate(samples()):
        with contextlib.suppress(BadInputError):
            for candidate in intake().process(record(NAMES.raw, sample.value, sample.key, offset)):
                outcome, _ = walked(dedup(claims, {0, 1, 2, 3}), candidate)
                topics.add(outcome.topic)
                if outcome.topic == NAMES.unique:
                    topics |= {
                        each.topic for each in extract(published).process(record(NAMES.unique, outcome.value, outcome.key))
                    }
    assert topics == {NAMES.unique, NAMES.duplicates, NAMES.casualty, NAMES.diplomacy}
