"""An Apache Kafka of one's own on the loopback interface: for `make run`, `make test` and for trying things.

KRaft, no ZooKeeper, free ports, data in a temporary directory that goes with it. A watchdog ends the brokers when
the process that started them dies, however it dies.
"""

from __future__ import annotations

import base64
import contextlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO

from rasid.errors import BrokerError
from rasid.stream.kafka_install import java, kafka_jars

HOST = "127.0.0.1"
START_SECONDS = 60.0
STOP_SECONDS = 10.0

# C1 only, a small heap and one collector thread: up in under 2 s with 200 MB.
JVM = ("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlog4j2.disableJmx=true", "-Djava.awt.headless=true")

# Reads "+pid" and "-pid" lines; when its standard input closes, its parent is gone: kill what is left, clean up.
_WATCHDOG = """
pids=
while read -r line; do
  case $line in
    +*) pids="$pids ${line#+}" ;;
    -*) kept=; for pid in $pids; do [ "$pid" = "${line#-}" ] || kept="$kept $pid"; done; pids=$kept ;;
  esac
done
for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
[ -z "$1" ] || rm -rf "$1"
"""

_LOGGING = """
status = off
appender.file.type = File
appender.file.name = file
appender.file.fileName = {log}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d{{ISO8601}} %p %c{{1}}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
"""


@dataclass
class _Node:
    """One broker and controller."""

    number: int
    port: int
    controller_port: int
    directory: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def log(self) -> Path:
        return self.directory / "broker.log"

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None


class EmbeddedKafka:
    """Apache Kafka in child processes, from `start` (or `with`) to `stop`.

    `nodes` is 1, or 3 for trials with a broker down (replication 3, min.insync.replicas 2). `port` fixes the first
    node's port, otherwise all are free ones. With `data_dir` the data outlive it. `settings` are added to every
    node's server.properties. Raises BrokerError if Kafka cannot be fetched or does not come up.
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        nodes: int = 1,
        *,
        port: int | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._keep = data_dir
        self._count = nodes
        self._port = port
        self._settings = dict(settings or {})
        self._directory: Path | None = None
        self._nodes: list[_Node] = []
        self._watchdog: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        """The brokers' addresses, comma-separated, as clients take them."""
        return ",".join(f"{HOST}:{node.port}" for node in self._nodes)

    @property
    def pids(self) -> list[int]:
        """Process ids of the nodes that run."""
        return [node.process.pid for node in self._nodes if node.process and node.running]

    def __enter__(self) -> EmbeddedKafka:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> EmbeddedKafka:
        """Bring every node up; returns once all take connections."""
        jars, runtime = kafka_jars(), java()
        if self._port is not None and not _is_free(self._port):
            raise BrokerError(f"port {self._port} of {HOST} is taken")
        try:
            self._prepare()
            self._format(runtime, jars)
            for node in self._nodes:
                self._launch(node, runtime, jars)
            for node in self._nodes:
                self._wait(node)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop every node (killed after 10 s) and remove a temporary data directory. May be called twice."""
        for node in self._nodes:
            if node.process and node.running:
                node.process.send_signal(signal.SIGCONT)
                node.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for node in self._nodes:
            if node.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    node.process.wait(max(0.0, deadline - time.monotonic()))
                self.kill_node(node.number)
        if self._watchdog and self._watchdog.stdin:
            self._watchdog.stdin.close()
            self._watchdog.wait()
            self._watchdog = None
        if self._directory and self._keep is None:
            shutil.rmtree(self._directory, ignore_errors=True)
        self._nodes, self._directory = [], None

    def kill_node(self, number: int) -> None:
        """SIGKILL a node, as a power cut would; nodes are numbered from 1."""
        node = self._nodes[number - 1]
        if node.process is None:
            return
        node.process.kill()
        node.process.wait()
        self._tell(f"-{node.process.pid}")
        node.process = None

    def start_node(self, number: int) -> None:
        """Start a killed node again on its old data and port."""
        node = self._nodes[number - 1]
        if not node.running:
            self._launch(node, java(), kafka_jars())
            self._wait(node)

    def pause_node(self, number: int) -> None:
        """Freeze a node (SIGSTOP): connections stay open and nothing answers."""
        self._signal(number, signal.SIGSTOP)

    def resume_node(self, number: int) -> None:
        """Let a frozen node go on."""
        self._signal(number, signal.SIGCONT)

    def watch(self, pid: int) -> None:
        """Have another process killed too if this one dies; say so for a child that must not stay behind."""
        self._tell(f"+{pid}")

    def _signal(self, number: int, what: signal.Signals) -> None:
        if process := self._nodes[number - 1].process:
            process.send_signal(what)

    def _prepare(self) -> None:
        """Directories, ports, server.properties, and the watchdog."""
        base = self._keep or Path(tempfile.mkdtemp(prefix="rasid-kafka-"))
        self._directory = base
        self._watchdog = subprocess.Popen(
            ["/bin/sh", "-c", _WATCHDOG, "watchdog", "" if self._keep else str(base)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        ports = _free_ports(2 * self._count)
        for index in range(self._count):
            port = self._port if index == 0 and self._port is not None else ports[2 * index]
            self._nodes.append(_Node(index + 1, port, ports[2 * index + 1], base / f"node-{index + 1}"))
        for node in self._nodes:
            node.directory.mkdir(parents=True, exist_ok=True)
            properties = self._properties(node) | self._settings
            (node.directory / "server.properties").write_text("".join(f"{key}={value}\n" for key, value in properties.items()))
            (node.directory / "log4j2.properties").write_text(_LOGGING.format(log=node.log))

    def _properties(self, node: _Node) -> dict[str, str]:
        copies = str(min(3, self._count))
        insync = str(2 if self._count >= 3 else 1)
        return {
            "node.id": str(node.number),
            "process.roles": "broker,controller",
            "controller.quorum.voters": ",".join(f"{other.number}@{HOST}:{other.controller_port}" for other in self._nodes),
            "controller.listener.names": "CONTROLLER",
            "listeners": f"PLAINTEXT://{HOST}:{node.port},CONTROLLER://{HOST}:{node.controller_port}",
            "advertised.listeners": f"PLAINTEXT://{HOST}:{node.port}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": str(node.directory / "data"),
            "auto.create.topics.enable": "false",
            "default.replication.factor": copies,
            "min.insync.replicas": insync,
            "offsets.topic.replication.factor": copies,
            "offsets.topic.num.partitions": "8",
            "transaction.state.log.replication.factor": copies,
            "transaction.state.log.min.isr": insync,
            "transaction.state.log.num.partitions": "4",
            "share.coordinator.state.topic.replication.factor": copies,
            "share.coordinator.state.topic.min.isr": insync,
            # Consumers of a test join at once; in production the delay saves rebalances.
            "group.initial.rebalance.delay.ms": "0",
            "log.cleaner.dedupe.buffer.size": str(2 * 1024 * 1024),
            "num.network.threads": "2",
            "num.io.threads": "4",
        }

    def _format(self, runtime: str, jars: Path) -> None:
        """Write each node's storage directory, unless it has one."""
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode()
        cluster = cluster if not cluster.startswith("-") else f"A{cluster[1:]}"
        for node in self._nodes:
            known = node.directory / "data" / "meta.properties"
            if known.is_file():
                continue
            arguments = ["format", "-t", cluster, "-c", str(node.directory / "server.properties")]
            result = subprocess.run(
                self._command(node, runtime, jars, "kafka.tools.StorageTool", *arguments), capture_output=True, text=True
            )
            if result.returncode:
                raise BrokerError(f"Kafka could not format its storage: {_last_line(result.stderr or result.stdout)}")

    def _command(self, node: _Node, runtime: str, jars: Path, main: str, *arguments: str) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={node.directory / 'log4j2.properties'}"
        return [runtime, *JVM, logging, "-cp", str(jars / "*"), main, *arguments]

    def _launch(self, node: _Node, runtime: str, jars: Path) -> None:
        command = self._command(node, runtime, jars, "kafka.Kafka", str(node.directory / "server.properties"))
        with (node.directory / "console.log").open("ab") as console:
            node.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True
            )
        self._tell(f"+{node.process.pid}")

    def _wait(self, node: _Node) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if not node.running:
                break
            with contextlib.suppress(OSError), socket.create_connection((HOST, node.port), timeout=1):
                return
            time.sleep(0.02)
        why = "ended" if not node.running else f"did not answer within {START_SECONDS:.0f} s"
        raise BrokerError(f"Kafka's node {node.number} {why}: {_why(node)}")

    def _tell(self, line: str) -> None:
        stream: IO[bytes] | None = self._watchdog.stdin if self._watchdog else None
        if stream:
            with contextlib.suppress(BrokenPipeError, ValueError):
                stream.write(line.encode() + b"\n")
                stream.flush()


def _why(node: _Node) -> str:
    """The first error of a node's log, else the last line of what it printed."""
    for file in (node.log, node.directory / "console.log"):
        with contextlib.suppress(OSError):
            lines = file.read_text("utf-8", "replace").splitlines()
            for line in lines:
                if " ERROR " in line or " FATAL " in line or line.startswith("Error"):
                    return line[:300]
            if lines:
                return lines[-1][:300]
    return "it left no log"


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("\tat ")]
    return lines[-1][:300] if lines else "no reason given"


def _free_ports(count: int) -> list[int]:
    """Ports nobody listens on, all different."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
