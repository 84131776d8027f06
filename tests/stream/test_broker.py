"""The embedded Kafka: real, quick, and gone when its owner is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from rasid.errors import BrokerError
from rasid.stream import kafka_install
from rasid.stream.broker import EmbeddedKafka


async def test_what_is_produced_is_consumed(kafka: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    await admin.create_topics([NewTopic("broker-test", 1, 1)])
    await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=kafka)
    await producer.start()
    await producer.send_and_wait("broker-test", "خبر".encode())
    await producer.stop()
    consumer = AIOKafkaConsumer("broker-test", bootstrap_servers=kafka, auto_offset_reset="earliest")
    await consumer.start()
    message = await consumer.getone()
    await consumer.stop()
    assert message.value is not None
    assert message.value.decode() == "خبر"


async def test_topics_are_not_created_by_themselves(kafka: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    described = await admin.describe_topics(["nobody-declared-this"])
    listed = await admin.list_topics()
    await admin.close()
    assert described[0]["error_code"] == 3  # unknown topic or partition
    assert "nobody-declared-this" not in listed


@pytest.mark.integration
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_broker_outlives_a_killed_owner(how: signal.Signals) -> None:
    """Neither the process nor its data stay behind when the process that started it is killed."""
    script = (
        "import time; from rasid.stream.broker import EmbeddedKafka\n"
        "k = EmbeddedKafka().start(); print(k.pids[0], k._directory, flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    pid, directory = owner.stdout.readline().split()
    assert psutil.pid_exists(int(pid))
    owner.send_signal(how)
    owner.wait()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and (psutil.pid_exists(int(pid)) or os.path.exists(directory)):
        time.sleep(0.05)
    assert not psutil.pid_exists(int(pid))
    assert not os.path.exists(directory)


@pytest.mark.integration
def test_data_outlive_a_restart_in_a_given_directory(tmp_path: Path) -> None:
    with EmbeddedKafka(tmp_path) as first:
        cluster = (tmp_path / "node-1" / "data" / "meta.properties").read_text()
        assert first.pids
    with EmbeddedKafka(tmp_path):
        assert (tmp_path / "node-1" / "data" / "meta.properties").read_text() == cluster


def test_a_taken_port_is_one_clear_line(kafka: str) -> None:
    port = int(kafka.rsplit(":", 1)[1])
    with pytest.raises(BrokerError, match=f"port {port} of 127.0.0.1 is taken"):
        EmbeddedKafka(port=port).start()


def test_a_first_start_without_network_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No network at the first install is one line that says what to do."""
    monkeypatch.setenv("RASID_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("M2_REPO", str(tmp_path / "m2"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    with pytest.raises(BrokerError, match="the first run needs the network") as raised:
        kafka_install.kafka_jars()
    assert "\n" not in str(raised.value)
    assert not list((tmp_path / "cache").glob("kafka-*")), "nothing half-installed is left"


def test_a_damaged_jar_is_refused(tmp_path: Path) -> None:
    jar = tmp_path / "kafka.jar"
    jar.write_bytes(b"not a jar")
    with pytest.raises(BrokerError, match="SHA-256"):
        kafka_install._collect([jar], {"kafka.jar": "0" * 64}, tmp_path)
