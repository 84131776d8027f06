"""Operating real worker processes: starts that cannot work, health pages, stalls, supervised restarts."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from rasid.stream.broker import HOST, EmbeddedKafka
from rasid.stream.health import STALLED

ARTICLES = "".join(
    json.dumps({"url": f"https://news.example/{n}", "text": f"قتل {n} مدنيين في غارة جوية على مدينة صعدة. رقم {n * 7919}"}) + "\n"
    for n in range(2, 22)
)

# A worker whose offsets are never committed: what Faust's issue 596 looks like from outside.
NEVER_COMMITS = """
from rasid.settings import load_settings
from rasid.stream.app import Consumer
from rasid.stream.worker import run_worker
Consumer.acknowledge = lambda self, message: None
raise SystemExit(run_worker(load_settings()))
"""


class Operator:
    """Runs `rasid` in an environment of its own."""

    def __init__(self, kafka: EmbeddedKafka, directory: Path) -> None:
        self.kafka = kafka
        self.directory = directory
        self.port = free_ports(2)
        self.environment = {
            "RASID_BROKERS": kafka.bootstrap,
            "RASID_TOPIC_PREFIX": f"op{uuid.uuid4().hex[:8]}.",
            "RASID_PARTITIONS": "2",
            "RASID_STATE_DIR": str(directory / "state"),
            "RASID_INSTANCE": "w",
            "RASID_HTTP_PORT": str(self.port),
            "RASID_SESSION_SECONDS": "6",
            "RASID_DELIVERY_SECONDS": "3",
            "RASID_LOG_FORMAT": "json",
        }

    def run(self, *arguments: str, stdin: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
        """`rasid` with arguments, to its end."""
        command = [sys.executable, "-m", "rasid", *arguments]
        environment = os.environ | self.environment | changes
        return subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, timeout=90)

    @contextlib.contextmanager
    def start(self, *arguments: str, **changes: str) -> Iterator[subprocess.Popen[str]]:
        """A Python process beside the test, killed with the block; its log is `self.log`."""
        with (self.directory / "log").open("w") as log:
            environment = os.environ | self.environment | changes
            process = subprocess.Popen([sys.executable, *arguments], stdout=log, stderr=log, env=environment, text=True)
        self.kafka.watch(process.pid)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    @property
    def log(self) -> str:
        return (self.directory / "log").read_text()

    def get(self, page: str, index: int = 0) -> tuple[int, str]:
        """A page of the worker with that index; status 0 if nobody answers."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port + index}{page}", timeout=5) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def metric(self, name: str, index: int = 0) -> float:
        """The sum of a metric's series on a worker's page."""
        page = self.get("/metrics", index)[1]
        return sum(float(value) for value in re.findall(rf"^{name}(?:\{{.*\}})? (\S+)$", page, re.MULTILINE))


@pytest.fixture
def operator(kafka_node: EmbeddedKafka, tmp_path: Path) -> Operator:
    return Operator(kafka_node, tmp_path)


def free_ports(count: int) -> int:
    """The first of so many free ports in a row."""
    for _ in range(100):
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            first = stack.enter_context(socket.create_server((HOST, 0))).getsockname()[1]
            for offset in range(1, count):
                stack.enter_context(socket.create_server((HOST, first + offset)))
            return int(first)
    raise RuntimeError("no free ports in a row")


def wait_for(condition: Callable[[], bool], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize(
    ("processes", "apply", "changes", "code", "said"),
    [
        pytest.param("1", False, {}, 5, "run `rasid topics apply`", id="missing topics"),
        pytest.param("1", True, {"RASID_PARTITIONS": "3"}, 5, "has 2 partitions, declared are 3", id="partition count"),
        pytest.param("2", True, {"RASID_PARTITIONS": "3"}, 5, "has 2 partitions, declared are 3", id="the same, supervised"),
        pytest.param("1", True, {"RASID_BROKERS": f"{HOST}:9"}, 4, f"no answer from Kafka at {HOST}:9", id="Kafka away"),
        pytest.param("1", True, {"RASID_STATE_DIR": "/dev/null/x"}, 3, "RASID_STATE_DIR", id="state directory"),
        pytest.param("1", True, {"RASID_PARTITIONS": "many"}, 3, "RASID_PARTITIONS", id="setting"),
        pytest.param("1", True, {"RASID_HTTP_HOST": "192.0.2.1"}, 3, "RASID_HTTP_HOST", id="address"),
    ],
)
def test_a_start_that_cannot_work_ends_with_its_code(
    operator: Operator, processes: str, apply: bool, changes: dict[str, str], code: int, said: str
) -> None:
    """It is said what is wrong; a supervisor does not go on restarting what a restart cannot mend."""
    if apply:
        operator.run("topics", "apply")
    result = operator.run("worker", "-n", processes, **changes)
    assert result.returncode == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_worker_gets_ready_counts_and_drains(operator: Operator) -> None:
    operator.run("topics", "apply")
    operator.run("ingest", "-", stdin=ARTICLES)
    with operator.start("-m", "rasid", "worker") as worker:
        assert wait_for(lambda: operator.get("/readyz")[0] == 200), operator.log
        assert wait_for(lambda: operator.metric("rasid_end_to_end_seconds_count") == 20), operator.get("/metrics")[1]
        assert wait_for(lambda: operator.metric("rasid_partitions") == 2 and operator.metric("rasid_lag") == 0)
        assert operator.get("/healthz")[0] == 200
        listening = [each.laddr for each in psutil.Process(worker.pid).net_connections("inet") if each.status == "LISTEN"]
        assert listening == [(HOST, operator.port)], "nothing else listens, and nothing beyond the loopback address"
        worker.terminate()
        assert worker.wait(20) == 0
    assert "Traceback" not in operator.log


def test_a_worker_that_never_commits_ends_as_stalled(operator: Operator) -> None:
    operator.run("topics", "apply")
    operator.run("ingest", "-", stdin=ARTICLES)
    with operator.start("-c", NEVER_COMMITS, RASID_STALL_SECONDS="6") as worker:
        assert worker.wait(60) == STALLED
    [line] = [json.loads(line) for line in operator.log.splitlines() if "no progress while there is lag" in line]
    # Which of the partitions with something to read is named is Kafka's choice: the first that answers.
    prefix = re.escape(operator.environment["RASID_TOPIC_PREFIX"])
    topics = "articles.raw|rasid.claims|articles.unique"
    assert line["stalled"]
    assert all(re.fullmatch(rf"{prefix}({topics})-[01]: at 0 of [1-9]\d*", each) for each in line["stalled"]), line


def test_killed_workers_are_back_in_seconds(operator: Operator) -> None:
    """A supervised worker is killed: its partitions are served again within 15 s, and a stop ends all of them cleanly."""
    operator.run("topics", "apply")
    with operator.start("-m", "rasid", "worker", "-n", "2") as supervisor:
        assert wait_for(lambda: all(operator.get("/readyz", index)[0] == 200 for index in (0, 1))), operator.log
        [victim] = [each for each in psutil.Process(supervisor.pid).children() if each.environ()["RASID_INSTANCE"] == "w-0"]
        victim.send_signal(signal.SIGKILL)
        killed = time.monotonic()
        assert wait_for(lambda: operator.get("/readyz")[0] != 200)
        operator.run("ingest", "-", stdin=ARTICLES)
        done = lambda: sum(operator.metric("rasid_end_to_end_seconds_count", index) for index in (0, 1)) >= 20  # noqa: E731
        assert wait_for(done), operator.log
        assert time.monotonic() - killed < 15
        supervisor.terminate()
        assert supervisor.wait(30) == 0
    assert '"restart_in_seconds":1.0' in operator.log


def test_nothing_of_a_hostile_article_steers_the_log(operator: Operator) -> None:
    operator.run("topics", "apply")
    hostile = '{"url": "https://x.example/\\u001b[2J\\u202e", "text": 7, "published_at": "\\n2026 [info] forged\\u0007"}\n'
    operator.run("ingest", "-", stdin=hostile)
    with operator.start("-m", "rasid", "worker", RASID_LOG_FORMAT="console", RASID_LOG_LEVEL="debug") as worker:
        assert wait_for(lambda: operator.metric("rasid_dead_letters_total") == 1), operator.log
        worker.terminate()
        worker.wait(20)
    assert all(line.isprintable() for line in operator.log.split("\n"))
    assert "\nforged" not in operator.log
