"""What must be right before a worker starts: told all at once by `rasid check`, waited for by the worker."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import NamedTuple

import structlog

from rasid.errors import BrokerError, CredentialsError, RasidError, SettingsError, TopicError
from rasid.settings import Settings, state_dir_problem
from rasid.stream import topics

_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 10.0

log = structlog.get_logger()


class Finding(NamedTuple):
    """One thing looked at: what it is, what is wrong with it or None, and a line about it."""

    name: str
    error: RasidError | None
    text: str

    @classmethod
    def of(cls, name: str, error: RasidError) -> Finding:
        """The finding for an error."""
        return cls(name, error, str(error))


async def find(settings: Settings) -> list[Finding]:
    """Everything a start depends on, right or wrong: state directory, TLS files, broker and login, topics."""
    return [_state_directory(settings.state_dir), *await _kafka(settings)]


async def check(settings: Settings) -> list[Finding]:
    """Only what is wrong; empty if a worker can start."""
    return [finding for finding in await find(settings) if finding.error is not None]


async def ready(settings: Settings, directory: Path) -> None:
    """Return once a worker that keeps its tables in `directory` can start.

    Kafka may be away for up to `settings.delivery_seconds`: it is tried again and again, at growing distances, and then
    BrokerError is raised. What waiting cannot mend is raised at once: SettingsError, CredentialsError, TopicError.
    """
    if problem := state_dir_problem(directory):
        raise SettingsError(problem)
    deadline, wait = time.monotonic() + settings.delivery_seconds, _FIRST_WAIT_SECONDS
    while True:
        try:
            await topics.check(settings)
            return
        except CredentialsError:
            raise
        except BrokerError as error:
            if time.monotonic() + wait > deadline:
                raise
            log.warning("waiting for Kafka", error=str(error), next_try_in_seconds=wait)
        await asyncio.sleep(wait)
        wait = min(2 * wait, _LONGEST_WAIT_SECONDS)


def _state_directory(path: Path) -> Finding:
    problem = state_dir_problem(path)
    return Finding("state directory", SettingsError(problem) if problem else None, problem or str(path))


async def _kafka(settings: Settings) -> list[Finding]:
    try:
        settings.ssl_context()
    except SettingsError as error:
        return [Finding.of("tls", error)]
    try:
        problems = await topics.find_problems(settings)
    except TopicError as error:
        problems = [str(error)]
    except BrokerError as error:
        return [Finding.of("credentials" if isinstance(error, CredentialsError) else "broker", error)]
    text = "; ".join(problems)
    return [
        Finding("broker", None, f"{settings.bootstrap} ({settings.security_protocol})"),
        Finding("topics", TopicError(text) if problems else None, text or "as declared"),
    ]
