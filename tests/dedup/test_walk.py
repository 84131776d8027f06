"""The walk: kinds of copies told apart, other figures kept, revisions published, claims aged out."""

import pytest

from rasid.dedup import MAX_AGE, Walk
from rasid.models import Article

BODY = (
    "قتل خمسة مدنيين وأصيب عشرة آخرون في قصف مدفعي استهدف سوقا شعبيا في بلدة متخيلة صباح اليوم وفق ما أفاد به مصدر طبي "
    "محلي لوكالة الأنباء بعد ساعات من الهجوم الذي وقع قرب المستشفى المركزي فيما واصلت فرق الإنقاذ البحث بين الأنقاض"
)
FIRST = Article(id="first", title="مقتل 5 مدنيين في قصف", text=BODY)


@pytest.mark.parametrize(
    ("article", "kind", "why", "of"),
    [
        (Article(id="b", title=FIRST.title, text=BODY), "duplicate", "exact", "first"),
        (Article(id="first", title=FIRST.title, text=BODY), "duplicate", "repeat", "first"),
        (Article(id="b", title="خمسة قتلى في سوق", text=BODY), "duplicate", "headline", "first"),
        (Article(id="b", title=FIRST.title, text=" ".join(BODY.split()[:20])), "duplicate", "truncated", "first"),
        (Article(id="b", title="مقتل 7 مدنيين في قصف", text=BODY), "unique", "figures", None),
        (Article(id="b", title=FIRST.title, text=BODY.replace("خمسة", "سبعة")), "unique", "figures", None),
        (Article(id="first", title=FIRST.title, text=BODY.replace("خمسة", "سبعة")), "revision", "revision", "first"),
    ],
)
def test_second_article_is_told_apart(article: Article, kind: str, why: str, of: str | None) -> None:
    walk = Walk()
    assert walk.add(FIRST).kind == "unique"
    record = walk.add(article).record()
    assert (record["outcome"], record["why"], record["duplicate_of"]) == (kind, why, of)


def test_claims_age_out() -> None:
    walk = Walk()
    walk.add(FIRST, at=0)
    assert walk.add(Article(id="late", title=FIRST.title, text=BODY), at=MAX_AGE + 1).kind == "unique"
    assert walk.sweep(now=10 * MAX_AGE) > 0
    assert walk.table == {}


TOLD = "قتل خمسة مدنيين في قصف على بلدة متخيلة"


def page(id: str, text: str, url: str | None = "https://example.com/1") -> Article:
    return Article(id=id, url=url, title=FIRST.title, text=text)


def test_another_id_of_a_page_is_a_repeat_or_its_revision() -> None:
    """Revisions of a page share a key, whatever ids scrapers give them, and count on."""
    walk = Walk()
    other = BODY.replace("خمسة", "سبعة")
    assert walk.add(page("a", BODY)).key == "a"
    assert walk.add(page("b", BODY, "http://m.example.com/1/?utm_source=x")).record()["duplicate_of"] == "a"
    outcome = walk.add(page("c", other))
    assert (outcome.kind, outcome.key, outcome.article.revision) == ("revision", "a", 2)
    assert outcome.article.related is not None
    assert (outcome.article.related.id, outcome.article.related.why) == ("a", "revision")
    assert walk.add(page("c", other)).record()["why"] == "repeat"
    assert walk.add(page("a", other + " وأضاف المصدر")).article.revision == 3


def test_an_id_keeps_counting_when_its_address_changes() -> None:
    walk = Walk()
    revisions = [walk.add(page("a", f"{BODY} نسخة {n}", f"https://example.com/{n}")).article.revision for n in range(4)]
    assert revisions == [1, 2, 3, 4]


def test_a_revision_is_published_even_as_a_copy_and_says_of_whom() -> None:
    walk = Walk()
    walk.add(FIRST)
    walk.add(Article(id="b", title="عنوان آخر", text="نص لا علاقة له بما سبق ولا بما سيأتي من الأخبار في هذا اليوم الطويل"))
    outcome = walk.add(Article(id="b", title=FIRST.title, text=BODY))
    assert (outcome.kind, outcome.article.revision) == ("revision", 2)
    assert outcome.article.related is not None
    assert (outcome.article.related.id, outcome.article.related.why) == ("first", "copy")


ADDED = (
    " وقال مدير المستشفى إن الأطباء أجروا عمليات عاجلة لعدد من المصابين ونقلوا آخرين إلى العاصمة بمروحية عسكرية"
    " بينما أعلن المحافظ الحداد العام وفتح تحقيقا في مصدر القذائف"
)


def test_a_teaser_does_not_swallow_the_report_that_follows_it() -> None:
    """A longer text with real news is kept and names the teaser; the teaser after the report is a copy."""
    walk = Walk()
    walk.add(FIRST)
    report = Article(id="b", title=FIRST.title, text=BODY + ADDED)
    outcome = walk.add(report)
    assert (outcome.kind, outcome.article.related and outcome.article.related.why) == ("unique", "longer")
    backwards = Walk()
    backwards.add(report)
    assert backwards.add(FIRST).record()["why"] == "truncated"


def test_a_figure_that_a_longer_text_adds_makes_it_news() -> None:
    """A few words more are no news by themselves; with a figure in them they are."""
    base = Article(id="a", title=FIRST.title, text=BODY + ADDED)
    more = " وأعلنت السلطات في وقت لاحق مقتل {} في هجوم ثان على البلدة نفسها"
    walk = Walk()
    walk.add(base)
    assert walk.add(Article(id="b", title=FIRST.title, text=base.text + more.format("آخرين"))).record()["why"] == "syndicated"
    assert walk.add(Article(id="c", title=FIRST.title, text=base.text + more.format("ثلاثين شخصا"))).record()["why"] == "longer"
