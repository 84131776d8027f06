"""What is stored and sent beside the articles: dead letters, CloudEvents headers, published ids, the time budget."""

from __future__ import annotations

import base64
import contextlib
import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasid.dedup import is_expired
from rasid.errors import BadTextError, ExtractionTimeoutError
from rasid.extraction import extract
from rasid.models import Article, DeadLetter
from rasid.stream.budget import Budget
from rasid.stream.cloudevents import event_headers
from rasid.stream.dead_letters import ATTEMPTS, attempts_header, dead_letter
from rasid.stream.published import Published
from rasid.stream.records import RECEIVED, Output, Record

TEXT = "قتل 12 مدنيا في قصف على مدينة إدلب يوم الأحد."
NOW = 1_700_000_000_000
IDS = st.sets(st.tuples(st.sampled_from(["casualty", "diplomacy"]), st.text("abc", max_size=3)))


def letter_of(record: Record, why: str = "why") -> DeadLetter:
    output = dead_letter("dead", "intake", record, BadTextError(why))
    assert (output.topic, output.key) == ("dead", record.key)
    return msgspec.json.decode(output.value or b"", type=DeadLetter)


@given(
    st.binary(),
    st.none() | st.binary(),
    st.integers(-(2**63), 2**63 - 1),
    st.lists(st.tuples(st.text(st.characters(codec="utf-8")), st.none() | st.binary())),
    st.text(),
)
def test_a_dead_letter_keeps_the_exact_bytes_of_anything(
    value: bytes, key: bytes | None, timestamp: int, headers: list[tuple[str, bytes | None]], why: str
) -> None:
    """Whatever the key, time, headers and reason are."""
    letter = letter_of(Record("raw", 1, 2, timestamp, key, value, tuple(headers)), why)
    assert base64.b64decode(letter.value) == value
    assert (None if letter.key is None else base64.b64decode(letter.key)) == key
    assert (letter.topic, letter.partition, letter.offset, letter.reason) == ("raw", 1, 2, "bad_text")


def test_a_dead_letter_that_comes_back_counts_its_attempts_from_the_first() -> None:
    first = letter_of(Record("raw", 0, 0, NOW, None, b"x"))
    name, value = attempts_header(first)
    assert name == ATTEMPTS
    second = letter_of(Record("raw", 0, 1, NOW, None, b"x", ((name, value),)))
    assert (second.attempts, second.first_attempt) == (2, first.first_attempt)


@pytest.mark.parametrize("forged", [b"", b"x y", b"-1 2020-01-01", b"9 yesterday", b"\xff"])
def test_a_forged_attempts_header_is_ignored(forged: bytes) -> None:
    assert letter_of(Record("raw", 0, 1, NOW, None, b"x", ((ATTEMPTS, forged),))).attempts == 1


@pytest.mark.parametrize(
    ("published", "fetched", "expected"),
    [
        ("2019-03-10T15:00:00Z", "2020-01-01T00:00:00Z", b"2019-03-10T15:00:00Z"),
        (None, "2020-01-01T00:00:00Z", b"2020-01-01T00:00:00Z"),
        (None, None, b"2023-11-14T22:13:20.000Z"),
    ],
)
def test_an_event_has_cloudevents_attributes_that_a_replay_repeats(
    published: str | None, fetched: str | None, expected: bytes
) -> None:
    """`ce_time` comes from the article or its arrival, never from the clock."""
    article = Article(id="a/ب", text=TEXT, published_at=published, fetched_at=fetched)
    (event,) = extract(article)
    headers = dict(event_headers(event, article, NOW))
    assert headers["ce_time"] == expected
    assert headers["ce_specversion"] == b"1.0"
    assert headers["ce_type"] == b"rasid.casualty.v1"
    assert headers["ce_id"] == f"{event.event_id}.1".encode()
    assert headers["ce_source"] == b"/rasid/articles/a%2F%D8%A8"


@given(IDS, IDS)
def test_published_ids_are_only_ever_added(first: set[tuple[str, str]], second: set[tuple[str, str]]) -> None:
    """Joined, both are there; what the later one lacks is what is taken back; storing changes nothing."""
    earlier, later = Published(1, 100, tuple(sorted(first))), Published(2, 200, tuple(sorted(second)))
    joined = later.joined(earlier)
    assert set(joined.ids) == first | second
    assert (joined.revision, joined.at) == (2, 200)
    assert set(earlier.without(later)) == first - second
    assert Published.read(joined.write(), oldest=0) == joined


def test_published_ids_age_out_as_claims_do() -> None:
    stored = Published(1, 1000, ()).write()
    assert Published.read(stored, oldest=1001) is None
    assert Published.read(None, oldest=0) is None
    assert not is_expired(stored, now=1000, max_age=10)
    assert is_expired(stored, now=10**9, max_age=10)


def test_the_budget_interrupts_what_swallows_every_exception() -> None:
    def stubborn() -> None:
        while True:
            with contextlib.suppress(Exception):
                sum(range(1000))

    started = time.process_time()
    with pytest.raises(ExtractionTimeoutError):
        Budget(0.05).run(stubborn)
    assert time.process_time() - started < 1


def test_the_budget_is_of_work_and_not_of_waiting() -> None:
    """A machine that was suspended costs no article."""
    Budget(0.05).run(lambda: time.sleep(0.3))


def test_the_budget_leaves_no_alarm_behind() -> None:
    assert Budget(0.02).run(lambda: 7) == 7
    started = time.process_time()
    while time.process_time() - started < 0.1:
        sum(range(1000))


def test_a_record_remembers_when_its_article_arrived() -> None:
    assert Record("t", 0, 0, NOW, None, None).received == NOW
    assert Record("t", 0, 0, NOW, None, None, ((RECEIVED, b"42"),)).received == 42
    assert Record("t", 0, 0, NOW, None, None, ((RECEIVED, b"x"),)).received == NOW


def test_sizes_are_counted_generously() -> None:
    """No less than a Kafka producer counts: 70 bytes of envelope at most, and a few a header."""
    assert Output("t", b"k" * 10, b"v" * 100, (("name", b"value"),)).size >= 10 + 100 + 9 + 78
    assert Output("t", None, None).size >= 70
