"""Workers that are broken on purpose: the verifier must catch each of them.

python mutants.py early|lose|double|forget
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from rasid.settings import load_settings
from rasid.stream.agents import Agent
from rasid.stream.records import Output, Record
from rasid.stream.steps import Dedup, Extract, Intake
from rasid.stream.worker import run_worker


def early() -> None:
    """Acknowledges a batch before its deliveries."""
    deliver = Agent._deliver

    async def later(self: Agent, outputs: Sequence[Output]) -> None:
        async def send() -> None:
            await asyncio.sleep(2)
            await deliver(self, outputs)

        self.late = asyncio.create_task(send())  # type: ignore[attr-defined]

    Agent._deliver = later  # type: ignore[method-assign]


def lose() -> None:
    """Drops one article in a thousand, and acknowledges it."""
    _each_thousandth(Intake, lambda outputs: ())


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
    """Does not look one claim in twenty up, nor remember it: copies pass as unique."""
    step, numbers = Dedup._step, itertools.count(1)

    def forgetful(self: Dedup, candidate: Any, partition: int) -> Any:
        table, self._table = self._table, _Nothing() if next(numbers) % 20 == 0 else self._table
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
    process, numbers = step.process, itertools.count(1)

    def changed(self: Any, record: Record) -> Sequence[Output]:
        outputs = process(self, record)
        return change(outputs) if outputs and next(numbers) % 1000 == 0 else outputs

    step.process = changed


MUTANTS = {function.__name__: function for function in (early, lose, double, forget)}

if __name__ == "__main__":
    MUTANTS[sys.argv[1]]()
    sys.exit(run_worker(load_settings()))
