"""A worker's health, seen from beside it: /metrics, /healthz, /readyz, lag, and the watchdog that ends a stalled worker.

Everything runs in a thread of its own with an event loop and Kafka clients of its own, so a worker whose loop is
blocked, or whose consumer is stuck, is still seen. The worker does this:

    health = Health(settings, names, metrics, FaustProbe(app, names.consumed, tables))   # rasid.stream.probe
    health.start()      # before Faust starts: binds the port (SettingsError if it is taken), answers at once
    ...
    health.stop()       # when the worker has stopped; also in a `finally`

and nothing else: no hooks, nothing to call per message. Health pulls what it needs from the probe every few seconds
and sets the gauges `lag`, `partitions`, `table_bytes`, `progress_age`, `ready` and `kafka_up` of Metrics. Progress
is what the group commits, so a batch must be committed well inside `settings.stall_seconds`.

- /healthz: 200 while there is progress or no lag; 503 when stalled.
- /readyz: 200 once partitions are assigned and tables recovered; else 503.
- A worker that has lag and commits nothing for `stall_seconds` ends with STALLED, whatever its own loop does;
  if even this thread gets no turn (a call that keeps the interpreter's lock), the process ends half a minute later.
"""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import os
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Protocol

import orjson
import structlog
from aiokafka.errors import KafkaError
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from rasid.errors import SettingsError
from rasid.settings import PREFIX, Settings
from rasid.stream.lag import LagReader
from rasid.stream.liveness import Liveness, Partition, Reading, View
from rasid.stream.metrics import Metrics
from rasid.stream.names import TopicNames
from rasid.stream.web import JSON, Response, serve

STALLED = 7
"""Exit code of a worker that made no progress while there was lag."""

_LONGEST_INTERVAL_SECONDS = 5.0
_LOOK_SECONDS = 30.0  # more than a look can take with all its timeouts

log = structlog.get_logger()


class Probe(Protocol):
    """What Health asks of the worker, from its own thread: read only, quick, never raising."""

    def view(self) -> View:
        """The partitions of consumed topics that are this worker's, whether it reads them yet, how far recovery is."""
        ...

    def table_bytes(self) -> Mapping[str, int]:
        """Bytes on disk of each table."""
        ...


class Health:
    """The endpoint, the lag reader and the watchdog of one worker process."""

    def __init__(
        self,
        settings: Settings,
        names: TopicNames,
        metrics: Metrics,
        probe: Probe,
        *,
        end: Callable[[int], object] = os._exit,
    ) -> None:
        self._settings = settings
        self._names = names
        self._metrics = metrics
        self._probe = probe
        self._end = end
        self._interval = min(_LONGEST_INTERVAL_SECONDS, settings.stall_seconds / 5)
        self._liveness = Liveness(settings.stall_seconds, longest_step=2 * self._interval)
        self._reader = LagReader(settings, names.group, names.consumed)
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._up = False
        self._stalled: list[str] = []

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens, once started."""
        assert self._socket is not None
        host, port = self._socket.getsockname()[:2]
        return str(host), int(port)

    def start(self) -> None:
        """Listen and watch, in a thread. Raises SettingsError if the address cannot be had."""
        self._socket = _listen(self._settings.http_host, self._settings.http_port)
        self._thread = threading.Thread(target=self._run, name="health", daemon=True)
        self._thread.start()
        log.info("listening", host=self.address[0], port=self.address[1], paths="/metrics /healthz /readyz")

    def stop(self) -> None:
        """Stop listening and watching; may be called twice."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(self._interval + 1)
            faulthandler.cancel_dump_traceback_later()
            self._thread = None

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except Exception:
            log.exception("the health thread failed")
            self._end(1)

    async def _main(self) -> None:
        assert self._socket is not None
        async with serve(self._socket, self._respond):
            watch = asyncio.create_task(self._watch())
            while not self._stopping.is_set() and not watch.done():
                await asyncio.sleep(0.1)
            if watch.done():
                watch.result()
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch
        await self._reader.close()

    async def _watch(self) -> None:
        while True:
            # In a C thread that needs no interpreter lock: fires only if this line is not reached again in time.
            faulthandler.dump_traceback_later(self._settings.stall_seconds + _LOOK_SECONDS, exit=True, file=2)
            await self._look()
            await asyncio.sleep(self._interval)

    async def _look(self) -> None:
        """One reading: gauges set, a stall acted on."""
        view = self._probe.view()
        metrics = self._metrics
        metrics.ready.set(_is_ready(view))
        metrics.partitions.set(sum(topic == self._names.raw for topic, _ in view.assigned))
        for table, size in self._probe.table_bytes().items():
            metrics.table_bytes.labels(table).set(size)
        try:
            readings = await self._reader.read()
            self._liveness.update(time.monotonic(), readings, view)
            stalled = await self._stalled_of(readings)
        except (KafkaError, OSError, TimeoutError) as error:
            if self._up:
                log.warning("Kafka does not answer: lag is unknown", error=str(error) or type(error).__name__)
            self._up = False
            metrics.kafka_up.set(0)
            metrics.lag.clear()  # unknown, which is not what it was
            return
        self._up = True
        metrics.kafka_up.set(1)
        for topic in self._names.consumed:
            metrics.lag.labels(topic).set(self._liveness.lag(topic))
        metrics.progress_age.set(self._liveness.age)
        if stalled:
            self._give_up(stalled)

    async def _stalled_of(self, readings: Mapping[Partition, Reading]) -> list[str]:
        """The stalled partitions that do have something to read."""
        stalled = {partition: readings[partition].committed for partition in self._liveness.stalled}
        if not stalled:
            return []
        unread = await self._reader.unread(stalled)
        if not unread:
            self._liveness.excuse(stalled)
        return [f"{topic}-{number}: at {stalled[topic, number]} of {readings[topic, number].end}" for topic, number in unread]

    def _give_up(self, stalled: list[str]) -> None:
        self._stalled = stalled
        frame = sys._current_frames().get(threading.main_thread().ident or 0)
        stack = [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_stack(frame)[-8:]] if frame else []
        log.error("no progress while there is lag: the worker ends", stalled=stalled[:10], main_thread=stack)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        self._end(STALLED)

    def _respond(self, path: str) -> Response:
        if path == "/metrics":
            return Response(200, CONTENT_TYPE_LATEST, generate_latest(self._metrics.registry))
        if path == "/healthz":
            age = self._liveness.age
            healthy = not self._stalled and age <= self._settings.stall_seconds
            status = "ok" if healthy else "stalled"
            return _answer(healthy, status=status, progress_age_seconds=round(age, 1), kafka_up=self._up, stalled=self._stalled)
        if path == "/readyz":
            view = self._probe.view()
            return _answer(_is_ready(view), recovered=view.recovered, assigned=len(view.assigned))
        return Response(404, JSON, b'{"status":"not found"}')


def _is_ready(view: View) -> bool:
    return view.recovered and bool(view.assigned)


def _answer(good: bool, **body: object) -> Response:
    return Response(200 if good else 503, JSON, orjson.dumps(body))


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen()
        except BaseException:
            listening.close()
            raise
    except OSError as error:
        raise SettingsError(f"{PREFIX}HTTP_HOST, {PREFIX}HTTP_PORT: {host}:{port}: {error.strerror or error}") from error
    return listening
