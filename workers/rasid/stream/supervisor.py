"""Several worker processes under one: restarted with back-off when they fail, stopped together.

Every child gets its own instance name (hence its own consumer group instance and state directory) and HTTP port.
On Linux the kernel kills the children if the supervisor dies, so a new supervisor never meets old workers.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

import structlog

from rasid.settings import PREFIX, Settings
from rasid.stream import logs

WORKER = (sys.executable, "-m", "rasid", "worker")
FATAL_EXITS = frozenset([2, 3, 5])
"""Exit codes (usage, settings, topics) that a restart cannot mend: all workers stop and the supervisor ends with that code."""
UNCLEAN = 1
"""Exit code of a supervisor that had to kill a worker."""

_POLL_SECONDS = 0.1
_STOP_MARGIN_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds to wait before a restart: `first`, doubled to `longest`; from the start again after a run of `stable` seconds."""

    first: float = 1.0
    longest: float = 30.0
    stable: float = 60.0

    def after(self, failures: int) -> float:
        """The wait after so many failures in a row (1 or more)."""
        return float(min(self.longest, self.first * 2 ** min(failures - 1, 30)))


def supervise(settings: Settings, n: int) -> int:
    """Run `n` workers until SIGTERM or SIGINT; returns the exit code: 0, UNCLEAN, or a worker's out of FATAL_EXITS.

    A second signal does not wait for the workers to drain.
    """
    logs.configure(settings, "supervisor")
    children = [Child(name, worker_environment(settings, index, name)) for index, name in enumerate(instances(settings, n))]
    return Supervisor(WORKER, children, stop_seconds=stop_seconds(settings)).run()


def stop_seconds(settings: Settings) -> float:
    """How long a stop takes at most; whoever stops a supervisor should wait longer before killing it."""
    return settings.drain_seconds + _STOP_MARGIN_SECONDS


def instances(settings: Settings, n: int) -> list[str]:
    """The names of `n` workers: the same after every start, so that each finds its partitions and its tables again."""
    base = settings.instance or socket.gethostname()
    return [f"{base}-{index}" for index in range(n)]


def worker_environment(settings: Settings, index: int, name: str) -> dict[str, str]:
    """What worker `index` (from 0) has in its environment besides the supervisor's."""
    port = settings.http_port + index if settings.http_port else 0
    return {f"{PREFIX}INSTANCE": name, f"{PREFIX}HTTP_PORT": str(port)}


@dataclass
class Child:
    """One worker process, and when to start it again."""

    name: str
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    started: float = 0.0
    due: float = 0.0
    failures: int = 0


class Supervisor:
    """Keeps `command` running once per child. Must run in the main thread: signals are handled there."""

    def __init__(
        self, command: Sequence[str], children: Sequence[Child], *, stop_seconds: float, backoff: Backoff | None = None
    ) -> None:
        self._command = list(command)
        self._children = children
        self._stop_seconds = stop_seconds
        self._backoff = backoff or Backoff()
        self._signals = 0
        self._prepare = _die_with(os.getpid())

    def run(self) -> int:
        """Start everything, restart what fails, until a signal or a fatal exit; returns the exit code."""
        previous = {number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            code = 0
            while not self._signals and not code:
                for child in self._children:
                    code = code or self._tend(child)
                time.sleep(_POLL_SECONDS)
            unclean = self._stop()
            return code or unclean
        finally:
            self._kill()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _tend(self, child: Child) -> int:
        """Start a child that is due, notice one that ended. Returns an exit code to end with, or 0."""
        now = time.monotonic()
        if child.process is None:
            if now >= child.due:
                self._start(child)
            return 0
        code = child.process.poll()
        if code is None:
            return 0
        child.process = None
        if code in FATAL_EXITS:
            log.error("a worker cannot run as configured: all stop", worker=child.name, exit_code=code)
            return code
        child.failures = 1 if now - child.started >= self._backoff.stable else child.failures + 1
        wait = self._backoff.after(child.failures)
        child.due = now + wait
        log.warning("worker ended", worker=child.name, exit_code=code, failures=child.failures, restart_in_seconds=wait)
        return 0

    def _start(self, child: Child) -> None:
        child.process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **child.environment},
            process_group=0,  # a terminal's Ctrl-C reaches the supervisor alone
            preexec_fn=self._prepare,
        )
        child.started = time.monotonic()
        log.info("worker started", worker=child.name, pid=child.process.pid)

    def _stop(self) -> int:
        """SIGTERM to all, SIGKILL to those that are not done in time; returns 0 if none was killed."""
        running = self._running()
        log.info("stopping", workers=len(running))
        for process in running:
            process.terminate()
        deadline, seen = time.monotonic() + self._stop_seconds, self._signals
        while self._running() and time.monotonic() < deadline and self._signals == seen:
            time.sleep(_POLL_SECONDS / 2)
        return UNCLEAN if self._kill() else 0

    def _kill(self) -> int:
        running = self._running()
        for process in running:
            log.warning("worker killed", pid=process.pid)
            process.kill()
            process.wait()
        return len(running)

    def _running(self) -> list[subprocess.Popen[bytes]]:
        return [child.process for child in self._children if child.process and child.process.poll() is None]

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1


def _die_with(parent: int) -> Callable[[], None] | None:
    """What a child calls before it becomes the worker: the kernel kills it with its parent (Linux), else nothing."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(UNCLEAN)

    return prepare
