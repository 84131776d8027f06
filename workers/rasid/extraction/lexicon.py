"""Language data: YAML files under `data/`, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """The content of `data/<name>.yaml`. Callers fold the words they index (`rasid.text.folding.fold`)."""
    path = files("rasid.extraction") / "data" / f"{name}.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  (libyaml's safe loader)
