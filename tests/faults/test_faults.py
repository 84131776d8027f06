"""Short fault runs on a real Kafka, and proof that the verifier sees what it is there to see.

`make faults` runs these; run.py is the long run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from run import execute
from verify import is_clean

pytestmark = [pytest.mark.faults, pytest.mark.integration, pytest.mark.timeout(900)]


def told(verdict: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in verdict.items() if value)


def test_kills_restarts_and_freezes_lose_and_double_nothing(tmp_path: Path) -> None:
    """kill -9, a rolling restart, a frozen worker and a lost state directory: every article has its one outcome."""
    verdict = execute(tmp_path, 900, 1, ["kill", "rolling-restart", "freeze", "wipe"], per_second=25, every=4)
    assert is_clean(verdict), told(verdict)
    assert verdict["run"]["kill -9"] >= 2


@pytest.mark.parametrize(
    ("mutant", "symptom"),
    [
        ("early", "articles lost"),
        ("lose", "articles lost"),
        ("double", "event ids too many"),
        ("forget", "copies published as unique"),
    ],
)
def test_the_verifier_catches_a_broken_build(mutant: str, symptom: str, tmp_path: Path) -> None:
    """A worker that acknowledges early, loses one article in a thousand, doubles an event or forgets claims is found out."""
    verdict = execute(tmp_path, 1100, 1, [], per_second=100, workers=1, mutant=mutant)
    assert verdict[symptom] > 0, told(verdict)
