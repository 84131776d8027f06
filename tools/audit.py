"""Known vulnerabilities of what requirements.lock pins: a line each and exit code 1; 0 without any, or without an answer.

Where the vulnerability service does not answer, that is said and is no failure: a build must not depend on it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "requirements.lock"
TIMEOUT_SECONDS = 120


def verdict(report: dict[str, Any]) -> tuple[int, list[str]]:
    """The exit code and the lines to print for pip-audit's JSON."""
    dependencies = report["dependencies"]
    lines = [
        f"audit: {each['name']} {each['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'no version'}"
        for each in dependencies
        for found in each.get("vulns", [])
    ]
    unknown = sum("skip_reason" in each for each in dependencies)
    summary = f"audit: {len(dependencies) - unknown} packages looked up, {len(lines)} vulnerabilities"
    return int(bool(lines)), [*lines, summary + (f"; {unknown} packages not known to the service" if unknown else "")]


def main() -> int:
    """Run pip-audit on the lock."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(LOCK), "-f", "json"]
    try:
        result = subprocess.run([*command, "--progress-spinner", "off"], capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
        code, lines = verdict(json.loads(result.stdout))
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        code, lines = 0, ["audit: no answer from the vulnerability service, nothing was looked up"]
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
