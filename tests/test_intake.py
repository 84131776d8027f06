"""Intake: every bad input has its stable code, everything else becomes an article."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasid.dedup import article_id
from rasid.errors import BadInputError
from rasid.intake import Limits, prepare
from rasid.text.folding import STRAY
from rasid.text.timestamps import read_moment

BODY = "قتل خمسة مدنيين وأصيب عشرة آخرون في قصف مدفعي استهدف سوقا في بلدة متخيلة صباح اليوم، وفق ما قاله مصدر طبي محلي."
PERSIAN = "این خبر را که از سوی وزارت بهداشت منتشر شده است باید با دقت خواند و برای مردم این شهر توضیح داد."
PAGE = f"<html><body><article><p>{BODY}</p></article></body></html>"
BINARY = bytes(range(256)) * 8


def message(**fields: Any) -> bytes:
    return orjson.dumps(fields)


BAD = [
    ("an empty message", b"", "not_json"),
    ("no JSON", b"<rss>", "not_json"),
    ("JSON cut off", message(text=BODY)[:-20], "not_json"),
    ("binary", BINARY, "not_json"),
    ("JSON in another encoding", '{"text": "قتل"}'.encode("windows-1256"), "not_json"),
    ("UTF-16", '{"text": "قتل"}'.encode("utf-16"), "not_json"),
    ("NaN", b'{"text": NaN}', "not_json"),
    ("a list", b"[]", "wrong_type"),
    ("a string", '"قتل"'.encode(), "wrong_type"),
    ("null", b"null", "wrong_type"),
    ("text is a number", message(text=5), "wrong_type"),
    ("text is a list", message(text=[BODY]), "wrong_type"),
    ("id is a number", message(id=7, text=BODY), "wrong_type"),
    ("date is a number", message(text=BODY, published_at=1530000000), "wrong_type"),
    ("extra is a list", message(text=BODY, extra=[1]), "wrong_type"),
    ("neither text nor html", message(title="عنوان"), "missing_body"),
    ("both null", message(text=None, html=None), "missing_body"),
    ("an empty object", b"{}", "missing_body"),
    ("empty text", message(text=""), "empty_body"),
    ("white space", message(text=" \n\u200f\t"), "empty_body"),
    ("figures and marks", message(text="12 — 13 … !"), "empty_body"),
    ("only a menu", message(text="الرئيسية\nأخبار\nرياضة\nاقتصاد\nثقافة"), "empty_body"),
    ("empty html", message(html="<html><body></body></html>"), "empty_body"),
    ("html of comments", message(html="<!-- -->" * 10), "empty_body"),
    ("50 MB of text", b'{"text": "' + "قتل ".encode() * 7_500_000 + b'"}', "too_large"),
    ("text over the limit", message(text="قتل " * 60_000), "too_large"),
    ("html over the limit", message(html="<p>" * 700_000), "too_large"),
    ("a title as long as a book", message(text=BODY, title="قتل " * 2_000), "too_large"),
    ("an id as long as a book", message(text=BODY, id="x" * 5_000), "too_large"),
    ("deep nesting", b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too_large"),
    ("deep extra", b'{"text": "\xd9\x86\xd8\xb5", "x": ' + b"[" * 40 + b"]" * 40 + b"}", "too_large"),
    ("a lone surrogate", b'{"text": "\\ud800 x"}', "bad_text"),
    ("surrogates the wrong way round", b'{"text": "\\udc00\\ud800"}', "bad_text"),
    ("a NUL in text", message(text=BODY + "\x00"), "bad_text"),
    ("a NUL in html", message(html=PAGE + "\x00"), "bad_text"),
    ("a NUL in the id", message(text=BODY, id="a\x00b"), "bad_text"),
    ("a NUL in the title", message(text=BODY, title="\x00"), "bad_text"),
    ("binary read as Latin-1", message(text=BINARY[1:255].decode("latin-1")), "bad_text"),
    ("binary with replacements", message(text=(BINARY[1:255] * 4).decode("utf-8", "replace")), "bad_text"),
    ("binary as html", message(html=BINARY[1:255].decode("latin-1")), "bad_text"),
    ("nested tags", message(html="<div>" * 5_000 + BODY), "bad_html"),
    ("tags without end", message(html="<b>" * 60_000), "bad_html"),
    ("attributes without end", message(html="<p " + " ".join(f"a{n}=1" for n in range(50_000)) + f">{BODY}</p>"), "bad_html"),
    ("the year 0", message(text=BODY, published_at="0000-01-01T00:00:00Z"), "bad_date"),
    ("the year 9999", message(text=BODY, published_at="9999-12-31T23:59:59Z"), "bad_date"),
    ("the year 9999 elsewhere", message(text=BODY, published_at="9999-12-31T23:59:59-12:00"), "bad_date"),
    ("fetched in the year 1", message(text=BODY, fetched_at="0001-01-01T00:00:00+14:00"), "bad_date"),
    ("the month 13", message(text=BODY, published_at="2024-13-01"), "bad_date"),
    ("no date", message(text=BODY, published_at="أمس"), "bad_date"),
]


@pytest.mark.parametrize(("value", "code"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_input_has_a_stable_code(value: bytes, code: str) -> None:
    with pytest.raises(BadInputError) as caught:
        prepare(value)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (PERSIAN, "language:fa"),
        ("یہ خبر ہے کہ وزیر نے کہا ہے کہ اس حملے میں پانچ افراد ہلاک ہوئے ہیں اور کئی زخمی ہیں", "language:ur"),
        ("ئەم هەواڵە لە لایەن حکومەتەوە بڵاو کراوەتەوە و لە شارەکە دەنگی داوەتەوە لەگەڵ ئەوەی کە", "language:ckb"),
        ("Five civilians were killed in a shelling.", "language:und-Latn"),
        ("Пять мирных жителей погибли", "language:und"),
    ],
)
def test_another_language_is_skipped_with_its_reason(text: str, reason: str) -> None:
    assert prepare(message(text=text)).skipped == reason


@pytest.mark.parametrize("stray", [*STRAY, "\ufffd", "\ufffe"])
def test_a_stray_character_loses_no_article(stray: str) -> None:
    text = f"{BODY} {stray} {BODY}"
    assert prepare(message(text=text, title=f"مقتل{stray} خمسة")).article.text == text
    assert prepare(message(html=PAGE.replace("وأصيب", f"{stray}وأصيب"))).skipped is None


@pytest.mark.parametrize(
    "page",
    [
        f"<?xml version='1.0' encoding='utf-16'?>{PAGE}",
        PAGE.replace("<body>", "<head><meta charset='windows-1256'></head><body>"),
        PAGE.replace("<body>", "<head><meta http-equiv=Content-Type content='text/html; charset=x-none'></head><body>"),
        PAGE.encode().decode("latin-1"),
        f"\ufeff{PAGE}",
        f"<!DOCTYPE x [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;'>]>{PAGE}",
    ],
    ids=["utf-16", "windows-1256", "unknown", "mojibake", "byte order mark", "entities"],
)
def test_a_page_is_read_whatever_charset_it_claims(page: str) -> None:
    assert BODY in prepare(message(html=page)).article.text


@pytest.mark.parametrize(
    ("value", "stamp", "day"),
    [
        ("2018-06-26T07:49:53+00:00", "2018-06-26T07:49:53Z", "2018-06-26"),
        ("2018-06-26T07:49:53Z", "2018-06-26T07:49:53Z", "2018-06-26"),
        ("2018-06-26t07:49:53.123z", "2018-06-26T07:49:53Z", "2018-06-26"),
        ("2018-06-26 07:49", "2018-06-26T07:49:00Z", "2018-06-26"),
        ("2018-06-26 10:49:53 +0300", "2018-06-26T07:49:53Z", "2018-06-26"),
        ("20180626T074953Z", "2018-06-26T07:49:53Z", "2018-06-26"),
        ("2018-06-26", "2018-06-26T00:00:00Z", "2018-06-26"),
        ("٢٠١٨-٠٦-٢٦", "2018-06-26T00:00:00Z", "2018-06-26"),
        ("2018-06-27T01:10:00+03:00", "2018-06-26T22:10:00Z", "2018-06-27"),
        ("2018-06-26T22:10:00-05:00", "2018-06-27T03:10:00Z", "2018-06-26"),
        ("2018-06-26T07:49:53+03:00 2026-07-31T16:25:58+03:00", "2018-06-26T04:49:53Z", "2018-06-26"),
        ("2018-06-26 PT3M52S PT1M16S 2019-09-20", "2018-06-26T00:00:00Z", "2018-06-26"),
        ("Tue, 26 Jun 2018 07:49:53 GMT", "2018-06-26T07:49:53Z", "2018-06-26"),
        ("26 Jun 2018 01:00:00 +0300", "2018-06-25T22:00:00Z", "2018-06-26"),
        ("1529999393", "2018-06-26T07:49:53Z", "2018-06-26"),
        ("1529999393000", "2018-06-26T07:49:53Z", "2018-06-26"),
    ],
)
def test_times_are_utc_and_the_day_is_the_newsrooms(value: str, stamp: str, day: str) -> None:
    article = prepare(message(text=BODY, published_at=value, fetched_at=value)).article
    assert (article.published_at, article.published_day, article.fetched_at) == (stamp, day, stamp)


offsets = st.integers(-1439, 1439).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))


@given(st.datetimes(dt.datetime(1900, 1, 2), dt.datetime(2100, 12, 30), timezones=offsets))
def test_every_rfc3339_time_is_read(moment: dt.datetime) -> None:
    read = read_moment(moment.isoformat())
    assert read.day == moment.date().isoformat()
    assert dt.datetime.fromisoformat(read.stamp) == moment.astimezone(dt.UTC).replace(microsecond=0)


@given(st.text() | st.from_regex(r"[0-9]{1,5}-?[0-9]{2}-?[0-9]{2}[T ]?[0-9:]{0,8}(Z|[+-][0-9]{2,4})?"))
def test_a_date_is_read_or_a_value_error(value: str) -> None:
    with contextlib.suppress(ValueError):
        read_moment(value)


def test_unknown_fields_are_kept_in_extra() -> None:
    article = prepare(message(text=BODY, section="أخبار", extra={"crawl": 7})).article
    assert article.extra == {"section": "أخبار", "crawl": 7}


def test_ids_are_the_scrapers_then_the_urls_then_the_contents() -> None:
    url = "https://www.example.com/خبر?utm_source=x"
    assert prepare(message(id="mine", url=url, text=BODY)).article.id == "mine"
    by_url = prepare(message(url=url, text=BODY)).article.id
    assert by_url == prepare(message(url="http://m.example.com/%D8%AE%D8%A8%D8%B1", text=BODY + "!")).article.id
    assert prepare(message(text=BODY, title="ع")).article.id == article_id(None, "ع", BODY) != article_id(None, None, BODY)


def test_the_message_wins_over_the_page() -> None:
    page = PAGE.replace(
        "<body>",
        "<head><title>عنوان الصفحة كما هو</title><link rel=canonical href='https://example.com/a'>"
        "<meta property='article:published_time' content='2020-01-02T03:04:05+02:00'>"
        "<meta property='og:site_name' content='موقع'>"
        "</head><body>",
    )
    own = prepare(message(html=page)).article
    with_text = prepare(message(html=page, text=BODY)).article
    assert (with_text.text, with_text.title, with_text.published_day) == (BODY, own.title, own.published_day)
    assert prepare(message(html="<b>" * 60_000, text=BODY)).article.text == BODY
    assert (own.title, own.url, own.source) == ("عنوان الصفحة كما هو", "https://example.com/a", "موقع")
    assert (own.published_at, own.published_day) == ("2020-01-02T01:04:05Z", "2020-01-02")
    given_ = prepare(message(html=page, title="عنوان الرسالة نفسها", source="س", published_at="2021-01-01")).article
    assert (given_.title, given_.source, given_.published_day) == ("عنوان الرسالة نفسها", "س", "2021-01-01")


def test_limits_are_settings() -> None:
    with pytest.raises(BadInputError, match="more than 10"):
        prepare(message(text=BODY), Limits(max_text_chars=10))


fragments = st.sampled_from(
    [BODY, PERSIAN, PAGE, "<div>" * 60, "اقرأ أيضا\n", "\u202b", "قـ ـتـ ـلى ", "&amp;#1602;", "\n", "2024", *STRAY]
)
strings = st.text(max_size=80) | st.lists(fragments | st.text(max_size=5), max_size=8).map("".join)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | strings,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(["id", "url", "source", "title", "text", "html", "published_at", "fetched_at", "language", "extra", "x"])
articles = st.dictionaries(fields, strings | values, max_size=8).map(orjson.dumps)
broken = st.tuples(articles, st.integers(0, 400), st.binary(max_size=4)).map(lambda t: t[0][: t[1]] + t[2] + t[0][t[1] :])


@settings(max_examples=2000, deadline=dt.timedelta(seconds=5), suppress_health_check=list(HealthCheck))
@given(articles | broken | st.binary(max_size=200) | values.map(orjson.dumps))
def test_anything_becomes_an_article_or_a_bad_input(value: bytes) -> None:
    """Thousands of messages, well formed, broken and random: an article or BadInputError, in bounded time, twice the same."""
    try:
        prepared = prepare(value)
    except BadInputError:
        return
    assert prepared == prepare(value)
    article = prepared.article
    ends = [0, *(offset for span in article.boilerplate for offset in span), len(article.text)]
    assert ends == sorted(ends)
    orjson.dumps(article.text)
