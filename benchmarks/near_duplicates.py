"""Pairwise precision and recall of the walk on ../shared/eval/dev/near_duplicates.jsonl.gz, in file order and shuffled.

    python benchmarks/near_duplicates.py            the table, state and kinds
    python benchmarks/near_duplicates.py --pairs    and every pair that is missed or wrongly joined in file order

A pair counts as stating the same figures if neither title and lead has one that the other text nowhere has.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rasid.dedup import Fingerprint, Walk, figures_differ, fingerprint, similarity
from rasid.dedup.claims import Claim
from rasid.intake import prepare
from rasid.models import Article

DATA = Path(__file__).parents[2] / "shared/eval/dev/near_duplicates.jsonl.gz"
FIELDS = ("id", "source", "url", "title", "text")
SHUFFLES = 5
Pair = tuple[str, str]


@dataclass
class Clusters:
    """The labelled articles: `gold` are the pairs of one cluster, `same` those of them with the same figures."""

    articles: list[Article]
    prints: dict[str, Fingerprint]
    gold: set[Pair]
    same: set[Pair]


@dataclass
class Result:
    """What the walk made of one order of arrival. Pairs are sorted."""

    joined: set[Pair]
    kinds: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    bytes_an_article: float = 0.0


def read_clusters() -> Clusters:
    """The labelled articles through intake."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    articles = [prepare(json.dumps({name: row[name] for name in FIELDS}).encode()).article for row in rows]
    label = {row["id"]: row["cluster"] for row in rows}
    prints = {article.id: fingerprint(article) for article in articles}
    gold = pairs_of({id: cluster for id, cluster in label.items() if cluster is not None})
    same = {(a, b) for a, b in gold if not figures_differ(prints[a], Claim.of(b, 1, 0, prints[b]))}
    return Clusters(articles, prints, gold, same)


def pairs_of(group: Mapping[str, object]) -> set[Pair]:
    """All pairs of one group."""
    members = defaultdict(list)
    for id in sorted(group):
        members[group[id]].append(id)
    return {pair for ids in members.values() for pair in itertools.combinations(ids, 2)}


def walk(articles: list[Article]) -> Result:
    """The walk over articles in this order."""
    table, root, result = Walk(), dict[str, str](), Result(set())
    for article in articles:
        record = table.add(article).record()
        result.kinds[record["outcome"], record["why"]] += 1
        of = record["duplicate_of"]
        root[article.id] = root.get(of, article.id)
    result.joined = pairs_of(root)
    result.bytes_an_article = sum(len(key) + len(value) for key, value in table.table.items()) / len(articles)
    return result


def orders(clusters: Clusters) -> Iterator[Result]:
    """The walk in file order, then in each shuffle."""
    yield walk(clusters.articles)
    for seed in range(SHUFFLES):
        yield walk(random.Random(seed).sample(clusters.articles, len(clusters.articles)))


def scores(clusters: Clusters, result: Result) -> tuple[float, float, float]:
    """Precision, recall of pairs with the same figures, recall of all pairs."""
    joined, gold, same = result.joined, clusters.gold, clusters.same
    return len(joined & gold) / len(joined), len(joined & same) / len(same), len(joined & gold) / len(gold)


def main() -> None:
    clusters = read_clusters()
    first, *shuffled = orders(clusters)
    table = [scores(clusters, result) for result in (first, *shuffled)]
    print(f"{len(clusters.same)} of {len(clusters.gold)} labelled pairs state the same figures; {SHUFFLES} shuffles")
    print(f"{'':36}{'in file order':>14}{'lowest':>9}{'median':>9}")
    for name, values in zip(("precision", "recall, same figures", "recall, all pairs"), zip(*table, strict=True), strict=True):
        print(f"{name:36}{values[0]:14.3f}{min(values[1:]):9.3f}{statistics.median(values[1:]):9.3f}")
    print(f"{first.bytes_an_article:.0f} bytes an article in the table")
    for (outcome, why), count in first.kinds.most_common():
        print(f"{count:5} {outcome} {why or ''}")
    if "--pairs" in sys.argv:
        for pair in sorted(clusters.gold ^ first.joined):
            kind = "missed" if pair in clusters.gold else "joined"
            one, two = (clusters.prints[id] for id in pair)
            figures = "" if pair in clusters.same or kind == "joined" else "other figures"
            alike = similarity(one.signature, two.signature)
            print(f"{kind} {alike:.2f} {one.words:4} {two.words:4} words {pair[0]} {pair[1]} {figures}")


if __name__ == "__main__":
    main()
