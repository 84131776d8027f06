"""How often each casualty rule was right on gold: writes the table that confidences are read from, prints reliability.

    python benchmarks/confidence.py           print the reliability of today's confidences
    python benchmarks/confidence.py --write   measure every rule anew and write data/casualty_confidence.yaml

Rules are measured on the read part of ../shared/eval/dev and on the project's own gold; all are lowered by what
precision falls on the held-out third, whose articles stay unread. A statement is right when its effect and count
equal a gold item's, optional items included.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

import score
from eval import DEV, OWN, Gold, events_of, held_out, read_gold

TABLE = Path(__file__).parents[1] / "workers" / "rasid" / "extraction" / "data" / "casualty_confidence.yaml"
HEADER = """\
# Statements right of statements given, a rule, on the gold articles the rules were written on (optional items count as right).
# A rule seen seldom is drawn to `prior`, the share that is right of all, as if seen `weight` times more; `unseen` is by how
# much that share fell on articles that nobody looked at. Written by benchmarks/confidence.py --write.
"""
BINS = (0.0, 0.6, 0.75, 0.8, 0.85, 0.9, 1.0)

Judged = list[tuple[dict[str, Any], bool]]


def judged(gold: Gold) -> Judged:
    """The casualty events of gold articles, each with whether it states a gold item."""
    found: Judged = []
    by_article: dict[str, list[dict[str, Any]]] = {}
    for event in events_of(gold):
        if event["kind"] == "casualty":
            by_article.setdefault(event["article"]["id"], []).append(event)
    for article in gold:
        events = by_article.get(article["id"], [])

        def fits(item: dict[str, Any], event: dict[str, Any], article: dict[str, Any] = article) -> int | None:
            if item["effect"] != event["effect"] or not score.same_count(item, event):
                return None
            return 1 + score.overlaps(item, event, article)

        pairs, _, false = score.match(article["casualties"], events, fits)
        found += [(event, True) for _, event in pairs]
        for event in false:
            restates = any(item.get("optional") and score.overlaps(item, event, article) for item in article["casualties"])
            if not restates:
                found.append((event, False))
    return found


def share(judgements: Judged) -> float:
    """The share of right events, 0 of none."""
    return sum(right for _, right in judgements) / len(judgements) if judgements else 0.0


def write(read: Judged, unread: Judged) -> None:
    """Write the table of rules."""
    given: Counter[str] = Counter(event["rule"] for event, _ in read)
    right: Counter[str] = Counter(event["rule"] for event, is_right in read if is_right)
    old = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    prior, unseen = share(read), share(unread) / share(read)
    lines = [f"prior: {prior:.2f}", f"weight: {old['weight']}", f"unseen: {unseen:.2f}", "rules:"]
    lines += [f'  "{rule}": [{right[rule]}, {given[rule]}]' for rule in sorted(given)]
    lines += ["# A toll whose parts do not make the whole is surer of neither.", f"mismatch: {old['mismatch']}"]
    TABLE.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(given)} rules written")


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
