"""`rasid extract` and `rasid dedup`: articles from files, no Kafka."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rasid.cli import FAILED, OK, complain
from rasid.cli.sources import read_items
from rasid.errors import BadInputError
from rasid.intake import Prepared, prepare
from rasid.models import Article, to_json


def extract_articles(source: str, as_json: bool, explain: bool, published: str | None) -> int:
    """Print the events of every article of a source, published at `published` where it does not say; returns the exit code."""
    from rasid.extraction.extract import extract
    from rasid.extraction.gazetteer import use_gazetteer
    from rasid.settings import load_settings

    use_gazetteer(load_settings().gazetteer)
    reader = _Reader(source, published)
    for prepared in reader:
        if prepared.skipped:
            complain("skipped", f"{reader.where}: {prepared.skipped}")
            continue
        events = extract(prepared.article)
        if as_json:
            for event in events:
                sys.stdout.buffer.write(to_json(event) + b"\n")
        else:
            from rasid.cli.show import show_article

            show_article(prepared.article, events)
        if explain:
            from rasid.cli.show import show_analysis

            show_analysis(prepared.article, events, to_stderr=as_json)
    sys.stdout.flush()
    return reader.exit_code


def deduplicate(source: str, as_json: bool) -> int:
    """Print what becomes of every article of a source, in its order; returns the exit code."""
    import orjson

    from rasid.dedup import Walk

    reader, walk = _Reader(source), Walk()
    counts = {"unique": 0, "revision": 0, "duplicate": 0}
    for prepared in reader:
        if prepared.skipped:
            complain("skipped", f"{reader.where}: {prepared.skipped}")
            continue
        outcome = walk.add(prepared.article)
        counts[outcome.kind] += 1
        if as_json:
            sys.stdout.buffer.write(orjson.dumps(outcome.record()) + b"\n")
        else:
            from rasid.cli.show import show_outcome

            show_outcome(prepared.article, outcome.record())
    if not as_json:
        print(", ".join(f"{count} {kind}" for kind, count in counts.items()))
    sys.stdout.flush()
    return reader.exit_code


class _Reader:
    """The articles of a source; what cannot be read is said on standard error, with its code, and passed over."""

    def __init__(self, source: str, published: str | None = None) -> None:
        self.source = source
        self.published = published
        self.where = source
        self.exit_code = OK

    def __iter__(self) -> Iterator[Prepared]:
        for item in read_items(self.source):
            self.where = item.where
            try:
                yield prepare(item.dated(self.published) if self.published else item.value)
            except BadInputError as error:
                complain(error.code, f"{item.where}: {error}")
                self.exit_code = FAILED


def label(article: Article) -> str:
    """What to call an article in a line: its title, else its first words."""
    return article.title or article.text.strip()[:80]
