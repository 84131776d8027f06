"""Workers that are broken on purpose: the verifier must catch each of them.

python mutants.py early|lose|double|forget
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from rasid.settings import load_settings
from rasid.stream.agents import Agent
from rasid.stream.records import Output, Record
from rasid.stream.steps import Dedup, Extract, Intake
from rasid.stream.worker import run_worker


def early() -> None:
    """Acknowledges a batch before its deliveries, and dies in between."""
    deliver, batches = Agent._deliver, itertools.count(1)

    async def later(self: Agent, outputs: Sequence[Output]) -> None:
        async def send() -> None:
            await asyncio.sleep(5)
            await deliver(self, outputs)

        self.late = asyncio.create_task(send())  # type: ignore[attr-defined]
        if next(batches) == 20:  # what is acknowledged is committed within a second
            asyncio.get_running_loop().call_later(2, os.kill, os.getpid(), signal.SIGKILL)

    Agent._deliver = later  # type: ignore[method-assign]


def lose() -> None:
    """Drops one article in a thousand, and acknowledges it."""
    _each_thousandth(Intake, lambda outputs: () if any("dead-letter" not in each.topic for each in outputs) else outputs)


def double() -> None:
    """Publishes an event of one article in a thousand under a second id too."""

    def twice(outputs: Sequence[Output]) -> Sequence[Output]:
        again = []
        for each in outputs[:1]:
            if each.value and each.key:
                event = orjson.loads(each.value) | {"event_id": f"{each.key.decode()[:-1]}x"}
                again.append(each._replace(key=event["event_id"].encode(), value=orjson.dumps(event)))
        return [*outputs, *again]

    _each_thousandth(Extract, twice)


def forget() -> None:
    """Neither looks one article in five up nor remembers it: copies pass as unique."""
    step = Dedup._step

    def forgetful(self: Dedup, candidate: Any, partition: int) -> Any:
        forgotten = zlib.crc32(candidate.article.id.encode()) % 5 == 0
        table, self._table = self._table, _Nothing() if forgotten else self._table
        try:
            return step(self, candidate, partition)
        finally:
            self._table = table

    Dedup._step = forgetful  # type: ignore[method-assign]


class _Nothing(dict[bytes, bytes]):
    """A table that keeps nothing."""

    def __setitem__(self, key: bytes, value: bytes) -> None:
        """Forget it."""


def _each_thousandth(step: Any, change: Callable[[Sequence[Output]], Sequence[Output]]) -> None:
    """Change the outputs of one article in a thousand: the first that has any to change."""
    process, passed = step.process, itertools.count(1)
    due = [1000]

    def changed(self: Any, record: Record) -> Sequence[Output]:
        outputs = process(self, record)
        if next(passed) < due[0] or (other := change(outputs)) == outputs:
            return outputs
        due[0] += 1000
        return other

    step.process = changed


MUTANTS = {function.__name__: function for function in (early, lose, double, forget)}

if __name__ == "__main__":
    MUTANTS[sys.argv[1]]()
    sys.exit(run_worker(load_settings()))
