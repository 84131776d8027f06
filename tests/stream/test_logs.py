"""Logs: one event is one line, inputs cannot forge or steer, secrets do not appear."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from rasid.settings import load_settings
from rasid.stream.logs import _CHATTY, SayOnce, configure, neutral

HOSTILE = "a\nfake line\r\x1b[2J\x07\u202eevil\u2066\u200f\u2028\x85\x00\ud800\ufeffz"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in _CHATTY}
    yield
    structlog.reset_defaults()
    logging.captureWarnings(False)
    root.handlers[:], root.level = handlers, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def written(log_format: str = "json", **settings: Any) -> io.StringIO:
    stream = io.StringIO()
    configure(load_settings(log_format=log_format, **settings), "worker-0", stream)
    return stream


@pytest.mark.parametrize("log_format", ["json", "console"])
@pytest.mark.parametrize("through", ["structlog", "logging"])
def test_a_hostile_text_is_one_harmless_line(log_format: str, through: str) -> None:
    stream = written(log_format)
    if through == "structlog":
        structlog.get_logger().warning("bad input", message=HOSTILE, nested={HOSTILE: [HOSTILE]})
    else:
        logging.getLogger("aiokafka").warning("bad input %s", HOSTILE)
    line = stream.getvalue()
    assert line.endswith("\n")
    assert line[:-1].isprintable()
    assert "fake line" in line


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_an_exception_s_message_cannot_start_a_line(log_format: str) -> None:
    stream = written(log_format)
    try:
        raise ValueError("x\n2026-01-01T00:00:00Z [info     ] all is well\x1b[2J")
    except ValueError:
        structlog.get_logger().exception("failed")
    lines = stream.getvalue().splitlines()
    assert not any(line.startswith("2026-01-01") for line in lines)
    assert all(line.isprintable() for line in lines)
    assert "all is well" in stream.getvalue()


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_secrets_are_masked_by_name_and_by_value(log_format: str) -> None:
    stream = written(log_format, security_protocol="SASL_SSL", sasl_username="u", sasl_password="hush-hush")
    structlog.get_logger().info("login", sasl_password="other", options={"ssl_token": "abc123"}, url="sasl://u:hush-hush@host")
    try:
        raise RuntimeError("cannot log in with hush-hush")
    except RuntimeError:
        logging.getLogger("faust").exception("with %s", "hush-hush")
    text = stream.getvalue()
    assert "hush-hush" not in text
    assert "other" not in text
    assert "abc123" not in text


def test_json_lines_have_time_level_event_and_worker() -> None:
    stream = written()
    structlog.get_logger().info("started", group="rasid")
    logging.getLogger("aiokafka").error("lost %s", "it")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["event"], first["level"], first["worker"], first["group"]) == ("started", "info", "worker-0", "rasid")
    assert (second["event"], second["level"], second["worker"], second["logger"]) == ("lost it", "error", "worker-0", "aiokafka")
    assert first["timestamp"].endswith("Z")


def test_less_severe_lines_are_left_out() -> None:
    stream = written(log_level="warning")
    structlog.get_logger().info("not this")
    logging.getLogger("x").info("nor this")
    structlog.get_logger().warning("this")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["this"]


def test_a_library_that_repeats_itself_is_heard_once() -> None:
    stream = written()
    for node in range(100):
        logging.getLogger("aiokafka").error("Unable connect to node %s", node)
    logging.getLogger("aiokafka").error("something else")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == [
        "Unable connect to node 0",
        "something else",
    ]


def test_what_was_left_out_is_counted_when_it_is_said_again() -> None:
    once = SayOnce(seconds=10)

    def say(at: float) -> str | None:
        record = logging.LogRecord("aiokafka", logging.ERROR, "x.py", 1, "no %s", ("node",), None)
        record.created = at
        return record.getMessage() if once.filter(record) else None

    assert [say(at) for at in (0, 1, 9, 10, 11, 20)] == [
        "no node",
        None,
        None,
        "no node [and 2 more]",
        None,
        "no node [and 1 more]",
    ]


def test_long_values_are_cut() -> None:
    stream = written()
    structlog.get_logger().info("long", text="ا" * 1_000_000, many=list(range(1_000_000)))
    assert len(stream.getvalue()) < 10_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("قتل ثلاثة", "قتل ثلاثة"),
        ("a\tb", "a\\u0009b"),
        ("\u202e", "\\u202e"),
        ("\U000e0001", "\\U000e0001"),
        ("\x7f", "\\u007f"),
    ],
)
def test_arabic_stays_and_what_steers_is_shown(text: str, shown: str) -> None:
    assert neutral(text) == shown
