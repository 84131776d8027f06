"""A run under faults, as a script: feed, break, mend, verify.

    python tests/faults/run.py --stories 100000 --seed 7 --every 10 --per-second 150

Real Kafka, real worker processes, `kill -9`. Prints a line a fault and the verdict; exit code 0 if nothing was lost or doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "integration")]

from feed import corpus, feed  # noqa: E402
from harness import Pipeline, stop  # noqa: E402

from rasid.stream.broker import EmbeddedKafka  # noqa: E402


class Run:
    """Workers under a steady feed, and the faults that can be done to them."""

    def __init__(self, broker: EmbeddedKafka, folder: Path, workers: int, mutant: str | None = None, **settings: Any) -> None:
        self.broker = broker
        self.folder = folder
        self.pipeline = Pipeline(broker, folder, partitions=6, **settings)
        self.command = (str(HERE / "mutants.py"), mutant) if mutant else ("-m", "rasid", "worker")
        self.workers = {name: self._start(name) for name in "abcd"[:workers]}
        self.kills = 0

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        return self.pipeline.start(name, self.command)

    def _revive(self, name: str, after: float = 1.0) -> None:
        self.workers[name].wait()
        time.sleep(after)
        self.workers[name] = self._start(name)

    def kill(self, rng: random.Random) -> None:
        """kill -9 of a worker, and a new one in its place a second later."""
        name = rng.choice(list(self.workers))
        self.workers[name].kill()
        self.kills += 1
        self._revive(name)

    def kill_all(self, rng: random.Random) -> None:
        """kill -9 of all workers at once."""
        for process in self.workers.values():
            process.kill()
            self.kills += 1
        for name in list(self.workers):
            self._revive(name, 0.2)

    def rolling_restart(self, rng: random.Random) -> None:
        """SIGTERM and a new worker in its place, one after the other."""
        for name in list(self.workers):
            self.workers[name].terminate()
            self._revive(name, 0.0)
            time.sleep(4)

    def freeze(self, rng: random.Random) -> None:
        """SIGSTOP past the session timeout, then SIGCONT: a worker that does not know it was away."""
        process = rng.choice(list(self.workers.values()))
        process.send_signal(signal.SIGSTOP)
        time.sleep(self.pipeline.settings.session_seconds + 3)
        process.send_signal(signal.SIGCONT)

    def wipe(self, rng: random.Random) -> None:
        """kill -9, the state directory gone: the tables come back from their changelogs."""
        name = rng.choice(list(self.workers))
        self.workers[name].kill()
        self.workers[name].wait()
        self.kills += 1
        for path in self.pipeline.settings.state_dir.glob(f"*{name}*"):
            shutil.rmtree(path, ignore_errors=True)
        self._revive(name)

    def storm(self, rng: random.Random) -> None:
        """Workers that come and go faster than a rebalance ends."""
        for _ in range(3):
            extra = self._start("s")
            time.sleep(1.5)
            extra.kill()
            extra.wait()
            self.kills += 1

    def resize(self, rng: random.Random) -> None:
        """One worker more, or one less."""
        if len(self.workers) > 1:
            stop(self.workers.pop(sorted(self.workers)[-1]))
        else:
            self.workers["b"] = self._start("b")

    def broker_restart(self, rng: random.Random) -> None:
        """kill -9 of a broker, back after three seconds. Of three brokers, the others take over."""
        number = 1 + rng.randrange(len(self.broker.pids))
        self.broker.kill_node(number)
        time.sleep(3)
        self.broker.start_node(number)

    def mend(self) -> None:
        """Workers that ended by themselves are started again, as a supervisor would."""
        for name, process in self.workers.items():
            if process.poll() is not None:
                self.workers[name] = self._start(name)

    def drain(self, seconds: float = 600) -> None:
        """Wait until everything is done, by workers that are started again as long as they end."""
        with ThreadPoolExecutor(1) as pool:
            drained = pool.submit(self.pipeline.drain, seconds)
            while not drained.done():
                time.sleep(0.5)
                self.mend()
            drained.result()

    def end(self) -> None:
        """No process is left."""
        for process in self.workers.values():
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGCONT)
            stop(process)


FAULTS: dict[str, Callable[[Run, random.Random], None]] = {
    "kill": Run.kill,
    "kill-all": Run.kill_all,
    "rolling-restart": Run.rolling_restart,
    "freeze": Run.freeze,
    "wipe": Run.wipe,
    "storm": Run.storm,
    "resize": Run.resize,
    "broker-restart": Run.broker_restart,
}


def execute(
    folder: Path,
    stories: int,
    seed: int,
    faults: list[str],
    *,
    per_second: float = 100,
    every: float = 8,
    workers: int = 2,
    nodes: int = 1,
    mutant: str | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> dict[str, Any]:
    """Feed, break until everything is sent, drain, verify; returns the verdict."""
    rng = random.Random(seed)
    ledger, verdict, done = folder / "ledger.jsonl", folder / "verdict.json", folder / "done"
    ledger.touch()
    with EmbeddedKafka(nodes=nodes) as broker:
        run = Run(broker, folder, workers, mutant, replication=nodes)
        settings = run.pipeline.settings
        verifier = subprocess.Popen(
            [sys.executable, str(HERE / "verify.py"), str(ledger), str(verdict), "--stop", str(done)],
            env=run.pipeline.environment("verifier"),
        )
        rate = ["--stories", str(stories), "--seed", str(seed), "--per-second", str(per_second)]
        feeder = subprocess.Popen(
            [sys.executable, __file__, "--feed", str(ledger), *rate], env=run.pipeline.environment("feeder")
        )
        try:
            started, number = time.monotonic(), 0
            time.sleep(min(every, 6))
            while feeder.poll() is None:
                if faults:
                    fault = faults[number] if number < len(faults) else rng.choice(faults)
                    number += 1
                    say(f"{time.monotonic() - started:7.1f} s  {fault}")
                    FAULTS[fault](run, rng)
                end = time.monotonic() + every
                while time.monotonic() < end and feeder.poll() is None:
                    time.sleep(0.5)
                    run.mend()
            if feeder.returncode:
                raise RuntimeError(f"the feeder failed: {feeder.returncode}")
            run.mend()
            run.drain()
            done.touch()
            verifier.wait(1800)
        finally:
            run.end()
            for process in (feeder, verifier):
                process.kill()
                process.wait()
        result: dict[str, Any] = json.loads(verdict.read_text(encoding="utf-8"))
        result["run"] |= {"faults": number, "kill -9": run.kills, "seconds": round(time.monotonic() - started), "seed": seed}
        result["run"]["session timeout, s"] = settings.session_seconds
        return result


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-second", type=float, default=150)
    parser.add_argument("--every", type=float, default=8, help="seconds between two faults")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--nodes", type=int, default=1, choices=(1, 3))
    parser.add_argument("--faults", nargs="+", choices=FAULTS, default=list(FAULTS))
    parser.add_argument("--mutant")
    parser.add_argument("--feed", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # it tells of every fault that is done to it
    if options.feed:
        from rasid.settings import load_settings
        from rasid.stream.names import topic_names

        settings = load_settings()
        names = topic_names(settings.topic_prefix, settings.app_id)
        items = corpus(options.stories, options.seed)
        asyncio.run(feed(items, settings.kafka_options(), names.raw, options.feed, options.per_second))
        return 0
    with tempfile.TemporaryDirectory(prefix="rasid-faults-") as folder:
        verdict = execute(
            Path(folder), options.stories, options.seed, options.faults, per_second=options.per_second, every=options.every,
            workers=options.workers, nodes=options.nodes, mutant=options.mutant, say=lambda line: print(line, flush=True),
        )  # fmt: skip
    width = max(map(len, [*verdict, *verdict["run"]]))
    for name, value in [*verdict["run"].items(), *((n, v) for n, v in verdict.items() if n != "run")]:
        print(f"{name:{width}}  {value}")
    from verify import is_clean

    print("VERDICT: nothing lost, nothing doubled" if is_clean(verdict) else "VERDICT: FAILED")
    return 0 if is_clean(verdict) else 1


if __name__ == "__main__":
    sys.exit(main())
