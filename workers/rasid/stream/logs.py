"""Log lines, for people or as JSON, into which no input can write: one event is one line, whatever a text contains."""

from __future__ import annotations

import logging
import re
import sys
import unicodedata
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from rasid.settings import Settings

_MASK = "**********"
_SECRET_NAME = re.compile(r"passw|secret|token|credential|private_key", re.IGNORECASE)
_LONGEST_VALUE = 2000
_LONGEST_TRACEBACK = 20_000
_LONGEST_LIST = 50
_DEEPEST = 4
# Our own lines do not go through `logging`: under `rasid`, Faust's services say that they start and stop.
_CHATTY = ("faust", "mode", "aiokafka", "asyncio", "rasid")


def configure(settings: Settings, worker: str, stream: TextIO | None = None) -> None:
    """Have all of this process's logs, those of libraries too, written to standard error as the settings say.

    `worker` is the name on every line. Secrets of the settings never appear, under whatever name they are logged.
    """
    output = stream or sys.stderr
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    named = _Named(worker)
    before: list[Processor] = [structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, named]
    after: list[Processor] = [
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        Neutralise([settings.sasl_password.get_secret_value()] if settings.sasl_password else []),
        _renderer(settings, output),
    ]
    structlog.configure(
        processors=[*before, *after],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(output),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(output)
    handler.addFilter(SayOnce())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *after],
            foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, named],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(True)


def neutral(text: str) -> str:
    r"""The text with control, bidi and other invisible characters, line ends and lone surrogates as `\uXXXX` escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else _escape(c) for c in text)


class Neutralise:
    """A processor that makes every name and value of an event harmless, short, and free of secrets."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        self._secrets = [secret for secret in secrets if secret]

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        """The event to be rendered."""
        trace = event.pop("exception", None)
        clean: EventDict = {self._text(str(name)): self._value(name, value, 0) for name, value in event.items()}
        if trace is not None:
            # Indented, so that no line of an error's message looks like a log line.
            lines = str(trace)[-_LONGEST_TRACEBACK:].split("\n")
            clean["exception"] = "\n".join(f"  | {self._text(line)}" for line in lines)
        return clean

    def _value(self, name: object, value: Any, depth: int) -> Any:
        if isinstance(name, str) and _SECRET_NAME.search(name):
            return _MASK
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, str):
            return self._text(value)
        if depth < _DEEPEST and isinstance(value, Mapping):
            return {self._text(str(key)): self._value(key, each, depth + 1) for key, each in list(value.items())[:_LONGEST_LIST]}
        if depth < _DEEPEST and isinstance(value, list | tuple | set | frozenset):
            return [self._value(None, each, depth + 1) for each in list(value)[:_LONGEST_LIST]]
        return self._text(str(value))

    def _text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _MASK)
        return neutral(text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…")


class SayOnce(logging.Filter):
    """Lets a library say a thing once in `seconds`: while a broker is away, its client complains fifty times a second."""

    def __init__(self, seconds: float = 10.0) -> None:
        super().__init__()
        self._seconds = seconds
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write a record; one that is written tells how many like it were not."""
        key = (record.name, str(record.msg))
        said, left_out = self._said.get(key, (-self._seconds, 0))
        if record.created - said < self._seconds:
            self._said[key] = (said, left_out + 1)
            return False
        if len(self._said) >= _LONGEST_LIST:
            self._said.clear()
        self._said[key] = (record.created, 0)
        if left_out:
            record.msg = f"{record.msg} [and {left_out} more]"
        return True


class _Named:
    """A processor that puts the worker's name on events that have none."""

    def __init__(self, worker: str) -> None:
        self._worker = worker

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> MutableMapping[str, Any]:
        event.setdefault("worker", self._worker)
        return event


def _renderer(settings: Settings, output: TextIO) -> Processor:
    if settings.log_format == "json":
        return structlog.processors.JSONRenderer(serializer=lambda event, **_: orjson.dumps(event, default=str).decode())
    return structlog.dev.ConsoleRenderer(colors=output.isatty(), exception_formatter=structlog.dev.plain_traceback)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
