"""`rasid worker`: one process of the stream, from its checks to a clean stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from functools import partial

import structlog
import uvloop
from faust.exceptions import ConsistencyError

from rasid.dedup import is_expired
from rasid.extraction.gazetteer import use_gazetteer
from rasid.intake import Limits
from rasid.settings import Settings
from rasid.stream import logs, preflight
from rasid.stream.agents import DEFECT, Agent
from rasid.stream.app import App, build_app
from rasid.stream.budget import Budget
from rasid.stream.health import Health
from rasid.stream.metrics import Metrics
from rasid.stream.names import TopicNames, topic_names
from rasid.stream.probe import FaustProbe
from rasid.stream.state import State, instance_name, state_dir
from rasid.stream.steps import Dedup, Extract, Intake
from rasid.stream.tables import at_partition

_SWEEP_SECONDS = 600.0
_DAY_SECONDS = 24 * 60 * 60

log = structlog.get_logger()


def run_worker(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT; returns the exit code: 0 after a clean stop, 70 if Faust crashed.

    Raises SettingsError, BrokerError and TopicError before anything starts. A worker that cannot go on ends the process
    at once, without acknowledging anything: 4 if Kafka does not take its messages, 7 if it stalls, 70 for a defect.
    """
    logs.configure(settings, instance_name(settings))
    use_gazetteer(settings.gazetteer)
    code = uvloop.run(_run(settings))
    if code:
        leave(code)  # a crashed consumer's thread would keep the process
    return code


def leave(code: int) -> None:
    """End the process here and now."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


async def _run(settings: Settings) -> int:
    await preflight.ready(settings, state_dir(settings))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    state = State(settings)
    state.take()
    names, metrics = topic_names(settings.topic_prefix, settings.app_id), Metrics()
    app = build_app(settings)
    _add_agents(app, settings, names, metrics, state)
    health = Health(settings, names, metrics, FaustProbe(app, names.consumed, (app.claims, app.published)))
    health.start()
    try:
        return await _serve(app, settings, names, metrics, state, stop)
    finally:
        health.stop()


def _add_agents(app: App, settings: Settings, names: TopicNames, metrics: Metrics, state: State) -> None:
    budget, max_age = Budget(settings.article_seconds), round(settings.claim_days * _DAY_SECONDS)
    limits = Limits(
        max_message_bytes=settings.max_message_bytes,
        max_text_chars=settings.max_text_chars,
        max_html_chars=settings.max_html_chars,
    )
    intake = Intake(names, limits, budget, metrics)
    dedup = Dedup(
        names,
        app.claims,
        max_age,
        metrics,
        partition_of=app.partition_of,
        owned=lambda: app.owned(names.claims),
        at_partition=at_partition,
    )
    extract = Extract(names, app.published, max_age, budget, metrics, at_partition)
    for step, tables in ((intake, ()), (dedup, (app.claims,)), (extract, (app.published,))):
        agent = Agent(app, step, tables, settings, names, metrics, state, leave)
        topic = app.topic(step.topic, key_serializer="raw", value_serializer="raw", partitions=settings.partitions)
        app.agent(topic, name=step.stage)(agent.run)


async def _serve(app: App, settings: Settings, names: TopicNames, metrics: Metrics, state: State, stop: asyncio.Event) -> int:
    """Start, wait for a signal or a crash, stop; returns the exit code."""
    running = asyncio.create_task(_start(app, settings, names, metrics))
    ends = [asyncio.create_task(stop.wait()), asyncio.create_task(app._crashed.wait())]
    await asyncio.wait([*ends, running], return_when=asyncio.FIRST_COMPLETED)
    for task in (*ends, running):
        task.cancel()
    code = 0
    if not stop.is_set():
        reason = app.crash_reason or (running.exception() if running.done() and not running.cancelled() else None)
        log.error("the worker ends", error=f"{type(reason).__name__}: {reason}")
        if type(reason) is Exception or isinstance(reason, ConsistencyError):  # rocksdict raises Exception itself
            state.mark_broken()
        code = DEFECT
    try:
        await asyncio.wait_for(app.stop(), settings.drain_seconds)
    except TimeoutError:
        log.warning("not drained in time: what is left is done again", seconds=settings.drain_seconds)
        code = code or 1
    return code


async def _start(app: App, settings: Settings, names: TopicNames, metrics: Metrics) -> None:
    """Start Faust, then age out the tables for ever."""
    await app.start()
    log.info("started", group=names.group)
    max_age = round(settings.claim_days * _DAY_SECONDS)
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        for table, topic in ((app.claims, names.claims), (app.published, names.unique)):
            swept = await table.sweep(topic, partial(is_expired, now=int(time.time()), max_age=max_age))
            metrics.expired.labels(str(table.name)).inc(swept)
