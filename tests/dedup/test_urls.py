"""One page has one address, two pages have two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasid.dedup import article_id, canonical_url

ARABIC = "%D8%AE%D8%A8%D8%B1"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://example.com/a", "example.com/a"),
        ("http://example.com/a", "example.com/a"),
        ("//example.com/a", "example.com/a"),
        ("example.com/a", "example.com/a"),
        (" https://example.com/a \n", "example.com/a"),
        ("HTTPS://EXAMPLE.COM/a", "example.com/a"),
        ("https://example.com./a", "example.com/a"),
        ("https://user:secret@example.com/a", "example.com/a"),
        ("https://example.com:443/a", "example.com/a"),
        ("http://example.com:80/a", "example.com/a"),
        ("http://example.com:8080/a", "example.com:8080/a"),
        ("https://www.example.com/a", "example.com/a"),
        ("https://www2.example.com/a", "example.com/a"),
        ("https://m.example.com/a", "example.com/a"),
        ("https://mobile.example.com/a", "example.com/a"),
        ("https://amp.example.com/a", "example.com/a"),
        ("https://www.m.example.com/a", "example.com/a"),
        ("https://m.com/a", "m.com/a"),
        ("https://arabic.example.com/a", "arabic.example.com/a"),
        ("https://example.com/a/", "example.com/a"),
        ("https://example.com//a///b", "example.com/a/b"),
        ("https://example.com/", "example.com"),
        ("https://example.com/index.html", "example.com"),
        ("https://example.com/a/index.php?id=3", "example.com/a?id=3"),
        ("https://example.com/a/amp", "example.com/a"),
        ("https://example.com/amp/a", "example.com/a"),
        ("https://example.com/a.amp.html", "example.com/a.html"),
        ("https://example.com/ampere", "example.com/ampere"),
        ("https://example.com/a?amp=1", "example.com/a"),
        ("https://example.com/a?outputType=amp", "example.com/a"),
        ("https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a/amp", "example.com/a"),
        ("https://www.google.com/amp/s/www.example.com/a", "example.com/a"),
        ("https://www.google.com/amp", "google.com"),
        ("https://example.com/a#comments", "example.com/a"),
        ("https://example.com/a?utm_source=x&utm_medium=y&id=7", "example.com/a?id=7"),
        ("https://example.com/a?fbclid=x", "example.com/a"),
        ("https://example.com/a?b=2&a=1", "example.com/a?a=1&b=2"),
        ("https://example.com/a?id=", "example.com/a?id="),
        ("https://example.com/?p=7", "example.com?p=7"),
        ("https://example.com/خبر", f"example.com/{ARABIC}"),
        (f"https://example.com/{ARABIC.lower()}", f"example.com/{ARABIC}"),
        ("https://example.com/%61b", "example.com/ab"),
        ("https://example.com/a%2Fb", "example.com/a%2Fb"),
        ("https://example.com/a%3Fb", "example.com/a%3Fb"),
        ("https://example.com/?q=خبر", f"example.com?q={ARABIC}"),
        ("https://مثال.com/a", "xn--mgbh0fb.com/a"),
        ("https://[::1]:9/a", "[::1]:9/a"),
        ("http://[bad", "http://[bad"),
        ("https://example.com:99999999/a", "https://example.com:99999999/a"),
        ("", ""),
    ],
)
def test_spellings(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("https://example.com/a?id=1", "https://example.com/a?id=2"),
        ("https://example.com/a", "https://example.com/b"),
        ("https://example.com/a", "https://example.org/a"),
        ("https://example.com/A", "https://example.com/a"),
        ("https://ar.example.com/a", "https://en.example.com/a"),
        ("https://example.com/a%2Fb", "https://example.com/a/b"),
        ("https://example.com/خبر", "https://example.com/خبر-2"),
        ("https://example.com/?p=1&page=2", "https://example.com/?p=1&page=3"),
    ],
)
def test_two_pages_stay_two(one: str, two: str) -> None:
    assert canonical_url(one) != canonical_url(two)


parts = st.text("abcخبر/.?&=%:#@[]-٣8 ", max_size=20) | st.sampled_from(["/index.html", "/amp", ":443", "/index.php/", "m."])


@given(st.tuples(st.sampled_from(["", "http://", "https://www.", "//"]), parts, parts).map("".join) | st.text())
def test_canonical_twice_is_canonical_once(url: str) -> None:
    """Any string: no error, and a canonical address is its own canonical address."""
    once = canonical_url(url)
    assert canonical_url(once) == once


def test_ids_stand_for_pages_or_for_words() -> None:
    assert article_id("https://www.example.com/a?utm_source=x", "ع", "نص") == article_id("http://example.com/a/", None, "آخر")
    assert article_id(None, "ع", "نص") == article_id("", "ع", "نص") != article_id(None, None, "نص")
    assert article_id(None, None, "نص").startswith("text-")
    assert article_id("https://example.com", None, "").startswith("url-")
