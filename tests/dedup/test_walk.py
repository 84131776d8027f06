"""The walk: kinds of copies told apart, other figures kept, replays that end as they did the first time."""

import random

import pytest

from rasid.dedup import MAX_AGE, Walk, begin, canonical_url, decode, encode, step
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


@pytest.mark.parametrize("seed", range(60))
def test_any_interleaving_with_repeated_steps_keeps_one_of_a_cluster(seed: int) -> None:
    """Messages of one key stay in order, keys interleave freely, any message may be delivered again later."""
    chance = random.Random(seed)
    articles = [Article(id=str(n), title=FIRST.title, text=BODY + " نهاية" * (n % 3)) for n in range(6)]
    table: dict[bytes, bytes] = {}
    partitions = chance.choice([1, 2, 5])
    queues: list[list[bytes]] = [[] for _ in range(partitions)]

    def send(message: bytes) -> None:
        queues[hash(decode(message).key) % partitions].append(message)

    for number, article in enumerate(articles):
        message = encode(begin(article, f"raw-0-{number}", at=number))
        for _ in range(chance.choice([1, 1, 2])):
            send(message)
    outcomes: dict[str, set[tuple[str, str | None]]] = {}
    while waiting := [queue for queue in queues if queue]:
        queue = chance.choice(waiting)
        candidate = decode(queue[0])
        result = step(table.get(candidate.key), candidate)
        if chance.random() < 0.8 and result.stored is not None:
            table[candidate.key] = result.stored
            written = True
        else:
            written = result.stored is None
        if result.onward is not None and chance.random() < 0.9 and written:
            send(encode(result.onward))
        elif result.onward is not None:
            continue  # crashed before the send: the message is not acknowledged
        if not written:
            continue
        if result.outcome is not None:
            of = result.outcome.duplicate.duplicate_of if result.outcome.duplicate else None
            outcomes.setdefault(candidate.article.id, set()).add((result.outcome.kind, of))
        if chance.random() < 0.9:
            queue.pop(0)
    assert set(outcomes) == {article.id for article in articles}
    assert all(len(ends) == 1 for ends in outcomes.values())
    for id in outcomes:
        while (end := next(iter(outcomes[id])))[1] is not None:
            id = end[1]
        assert end[0] == "unique"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://www.example.com/a/?utm_source=x#top", "example.com/a"),
        ("http://m.example.com:80/a/amp/", "example.com/a"),
        ("https://example.com/خبر", "example.com/%D8%AE%D8%A8%D8%B1"),
        ("https://example.com/%d8%ae%d8%a8%d8%b1", "example.com/%D8%AE%D8%A8%D8%B1"),
        ("https://example.com/?id=7&fbclid=1", "example.com?id=7"),
    ],
)
def test_addresses_of_one_page_have_one_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
