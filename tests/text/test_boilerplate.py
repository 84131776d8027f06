"""What is not the article is found, and never at the price of a true sentence."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasid.errors import BadInputError
from rasid.intake import prepare
from rasid.text.boilerplate import clean_title, find_boilerplate

FIXTURES = Path(__file__).parents[1] / "fixtures"
PAGES = [json.loads(line) for line in (FIXTURES / "body.jsonl").read_text(encoding="utf-8").splitlines()]
DEV = Path(__file__).parents[3] / "shared" / "eval" / "dev"
FLOOR = 0.97


def characters(text: str, spans: list[Any]) -> set[int]:
    """Offsets inside some spans, white space left out."""
    return {place for start, end in spans for place in range(start, end) if not text[place].isspace()}


def body_of(page: dict[str, Any]) -> set[int]:
    spans = find_boilerplate(page["text"], clean_title(page["title"]))
    return characters(page["text"], [(0, len(page["text"]))]) - characters(page["text"], spans)


def test_body_precision_and_recall_stay_above_the_floor() -> None:
    """Over the invented pages in the shapes that newsrooms deliver, counted by characters."""
    assert len(PAGES) >= 25
    kept = right = gold = 0
    for page in PAGES:
        found, true = body_of(page), characters(page["text"], page["body"])
        kept, right, gold = kept + len(found), right + len(found & true), gold + len(true)
    assert right / kept >= FLOOR
    assert right / gold >= FLOOR


@pytest.mark.parametrize("page", PAGES, ids=[page["shape"] for page in PAGES])
def test_no_page_loses_a_sentence(page: dict[str, Any]) -> None:
    lost = characters(page["text"], page["body"]) - body_of(page)
    assert not lost, page["text"][min(lost) : max(lost) + 1]


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("مقتل خمسة في قصف على البلدة | موقع الخبر", "مقتل خمسة في قصف على البلدة"),
        ("مقتل خمسة في قصف على البلدة - وكالة السهل", "مقتل خمسة في قصف على البلدة"),
        ("لقاء ثان بين الطرفين – والهدنة مستمرة في المدينة كلها", "لقاء ثان بين الطرفين – والهدنة مستمرة في المدينة كلها"),
        ("مقتل خمسة في قصف على البلدة مقتل خمسة في قصف على البلدة", "مقتل خمسة في قصف على البلدة"),
        ("عنوان |", "عنوان"),
        ("", None),
        (None, None),
    ],
)
def test_titles_lose_the_sites_name_and_their_copy(title: str | None, clean: str | None) -> None:
    assert clean_title(title) == clean


lines = st.sampled_from([line for page in PAGES for line in page["text"].split("\n")] + ["", " ", "\u200f", "2017", "..."])


@given(st.lists(lines | st.text(max_size=20), max_size=25).map("\n".join), st.none() | lines)
def test_spans_are_sorted_apart_and_inside_the_text(text: str, title: str | None) -> None:
    spans = find_boilerplate(text, title)
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    assert not spans or (spans[0][0] >= 0 and spans[-1][1] <= len(text))


def stands(quoted: str, text: str, boilerplate: list[tuple[int, int]]) -> bool:
    """Whether the words stand in the text somewhere outside the boilerplate."""
    starts = (match.start() for match in re.finditer(re.escape(quoted), text))
    return any(not any(s < start + len(quoted) and start < e for s, e in boilerplate) for start in starts)


def gold_files() -> list[Path]:
    own = sorted(FIXTURES.glob("gold-*.jsonl"))
    return [*own, DEV / "seeds.jsonl", DEV / "articles.jsonl"] if DEV.exists() else own


@pytest.mark.parametrize("path", gold_files(), ids=lambda path: path.name)
def test_every_gold_evidence_survives_cleaning(path: Path) -> None:
    """Counts only: of all evidence that annotators marked, none may overlap what cleaning takes off."""
    total = lost = refused = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        item = orjson.loads(line)
        try:
            article = prepare(
                orjson.dumps({name: item[name] for name in ("id", "url", "title", "text") if item.get(name)})
            ).article
        except BadInputError:
            refused += 1
            continue
        places = [(article.title or "", []), (article.text, article.boilerplate)]
        for event in [*item.get("casualties", []), *item.get("diplomacy", [])]:
            for quoted in event["evidence"]:
                total += 1
                lost += not any(stands(quoted, text, spans) for text, spans in places)
    print(f"{path.name}: {total} evidence spans, {lost} lost, {refused} articles refused")
    assert (lost, refused) == (0, 0)
