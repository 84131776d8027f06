"""How often a page about an Airwars incident yields a toll inside the incident's bounds.

    python benchmarks/airwars.py [../shared/eval/dev/airwars.jsonl.gz] [--misses]

A page is counted when its incident gives a bound for deaths or injuries and the page says that people were killed or
hurt (a word of the casualty lexicon, effect killed or injured, in its title or text). It is a hit when, for deaths or
for injuries, one event's figure lies between the incident's minimum and maximum, or the figures of one effect that one
sentence gives add up to such a number ("a mother and her child": 1 + 1).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import orjson

from rasid.errors import BadInputError
from rasid.extraction import extract
from rasid.extraction.casualty.terms import readings
from rasid.intake import prepare
from rasid.models import Article, CasualtyEvent
from rasid.text.tokens import read

_EFFECTS = {
    "killed": ("civilian_deaths_min", "civilian_deaths_max"),
    "injured": ("civilian_injuries_min", "civilian_injuries_max"),
}


def states_harm(article: Article) -> bool:
    """Whether the article has a word of killing or injury."""
    return any(
        reading.term.effect in _EFFECTS and "weak" not in reading.term.flags
        for sentence in read(article).sentences
        for token in sentence.tokens
        for reading in readings(token.form)
    )


def figures(events: list[CasualtyEvent], effect: str) -> set[int]:
    """The article's figures for an effect: each event's, and the sum of those of one passage."""
    found: set[int] = set()
    near: dict[tuple[str, int], int] = defaultdict(int)
    for event in events:
        if event.effect != effect:
            continue
        size = next((n for n in (event.count.best, event.count.low, event.count.high) if n is not None), None)
        if size is None:
            continue
        found.add(size)
        for evidence in [event.evidence, *event.mentions]:
            near[evidence.field, evidence.start // 200] += size
    return found | set(near.values())


def within(page: dict[str, Any], events: list[CasualtyEvent]) -> bool:
    """Whether a figure lies inside the bounds of one of the page's incidents."""
    for incident in page["incidents"]:
        for effect, (low, high) in _EFFECTS.items():
            bottom, top = incident.get(low), incident.get(high)
            if bottom is None and top is None:
                continue
            if any((bottom or 0) <= n <= (top if top is not None else n) for n in figures(events, effect)):
                return True
    return False


def bounded(page: dict[str, Any]) -> bool:
    """Whether an incident gives a bound."""
    return any(incident.get(name) for incident in page["incidents"] for pair in _EFFECTS.values() for name in pair)


def main() -> int:
    """Prints the counts; 1 when the share is under 0.75."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pages", nargs="?", type=Path, default=Path("../shared/eval/dev/airwars.jsonl.gz"))
    parser.add_argument("--misses", action="store_true", help="print the pages without a hit")
    options = parser.parse_args()
    total = counted = hits = silent = 0
    for line in gzip.decompress(options.pages.read_bytes()).splitlines():
        page = json.loads(line)
        total += 1
        raw = {name: page.get(name) for name in ("id", "url", "source", "title", "text", "published_at") if page.get(name)}
        try:
            article = prepare(orjson.dumps(raw)).article
        except BadInputError:
            continue
        if not bounded(page) or not states_harm(article):
            continue
        counted += 1
        events = [event for event in extract(article) if isinstance(event, CasualtyEvent)]
        hit = within(page, events)
        hits += hit
        silent += not any(figures(events, effect) for effect in _EFFECTS)
        if options.misses and not hit:
            print(
                page["id"],
                [[i.get(n) for pair in _EFFECTS.values() for n in pair] for i in page["incidents"]],
                (page.get("title") or "")[:110],
            )
            print(
                "    ",
                [(e.effect, e.count.best or e.count.low, e.evidence.text[:60]) for e in events],
                page["text"][:160].replace("\n", " "),
            )
    share = hits / counted if counted else 0.0
    print(f"{total} pages, {counted} state harm and have bounds")
    print(f"{hits} with a toll inside them ({share:.3f}); {silent} without any figure")
    return 0 if share >= 0.75 else 1


if __name__ == "__main__":
    sys.exit(main())
