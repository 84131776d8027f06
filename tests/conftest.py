"""Fixtures for all tests: one Kafka for the whole run, started by the first test that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rasid.stream.broker import EmbeddedKafka

KAFKA_FIXTURES = {"kafka", "kafka_node"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses Kafka is an integration test: `-m "not integration"` leaves it out."""
    for item in items:
        if KAFKA_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.integration)


@pytest.fixture(scope="session")
def kafka_node() -> Iterator[EmbeddedKafka]:
    """The session's Kafka; do not kill it: a test of faults starts its own EmbeddedKafka."""
    with EmbeddedKafka() as broker:
        yield broker


@pytest.fixture(scope="session")
def kafka(kafka_node: EmbeddedKafka) -> str:
    """Address of the session's Kafka. Topics are shared: give every test its own `topic_prefix`."""
    return kafka_node.bootstrap
