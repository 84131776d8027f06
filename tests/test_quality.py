"""Extraction quality cannot sink unnoticed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "eval" / "score.py"


def test_own_gold_is_at_or_above_its_floors():
    """`make eval` passes: every score on the project's own gold articles reaches its floor."""
    done = subprocess.run([sys.executable, "benchmarks/eval.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_the_measure_is_the_shared_one():
    """The scorer in the repository is the shared one, to the letter."""
    assert (ROOT / "benchmarks" / "score.py").read_bytes() == SHARED.read_bytes()
