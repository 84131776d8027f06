"""What is checked before a worker starts, and how long it waits for Kafka."""

from __future__ import annotations

import asyncio
import socket
import time
import uuid
from pathlib import Path

import pytest

from rasid.errors import BrokerError, CredentialsError, SettingsError, TopicError
from rasid.settings import Settings, load_settings
from rasid.stream import preflight, topics


@pytest.fixture
def here(kafka: str, tmp_path: Path) -> Settings:
    """Settings whose Kafka is there and whose topics are not."""
    return load_settings(brokers=kafka, topic_prefix=f"pre{uuid.uuid4().hex[:8]}.", partitions=2, state_dir=tmp_path / "state")


async def test_nothing_is_wrong_once_topics_are_applied(here: Settings) -> None:
    await topics.apply(here)
    found = await preflight.find(here)
    assert [(each.name, each.error) for each in found] == [("state directory", None), ("broker", None), ("topics", None)]
    assert await preflight.check(here) == []
    await preflight.ready(here, here.state_dir / "worker-0")


async def test_all_that_is_wrong_is_said_at_once(here: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    wrong = await preflight.check(here.model_copy(update={"state_dir": tmp_path / "file" / "state"}))
    assert [(each.name, type(each.error)) for each in wrong] == [("state directory", SettingsError), ("topics", TopicError)]
    assert "RASID_STATE_DIR" in wrong[0].text
    assert f"{here.topic_prefix}articles.raw is missing" in wrong[1].text


async def test_a_wrong_partition_count_keeps_a_worker_from_starting(here: Settings) -> None:
    await topics.apply(here)
    with pytest.raises(TopicError, match=r"has 2 partitions, declared are 3 \(RASID_PARTITIONS\)"):
        await preflight.ready(here.model_copy(update={"partitions": 3}), here.state_dir)


async def test_missing_topics_keep_a_worker_from_starting(here: Settings) -> None:
    with pytest.raises(TopicError, match="run `rasid topics apply`"):
        await preflight.ready(here, here.state_dir)


async def test_an_unreadable_tls_file_is_named() -> None:
    settings = load_settings(security_protocol="SSL", tls_ca_file="nowhere.pem")
    [wrong] = [each for each in await preflight.check(settings) if each.name == "tls"]
    assert "RASID_TLS_CA_FILE: nowhere.pem" in wrong.text


async def test_kafka_away_at_start_is_waited_for_and_then_an_error(tmp_path: Path) -> None:
    settings = load_settings(brokers="127.0.0.1:9").model_copy(update={"delivery_seconds": 2.0})
    started = time.monotonic()
    with pytest.raises(BrokerError, match=r"no answer from Kafka at 127\.0\.0\.1:9"):
        await preflight.ready(settings, tmp_path)
    assert 1 < time.monotonic() - started < 10


async def test_a_kafka_that_comes_later_is_found(here: Settings) -> None:
    """Nothing listens at the address at first; then a relay to the broker does."""
    await topics.apply(here)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    host, _, kafka_port = here.bootstrap.rpartition(":")

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection(host, int(kafka_port))

        async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            while data := await source.read(65536):
                target.write(data)
            target.close()

        await asyncio.gather(pump(reader, up_writer), pump(up_reader, writer))

    waiting = asyncio.create_task(preflight.ready(here.model_copy(update={"brokers": [f"127.0.0.1:{port}"]}), here.state_dir))
    await asyncio.sleep(1)
    assert not waiting.done()
    async with await asyncio.start_server(relay, "127.0.0.1", port):
        await asyncio.wait_for(waiting, 20)


async def test_refused_credentials_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    async def refused(settings: Settings) -> None:
        tries.append(settings)
        raise CredentialsError("no")

    monkeypatch.setattr(topics, "check", refused)
    with pytest.raises(CredentialsError):
        await preflight.ready(load_settings(), tmp_path)
    assert len(tries) == 1
