"""Health: what its pages say, when a worker counts as stalled, and that a stalled worker ends."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaConnectionError
from aiokafka.structs import OffsetAndMetadata

from rasid.errors import SettingsError
from rasid.settings import Settings, load_settings
from rasid.stream import topics
from rasid.stream.health import STALLED, Health
from rasid.stream.lag import LagReader
from rasid.stream.liveness import Liveness, Reading, View
from rasid.stream.metrics import Metrics
from rasid.stream.names import topic_names

P0, P1 = ("articles.raw", 0), ("articles.raw", 1)
BOTH = View(frozenset([P0, P1]), recovered=True)


class FixedProbe:
    def __init__(self, view: View) -> None:
        self._view = view

    def view(self) -> View:
        return self._view

    def table_bytes(self) -> dict[str, int]:
        return {"claims": 4096}


def ages(*steps: tuple[dict[tuple[str, int], Reading], View], seconds: float = 5) -> Liveness:
    liveness = Liveness(20, longest_step=10)
    for index, (readings, view) in enumerate(steps):
        liveness.update(100 + index * seconds, readings, view)
    return liveness


def at(committed: int, end: int, other: int = 0) -> dict[tuple[str, int], Reading]:
    return {P0: Reading(committed, end), P1: Reading(other, other)}


@pytest.mark.parametrize(
    ("steps", "age", "stalled"),
    [
        pytest.param([(at(0, 9), BOTH)] * 6, 25, [P0], id="lag and no commit"),
        pytest.param([(at(9, 9), BOTH)] * 6, 0, [], id="no lag"),
        pytest.param([(at(index, 9), BOTH) for index in range(6)], 0, [], id="commits move"),
        pytest.param([(at(0, 9, other=index), BOTH) for index in range(6)], 25, [P0], id="one partition's commits stopped"),
        pytest.param([(at(9, 9), BOTH)] * 4 + [(at(9, 12), BOTH)] * 2, 10, [], id="waiting counts from the first lag"),
        pytest.param([(at(0, 9), View(frozenset([P1]), True))] * 6, 0, [], id="another worker's partition"),
        pytest.param([(at(0, 9), View())] * 6, 25, [P0], id="never gets partitions, nobody reads"),
        pytest.param(
            [({P0: Reading(0, 9), P1: Reading(n, 99)}, View()) for n in range(6)], 0, [], id="no partitions, others get on"
        ),
        pytest.param([(at(0, 9), View(position=n)) for n in range(6)], 0, [], id="recovery moves"),
        pytest.param([(at(0, 9), View(position=1))] * 6, 25, [P0], id="recovery hangs"),
        pytest.param([(at(0, 9), View())] * 4 + [(at(0, 9), BOTH)] * 2, 5, [], id="counts anew once recovered"),
    ],
)
def test_what_counts_as_a_stall(steps: list[tuple[dict[tuple[str, int], Reading], View]], age: float, stalled: object) -> None:
    liveness = ages(*steps)
    assert (liveness.age, liveness.stalled) == (age, stalled)


def test_an_outage_of_kafka_is_no_stall() -> None:
    """Only the time between readings counts, and at most one long step of it."""
    liveness = ages((at(0, 9), BOTH), (at(0, 9), BOTH), seconds=1000)
    assert (liveness.age, liveness.stalled) == (10, [])


def test_lag_is_of_the_worker_s_own_partitions() -> None:
    readings = {P0: Reading(1, 9), P1: Reading(2, 4), ("articles.unique", 0): Reading(0, 5)}
    assert ages((readings, View(frozenset([P0]), True))).lag("articles.raw") == 8


@contextmanager
def running(settings: Settings, view: View, end: Callable[[int], object] = lambda code: None) -> Iterator[Health]:
    names = topic_names(settings.topic_prefix, settings.app_id)
    health = Health(settings, names, Metrics(), FixedProbe(view), end=end)
    health.start()
    try:
        yield health
    finally:
        health.stop()


def get(health: Health, path: str) -> tuple[int, str]:
    host, port = health.address
    try:
        with urllib.request.urlopen(f"http://{host}:{port}{path}", timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


@pytest.fixture
def away() -> Settings:
    """Settings of a worker whose Kafka does not answer."""
    return load_settings(brokers="127.0.0.1:9", http_port=0)


@pytest.mark.parametrize(
    ("view", "status"),
    [(View(), 503), (View(frozenset([P0]), False), 503), (View(frozenset(), True), 503), (BOTH, 200)],
    ids=["starting", "recovering", "nothing assigned", "ready"],
)
def test_ready_is_recovered_and_assigned(away: Settings, view: View, status: int) -> None:
    with running(away, view) as health:
        assert get(health, "/readyz")[0] == status


def test_pages_without_kafka(away: Settings) -> None:
    """A worker whose Kafka is away is not stalled: a restart would not mend it."""
    with running(away, View()) as health:
        status, body = get(health, "/healthz")
        assert (status, json.loads(body)["kafka_up"]) == (200, False)
        page = get(health, "/metrics")[1]
        assert "# TYPE rasid_articles_total counter" in page
        assert "rasid_lag{" not in page, "lag is unknown, not 0"
        assert get(health, "/metrics?name=x")[0] == 200
        assert get(health, "/secrets")[0] == 404


def test_only_get_is_answered_and_long_heads_are_dropped(away: Settings) -> None:
    with running(away, View()) as health:
        with socket.create_connection(health.address) as post:
            post.sendall(b"POST /healthz HTTP/1.1\r\n\r\n")
            assert post.recv(100).startswith(b"HTTP/1.1 405 ")
        with socket.create_connection(health.address) as long:
            long.sendall(b"GET / HTTP/1.1\r\nx: " + b"y" * 64 * 1024)
            with suppress(ConnectionResetError):
                assert long.recv(100) == b""
        assert get(health, "/healthz")[0] == 200


def test_loopback_unless_asked(away: Settings) -> None:
    with running(away, View()) as health:
        assert health.address[0] == "127.0.0.1"


def test_a_taken_port_names_the_setting(away: Settings) -> None:
    with running(away, View()) as health:
        taken = load_settings(http_port=health.address[1])
        with pytest.raises(SettingsError, match="RASID_HTTP_PORT"), running(taken, View()):
            pass


@pytest.fixture
async def watched(kafka: str) -> Settings:
    """Settings whose topics exist, with two messages in articles.raw."""
    settings = load_settings(brokers=kafka, topic_prefix=f"health{uuid.uuid4().hex[:8]}.", partitions=1, http_port=0)
    settings = settings.model_copy(update={"stall_seconds": 1.5})  # less than may be configured
    await topics.apply(settings)
    await commit(settings, 0, "another")  # a new cluster has no coordinator yet
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        for value in (b"1", b"2"):
            await producer.send_and_wait(f"{settings.topic_prefix}articles.raw", value)
    return settings


async def commit(settings: Settings, offset: int, app: str = "rasid") -> None:
    names = topic_names(settings.topic_prefix, app)
    async with AIOKafkaConsumer(group_id=names.group, **settings.kafka_options()) as consumer:
        partition = TopicPartition(names.raw, 0)
        consumer.assign([partition])
        await consumer.commit({partition: OffsetAndMetadata(offset, "")})


async def test_offsets_are_read_without_joining_the_group(watched: Settings) -> None:
    names = topic_names(watched.topic_prefix, watched.app_id)
    reader = LagReader(watched, names.group, names.consumed)
    before = await reader.read()
    await commit(watched, 1)
    after = await reader.read()
    unread = [await reader.unread({(names.raw, 0): offset, (names.unique, 0): 0}) for offset in (1, 2)]
    await reader.close()
    assert (before[names.raw, 0], after[names.raw, 0]) == (Reading(0, 2), Reading(1, 2))
    assert after[names.unique, 0] == Reading(0, 0)
    assert unread == [[(names.raw, 0)], []]


async def test_lag_is_forgotten_when_kafka_goes_away(watched: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = f"{watched.topic_prefix}articles.raw"

    async def away(self: LagReader) -> object:
        raise KafkaConnectionError("gone")

    with running(watched, View(frozenset([(raw, 0)]), True)) as health:
        assert await asyncio.to_thread(wait_for, lambda: f'rasid_lag{{topic="{raw}"}} 2.0' in get(health, "/metrics")[1])
        monkeypatch.setattr(LagReader, "read", away)
        assert await asyncio.to_thread(wait_for, lambda: "rasid_lag{" not in get(health, "/metrics")[1])
        assert "rasid_kafka_up 0.0" in get(health, "/metrics")[1]
        assert get(health, "/healthz")[0] == 200


async def test_lag_and_gauges_on_the_metrics_page(watched: Settings) -> None:
    raw = f"{watched.topic_prefix}articles.raw"
    with running(watched, View(frozenset([(raw, 0)]), True)) as health:
        assert await asyncio.to_thread(wait_for, lambda: f'rasid_lag{{topic="{raw}"}} 2.0' in get(health, "/metrics")[1])
        page = get(health, "/metrics")[1]
    assert "rasid_partitions 1.0" in page
    assert "rasid_ready 1.0" in page
    assert "rasid_kafka_up 1.0" in page
    assert 'rasid_table_bytes{table="claims"} 4096.0' in page


async def test_a_stalled_worker_ends_with_its_exit_code(watched: Settings) -> None:
    ended: list[int] = []
    raw = f"{watched.topic_prefix}articles.raw"
    with running(watched, View(frozenset([(raw, 0)]), True), ended.append) as health:
        assert await asyncio.to_thread(wait_for, lambda: bool(ended))
        status, body = get(health, "/healthz")
    assert ended[0] == STALLED
    assert status == 503
    assert json.loads(body)["stalled"] == [f"{raw}-0: at 0 of 2"]


async def test_a_worker_that_commits_all_is_never_ended(watched: Settings) -> None:
    ended: list[int] = []
    await commit(watched, 2)
    with running(watched, View(frozenset([(f"{watched.topic_prefix}articles.raw", 0)]), True), ended.append) as health:
        await asyncio.sleep(3)
        assert get(health, "/healthz")[0] == 200
    assert ended == []


async def test_a_transaction_s_marker_is_no_lag(kafka: str, watched: Settings) -> None:
    """Markers take an offset that no consumer commits: a worker that has read all before it is not stalled."""
    raw = f"{watched.topic_prefix}articles.raw"
    producer = AIOKafkaProducer(bootstrap_servers=kafka, transactional_id=watched.topic_prefix)
    async with producer, producer.transaction():
        await producer.send_and_wait(raw, b"3")
    await commit(watched, 3)
    ended: list[int] = []
    with running(watched, View(frozenset([(raw, 0)]), True), ended.append) as health:
        assert await asyncio.to_thread(wait_for, lambda: f'rasid_lag{{topic="{raw}"}} 1.0' in get(health, "/metrics")[1])
        await asyncio.sleep(8)
    assert ended == []


STUCK_WORKER = """
import sys, time, ctypes
from rasid.settings import load_settings
from rasid.stream import health
from rasid.stream.liveness import View
from rasid.stream.metrics import Metrics
from rasid.stream.names import topic_names

settings = load_settings(brokers=sys.argv[1], topic_prefix=sys.argv[2], http_port=0).model_copy(update={"stall_seconds": 1.5})
names = topic_names(settings.topic_prefix, settings.app_id)

class Probe:
    def view(self): return View(frozenset([(names.raw, 0)]), True)
    def table_bytes(self): return {}

health._LOOK_SECONDS = 2.5
health.Health(settings, names, Metrics(), Probe()).start()
"""


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        pytest.param("while True: pass", STALLED, "no progress while there is lag", id="busy"),
        pytest.param("time.sleep(60)", STALLED, "no progress while there is lag", id="asleep"),
        pytest.param("time.sleep(0.5); ctypes.PyDLL(None).sleep(60)", 1, "Timeout (0:00:04)!", id="keeps the interpreter's lock"),
    ],
)
async def test_a_blocked_main_thread_is_ended(watched: Settings, how: str, code: int, said: str) -> None:
    """The watchdog needs nothing of the worker's own loop."""
    arguments = [sys.executable, "-c", STUCK_WORKER + how, watched.bootstrap, watched.topic_prefix]
    result = await asyncio.to_thread(subprocess.run, arguments, capture_output=True, text=True, timeout=60)
    assert result.returncode == code
    assert said in result.stdout + result.stderr
