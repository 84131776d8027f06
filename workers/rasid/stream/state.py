"""A worker's state directory: its own alone, and emptied when its tables are broken, since Kafka has them too."""

from __future__ import annotations

import fcntl
import shutil
import socket
from pathlib import Path
from typing import IO

import structlog

from rasid.errors import SettingsError
from rasid.settings import PREFIX, Settings

_BROKEN = "broken"

log = structlog.get_logger()


def instance_name(settings: Settings) -> str:
    """The name of this worker among those of the app."""
    return settings.instance or socket.gethostname()


def state_dir(settings: Settings) -> Path:
    """Where this worker keeps its tables."""
    return settings.state_dir / instance_name(settings)


class State:
    """The directory from `take` until the process ends, however it ends."""

    def __init__(self, settings: Settings) -> None:
        self.path = state_dir(settings)
        self._lock: IO[bytes] | None = None

    def take(self) -> None:
        """Lock it, and empty it if its tables were broken. Raises SettingsError if another worker has it."""
        self._lock = (self.path / "lock").open("ab")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SettingsError(
                f"{PREFIX}INSTANCE: a worker named {self.path.name} runs here already: give each its own name, or use -n"
            ) from None
        if (self.path / _BROKEN).exists():
            log.warning("the tables were broken: they are read anew from Kafka", path=str(self.path))
            for entry in self.path.iterdir():
                if entry.is_dir():
                    shutil.rmtree(entry)
            (self.path / _BROKEN).unlink()

    def mark_broken(self) -> None:
        """Have the next `take` throw the tables away: what is in them that Kafka has not is not acknowledged either."""
        (self.path / _BROKEN).touch()
