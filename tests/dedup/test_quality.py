"""Copies are told from news: exact outcomes on invented articles, floors on the labelled clusters."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from rasid.dedup import Walk
from rasid.intake import prepare

ROOT = Path(__file__).parents[2]
ROWS = [json.loads(line) for line in (ROOT / "tests/fixtures/clusters.jsonl").read_text(encoding="utf-8").splitlines()]
PRECISION, RECALL = 0.99, 0.95


def message(row: dict[str, Any]) -> bytes:
    return json.dumps({name: row[name] for name in ("id", "url", "title", "text") if row[name]}).encode()


def test_every_kind_of_copy_has_its_outcome() -> None:
    """Exact, syndicated, truncated, headline, repeat, revision, other figures, longer: in one stream, in order."""
    walk, wrong = Walk(), []
    for number, row in enumerate(ROWS):
        outcome = walk.add(prepare(message(row)).article, at=number)
        record = outcome.record() | {"revision": outcome.article.revision}
        got = {name: record[name] for name in row["expect"]}
        if got != row["expect"]:
            wrong.append(f"{number} {row['id']}: {got} instead of {row['expect']}")
    assert not wrong, "\n".join(wrong)
    kinds = {row["expect"]["why"] for row in ROWS}
    assert kinds == {None, "exact", "syndicated", "truncated", "headline", "repeat", "revision", "figures", "longer"}


@pytest.mark.skipif(not (ROOT.parent / "shared" / "eval").exists(), reason="needs ../shared")
def test_labelled_clusters_stay_above_the_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Precision and recall by pairs, in file order and in each of five shuffles; at most a kilobyte an article."""
    monkeypatch.setattr(sys, "path", [str(ROOT / "benchmarks"), *sys.path])
    import near_duplicates

    clusters = near_duplicates.read_clusters()
    for result in near_duplicates.orders(clusters):
        precision, recall, _ = near_duplicates.scores(clusters, result)
        assert precision >= PRECISION
        assert recall >= RECALL
        assert result.bytes_an_article <= 1024
