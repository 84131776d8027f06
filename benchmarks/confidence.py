"""How often each rule was right on gold: writes the tables that confidences are read from, prints their reliability.

    python benchmarks/confidence.py           print the reliability of today's confidences
    python benchmarks/confidence.py --write   measure every rule anew and write data/{casualty,diplomacy}_confidence.yaml

Rules are measured on the read part of ../shared/eval/dev and on the project's own gold; all are lowered by what
precision falls on the held-out third, whose articles stay unread. A casualty event is right when its effect and count
equal a gold item's, an act when its type and clause are a gold item's; optional items count as right.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

import score
from eval import DEV, OWN, Gold, events_of, held_out, read_gold

DATA = Path(__file__).parents[1] / "workers" / "rasid" / "extraction" / "data"
HEADER = """\
# Events right of events given, a rule, on the gold articles the rules were written on (optional items count as right).
# A rule seen seldom is drawn to `prior`, the share that is right of all, as if seen `weight` times more; `unseen` is by how
# much that share fell on articles that nobody looked at. Written by benchmarks/confidence.py --write.
"""
WEIGHT = 6
BINS = (0.0, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 1.0)

Item = dict[str, Any]
Judged = list[tuple[Item, bool]]


def states(item: Item, event: Item, article: Item) -> int | None:
    """How well a casualty event states a gold item, None if it does not."""
    if item["effect"] != event["effect"] or not score.same_count(item, event):
        return None
    return 1 + score.overlaps(item, event, article)


def tells(item: Item, event: Item, article: Item) -> int | None:
    """The same for an act."""
    return 1 if score.overlaps(item, event, article) and event["event_type"] in item["types"] else None


KINDS: dict[str, tuple[str, Callable[[Item, Item, Item], int | None]]] = {
    "casualty": ("casualties", states),
    "diplomacy": ("diplomacy", tells),
}


def judged(kind: str, gold: Gold) -> Judged:
    """The events of one kind in gold articles, each with whether it is a gold item."""
    golds, fits = KINDS[kind]
    found: Judged = []
    by_article: dict[str, list[Item]] = {}
    for event in events_of(gold):
        if event["kind"] == kind:
            by_article.setdefault(event["article"]["id"], []).append(event)
    for article in gold:
        events = by_article.get(article["id"], [])
        pairs, _, false = score.match(article[golds], events, lambda item, event, article=article: fits(item, event, article))
        found += [(event, True) for _, event in pairs]
        optional = [item for item in article[golds] if item.get("optional")]
        found += [(event, False) for event in false if not any(score.overlaps(item, event, article) for item in optional)]
    return found


def share(judgements: Judged) -> float:
    """The share of right events, 0 of none."""
    return sum(right for _, right in judgements) / len(judgements) if judgements else 0.0


def write(kind: str, read: Judged, unread: Judged) -> None:
    """Write the table of a kind's rules; what else it says is kept."""
    path = DATA / f"{kind}_confidence.yaml"
    given: Counter[str] = Counter(event["rule"] for event, _ in read)
    right: Counter[str] = Counter(event["rule"] for event, is_right in read if is_right)
    lines = [f"prior: {share(read):.2f}", f"weight: {WEIGHT}", f"unseen: {share(unread) / share(read):.2f}", "rules:"]
    lines += [f'  "{rule}": [{right[rule]}, {given[rule]}]' for rule in sorted(given)]
    mismatch = yaml.safe_load(path.read_text(encoding="utf-8")).get("mismatch")
    if mismatch is not None:
        lines += ["# A toll whose parts do not make the whole is surer of neither.", f"mismatch: {mismatch}"]
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{kind}: {len(given)} rules written")


def reliability(name: str, judgements: Judged) -> None:
    """Print, a bin of confidence, how many events it holds, their mean confidence, and the share that is right."""
    print(f"{name}: {len(judgements)} events, {share(judgements):.3f} right")
    print("| confidence | events | mean | right |\n| --- | --- | --- | --- |")
    for low, high in itertools.pairwise(BINS):
        inside = [j for j in judgements if low < j[0]["confidence"] <= high]
        if inside:
            mean = sum(event["confidence"] for event, _ in inside) / len(inside)
            print(f"| {low:.2f}–{high:.2f} | {len(inside)} | {mean:.2f} | {share(inside):.2f} |")
    print()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not DEV.exists():
        print("../shared/eval/dev is not here")
        return 1
    articles = read_gold([DEV / "articles.jsonl"])
    known = [*read_gold([DEV / "seeds.jsonl", *OWN]), *(item for item in articles if not held_out(item))]
    unknown = [item for item in articles if held_out(item)]
    for kind in KINDS:
        read, unread = judged(kind, known), judged(kind, unknown)
        if options.write:
            write(kind, read, unread)
        else:
            reliability(f"{kind}, read articles and own gold", read)
            reliability(f"{kind}, held-out third", unread)
    return 0


if __name__ == "__main__":
    sys.exit(main())
