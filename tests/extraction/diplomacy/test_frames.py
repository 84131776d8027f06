"""The frames of diplomatic acts are valid data that the engine reads, and every frame finds its example."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from rasid.extraction.analysis import analyse
from rasid.extraction.diplomacy import extract_diplomacy
from rasid.extraction.diplomacy.frames import FILES, FLOOR, KEYS, Frame, frames
from rasid.extraction.lexicon import load
from rasid.models import Article, DiplomacyEvent, EventType
from rasid.text.tokens import read

ROOT = Path(__file__).parents[3]


def events(text: str) -> list[DiplomacyEvent]:
    return extract_diplomacy(analyse(read(Article(id="a", text=text, published_at="2016-10-12T00:00:00Z"))))


def entries() -> list[dict[str, Any]]:
    return [entry for name in FILES for entry in load(name)]


def test_every_frame_has_its_own_id_a_plover_type_and_keys_that_are_read() -> None:
    assert len({entry["id"] for entry in entries()}) == len(entries())
    assert {entry["type"] for entry in entries()} <= set(get_args(EventType))
    assert set().union(*entries()) <= KEYS


def test_every_plover_type_has_a_frame() -> None:
    assert {entry["type"] for entry in entries()} == set(get_args(EventType))


def test_no_frame_is_too_weak_to_be_published() -> None:
    assert [frame.id for frame, _ in frames() if frame.weight < FLOOR] == []


@pytest.mark.parametrize("frame", [frame for frame, _ in frames()], ids=lambda frame: frame.id)
def test_a_frame_finds_its_example(frame: Frame) -> None:
    assert frame.id in [event.rule for event in events(frame.example)]


def test_the_page_of_frames_is_what_the_frames_say() -> None:
    done = subprocess.run([sys.executable, "benchmarks/frames_doc.py", "--check"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, "run benchmarks/frames_doc.py"
