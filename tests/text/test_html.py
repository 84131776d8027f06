"""Pages: the article comes out, what the page itself names as something else does not."""

from __future__ import annotations

import pytest

from rasid.errors import BadHTMLError
from rasid.text.html import read_html

LEAD = "قتل خمسة مدنيين وأصيب عشرة آخرون في قصف مدفعي على بلدة متخيلة صباح اليوم، وفق مصدر طبي محلي."
SECOND = "وأضاف المصدر أن القذائف سقطت قرب السوق الشعبي وسط البلدة، وأن حال ثلاثة من المصابين خطيرة."
THIRD = "ولم تعلن أي جهة مسؤوليتها عن القصف الذي جاء بعد ساعات من إعلان هدنة في المنطقة."
BODY = f"<p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>"
OTHER = "مقتل تسعة في انفجار بمدينة أخرى"


@pytest.mark.parametrize(
    "page",
    [
        f"<article>{BODY}</article>",
        f"<div class='content'>{BODY}</div>",
        f"<div id='main'><nav><a>الرئيسية</a><a>{OTHER}</a></nav>{BODY}</div>",
        f"<article>{BODY}<div class='related-posts'><h3>مواضيع ذات صلة</h3><a href=/x>{OTHER}</a></div></article>",
        f"<article><div class='social share-buttons'>شارك {OTHER}</div>{BODY}</article>",
        f"<article><figure><img><figcaption>{OTHER}</figcaption></figure>{BODY}</article>",
        f"<article>{BODY}</article><section id='comments'><p>{OTHER}</p></section>",
        f"<article>{BODY}</article><footer>{OTHER}</footer>",
        f"<article>{BODY}<!-- {OTHER} --><script>var x = '{OTHER}'</script></article>",
        f"<div class='cookie-consent'>{OTHER}</div><article>{BODY}</article>",
        f"<div class='breaking-news ticker'>{OTHER}</div><article>{BODY}</article>",
        f"<div class='article-with-sidebar'>{BODY}</div>",
        f"<article>{LEAD}<br><br>{SECOND}<br><br>{THIRD}</article>",
    ],
)
def test_the_article_and_nothing_else(page: str) -> None:
    text = read_html(f"<html lang=ar><head><title>عنوان</title></head><body>{page}</body></html>").text
    assert all(part in text for part in (LEAD, SECOND, THIRD))
    assert OTHER not in text


def test_paragraphs_are_lines() -> None:
    assert read_html(f"<article>{BODY}</article>").text.splitlines() == [LEAD, SECOND, THIRD]


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("<title>ع</title>", "title", "ع"),
        ("<title>ع</title><meta property='og:title' content='غ'>", "title", "غ"),
        ("<meta property='og:url' content='https://example.com/1'>", "url", "https://example.com/1"),
        ("<link rel=canonical href='https://example.com/2'>", "url", "https://example.com/2"),
        ("<link rel=canonical href='/2'>", "url", None),
        ("<meta property='og:site_name' content='موقع'>", "source", "موقع"),
        ("<meta property='article:published_time' content='2020-01-02'>", "published_at", "2020-01-02"),
        ("<meta itemprop='datePublished' content='2020-01-03'>", "published_at", "2020-01-03"),
        ("<meta name='DC.date' content='2020-01-04'>", "published_at", "2020-01-04"),
        (
            '<script type=\'application/ld+json\'>{"datePublished": "2020-01-05T01:02:03Z"}</script>',
            "published_at",
            "2020-01-05T01:02:03Z",
        ),
        ("<time datetime='2020-01-06'>أمس</time>", "published_at", "2020-01-06"),
        ("", "published_at", None),
    ],
)
def test_metadata(head: str, field: str, value: str | None) -> None:
    assert getattr(read_html(f"<html lang=ar><head>{head}</head><body>{BODY}</body></html>"), field) == value


def test_the_heading_is_the_title_before_the_sites_name() -> None:
    page = read_html(
        f"<html lang=ar><head><title>ع | موقع</title></head><body><article><h1> ع  كاملا</h1>{BODY}</article></body>"
    )
    assert (page.title, page.language) == ("ع كاملا", "ar")


@pytest.mark.parametrize("html", ["", " ", "<html></html>", "<!-- -->", "<p></p>", "<script>x</script>"])
def test_a_page_without_an_article_is_empty(html: str) -> None:
    assert read_html(html).text == ""


@pytest.mark.parametrize("html", ["<div>" * 300 + LEAD, "<b>" * 60_000, "<p " + " a=1" * 25_000 + f">{LEAD}"])
def test_bombs_are_refused(html: str) -> None:
    with pytest.raises(BadHTMLError):
        read_html(html)
