"""Pairwise precision and recall of the walk on ../shared/eval/dev/near_duplicates.jsonl.gz, state and speed."""

from __future__ import annotations

import gzip
import itertools
import json
import time
from collections import Counter
from pathlib import Path

from rasid.dedup import Walk, figures_differ, fingerprint
from rasid.dedup.claims import Claim
from rasid.intake import prepare

DATA = Path(__file__).parents[2] / "shared/eval/dev/near_duplicates.jsonl.gz"


def main() -> None:
    rows = [json.loads(line) for line in gzip.decompress(DATA.read_bytes()).splitlines()]
    fields = ("id", "source", "url", "title", "text")
    articles = [prepare(json.dumps({name: row[name] for name in fields}).encode()).article for row in rows]
    label = {row["id"]: row["cluster"] for row in rows}
    start = time.perf_counter()
    prints = {article.id: fingerprint(article) for article in articles}
    per_article = (time.perf_counter() - start) / len(articles)
    walk, root, kinds = Walk(), {}, Counter()
    for article in articles:
        record = walk.add(article).record()
        kinds[record["outcome"], record["why"]] += 1
        of = record["duplicate_of"]
        root[article.id] = root.get(of, article.id)
    every = list(itertools.combinations(root, 2))
    joined = {pair for pair in every if root[pair[0]] == root[pair[1]]}
    gold = {pair for pair in every if label[pair[0]] is not None and label[pair[0]] == label[pair[1]]}
    same = {(a, b) for a, b in gold if not figures_differ(prints[a], Claim.of(b, 1, 0, prints[b]))}
    size = sum(len(key) + len(value) for key, value in walk.table.items()) / len(articles)
    print(f"precision {len(joined & gold) / len(joined):.3f}")
    print(f"recall    {len(joined & same) / len(same):.3f} of {len(same)} pairs with the same figures")
    print(f"recall    {len(joined & gold) / len(gold):.3f} of all {len(gold)} pairs")
    print(f"state     {size:.0f} bytes an article; fingerprint {per_article * 1000:.2f} ms an article")
    for (outcome, why), count in kinds.most_common():
        print(f"{count:5} {outcome} {why or ''}")


if __name__ == "__main__":
    main()
