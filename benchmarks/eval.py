"""Quality as a number with a floor.

    python benchmarks/eval.py                 score the project's own gold articles; exit 1 below a floor
    python benchmarks/eval.py --raise-floors  write today's scores as floors where they are higher
    python benchmarks/eval.py --lower-floors  write today's scores as floors, also where they are lower
    python benchmarks/eval.py --dev [--errors]  score ../shared/eval/dev, the held-out third apart

The measure is ../shared/eval/score.py; `score.py` here is its copy, so that the own gold is scored without ../shared
(a test holds the two equal). An article of ../shared is held out when the SHA-256 of its id is divisible by three;
--errors never shows those.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

import score
from rasid.errors import BadInputError
from rasid.extraction import extract
from rasid.intake import Limits, prepare
from rasid.models import to_json

ROOT = Path(__file__).parents[1]
OWN = sorted((ROOT / "tests" / "fixtures").glob("gold-*.jsonl"))
FLOORS = ROOT / "tests" / "fixtures" / "floors.json"
DEV = ROOT.parent / "shared" / "eval" / "dev"
FIELDS = ("id", "source", "url", "published_at", "title", "text")
# Scores move a little with every honest change of the gold's neighbours; a floor is the score less this.
SLACK = 0.005
# A slot with fewer gold items than this says more about one sentence than about quality: no floor.
ENOUGH = 12

Gold = list[dict[str, Any]]


def read_gold(paths: Iterable[Path]) -> Gold:
    """The gold articles of some files, in order."""
    return [orjson.loads(line) for path in paths for line in path.read_bytes().splitlines() if line.strip()]


def events_of(gold: Gold) -> list[dict[str, Any]]:
    """What the extractor finds in gold articles, through the same intake as the stream, in the wire's form."""
    events = []
    for item in gold:
        try:
            prepared = prepare(orjson.dumps({name: item[name] for name in FIELDS if item.get(name)}), Limits())
        except BadInputError as error:
            print(f"refused {item['id']}: {error.code}: {error}", file=sys.stderr)
            continue
        if prepared.skipped is None:
            events += [orjson.loads(to_json(event)) for event in extract(prepared.article)]
    return events


def held_out(item: dict[str, Any]) -> bool:
    """Whether an article of ../shared belongs to the third that nobody reads while writing rules."""
    return int(hashlib.sha256(item["id"].encode()).hexdigest(), 16) % 3 == 0


def measure(gold: Gold, show: Any = None) -> dict[str, Any]:
    """The scorer's table for some gold articles."""
    return score.score(gold, events_of(gold), show)


def table(name: str, result: dict[str, Any]) -> None:
    """Print one result as the scorer does."""
    print(f"{name:26}{'P':>8}{'R':>8}{'F1':>8}{'gold':>7}{'found':>7}")
    for key, value in result.items():
        if isinstance(value, dict) and "f1" in value:
            print(f"{key:26}{value['precision']:8.3f}{value['recall']:8.3f}{value['f1']:8.3f}{value['gold']:7}{value['found']:7}")
    print(f"{'casualty slots, mean F1':42}{result['casualty_slots_mean_f1']:8.3f}")
    print("articles with nothing to find, left clean: {clean} of {total}\n".format(**result["empty_articles"]))


def flat(result: dict[str, Any]) -> dict[str, float]:
    """The figures that have floors: precision and F1 of both kinds, F1 of every slot that has enough gold."""
    scored = {k: v for k, v in result.items() if isinstance(v, dict) and v.get("gold", 0) >= ENOUGH}
    figures = {f"{k}.f1": v["f1"] for k, v in scored.items()}
    figures |= {f"{k}.precision": scored[k]["precision"] for k in ("casualty", "diplomacy") if k in scored}
    return figures | {"casualty_slots_mean_f1": result["casualty_slots_mean_f1"]}


def digest(gold: Gold) -> str:
    """Identifies the corpus that floors were measured on."""
    return hashlib.sha256(b"".join(orjson.dumps(item, option=orjson.OPT_SORT_KEYS) for item in gold)).hexdigest()


def own(change: str | None) -> int:
    """Score the own gold against its floors; `change` is None, "raise" or "lower". Returns the exit code."""
    gold = read_gold(OWN)
    result = measure(gold)
    table(f"own gold ({len(gold)} articles)", result)
    figures = flat(result)
    stored = json.loads(FLOORS.read_text()) if FLOORS.exists() else {"corpus": "", "floors": {}}
    if change:
        floors = {k: round(max(v - SLACK, 0.0), 4) for k, v in figures.items()}
        if change == "raise":
            floors = {k: max(v, stored["floors"].get(k, 0.0)) for k, v in floors.items()}
        FLOORS.write_text(json.dumps({"corpus": digest(gold), "floors": floors}, indent=2) + "\n")
        print(f"floors written to {FLOORS.relative_to(ROOT)}")
        return 0
    if stored["corpus"] != digest(gold):
        print("the gold changed since its floors were measured: run with --raise-floors (or --lower-floors) and commit both")
        return 1
    below = [
        f"{k}: {figures.get(k, 0.0):.4f} < {floor:.4f}" for k, floor in stored["floors"].items() if figures.get(k, 0.0) < floor
    ]
    print("\n".join(["below the floor:", *below]) if below else "every score is at or above its floor")
    return 1 if below else 0


def dev(errors: bool) -> int:
    """Score ../shared/eval/dev: all, the read part, the held-out third. Returns the exit code."""
    if not DEV.exists():
        print("../shared/eval/dev is not here")
        return 1
    gold = read_gold([DEV / "seeds.jsonl", DEV / "articles.jsonl"])
    unread = [item for item in read_gold([DEV / "articles.jsonl"]) if held_out(item)]
    names = {item["id"] for item in unread}
    read = [item for item in gold if item["id"] not in names]

    def show(what: str, article: dict[str, Any], item: dict[str, Any]) -> None:
        evidence = item.get("evidence")
        if isinstance(evidence, dict):
            evidence = evidence["text"]
        name = item.get("effect") or item.get("event_type") or "/".join(item.get("types", []))
        print(f"{what:18} {article['id']:24} {name:10} {score.count_of(item) if item.get('effect') else ''} {evidence}")

    table(f"dev ({len(gold)} articles)", measure(gold))
    table(f"dev, read ({len(read)})", measure(read, show if errors else None))
    table(f"dev, held out ({len(unread)})", measure(unread))
    return 0


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--errors", action="store_true", help="with --dev: print every miss and false alarm of the read part")
    parser.add_argument("--raise-floors", dest="change", action="store_const", const="raise")
    parser.add_argument("--lower-floors", dest="change", action="store_const", const="lower")
    options = parser.parse_args()
    return dev(options.errors) if options.dev else own(options.change)


if __name__ == "__main__":
    sys.exit(main())
