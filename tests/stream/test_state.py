"""A worker's state directory."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from rasid.errors import SettingsError
from rasid.settings import Settings, load_settings
from rasid.stream.state import State, state_dir


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = load_settings(state_dir=tmp_path, instance="a")
    state_dir(settings).mkdir()
    return settings


def test_it_is_the_workers_own_in_the_apps(settings: Settings, tmp_path: Path) -> None:
    assert state_dir(settings) == tmp_path / "a"


def test_no_two_workers_have_it_at_once(settings: Settings) -> None:
    """Until the first one's process ends, in whatever way: the lock is the kernel's."""
    process = multiprocessing.get_context("spawn").Process(target=_take_and_die, args=(settings,))
    process.start()
    process.join(60)
    first = State(settings)
    first.take()
    with pytest.raises(SettingsError, match="RASID_INSTANCE: a worker named a runs here already"):
        State(settings).take()


def test_broken_tables_are_thrown_away_at_the_next_start_and_only_then(settings: Settings) -> None:
    tables = state_dir(settings) / "v1" / "tables"
    tables.mkdir(parents=True)
    state = State(settings)
    state.take()
    assert tables.exists()
    state.mark_broken()
    assert tables.exists(), "they may be open"
    del state
    State(settings).take()
    assert not tables.exists()
    tables.mkdir(parents=True)
    State(settings).take()
    assert tables.exists()


def _take_and_die(settings: Settings) -> None:
    State(settings).take()
