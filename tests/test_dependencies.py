"""camel-tools serves without its neural half."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "transformers", "scikit-learn", "scipy", "pandas", "camel-kenlm")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_leave_the_neural_packages_out(lock):
    """Neither lock names torch, transformers or what they bring."""
    names = set(re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / lock).read_text(encoding="utf-8"), flags=re.M))
    assert "camel-tools" in names
    assert names.isdisjoint(HEAVY)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_have_hashes_and_no_index(lock):
    """Every requirement is pinned with a hash, and no package index is named."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    for requirement in re.split(r"\n(?=[A-Za-z0-9])", text.strip()):
        assert "--hash=sha256:" in requirement, requirement.splitlines()[0]


def test_extraction_runs_without_them():
    """The core, camel-tools' tables included, works where the neural packages cannot be imported at all."""
    code = (
        "import sys\n"
        "for name in ('torch', 'transformers', 'sklearn', 'scipy', 'pandas', 'kenlm'): sys.modules[name] = None\n"
        "import camel_tools.utils.dediac, rasid.intake\n"
        "from rasid.extraction import extract\n"
        "from rasid.models import Article\n"
        "extract(Article(id='a', text='مقتل خمسة مدنيين في قصف على البلدة'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_camel_tools_is_a_dependency():
    """The package is declared, at the version whose tables were checked."""
    assert importlib.metadata.version("camel-tools").startswith("1.")
