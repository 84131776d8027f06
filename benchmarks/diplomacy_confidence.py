"""How often each frame of diplomatic acts was right on gold: writes the table that confidences are read from.

    python benchmarks/diplomacy_confidence.py           print the reliability of today's confidences
    python benchmarks/diplomacy_confidence.py --write   measure every frame anew and write data/diplomacy_confidence.yaml

As `confidence.py` does for casualties: frames are measured on the read part of ../shared/eval/dev and on the project's own gold;
all are lowered by what precision falls on the held-out third. An act is right when its type and clause are a gold item's.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import score
from eval import DEV, OWN, Gold, events_of, held_out, read_gold

TABLE = Path(__file__).parents[1] / "workers" / "rasid" / "extraction" / "data" / "diplomacy_confidence.yaml"
HEADER = """\
# Acts right of acts given, a frame, on the gold articles the frames were written on (optional items count as right).
# A frame seen seldom is drawn to its share of `prior`, what is right of all, as if seen `weight` times more; `unseen` is by how
# much that share fell on articles that nobody looked at. Written by benchmarks/diplomacy_confidence.py --write.
"""
WEIGHT = 6
BINS = (0.0, 0.5, 0.6, 0.65, 0.7, 0.75, 1.0)

Judged = list[tuple[dict[str, Any], bool]]


def judged(gold: Gold) -> Judged:
    """The diplomacy events of gold articles, each with whether it states a gold item."""
    found: Judged = []
    by_article: dict[str, list[dict[str, Any]]] = {}
    for event in events_of(gold):
        if event["kind"] == "diplomacy":
            by_article.setdefault(event["article"]["id"], []).append(event)
    for article in gold:
        events = by_article.get(article["id"], [])

        def fits(item: dict[str, Any], event: dict[str, Any], article: dict[str, Any] = article) -> int | None:
            return 2 if score.overlaps(item, event, article) and event["event_type"] in item["types"] else None

        pairs, _, false = score.match(article["diplomacy"], events, fits)
        found += [(event, True) for _, event in pairs]
        for event in false:
            if not any(item.get("optional") and score.overlaps(item, event, article) for item in article["diplomacy"]):
                found.append((event, False))
    return found


def share(judgements: Judged) -> float:
    """The share of right events, 0 of none."""
    return sum(right for _, right in judgements) / len(judgements) if judgements else 0.0


def write(read: Judged, unread: Judged) -> None:
    """Write the table of frames."""
    given: Counter[str] = Counter(event["rule"] for event, _ in read)
    right: Counter[str] = Counter(event["rule"] for event, is_right in read if is_right)
    prior, unseen = share(read), share(unread) / share(read)
    lines = [f"prior: {prior:.2f}", f"weight: {WEIGHT}", f"unseen: {unseen:.2f}", "rules:"]
    lines += [f"  {rule}: [{right[rule]}, {given[rule]}]" for rule in sorted(given)]
    TABLE.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(given)} frames written")


def reliability(name: str, judgements: Judged) -> None:
    """Print, a bin of confidence, how many events it holds, their mean confidence, and the share that is right."""
    print(f"{name}: {len(judgements)} events, {share(judgements):.3f} right")
    print("| confidence | events | mean | right |\n| --- | --- | --- | --- |")
    for low, high in itertools.pairwise(BINS):
        inside = [j for j in judgements if low < j[0]["confidence"] <= high]
        if inside:
            mean = sum(event["confidence"] for event, _ in inside) / len(inside)
            print(f"| {low:.2f}–{high:.2f} | {len(inside)} | {mean:.2f} | {share(inside):.2f} |")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not DEV.exists():
        print("../shared/eval/dev is not here")
        return 1
    articles = read_gold([DEV / "articles.jsonl"])
    read = judged([*read_gold([DEV / "seeds.jsonl", *OWN]), *(item for item in articles if not held_out(item))])
    unread = judged([item for item in articles if held_out(item)])
    if options.write:
        write(read, unread)
    else:
        reliability("read articles and own gold", read)
        reliability("held-out third", unread)
    return 0


if __name__ == "__main__":
    sys.exit(main())
