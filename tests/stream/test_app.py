"""The Faust application as it is built: settings that keep known faults away, and the mended places, without Kafka."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from mode.utils.queues import FlowControlQueue

from rasid.settings import load_settings
from rasid.stream.app import App, build_app
from rasid.stream.flow import Consumer, FlowControl, Taken
from rasid.stream.metrics import Metrics
from rasid.stream.names import topic_names
from rasid.stream.state import State, state_dir
from rasid.stream.topics import declared
from rasid.stream.worker import _add_agents

PARTITION = TP("rasid.claims", 0)


@pytest.fixture
async def app(tmp_path: Path) -> App:
    settings = load_settings(state_dir=tmp_path, instance="a", partitions=4)
    state_dir(settings).mkdir()
    app = build_app(settings)
    _add_agents(app, settings, topic_names("", "rasid"), Metrics(), State(settings))
    app.finalize()
    return app


@pytest.fixture
def consumer(app: App) -> Consumer:
    """The consumer of an assignment of one partition, committed up to 5, where Kafka has a message at every offset."""
    consumer: Any = app.consumer
    app.consumer_generation_id = 3
    app.first_offset = offsets_from(0)
    consumer.rewound = []
    consumer._start = starts_at_five
    consumer._thread.call_thread = lambda _, tp, offset: rewind(consumer.rewound, offset)
    consumer._renew(frozenset({PARTITION}))
    return cast(Consumer, consumer)


async def starts_at_five(_: TP) -> int:
    return 5


async def rewind(rewound: list[int], offset: int) -> None:
    rewound.append(offset)


def offsets_from(least: int) -> Any:
    """A Kafka whose first message is at an offset."""

    async def first_offset(topic: str, partition: int, offset: int) -> int:
        return max(least, offset)

    return first_offset


async def take(consumer: Consumer, offset: int) -> Taken:
    taken = await consumer.take(message(offset))
    assert taken is not None
    return taken


def message(offset: int, generation: int = 3) -> Any:
    found = driver.ConsumerMessage(
        PARTITION.topic, PARTITION.partition, offset, 0.0, 0, (), b"k", b"v", None, tp=PARTITION, generation_id=generation
    )
    found.refcount = 1
    return found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("web_enabled", False),
        ("topic_allow_declare", False),
        ("topic_disable_leader", True),
        ("table_standby_replicas", 0),
        ("broker_session_timeout", 10.0),
        ("broker_heartbeat_interval", 2.5),
        ("consumer_group_instance_id", "rasid-a"),
        ("stream_wait_empty", True),
        ("producer_acks", -1),
        ("producer_request_timeout", 30.0),
        ("stream_publish_on_commit", False),
    ],
)
async def test_a_setting_that_differs_from_fausts_or_must_stay(app: App, name: str, value: object) -> None:
    assert getattr(app.conf, name) == value


async def test_exactly_once_is_not_used(app: App) -> None:
    assert app.conf.processing_guarantee.value == "at_least_once"


async def test_three_agents_read_their_topics_one_by_one_and_as_bytes(app: App) -> None:
    """Concurrency 1: an article's steps in a partition are taken in order."""
    agents = {name: agent for name, agent in app.agents.items() if not name.startswith("_")}
    topics = {agent.channel.get_topic_name(): agent for agent in agents.values()}
    assert set(topics) == {"articles.raw", "rasid.claims", "articles.unique"}
    assert {agent.concurrency for agent in agents.values()} == {1}
    assert {(agent.channel.key_serializer, agent.channel.value_serializer) for agent in agents.values()} == {("raw", "raw")}


async def test_the_tables_are_plain_bounded_and_where_topics_apply_expects_their_changelogs(app: App) -> None:
    """No windows, no global tables, no 2 GiB block cache; changelogs named as they are declared."""
    assert set(app.tables) == {"claims", "published"}
    for table in app.tables.values():
        assert (table.window, table.is_global, table.use_partitioner) == (None, False, False)
        assert table.data.use_rocksdict
        assert table.data.rocksdb_options.block_cache_size <= 2**21
    settings = load_settings(partitions=4)
    names = {topic.name for topic in declared(settings)}
    assert {table.changelog_topic_name for table in app.tables.values()} <= names
    assert {topic.partitions for topic in declared(settings)} == {4}


async def test_the_largest_dead_letter_fits_into_a_request(app: App) -> None:
    settings = load_settings()
    assert app.conf.producer_max_request_size > settings.max_dead_letter_bytes > settings.max_record_bytes * 4 / 3


async def test_a_key_has_the_partition_that_the_producer_would_give_it(app: App) -> None:
    """The same in every topic, and known before the producer knows the topic."""
    # Apache Kafka's own test vectors of murmur2.
    vectors = {b"21": -973932308, b"foobar": -790332482, b"a-little-bit-long-string": -985981536}
    assert {key: app.partition_of(key) for key in vectors} == {key: (each & 0x7FFFFFFF) % 4 for key, each in vectors.items()}


async def test_leaving_a_stream_acknowledges_nothing(consumer: Consumer) -> None:
    """A message whose agent raised, or that a rebalance skipped, stays to be delivered again."""
    taken = await take(consumer, 5)
    assert not taken.message.ack(consumer)
    assert consumer._filter_committable_offsets([PARTITION]) == {}


async def test_acknowledged_messages_are_committed_up_to_the_first_that_is_not(consumer: Consumer) -> None:
    first, second, third = [await take(consumer, offset) for offset in (5, 6, 7)]
    consumer.acknowledge(third)
    assert consumer._filter_committable_offsets([PARTITION]) == {}
    consumer.acknowledge(first)
    assert consumer._filter_committable_offsets([PARTITION]) == {PARTITION: 6}
    consumer.acknowledge(second)
    assert consumer._filter_committable_offsets([PARTITION]) == {PARTITION: 7}


async def test_skipped_messages_are_read_again_and_never_committed(consumer: Consumer) -> None:
    """Faust took the hole for offsets without messages and committed it: hundreds of articles were lost in a rebalance."""
    consumer.acknowledge(await take(consumer, 5))
    for skipped_to in (9, 10, 11):
        assert await consumer.take(message(skipped_to)) is None
    assert consumer.rewound == [6], "once, however many come after the hole"
    assert consumer._filter_committable_offsets([PARTITION]) == {PARTITION: 6}
    for offset in range(6, 12):
        consumer.acknowledge(await take(consumer, offset))
    assert consumer._filter_committable_offsets([PARTITION]) == {PARTITION: 12}


async def test_what_was_skipped_before_the_first_message_is_read_again_too(consumer: Consumer) -> None:
    assert await consumer.take(message(8)) is None
    assert consumer.rewound == [5]


async def test_skipped_messages_with_nothing_after_them_are_read_again(consumer: Consumer) -> None:
    """No later message shows the hole; the partition's end does. What is in hand is waited for."""
    consumer.highwater = lambda _: 7
    for _ in range(5):
        await consumer.look_for_holes()
    assert consumer.rewound == [5], "once, then with longer waits"
    in_hand = await take(consumer, 5)
    for _ in range(5):
        await consumer.look_for_holes()
    assert consumer.rewound == [5]
    consumer.acknowledge(in_hand)
    consumer.acknowledge(await take(consumer, 6))
    for _ in range(5):
        await consumer.look_for_holes()
    assert consumer.rewound == [5], "nothing is left"


async def test_an_offset_that_has_no_message_holds_nothing_up(consumer: Consumer) -> None:
    """Transactions and retention leave such: Kafka says so itself."""
    consumer.acknowledge(await take(consumer, 5))
    consumer.app.first_offset = offsets_from(9)
    consumer.acknowledge(await take(consumer, 9))
    assert consumer._filter_committable_offsets([PARTITION]) == {PARTITION: 10}


async def test_a_message_that_comes_again_is_not_taken_twice(consumer: Consumer) -> None:
    await take(consumer, 5)
    assert await consumer.take(message(5)) is None
    assert await consumer.take(message(4)) is None


async def test_a_message_of_an_earlier_assignment_is_not_committed(consumer: Consumer) -> None:
    """It is delivered again, as are those skipped before it; even if the group's generation is the same."""
    stale = await take(consumer, 5)
    consumer._renew(frozenset({PARTITION}))
    assert not consumer.is_current(stale)
    await take(consumer, 5)
    consumer.acknowledge(stale)
    assert consumer._filter_committable_offsets([PARTITION]) == {}
    assert stale.message not in consumer.unacked
    assert await consumer.take(message(6, generation=2)) is None


async def test_a_partition_that_is_somebody_elses_is_not_read(consumer: Consumer) -> None:
    consumer._renew(frozenset())
    assert await consumer.take(message(5)) is None


async def test_a_rebalance_waits_for_what_is_in_hand_and_not_for_what_is_given_up(consumer: Consumer) -> None:
    in_hand, waiting = await take(consumer, 5), await take(consumer, 6)
    consumer.forget(waiting)
    assert set(consumer.unacked) == {in_hand.message}
    consumer.acknowledge(in_hand)
    assert set(consumer.unacked) == set()
    again = await take(consumer, 6)
    assert again.since == 6, "what was given up is given again"


async def test_resuming_once_more_keeps_what_is_in_the_queues() -> None:
    """Recovery resumes several times; the last time messages are there that nobody would fetch again."""
    consumer = SimpleNamespace(revoking=False)
    control = FlowControl(lambda: consumer)
    queue: FlowControlQueue[str] = FlowControlQueue(flow_control=control, clear_on_resume=True)
    queue.put_nowait("of the last assignment")
    control.resume()
    assert queue.empty()
    queue.put_nowait("of this one")
    control.resume()
    assert queue.qsize() == 1
    control.suspend()
    consumer.revoking = True
    control.resume()
    assert not control.is_active(), "partitions are being taken away"


async def test_a_seek_stops_the_flow_and_is_left_out_while_it_is_stopped(consumer: Consumer) -> None:
    """In a rebalance the next assignment sets the positions; outside, nothing is fetched in between."""
    flowing: list[bool] = []

    async def committed() -> dict[TP, int]:
        flowing.append(consumer.flow_active)
        return {PARTITION: 5}

    consumer.seek_to_committed = committed
    await consumer.perform_seek()
    assert (flowing, consumer._read_offset[PARTITION]) == ([False], None)
    await consumer.perform_seek()
    assert flowing == [False]
    consumer.revoking = True
    consumer.resume_flow()
    assert not consumer.flow_active
    consumer.revoking = False
    consumer.resume_flow()
    assert consumer.flow_active


async def test_what_is_acknowledged_is_committed_before_partitions_are_given_up(consumer: Consumer) -> None:
    order: list[str] = []

    async def commit(*_: Any, **__: Any) -> bool:
        order.append("commit" if consumer._filter_committable_offsets([PARTITION]) else "too late")
        return True

    async def revoked(_: set[TP]) -> None:
        order.append("revoked")

    consumer.commit = commit
    consumer._on_partitions_revoked = revoked
    consumer.acknowledge(await take(consumer, 5))
    await asyncio.wait_for(consumer.on_partitions_revoked({PARTITION}), 5)
    assert order == ["commit", "revoked"]
