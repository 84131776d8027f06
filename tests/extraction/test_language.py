"""Numbers, dates and inflection, as tables of invented phrases."""

from __future__ import annotations

import datetime as dt

import pytest

from rasid.extraction.dates import find_dates
from rasid.extraction.morphology import Verb, verb_forms
from rasid.extraction.numbers import find_numbers
from rasid.text.tokens import tokenize

PUBLISHED = dt.date(2016, 2, 3)


@pytest.mark.parametrize(
    ("phrase", "low", "best", "high"),
    [
        ("خمسة وعشرون ألفا ومئة", 25100, 25100, 25100),
        ("ما لا يقل عن 17 قتيلا", 17, 17, None),
        ("نحو مئة وخمسة وعشرين", None, 125, None),
        ("ما يصل إلى 40 ألفا", None, 40000, 40000),
        ("بين 20 و30 جريحا", 20, None, 30),
        ("عشرات الآلاف", 20000, None, 99999),
        ("ثلاثة ملايين ونصف المليون", 3500000, 3500000, 3500000),
        ("عشرة آلاف و500 نازح", 10500, 10500, 10500),
    ],
)
def test_numbers_are_counted_as_the_codebook_says(phrase: str, low: int | None, best: int | None, high: int | None) -> None:
    [quantity] = find_numbers(tokenize(phrase))
    assert (quantity.low, quantity.best, quantity.high) == (low, best, high)


@pytest.mark.parametrize(
    ("phrase", "start", "end"),
    [
        ("فجر الثلاثاء", "2016-02-02", "2016-02-02"),
        ("الاثنين المقبل", "2016-02-08", "2016-02-08"),
        ("خلال 24 ساعة", "2016-02-02", "2016-02-03"),
        ("منذ يوم الجمعة الماضي", "2016-01-29", "2016-02-03"),
        ("الأسبوع الماضي", "2016-01-24", "2016-01-30"),
        ("11 من الشهر الجاري", "2016-02-11", "2016-02-11"),
        ("5 رجب 1438 هـ", "2017-04-02", "2017-04-02"),
    ],
)
def test_dates_are_resolved_against_the_day_of_publication(phrase: str, start: str, end: str) -> None:
    [mention] = find_dates(tokenize(phrase), PUBLISHED)
    assert (str(mention.start), str(mention.end)) == (start, end)


def test_a_relative_date_without_a_day_of_publication_is_null() -> None:
    [mention] = find_dates(tokenize("أمس الاثنين"), None)
    assert mention.start is None


@pytest.mark.parametrize(
    ("verb", "form"),
    [("أصاب صوب IV", "اصيبت"), ("دعا دعو I", "يدعون"), ("اتخذ ءخذ VIII", "يتخذ"), ("وصل وصل I", "تصل"), ("أنشأ نشء IV", "ينشي")],
)
def test_weak_verbs_are_inflected(verb: str, form: str) -> None:
    assert form in verb_forms(Verb.parse(verb))
