"""The walk in any order of arrival, over any number of partitions, through crashes and replays."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from zlib import crc32

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasid.dedup import Outcome, Walk, begin, decode, encode, step
from rasid.models import Article

WORDS = [f"{first}{second}" for first in ("مدين", "شارع", "ساح", "جسر", "حقل", "ميناء") for second in "اتجدرزسشصضطعفقكلمنهوي"]
TOLLS = (3, 7, 12)
VARIANTS = ("plain", "exact", "headline", "noise", "truncated", "longer", "edited")


def text_of(family: int, toll: int, variant: str, salt: int) -> tuple[str, str]:
    """Title and text of a report: one family tells one story; the toll stands in title and lead."""
    words = random.Random(family).sample(WORDS, 80)
    noise = random.Random(1000 + salt).sample(WORDS, 40)
    title, lead = f"مقتل {toll} في {words[0]}", f"قتل {toll} أشخاص في {words[0]} قرب {words[1]}"
    if variant == "headline":
        title = f"{words[2]} تشهد مقتل {toll}"
    elif variant == "noise":
        words = noise[:3] + words + noise[3:6]
    elif variant == "truncated":
        words = words[:50]
    elif variant == "longer":
        words = words + noise
    elif variant == "edited":
        words[40] = noise[0]
    return title, " ".join([lead, *words]) + ("" if variant in ("plain", "exact") else f" {noise[-1]}")


deliveries = st.lists(
    st.tuples(
        st.integers(0, 5),  # id
        st.integers(0, 1),  # family
        st.sampled_from(TOLLS),
        st.sampled_from(VARIANTS),
        st.integers(0, 3),  # salt
        st.sampled_from([None, "https://example.com/1", "https://m.example.com/1?utm_source=a", "https://example.com/2"]),
    ),
    min_size=1,
    max_size=14,
)


@dataclass
class Delivery:
    """What arrived: the article, and what kind of report it is."""

    name: str
    article: Article
    story: tuple[int, int]


def arrivals(drawn: list[tuple[int, int, int, str, int, str | None]]) -> list[Delivery]:
    made = []
    for number, (id_, family, toll, variant, salt, url) in enumerate(drawn):
        title, text = text_of(family, toll, variant, salt)
        made.append(Delivery(f"raw-0-{number}", Article(id=f"a{id_}", url=url, title=title, text=text), (family, toll)))
    return made


@dataclass
class Cluster:
    """Partitions as logs with committed offsets; tables that keep every write, also those past the last commit."""

    partitions: int
    chance: random.Random
    logs: dict[int, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    committed: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    position: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    table: dict[bytes, bytes] = field(default_factory=dict)
    published: dict[bytes, set[tuple[str, str | None, int]]] = field(default_factory=lambda: defaultdict(set))

    def send(self, message: bytes) -> None:
        self.logs[crc32(decode(message).key) % self.partitions].append(message)

    def run(self, crashes: int) -> None:
        while waiting := [number for number, log in sorted(self.logs.items()) if self.position[number] < len(log)]:
            partition = self.chance.choice(waiting)
            # A crash anywhere in a step: its table write, its send, both or neither may have happened.
            point = self.chance.choice(("before", "written", "sent", None)) if crashes and self.chance.random() < 0.3 else None
            crashes -= point is not None
            self.take(partition, point)
            if point is not None:
                self.position[partition] = self.committed[partition]
                continue
            self.position[partition] += 1
            if self.chance.random() < 0.5:
                self.committed[partition] = self.position[partition]

    def take(self, partition: int, crash: str | None) -> None:
        candidate = decode(self.logs[partition][self.position[partition]])
        if crash == "before":
            return
        result = step(self.table.get(candidate.key), candidate)
        if result.stored is not None:
            self.table[candidate.key] = result.stored
        if crash == "written":
            return
        if result.onward is not None:
            self.send(encode(result.onward))
        else:
            assert result.outcome is not None
            self.published[candidate.delivery].add(summary(result.outcome))


def summary(outcome: Outcome) -> tuple[str, str | None, int]:
    return outcome.kind, outcome.duplicate.duplicate_of if outcome.duplicate else None, outcome.article.revision


def check(arrived: list[Delivery], ends: dict[str, tuple[str, str | None, int]]) -> None:
    """No chain of duplicates ends in nothing, and every story's every toll is published by somebody."""
    published = {delivery.article.id for delivery in arrived if ends[delivery.name][0] != "duplicate"}
    follows: dict[str, set[str]] = defaultdict(set)
    for delivery in arrived:
        kind, of, _ = ends[delivery.name]
        if kind == "duplicate" and of is not None and of != delivery.article.id:
            follows[delivery.article.id].add(of)
    for delivery in arrived:
        seen: set[str] = set()
        ahead = {delivery.article.id}
        while ahead := {following for id_ in ahead - published for following in follows[id_]}:
            assert not (ahead - published) & seen, "a circle of articles that were never published"
            seen |= ahead - published
        assert delivery.article.id in published or follows[delivery.article.id], "dropped for nothing"
    told = {delivery.story for delivery in arrived if ends[delivery.name][0] != "duplicate"}
    assert told == {delivery.story for delivery in arrived}, "a figure was lost"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deliveries, st.integers(1, 6), st.randoms(use_true_random=False), st.integers(0, 12))
def test_no_news_is_lost_whatever_crashes(drawn: list, partitions: int, chance: random.Random, crashes: int) -> None:
    """Copies, edits, truncations, other tolls and revisions, interleaved: every chain ends in a published article, every
    delivery ends the same way each time it is replayed, and no toll disappears."""
    arrived = arrivals(drawn)
    cluster = Cluster(partitions, chance)
    for delivery in arrived:
        message = encode(begin(delivery.article, delivery.name, at=int(delivery.name.rsplit("-", 1)[1])))
        for _ in range(chance.choice((1, 1, 2))):
            cluster.send(message)
    cluster.run(crashes)
    ends = {}
    for delivery in arrived:
        outcomes = cluster.published[begin(delivery.article, delivery.name, 0).delivery]
        assert len(outcomes) == 1, f"{delivery.name} ended as {outcomes}"
        ends[delivery.name] = next(iter(outcomes))
    check(arrived, ends)


@settings(max_examples=100, deadline=None)
@given(deliveries, st.randoms(use_true_random=False))
def test_the_walk_in_memory_keeps_the_same_promise_in_any_order(drawn: list, chance: random.Random) -> None:
    arrived = arrivals(drawn)
    chance.shuffle(arrived)
    walk = Walk()
    outcomes = [walk.add(delivery.article, at=number) for number, delivery in enumerate(arrived)]
    check(arrived, {delivery.name: summary(outcome) for delivery, outcome in zip(arrived, outcomes, strict=True)})
    again = Walk()
    assert [again.add(delivery.article, at=number) for number, delivery in enumerate(arrived)] == outcomes
    revisions: dict[str, list[int]] = defaultdict(list)
    for delivery, outcome in zip(arrived, outcomes, strict=True):
        if outcome.kind != "duplicate":
            revisions[delivery.article.id].append(outcome.article.revision)
    assert all(numbers == sorted(set(numbers)) for numbers in revisions.values())
