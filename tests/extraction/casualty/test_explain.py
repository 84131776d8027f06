"""Why there is an event, and why there is none."""

from __future__ import annotations

import pytest

from rasid.extraction import explain, extract
from rasid.models import Article


def article(text: str) -> Article:
    return Article(id="t", text=text)


def test_every_event_is_explained_by_its_cue_and_its_figure():
    text = "مقتل ثلاثة مدنيين بغارة على السوق، وأصيب سبعة آخرون"
    told = [e for e in explain(article(text)) if e.event is not None]
    assert [e.event for e in told] == extract(article(text))
    assert "“مقتل” (act) counts “ثلاثة مدنيين”: rule act+number" in told[0].reasons[0]


def test_a_repeated_toll_names_where_it_is_said_again():
    text = "مقتل تسعة مدنيين بقصف على السوق.\nوقال مسعفون إن تسعة مدنيين قتلوا في القصف."
    reasons = explain(article(text))[0].reasons
    assert any(reason.startswith("said again") for reason in reasons)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("لم يقتل خمسة جنود في القصف", "negated"),
        ("نفى الجيش مقتل خمسة جنود في القصف", "denied"),
        ("هدد التنظيم بقتل ثلاثة جنود بعد القصف", "irrealis"),
        ("قتل خمسة أشخاص في حادث سير", "accident"),
    ],
)
def test_a_clause_that_gives_no_event_says_why(text: str, why: str):
    told = explain(article(text))
    assert [e.event for e in told] == [None]
    assert told[0].reasons[0].startswith(f"no event, {why}")
