"""`rasid ingest`, `tail` and `replay` against a real broker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from rasid.errors import NotJSONError
from rasid.stream.dead_letters import dead_letter
from rasid.stream.records import Record

LINES = '{"url": "https://news.example/1", "text": "خبر أول"}\n{not json\n'


@pytest.fixture
def prefix() -> str:
    return f"cli{uuid.uuid4().hex[:8]}."


def rasid(kafka: str, prefix: str, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"RASID_BROKERS": kafka, "RASID_TOPIC_PREFIX": prefix, "RASID_PARTITIONS": "2"}
    command = [sys.executable, "-m", "rasid", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, timeout=60)


def test_nothing_is_sent_before_topics_are_applied(kafka: str, prefix: str) -> None:
    result = rasid(kafka, prefix, "ingest", "-", stdin=LINES)
    assert result.returncode == 5
    assert result.stderr == f"rasid: topics: {prefix}articles.raw is missing: run `rasid topics apply`\n"


def test_topics_apply_then_check(kafka: str, prefix: str) -> None:
    assert rasid(kafka, prefix, "topics", "check").returncode == 5
    applied = rasid(kafka, prefix, "topics", "apply")
    assert {json.loads(line)["action"] for line in applied.stdout.splitlines()} == {"created"}
    assert rasid(kafka, prefix, "topics", "check").returncode == 0


def test_ingested_lines_arrive_as_they_are(kafka: str, prefix: str, tmp_path: Path) -> None:
    """Broken lines are delivered too: the stream keeps them as dead letters."""
    rasid(kafka, prefix, "topics", "apply")
    (tmp_path / "a.jsonl").write_text(LINES)
    result = rasid(kafka, prefix, "ingest", str(tmp_path))
    assert json.loads(result.stdout) == {"topic": f"{prefix}articles.raw", "delivered": 2, "failed": 0}


async def test_dead_letters_are_replayed_by_reason_with_a_dry_run_first(kafka: str, prefix: str) -> None:
    """A replay sends the exact bytes to where they came from, and remembers the attempt."""
    rasid(kafka, prefix, "topics", "apply")
    topic = f"{prefix}articles.dead-letter"
    record = Record(f"{prefix}articles.raw", 0, 7, 1_534_000_000_000, b"key", b"{not json", ())
    output = dead_letter(topic, "intake", record, NotJSONError("not JSON"))
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        await producer.send_and_wait(topic, output.value, key=output.key)

    shown = rasid(kafka, prefix, "tail", "dead-letter", "--from-beginning", "--limit", "1")
    assert json.loads(shown.stdout)["reason"] == "not_json"

    dry = json.loads(rasid(kafka, prefix, "replay", "--dry-run").stdout)
    assert dry == {"replayed": 0, "matching": 1, "reasons": {"not_json": 1}}
    other = json.loads(rasid(kafka, prefix, "replay", "--reason", "bad_date").stdout)
    assert other["replayed"] == 0
    done = json.loads(rasid(kafka, prefix, "replay", "--reason", "not_json").stdout)
    assert done["replayed"] == 1

    from aiokafka import AIOKafkaConsumer

    async with AIOKafkaConsumer(f"{prefix}articles.raw", bootstrap_servers=kafka, auto_offset_reset="earliest") as consumer:
        message = await consumer.getone()
    assert (message.key, message.value) == (b"key", b"{not json")
    assert dict(message.headers)["rasid-attempts"].startswith(b"1 ")


def test_tail_without_follow_ends_at_an_empty_topic(kafka: str, prefix: str) -> None:
    rasid(kafka, prefix, "topics", "apply")
    result = rasid(kafka, prefix, "tail", "casualty", "--from-beginning", "--no-follow")
    assert (result.returncode, result.stdout) == (0, "")
