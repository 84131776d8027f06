"""`rasid topics`, `gazetteer`, `settings`, `check` and `broker`."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import orjson
from rich.table import Table

from rasid.cli import EXIT_CODES, OK, exit_code
from rasid.cli.terminal import console
from rasid.errors import RasidError, SettingsError, TopicError
from rasid.settings import load_settings

if TYPE_CHECKING:
    from rasid.stream.preflight import Finding


async def apply_topics(as_json: bool) -> None:
    """Bring the broker's topics to the declaration and say what was done."""
    from rasid.stream import topics

    applied = await topics.apply(load_settings())
    if as_json:
        for each in applied:
            _line({"topic": each.topic.name, "action": each.action, "changes": list(each.changes)})
        return
    table = Table("topic", "key", "value", "partitions", "cleanup", "kept", "done", header_style="bold")
    for each in applied:
        topic = each.topic
        kept = "for ever" if topic.retention_days is None else f"{topic.retention_days:g} d"
        table.add_row(topic.name, topic.key, topic.value, str(topic.partitions), topic.cleanup, kept, each.action)
    console().print(table)


async def check_topics(as_json: bool) -> int:
    """Say what differs from the declaration; returns the exit code."""
    from rasid.stream import topics

    problems = await topics.find_problems(load_settings())
    for problem in problems:
        if as_json:
            _line({"problem": problem})
        else:
            console().print(f"✗ {problem}", style="red")
    if not problems and not as_json:
        console().print("✓ all topics are as declared", style="green")
    return EXIT_CODES[TopicError] if problems else OK


def import_places(source: Path, target: Path | None, as_json: bool) -> None:
    """Make a gazetteer from a dump and say what is in it."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from rasid.extraction.gazetteer import import_gazetteer

    target = target or load_settings().gazetteer
    if target is None:
        raise SettingsError("RASID_GAZETTEER is not set: say where to, with --to FILE")
    columns = SpinnerColumn(), TextColumn("{task.completed:,.0f} names"), TimeElapsedColumn()
    with Progress(*columns, console=console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("", total=None)
        stats = import_gazetteer(source, target, lambda names: progress.update(task, completed=names))
    if as_json:
        _line({"file": str(target), **stats._asdict()})
        return
    console().print(
        f"{target}: {stats.places:,} places under {stats.names:,} names, {stats.with_area:,} with their ISO 3166-2 area"
    )
    console().print(f"to use it: export RASID_GAZETTEER={target}", soft_wrap=True)


def print_settings(as_json: bool) -> None:
    """Print every setting."""
    described = load_settings().describe()
    if as_json:
        for each in described:
            _line(each._asdict())
        return
    table = Table("setting", "value", "from", "what it does", header_style="bold")
    for each in described:
        table.add_row(each.name, each.value, each.source, each.description, style="" if each.source == "default" else "bold")
    console().print(table)


async def check_all(as_json: bool) -> int:
    """Say everything that is wrong; the exit code is the first problem's."""
    from rasid.stream.preflight import Finding, find

    try:
        settings = load_settings()
    except SettingsError as error:
        return _report([Finding.of("settings", error)], as_json)
    return _report([Finding("settings", None, "can be read"), *await find(settings)], as_json)


def run_broker(port: int | None, data: Path | None, nodes: int) -> None:
    """Run an embedded Kafka until a signal."""
    from rasid.stream.broker import EmbeddedKafka

    def leave(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    try:
        with EmbeddedKafka(data, nodes, port=port) as kafka:
            print(kafka.bootstrap, flush=True)
            if sys.stdout.isatty():
                print(
                    f"Apache Kafka is up. In another terminal: export RASID_BROKERS={kafka.bootstrap}\nCtrl-C stops it.",
                    flush=True,
                )
            while len(kafka.pids) == nodes:
                time.sleep(0.5)
    except KeyboardInterrupt:
        return
    raise RasidError("Kafka ended by itself")


def _report(found: Sequence[Finding], as_json: bool) -> int:
    code = OK
    for name, error, text in found:
        if error is not None and code == OK:
            code = exit_code(error)
        if as_json:
            _line({"check": name, "ok": error is None, "code": error.code if error else None, "message": text})
        else:
            console().print(f"{'✗' if error else '✓'} {name}: {text}", style="red" if error else "green", soft_wrap=True)
    return code


def _line(value: dict[str, object]) -> None:
    print(orjson.dumps(value).decode())
