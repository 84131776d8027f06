"""Labelled clusters of real reports through two workers: the stream tells copies apart as `rasid dedup` does."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from harness import Pipeline

from rasid.stream.broker import EmbeddedKafka

DATA = Path(__file__).parents[3] / "shared/eval/dev/near_duplicates.jsonl.gz"
ALONE = 100
"""Articles without a copy that are sent along."""
FIELDS = ("id", "source", "url", "published_at", "title", "text")


def waves() -> list[list[dict[str, Any]]]:
    """The articles so that no two of a labelled cluster are under way at once, whose order nobody could foretell."""
    seen: Counter[int | None] = Counter()
    found: dict[int, list[dict[str, Any]]] = {}
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            seen[row["cluster"]] += 1
            if row["cluster"] is None and seen[None] > ALONE:
                continue
            wave = seen[row["cluster"]] if row["cluster"] is not None else 1
            found.setdefault(wave, []).append({name: row[name] for name in FIELDS})
    return [found[wave] for wave in sorted(found)]


def groups(repeats: dict[str, str | None]) -> set[frozenset[str]]:
    """Articles and what repeats them, from who repeats whom."""
    members: dict[str, set[str]] = {}
    for article, original in repeats.items():
        while original is not None and repeats[original] is not None:
            original = repeats[original]
        members.setdefault(original or article, set()).add(article)
    return {frozenset(each) for each in members.values()}


@pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/eval")
def test_two_workers_group_reports_as_the_command_does(kafka_node: EmbeddedKafka, tmp_path: Path) -> None:
    pipeline = Pipeline(kafka_node, tmp_path)
    articles = waves()
    lines = [json.dumps(article, ensure_ascii=False).encode() for wave in articles for article in wave]
    command = [sys.executable, "-m", "rasid", "dedup", "-", "--json"]
    printed = subprocess.run(command, input=b"\n".join(lines), capture_output=True, check=True).stdout
    outcomes = [json.loads(line) for line in printed.splitlines()]
    expected = {each["id"]: each["duplicate_of"] if each["outcome"] == "duplicate" else None for each in outcomes}

    with pipeline.worker("a"), pipeline.worker("b"):
        for wave in articles:
            pipeline.send((article["id"].encode(), json.dumps(article).encode()) for article in wave)
            pipeline.drain(120)
    found: dict[str, str | None] = {record.json["id"]: None for record in pipeline.read(pipeline.names.unique)}
    found |= {record.json["id"]: record.json["duplicate_of"] for record in pipeline.read(pipeline.names.duplicates)}

    assert found.keys() == expected.keys()
    assert groups(found) == groups(expected)
