"""The event that README.md shows is what the program makes of the text beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import orjson

from rasid.extraction import extract
from rasid.intake import prepare
from rasid.models import to_json

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def is_part(shown: Any, whole: Any) -> bool:
    """Whether leaving fields out of `whole` gives `shown`."""
    if isinstance(shown, dict):
        return all(name in whole and is_part(value, whole[name]) for name, value in shown.items())
    if isinstance(shown, list):
        return len(shown) == len(whole) and all(map(is_part, shown, whole))
    return bool(shown == whole)


def test_the_event_is_the_one_that_comes() -> None:
    shown = json.loads(re.findall(r"```json\n(.*?)```", README, re.DOTALL)[0])
    text = re.findall(r"^> (.*)$", README, re.MULTILINE)[0]
    given = {name: shown["article"][name] for name in ("id", "url", "published_at")}
    events = [json.loads(to_json(event)) for event in extract(prepare(orjson.dumps({**given, "text": text})).article)]
    shown.pop("confidence")  # it moves with the gold articles
    assert any(is_part(shown, event) for event in events), events
