"""One declaration of the topics; a broker is brought to it or checked against it."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from rasid.errors import BrokerError, TopicError
from rasid.settings import Settings, load_settings
from rasid.stream import topics


@pytest.fixture
def settings(kafka: str) -> Settings:
    return load_settings(brokers=[kafka], topic_prefix=f"t{uuid.uuid4().hex[:8]}.", partitions=3)


async def _alter(kafka: str, name: str, **values: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    configs = {key.replace("_", "."): value for key, value in values.items()}
    await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, configs=configs)])
    await admin.close()
    await asyncio.sleep(0.5)  # a broker shows a change a moment after the controller took it


def test_the_declaration_is_the_contract() -> None:
    """Names, cleanup and retention are those of the public contract."""
    found = {
        topic.name: (topic.cleanup, topic.retention_days) for topic in topics.declared(load_settings()) if not topic.internal
    }
    assert found == {
        "articles.raw": ("delete", 7),
        "articles.unique": ("delete", 7),
        "articles.duplicates": ("delete", 30),
        "articles.dead-letter": ("delete", 30),
        "events.casualty": ("compact", None),
        "events.diplomacy": ("compact", None),
    }


def test_all_topics_have_one_partition_count() -> None:
    """A changelog's partitions must be those of the topic that its table follows."""
    assert {topic.partitions for topic in topics.declared(load_settings(partitions=5))} == {5}


def test_three_copies_need_two_in_sync() -> None:
    configurations = [topic.configuration for topic in topics.declared(load_settings(replication=3))]
    assert all(configuration["min.insync.replicas"] == "2" for configuration in configurations)


async def test_a_second_apply_changes_nothing(settings: Settings) -> None:
    first = await topics.apply(settings)
    assert {applied.action for applied in first} == {"created"}
    second = await topics.apply(settings)
    assert {applied.action for applied in second} == {"unchanged"}
    assert await topics.find_problems(settings) == []
    await topics.check(settings)


async def test_apply_restores_a_setting_and_keeps_an_operators_own(settings: Settings) -> None:
    await topics.apply(settings)
    name = f"{settings.topic_prefix}articles.raw"
    await _alter(settings.bootstrap, name, retention_ms="1000", segment_bytes="2000000")
    problems = await topics.find_problems(settings)
    assert any("retention.ms 1000, declared is 604800000" in problem for problem in problems)
    applied = {each.topic.name: each for each in await topics.apply(settings)}
    assert applied[name].action == "configured"
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    await admin.start()
    [response] = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
    await admin.close()
    values = {entry[0]: entry[1] for entry in response.resources[0][4]}
    assert values["segment.bytes"] == "2000000"
    assert values["retention.ms"] == "604800000"


async def test_a_missing_topic_stops_a_worker_before_it_starts(settings: Settings) -> None:
    with pytest.raises(TopicError, match=r"articles\.raw is missing.*rasid topics apply"):
        await topics.check(settings)


async def test_a_wrong_partition_count_is_an_error_and_nothing_is_changed(settings: Settings) -> None:
    name = f"{settings.topic_prefix}articles.unique"
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(name, 2, 1)])
    with pytest.raises(TopicError, match="has 2 partitions, declared are 3"):
        await topics.apply(settings)
    with pytest.raises(TopicError, match="has 2 partitions, declared are 3"):
        await topics.check(settings)
    listed = await admin.list_topics()
    await admin.close()
    assert f"{settings.topic_prefix}articles.raw" not in listed


async def test_more_copies_than_brokers_is_said_in_one_line(kafka: str) -> None:
    settings = load_settings(brokers=[kafka], topic_prefix=f"t{uuid.uuid4().hex[:8]}.", replication=3)
    with pytest.raises(TopicError, match="RASID_REPLICATION is more than there are brokers"):
        await topics.apply(settings)


async def test_no_broker_is_said_in_one_line() -> None:
    with pytest.raises(BrokerError, match=r"no answer from Kafka at 127\.0\.0\.1:9") as raised:
        await topics.apply(load_settings(brokers=["127.0.0.1:9"]))
    assert "\n" not in str(raised.value)
