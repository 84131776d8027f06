"""The dependency audit fails on a vulnerability, and on nothing else."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

verdict = runpy.run_path(str(Path(__file__).parents[1] / "tools" / "audit.py"))["verdict"]
SOUND = {"name": "a", "version": "1", "vulns": []}
UNKNOWN = {"name": "b", "skip_reason": "Dependency not found"}
VULNERABLE = {"name": "c", "version": "2", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["2.1"], "aliases": []}]}


@pytest.mark.parametrize(
    ("dependencies", "code", "last"),
    [
        ([SOUND], 0, "audit: 1 packages looked up, 0 vulnerabilities"),
        ([SOUND, UNKNOWN], 0, "audit: 1 packages looked up, 0 vulnerabilities; 1 packages not known to the service"),
        ([SOUND, VULNERABLE], 1, "audit: 2 packages looked up, 1 vulnerabilities"),
    ],
)
def test_verdict(dependencies: list[dict[str, Any]], code: int, last: str) -> None:
    found, lines = verdict({"dependencies": dependencies})
    assert (found, lines[-1]) == (code, last)


def test_a_vulnerability_is_named_with_what_mends_it() -> None:
    assert verdict({"dependencies": [VULNERABLE]})[1][0] == "audit: c 2: CVE-2026-1, mended in 2.1"
