"""The claims table at size: bytes an article, lookup, disk, reopening and sweep, on RocksDB with the worker's options.

    python benchmarks/dedup_state.py [--claims 1000000]

Loading writes in batches, as Faust's recovery does once it has the changelog from Kafka: it is recovery's part on disk.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faust.stores.rocksdb import RocksDBOptions
from rocksdict import WriteBatch

from rasid.dedup import MAX_AGE, Walk, begin, is_expired
from rasid.dedup.claims import Claim, write
from rasid.dedup.urls import article_id
from rasid.models import Article
from rasid.stream.tables import ROCKSDB_OPTIONS

PARTITIONS = 8
LOOKUPS = 20_000
NOW = 3 * MAX_AGE
WORDS = ["".join(letters) for letters in itertools.product("بتحدرسعفقكلمنهي", repeat=3)]


def article(number: int, chance: random.Random) -> Article:
    """A made article of 350 words, five of them figures, whose id comes from its URL."""
    words = [chance.choice(WORDS) for _ in range(345)] + [str(chance.randrange(9, 999)) for _ in range(5)]
    chance.shuffle(words)
    url = f"https://example.com/{number}"
    return Article(id=article_id(url, None, ""), url=url, title=" ".join(words[:9]), text=" ".join(words))


def bytes_an_article(count: int = 300) -> float:
    """What an article leaves in the table, keys included."""
    chance, walk = random.Random(1), Walk()
    for number in range(count):
        walk.add(article(number, chance))
    return sum(len(key) + len(value) for key, value in walk.table.items()) / count


def claims(count: int) -> Iterator[tuple[bytes, bytes]]:
    """Made claims, half of them past their age at NOW: random band values, signatures and ids."""
    chance = random.Random(2)
    print_ = begin(article(0, chance), "", 0).fingerprint
    for number in range(count):
        claim = Claim.of(f"url-{chance.randbytes(16).hex()}", 1, 0 if number % 2 else NOW, print_)
        fresh = {"signature": chance.randbytes(len(claim.signature)), "content": chance.randbytes(8), "body": chance.randbytes(4)}
        values = {name: getattr(claim, name) for name in claim.__struct_fields__} | fresh
        yield b"%d:%s" % (2 + number % 5, chance.randbytes(4).hex().encode()), write([Claim(**values)])


def load(stores: list[Any], count: int) -> list[bytes]:
    """Write the claims in batches; every key that was written."""
    keys = []
    batches = [WriteBatch(raw_mode=True) for _ in stores]
    for number, (key, value) in enumerate(claims(count), 1):
        batches[number % PARTITIONS].put(key, value)
        keys.append(key)
        if number % 20_000 == 0 or number == count:
            for store, batch in zip(stores, batches, strict=True):
                store.write(batch)
            batches = [WriteBatch(raw_mode=True) for _ in stores]
    return keys


def lookups(stores: list[Any], keys: list[tuple[int, bytes]]) -> list[float]:
    """Milliseconds of each lookup."""
    times = []
    for place, key in keys:
        start = time.perf_counter()
        stores[place].get(key)
        times.append((time.perf_counter() - start) * 1000)
    return times


def sweep(stores: list[Any]) -> int:
    """Delete what has expired at NOW; how many."""
    deleted = 0
    for store in stores:
        expired = [key for key, value in store.items() if is_expired(value, NOW)]
        for key in expired:
            del store[key]
        deleted += len(expired)
    return deleted


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    count = parser.parse_args().claims
    print(f"{'bytes an article in the table':44}{bytes_an_article():10.0f}")
    start = time.perf_counter()
    for _ in claims(count):
        pass
    making = time.perf_counter() - start
    options = RocksDBOptions(use_rocksdict=True, **{name: value for name, value in ROCKSDB_OPTIONS.items() if name != "driver"})
    with tempfile.TemporaryDirectory(prefix="rasid-state-") as directory:
        paths = [Path(directory) / f"{number}.db" for number in range(PARTITIONS)]
        stores = [options.open(path) for path in paths]
        start = time.perf_counter()
        keys = load(stores, count)
        print(f"{f'{count:,} claims written, seconds':44}{time.perf_counter() - start - making:10.1f}")
        for store in stores:
            store.close()
        start = time.perf_counter()
        stores = [options.open(path) for path in paths]
        print(f"{f'{PARTITIONS} stores reopened, seconds':44}{time.perf_counter() - start:10.2f}")
        size = sum(file.stat().st_size for file in Path(directory).rglob("*") if file.is_file())
        print(f"{'disk, MB':44}{size / 1e6:10.0f}")
        chance = random.Random(3)
        there = [(place % PARTITIONS, keys[place - 1]) for place in chance.sample(range(1, count + 1), min(LOOKUPS, count))]
        missing = [(place, b"2:" + chance.randbytes(4).hex().encode()) for place, _ in there]
        for name, wanted in (("present", there), ("absent", missing)):
            times = sorted(lookups(stores, wanted))
            median, high = statistics.median(times), times[len(times) * 99 // 100]
            print(f"{f'lookup of a key {name}, ms: median, 99th':44}{median:10.3f}{high:10.3f}")
        start = time.perf_counter()
        deleted = sweep(stores)
        print(f"{f'sweep, {deleted:,} deleted, seconds':44}{time.perf_counter() - start:10.1f}")
        for store in stores:
            store.close()
    print(f"{'highest memory of this process, MB':44}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:10.0f}")


if __name__ == "__main__":
    main()
