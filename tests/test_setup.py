"""`make setup` on a machine that lacks something: one clear line and an exit code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "tools" / "setup.sh"


def setup(scratch: Path, python: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script in an empty folder, with a lock of one package that is nowhere."""
    (scratch / "lock").write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    command = [shutil.which("sh") or "sh", str(SCRIPT), python, "venv", "lock", "stamp"]
    result = subprocess.run(command, cwd=scratch, env=os.environ | environment, capture_output=True, text=True, timeout=120)
    assert not (scratch / "stamp").exists(), "it is done again the next time"
    return result


def test_no_fitting_python_is_said(tmp_path: Path) -> None:
    result = setup(tmp_path, "python-not-there", PATH=str(tmp_path))
    assert result.returncode == 3
    assert result.stderr.startswith("setup: Python 3.11, 3.12 or 3.13 is needed and none is on the PATH")
    assert len(result.stderr.splitlines()) == 1


def test_no_network_is_said(tmp_path: Path) -> None:
    dead = "http://127.0.0.1:9"
    result = setup(tmp_path, sys.executable, PIP_INDEX_URL=f"{dead}/simple", PIP_RETRIES="0", PIP_CONFIG_FILE=os.devnull)
    progress, *rest = result.stderr.splitlines()
    assert result.returncode == 4
    assert progress.startswith("setup: installing lock into venv")
    assert len(rest) == 1
    assert rest[0].startswith("setup: packages could not be installed (the first time needs the network): ERROR: ")
