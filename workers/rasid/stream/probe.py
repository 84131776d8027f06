"""What Health may know of a Faust application, read from another thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasid.stream.liveness import View
from rasid.stream.tables import ConfirmedTable


class FaustProbe:
    """Reads an application's assignment and recovery; `topics` are the ones it consumes."""

    def __init__(self, app: Any, topics: Sequence[str], tables: Sequence[ConfirmedTable]) -> None:
        self._app = app
        self._topics = frozenset(topics)
        self._tables = tables
        self._sizes: dict[str, int] = {}

    def view(self) -> View:
        """The application's state; nothing assigned while it starts or rebalances."""
        app = self._app
        # `app.consumer` would make a consumer, in the wrong thread, if there is none yet.
        if app._consumer is None or not app.started:
            return View()
        try:
            assigned = frozenset((each.topic, each.partition) for each in app.consumer.assignment() if each.topic in self._topics)
            position = sum(app.tables.recovery.active_offsets.values())
        except Exception:  # Faust changes these while it rebalances: the next look tells
            return View()
        return View(assigned, bool(app.tables.actives_ready) and not app.rebalancing, position)

    def table_bytes(self) -> Mapping[str, int]:
        """Bytes on disk of each table; the last known size while RocksDB moves files."""
        for table in self._tables:
            try:
                self._sizes[str(table.name)] = table.size_on_disk()
            except OSError:
                continue
        return self._sizes
