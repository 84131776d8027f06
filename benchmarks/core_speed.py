"""Medians of each part of the core on articles of 350 words and on a page of 60 KB, in CPU time of one core.

    python benchmarks/core_speed.py

Articles come from ../shared/eval/dev/unlabelled.jsonl.gz where it is, else from the fixtures; each is cut or repeated to 350
words. Every part is timed alone: an extractor's time is what it takes beyond the tokens that it reads.
"""

from __future__ import annotations

import gzip
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from rasid.dedup import fingerprint
from rasid.extraction import extract
from rasid.extraction.actors import find_actors
from rasid.extraction.analysis import analyse
from rasid.extraction.casualty import extract_casualties
from rasid.extraction.dates import find_dates
from rasid.extraction.diplomacy import extract_diplomacy
from rasid.extraction.numbers import find_numbers
from rasid.extraction.places import find_places
from rasid.intake import prepare
from rasid.text.boilerplate import find_boilerplate
from rasid.text.tokens import read, tokenize

ROOT = Path(__file__).parents[1]
DEV = ROOT.parent / "shared" / "eval" / "dev" / "unlabelled.jsonl.gz"
WORDS = 350
ARTICLES = 60
ROUNDS = 3
PAGE_BYTES = 60_000


def bodies() -> list[dict[str, Any]]:
    """Articles of 350 words."""
    if DEV.exists():
        with gzip.open(DEV, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
    else:
        rows = [
            json.loads(line) for path in (ROOT / "tests/fixtures").glob("gold-*.jsonl") for line in path.open(encoding="utf-8")
        ]
    step = max(1, len(rows) // ARTICLES)
    return [row | {"text": of_length(row["text"])} for row in rows[::step][:ARTICLES]]


def of_length(text: str) -> str:
    """The text cut, or repeated, to the number of words, its line breaks kept."""
    parts: list[str] = []
    while len(parts) < WORDS:
        parts += [word for line in text.split("\n") for word in (*line.split(), "\n")]
    return " ".join(parts[:WORDS])


def page(row: dict[str, Any]) -> bytes:
    """A page of 60 KB around an article: a head, menus, lists of links, scripts, as pages have them."""
    body = "".join(f"<p>{line.strip()}</p>" for line in row["text"].split("\n") if line.strip())
    link = '<li class="item"><a href="/news/{n}" title="خبر">عنوان خبر آخر رقم {n} في القائمة</a></li>'
    head = (
        '<html lang="ar"><head><title>خبر</title></head><body><nav><ul>'
        + "".join(link.format(n=n) for n in range(60))
        + "</ul></nav>"
    )
    text = f"{head}<div class='content'><article>{body}</article></div><aside class='related'><ul>"
    number = 0
    while len(text.encode()) < PAGE_BYTES - 20_000:
        text += link.format(n=number)
        number += 1
    text += "</ul></aside><script>" + "var x = {a: 1, b: [2, 3]};" * 900
    return orjson.dumps({"url": "https://example.com/1", "html": text[: PAGE_BYTES * 2] + "</script></body></html>"})


def median(call: Callable[[Any], object], inputs: list[Any]) -> float:
    """Milliseconds of a call, the median over all inputs of each one's fastest round."""
    return statistics.median(min(timed(call, item) for _ in range(ROUNDS)) for item in inputs)


def timed(call: Callable[[Any], object], item: Any) -> float:
    start = time.process_time()
    call(item)
    return (time.process_time() - start) * 1000


def main() -> None:
    """Print the table."""
    rows = bodies()
    values = [orjson.dumps({name: row[name] for name in ("id", "url", "title", "text") if row.get(name)}) for row in rows]
    articles = [prepare(value).article for value in values]
    day = "2016-05-18T00:00:00Z"
    for article in articles:
        article.published_at = article.published_at or day
    sentences = [read(article).sentences for article in articles]
    published = analyse(read(articles[0])).published

    def each(find: Callable[..., object], *more: Any) -> Callable[[Any], object]:
        return lambda found: [find(sentence.tokens, *more) for sentence in found]

    def alone(call: Callable[[Any], object]) -> float:
        """Of an extractor that reads the lazy mentions: with fresh ones, the reading of tokens left out."""
        return statistics.median(min(timed(call, analyse(read(article))) for _ in range(ROUNDS)) for article in articles)

    pages = [page(row) for row in rows[:20]]
    table = [
        ("tokenize", median(lambda article: tokenize(article.text), articles)),
        ("boilerplate", median(lambda article: find_boilerplate(article.text, article.title), articles)),
        ("prepare (parse, check, clean)", median(prepare, values)),
        ("fingerprint", median(fingerprint, articles)),
        ("prepare and fingerprint", median(lambda value: fingerprint(prepare(value).article), values)),
        ("prepare and fingerprint, 60 KB page", median(lambda value: fingerprint(prepare(value).article), pages)),
        ("sentences and tokens", median(read, articles)),
        ("numbers", median(each(find_numbers), sentences)),
        ("dates", median(each(find_dates, published), sentences)),
        ("places", median(each(find_places), sentences)),
        ("actors", median(each(find_actors, published), sentences)),
        ("casualty, with the mentions it reads", alone(extract_casualties)),
        ("diplomacy, with the mentions it reads", alone(extract_diplomacy)),
        ("extract, whole", median(extract, articles)),
        ("all of it, from bytes to events", median(lambda value: extract(prepare(value).article), values)),
    ]
    print(f"milliseconds, {len(articles)} articles of {WORDS} words")
    for name, milliseconds in table:
        print(f"{name:40}{milliseconds:8.2f}")
    print(f"pages: {sum(map(len, pages)) / len(pages) / 1000:.0f} KB of JSON")


if __name__ == "__main__":
    main()
