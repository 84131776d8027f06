"""The supervisor, with small commands in place of workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from rasid.settings import load_settings
from rasid.stream.supervisor import Backoff, Child, Supervisor, instances, worker_environment

QUICK = Backoff(first=0.05, longest=0.2, stable=60)
# Each start leaves a line in $LOG; the script goes on from there.
NOTE = 'import os, sys, time, signal; open(os.environ["LOG"], "a").write(os.environ["NAME"] + "\\n"); '


def children(tmp_path: Path, n: int = 1) -> list[Child]:
    log = str(tmp_path / "log")
    return [Child(f"w-{index}", {"NAME": f"w-{index}", "LOG": log}) for index in range(n)]


def starts(tmp_path: Path) -> list[str]:
    log = tmp_path / "log"
    return log.read_text().splitlines() if log.exists() else []


def run(script: str, group: list[Child], stop_seconds: float = 5, until: Callable[[], bool] | None = None) -> int:
    """Run a supervisor of `script`; SIGTERM reaches it once `until` holds."""

    def ask_to_stop() -> None:
        deadline = time.monotonic() + 20
        while until and not until() and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    supervisor = Supervisor([sys.executable, "-c", NOTE + script], group, stop_seconds=stop_seconds, backoff=QUICK)
    if until:
        threading.Thread(target=ask_to_stop, daemon=True).start()
    return supervisor.run()


def test_waits_double_up_to_the_longest() -> None:
    assert [Backoff(1, 30, 60).after(failures) for failures in (1, 2, 3, 5, 6, 500)] == [1, 2, 4, 16, 30, 30]


def test_a_failing_worker_is_restarted(tmp_path: Path) -> None:
    assert run("sys.exit(1)", children(tmp_path), until=lambda: len(starts(tmp_path)) >= 3) == 0
    assert len(starts(tmp_path)) >= 3


def test_failures_after_a_stable_run_are_counted_anew(tmp_path: Path) -> None:
    group = children(tmp_path)
    group[0].failures = 7
    supervisor = Supervisor(
        [sys.executable, "-c", NOTE + "sys.exit(1)"], group, stop_seconds=5, backoff=Backoff(first=9, longest=99, stable=0)
    )
    supervisor._tend(group[0])
    process = group[0].process
    assert process is not None
    process.wait()
    supervisor._tend(group[0])
    assert group[0].failures == 1


@pytest.mark.parametrize("code", [2, 3, 5])
def test_what_a_restart_cannot_mend_stops_all(tmp_path: Path, code: int) -> None:
    script = f"sys.exit({code}) if os.environ['NAME'] == 'w-1' else time.sleep(60)"
    group = children(tmp_path, 3)
    assert run(script, group) == code
    assert sorted(starts(tmp_path)) == ["w-0", "w-1", "w-2"]
    assert all(child.process is None or child.process.poll() is not None for child in group)


def test_sigterm_lets_workers_end_by_themselves(tmp_path: Path) -> None:
    done = tmp_path / "done"
    handler = f"signal.signal(15, lambda *_: (open({str(done)!r}, 'a').write('x'), sys.exit(0))); "
    script = handler + f"open({str(done)!r} + os.environ['NAME'], 'w'); time.sleep(60)"
    assert run(script, children(tmp_path, 2), until=lambda: len(list(tmp_path.glob("donew-*"))) == 2) == 0
    assert done.read_text() == "xx"


def test_a_worker_deaf_to_sigterm_is_killed_at_the_deadline(tmp_path: Path) -> None:
    deaf = tmp_path / "deaf"
    script = f"signal.signal(15, signal.SIG_IGN); open({str(deaf)!r}, 'w'); time.sleep(60)"
    group = children(tmp_path)
    assert run(script, group, stop_seconds=0.3, until=deaf.exists) == 1
    assert group[0].process is not None
    assert group[0].process.poll() == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux only")
def test_no_worker_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    owner = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from rasid.stream.supervisor import *\n"
            "command = [sys.executable, '-c', 'import os, signal, time; signal.signal(15, signal.SIG_IGN);"
            " print(os.getpid(), flush=True); time.sleep(60)']\n"
            "Supervisor(command, [Child('a', {}), Child('b', {})], stop_seconds=5).run()",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout is not None
    pids: list[int] = []
    while len(pids) < 2:
        line = owner.stdout.readline().strip()
        pids += [int(line)] if line.isdigit() else []
    owner.kill()
    owner.wait()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(psutil.pid_exists(pid) for pid in pids):
        time.sleep(0.05)
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_every_worker_has_its_own_name_and_port() -> None:
    settings = load_settings(instance="news", http_port=9200)
    assert instances(settings, 3) == ["news-0", "news-1", "news-2"]
    assert worker_environment(settings, 2, "news-2") == {"RASID_INSTANCE": "news-2", "RASID_HTTP_PORT": "9202"}
    assert worker_environment(load_settings(http_port=0), 2, "x")["RASID_HTTP_PORT"] == "0"
