"""Worker processes on a real Kafka: articles through, bad input out, revisions, stops and crashes."""

from __future__ import annotations

import asyncio
import base64
import signal
import time
from collections import Counter
from pathlib import Path

import orjson
import pytest
import rocksdict
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from harness import Pipeline, contradictions, latest, message, stop, texts

from rasid.dedup import article_id
from rasid.models import Article
from rasid.stream.broker import EmbeddedKafka

ARTICLES = 200
COPIES = 60
MIB = 1024 * 1024


@pytest.fixture
def pipeline(kafka_node: EmbeddedKafka, tmp_path: Path) -> Pipeline:
    return Pipeline(kafka_node, tmp_path)


def url(number: int, site: str = "a") -> str:
    return f"https://{site}.example/{number}"


def ids(count: int, site: str = "a") -> set[str]:
    return {article_id(url(number, site), None, "") for number in range(count)}


def corpus() -> tuple[list[tuple[bytes, bytes]], list[tuple[bytes, bytes]]]:
    """Articles, all different, and copies of the first of them on another site."""
    bodies = texts(ARTICLES)
    originals = [message(url(number), body) for number, body in enumerate(bodies)]
    copies = [message(url(number, "b"), body) for number, body in enumerate(bodies[:COPIES])]
    return originals, copies


def assert_all_accounted_for(pipeline: Pipeline) -> None:
    """Nothing lost, no contradiction, and of each article exactly one copy published as unique."""
    names = pipeline.names
    unique = {record.key.decode() for record in pipeline.read(names.unique) if record.key}
    duplicates = {record.key.decode() for record in pipeline.read(names.duplicates) if record.key}
    everything = ids(ARTICLES) | ids(COPIES, "b")
    assert everything - unique - duplicates == set(), "lost"
    for number in range(ARTICLES):
        same = {article_id(url(number, site), None, "") for site in "ab"} & everything
        assert len(same & unique) == 1, f"article {number}: {len(same & unique)} published as unique"
    events = pipeline.read(names.casualty, names.diplomacy)
    assert contradictions(events) == []
    reported = {record.json["article"]["id"] for record in events if record.value}
    assert reported == unique, "each article has a toll"
    assert pipeline.read(names.dead_letter) == []


def test_articles_become_events(pipeline: Pipeline) -> None:
    """Every unique article's events arrive with CloudEvents headers; its copies do not."""
    originals, copies = corpus()
    with pipeline.worker():
        pipeline.send(originals)
        pipeline.wait_for(pipeline.names.unique, ARTICLES)
        pipeline.send(copies)
        pipeline.drain()
    assert_all_accounted_for(pipeline)
    event = next(record for record in pipeline.read(pipeline.names.casualty) if record.value)
    assert event.headers["ce_type"] == b"rasid.casualty.v1"
    assert event.headers["ce_time"] == b"2019-03-10T15:00:00Z"
    assert event.key == event.json["event_id"].encode()
    assert pipeline.read(pipeline.names.unique)[0].json.keys() == {*Article.__struct_fields__}


def test_two_workers_share_the_work(pipeline: Pipeline) -> None:
    """Two processes end where one would: walks go across, and nothing is published by both."""
    originals, copies = corpus()
    with pipeline.worker("a"), pipeline.worker("b"):
        pipeline.send([*originals, *copies])
        pipeline.drain()
    assert_all_accounted_for(pipeline)
    assert len(pipeline.read(pipeline.names.unique)) == ARTICLES, "a worker that joins leaves nothing to be done twice"


@pytest.mark.faults
def test_a_killed_worker_loses_nothing(pipeline: Pipeline) -> None:
    """kill -9 in mid-stream and a restart: nothing lost, no event in two versions, no copy published as unique."""
    originals, copies = corpus()
    process = pipeline.start("a")
    with pipeline.worker("b"):
        pipeline.send([*originals, *copies])
        for share in (4, 2):
            pipeline.wait_for(pipeline.names.unique, ARTICLES // share)
            process.kill()
            process.wait()
            process = pipeline.start("a")
        pipeline.drain(90)
    assert stop(process) == 0
    assert_all_accounted_for(pipeline)


def test_sigterm_drains_in_seconds(pipeline: Pipeline) -> None:
    """A stop in mid-stream ends with code 0 within seconds, and the next worker goes on where it was."""
    originals, copies = corpus()
    process = pipeline.start()
    pipeline.send([*originals, *copies])
    pipeline.wait_for(pipeline.names.unique, 20)
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    assert time.monotonic() - started < 5
    with pipeline.worker():
        pipeline.drain()
    assert_all_accounted_for(pipeline)
    assert len(pipeline.read(pipeline.names.unique)) == ARTICLES, "a clean stop leaves nothing to be done twice"


def test_a_revision_takes_back_what_it_no_longer_reports(pipeline: Pipeline) -> None:
    """Events of an earlier revision that the later one has not are tombstones; the others are written anew."""
    first = "قتل 12 مدنيا وأصيب 30 آخرون في قصف على مدينة إدلب يوم الأحد."
    second = "قتل 12 مدنيا في قصف على مدينة إدلب يوم الأحد."
    with pipeline.worker():
        pipeline.send([message(url(1), first)])
        pipeline.drain()
        before = latest(pipeline.read(pipeline.names.casualty))
        pipeline.send([message(url(1), second)])
        pipeline.drain()
    after = latest(pipeline.read(pipeline.names.casualty))
    assert len(before) == 2
    assert None not in before.values()
    assert [value for value in after.values() if value is None] == [None]
    (kept,) = [orjson.loads(value) for value in after.values() if value]
    assert (kept["effect"], kept["article"]["revision"]) == ("killed", 2)


BAD = {
    "not_json": b"{not json",
    "not_json:binary": bytes(range(256)),
    "wrong_type": b'{"text": 7}',
    "wrong_type:list": b"[]",
    "missing_body": b'{"url": "https://a.example/"}',
    "too_large": orjson.dumps({"text": "x" * 50 * MIB}),
    "too_large:text": orjson.dumps({"text": "س " * 200_000}),
    "too_large:nested": b'{"text": "a", "extra": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
    "bad_text:surrogate": b'{"text": "\\ud800"}',
    "bad_text:nul": b'{"text": "a\\u0000b"}',
    "bad_text:binary": orjson.dumps({"text": "".join(map(chr, range(1, 32))) * 50}),
    "bad_date:0": orjson.dumps({"text": "خبر", "published_at": "0000-01-01T00:00:00Z"}),
    "bad_date:9999": orjson.dumps({"text": "خبر", "published_at": "9999-12-31T23:59:59Z"}),
    "empty_body": orjson.dumps({"text": " \n\t "}),
    "empty_body:html": orjson.dumps({"html": "<html><body></body></html>"}),
    "bad_html:bomb": orjson.dumps({"html": "<div>" * 300_000}),
}
"""Expected codes, what follows the colon tells cases of one code apart."""


def test_bad_input_is_counted_out_again(pipeline: Pipeline) -> None:
    """Each bad message is a dead letter with its code and its exact bytes; other languages are skipped; the worker goes on."""
    persian = "دولت ایران اعلام کرد که گفتگوها با کشورهای همسایه درباره پروژه‌های مشترک گاز و چگونگی اجرای آن ادامه دارد."
    good = [message(url(number), body) for number, body in enumerate(texts(10))]
    with pipeline.worker() as process:
        pipeline.send([*good[:5], *[(code.encode(), value) for code, value in BAD.items()], message(url(99), persian)])
        pipeline.send([(b"null", None), *good[5:]])
        pipeline.drain()
        assert process.poll() is None
    letters = [record.json for record in pipeline.read(pipeline.names.dead_letter)]
    got = {base64.b64decode(letter["key"]).decode(): letter for letter in letters}
    expected = {code: code.split(":")[0] for code in BAD} | {"null": "not_json"}
    assert {code: letter["reason"] for code, letter in got.items()} == expected
    assert all(base64.b64decode(got[code]["value"]) == value for code, value in BAD.items())
    assert len(letters) == len(expected)
    assert {letter["stage"] for letter in letters} == {"intake"}
    assert {record.key.decode() for record in pipeline.read(pipeline.names.unique) if record.key} == ids(10)


@pytest.mark.faults
def test_without_its_dead_letter_topic_a_worker_ends_and_acknowledges_nothing(pipeline: Pipeline) -> None:
    """What can be neither processed nor kept stays unread: the worker exits, and the next one meets it again."""
    asyncio.run(_limit(pipeline, pipeline.names.dead_letter, 100))
    with pipeline.worker() as process:
        pipeline.send([(b"bad", b"{not json")])
        assert process.wait(60) == 4
    with pytest.raises(AssertionError, match="not drained"):
        pipeline.drain(1)
    asyncio.run(_limit(pipeline, pipeline.names.dead_letter, MIB))
    with pipeline.worker():
        pipeline.drain()
    assert Counter(record.json["reason"] for record in pipeline.read(pipeline.names.dead_letter)) == {"not_json": 1}


@pytest.mark.faults
@pytest.mark.parametrize("damage", ["a store that does not open", "a store ahead of its changelog"])
def test_broken_tables_are_read_anew_from_kafka(pipeline: Pipeline, damage: str) -> None:
    """A worker ends when a table is broken; the next start throws the tables away and still knows every copy."""
    originals, copies = corpus()
    with pipeline.worker():
        pipeline.send(originals[:COPIES])
        pipeline.drain()
    store = pipeline.settings.state_dir / "a" / "v1" / "tables" / "claims-0.db"
    if damage == "a store that does not open":
        (store / "CURRENT").write_bytes(b"garbage")
    else:
        table = rocksdict.Rdict(str(store), options=rocksdict.Options(raw_mode=True))
        table[b"__faust\0offset__"] = b"1000000"
        table.close()
    with pipeline.worker() as process:
        assert process.wait(60) == 70
    with pipeline.worker():
        pipeline.send(copies)
        pipeline.drain()
    assert len(pipeline.read(pipeline.names.unique)) == COPIES
    assert {record.key.decode() for record in pipeline.read(pipeline.names.duplicates) if record.key} == ids(COPIES, "b")


def test_a_second_worker_of_one_name_is_refused(pipeline: Pipeline) -> None:
    """It would take the first one's partitions and its tables."""
    with pipeline.worker():
        pipeline.send([message(url(1), texts(1)[0])])
        pipeline.wait_for(pipeline.names.unique, 1)
        second = pipeline.start()
        assert second.wait(30) == 3
    assert "runs here already" in pipeline.log()


async def _limit(pipeline: Pipeline, topic: str, size: int) -> None:
    """Have the broker refuse messages over a size."""
    admin = AIOKafkaAdminClient(**pipeline.settings.kafka_options())
    await admin.start()
    try:
        change = ConfigResource(ConfigResourceType.TOPIC, topic, configs={"max.message.bytes": str(size)})
        await admin.alter_configs([change])
    finally:
        await admin.close()
