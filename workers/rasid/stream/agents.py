"""Runs a step over its topic: batches in, deliveries awaited, then acknowledged in order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterable, Callable, Sequence
from typing import Any

import structlog
from aiokafka.errors import KafkaError
from faust.exceptions import FaustError
from faust.types import EventT

from rasid.errors import BadInputError, DefectError, TooLargeError
from rasid.settings import Settings
from rasid.stream.app import App
from rasid.stream.dead_letters import dead_letter
from rasid.stream.flow import Taken
from rasid.stream.metrics import Metrics
from rasid.stream.names import TopicNames
from rasid.stream.records import Output, Record, Step
from rasid.stream.state import State
from rasid.stream.tables import ConfirmedTable, TableError

_BATCH_SECONDS = 1.0
_BATCH_BYTES = 8 * 1024 * 1024

UNDELIVERED = 4
"""Exit code of a worker that could not deliver what it must deliver."""
DEFECT = 70
"""Exit code of a worker whose table, or whose own code, failed."""

log = structlog.get_logger()


class Agent:
    """One of the three. `fail` ends the process: what is not acknowledged is delivered again, to whoever comes next."""

    def __init__(
        self,
        app: App,
        step: Step,
        tables: Sequence[ConfirmedTable],
        settings: Settings,
        names: TopicNames,
        metrics: Metrics,
        state: State,
        fail: Callable[[int], Any],
    ) -> None:
        self._app = app
        self._step = step
        self._tables = tables
        self._settings = settings
        self._dead_letters = names.dead_letter
        self._metrics = metrics
        self._state = state
        self._fail = fail
        self._inbox: asyncio.Queue[Taken] = asyncio.Queue(settings.batch_articles)

    async def run(self, stream: Any) -> None:
        """Faust's agent function: fill the inbox while the batches are worked on beside it."""
        working = asyncio.create_task(self._work())
        try:
            # Not the stream itself: it acknowledges what it skips, in C and past any override.
            events: AsyncIterable[EventT[Any]] = stream.channel
            async for event in events:
                taken = await self._app.take(event.message)
                if taken is not None:
                    await self._inbox.put(taken)
        except KafkaError as error:
            log.error("not read: the worker ends", stage=self._step.stage, error=str(error) or type(error).__name__)
            self._fail(UNDELIVERED)
        except Exception:  # Faust would start the agent again, at the next message
            log.exception("reading failed: the worker ends", stage=self._step.stage)
            self._fail(DEFECT)
        finally:
            working.cancel()

    async def _work(self) -> None:
        try:
            while True:
                await self._handle(await self._inbox.get())
        except (KafkaError, FaustError, TimeoutError) as error:
            log.error("not delivered: the worker ends", stage=self._step.stage, error=str(error) or type(error).__name__)
            self._fail(UNDELIVERED)
        except TableError as error:
            log.error("a table is broken: the worker ends", stage=self._step.stage, error=str(error))
            self._state.mark_broken()
            self._fail(DEFECT)
        except Exception:
            log.exception("the worker ends", stage=self._step.stage)
            self._fail(DEFECT)

    async def _handle(self, first: Taken) -> None:
        """One batch: what is there, as far as a second's work and some megabytes of output go."""
        done: list[Taken] = []
        outputs: list[Output] = []
        size, end = 0, time.monotonic() + _BATCH_SECONDS
        taken: Taken | None = first
        while taken is not None:
            if self._app.is_current(taken):
                added = self.process(Record.of(taken.message))
                outputs += added
                size += sum(output.size for output in added)
                done.append(taken)
                await asyncio.sleep(0)
            else:
                self._app.forget(taken)
            full = len(done) >= self._settings.batch_articles or size > _BATCH_BYTES or time.monotonic() > end
            taken = None if full or self._inbox.empty() else self._inbox.get_nowait()
        if done:
            async with asyncio.timeout(self._settings.delivery_seconds):
                await self._deliver(outputs)
            for each in done:
                self._app.acknowledge(each)
            self._metrics.batch.labels(self._step.stage).observe(len(done))

    def process(self, record: Record) -> Sequence[Output]:
        """What to send for a record: the step's outputs, or a dead letter. Raises TableError."""
        stage, started = self._step.stage, time.perf_counter()
        try:
            outputs = self._attempt(record)
        except BadInputError as error:
            self._metrics.articles.labels(stage, "dead_letter").inc()
            self._metrics.dead_letters.labels(stage, error.code).inc()
            outputs = (dead_letter(self._dead_letters, stage, record, error),)
        self._metrics.seconds.labels(stage).observe(time.perf_counter() - started)
        return outputs

    def _attempt(self, record: Record) -> Sequence[Output]:
        try:
            outputs = self._step.process(record)
        except (BadInputError, TableError):
            raise
        except Exception as error:
            log.exception("a defect: the message is kept as a dead letter", stage=self._step.stage, offset=record.offset)
            raise DefectError(f"{type(error).__name__}: {error}") from error
        largest = max((output.size for output in outputs), default=0)
        if largest > self._settings.max_record_bytes:
            raise TooLargeError(f"what came of it has {largest} bytes, more than {self._settings.max_record_bytes}")
        return outputs

    async def _deliver(self, outputs: Sequence[Output]) -> None:
        # Claims first: an article is published as the first of its kind only when nobody can miss its claims.
        for table in self._tables:
            await table.confirm()
        producer = self._app.producer
        sent = [await producer.send(each.topic, each.key, each.value, None, None, list(each.headers)) for each in outputs]
        await asyncio.gather(*sent)
