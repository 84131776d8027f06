"""The Faust application: its settings, each with the reason for it, and its tables."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Any, cast

import faust
from aiokafka.partitioner import DefaultPartitioner
from faust.types import Message
from yarl import URL

from rasid.settings import Settings
from rasid.stream.flow import Consumer, FlowControl, Taken, Transport
from rasid.stream.lag import Peeker
from rasid.stream.names import CLAIMS_TABLE, PUBLISHED_TABLE, topic_names
from rasid.stream.state import instance_name, state_dir
from rasid.stream.tables import ROCKSDB_OPTIONS, ConfirmedTable

_BUFFERED_MESSAGES = 500
_LINGER_SECONDS = 0.005
_REBALANCE_SECONDS = 60.0
_ENVELOPE_BYTES = 64 * 1024
_partitioner = DefaultPartitioner()


class App(faust.App):
    """The application of one worker process, with its two tables."""

    claims: ConfirmedTable
    published: ConfirmedTable
    first_offset: Callable[[str, int, int], Awaitable[int | None]]
    """The first offset of a topic's partition, at or after a given one, that has a message."""

    def _new_transport(self) -> Any:
        return Transport(self.conf.broker_consumer, self)

    @cached_property
    def flow_control(self) -> FlowControl:
        """See FlowControl."""
        return FlowControl(lambda: self.consumer, loop=self.loop)

    async def take(self, message: Message) -> Taken | None:
        """See Consumer."""
        return await cast(Consumer, self.consumer).take(message)

    def is_current(self, taken: Taken) -> bool:
        """Whether a message may still be worked on: its partition is this worker's and it will not be delivered again."""
        return self.flow_control.is_active() and cast(Consumer, self.consumer).is_current(taken)

    def acknowledge(self, taken: Taken) -> None:
        """See Consumer."""
        cast(Consumer, self.consumer).acknowledge(taken)

    def forget(self, taken: Taken) -> None:
        """See Consumer."""
        cast(Consumer, self.consumer).forget(taken)

    def partition_of(self, key: bytes) -> int:
        """The partition where a key's messages go, the same in every topic: the producer's own rule (murmur2)."""
        partitions = list(range(self.conf.topic_partitions))
        return int(_partitioner(key, partitions, partitions))

    def owned(self, topic: str) -> frozenset[int]:
        """The partitions of a topic that are this worker's."""
        return frozenset(each.partition for each in self.consumer.assignment() if each.topic == topic)


def build_app(settings: Settings) -> App:
    """The application, not started; needs a running event loop. Every setting that differs from Faust's has its reason."""
    names = topic_names(settings.topic_prefix, settings.app_id)
    app = App(
        names.group,
        broker=[URL(f"kafka://{address}") for address in settings.brokers],
        broker_credentials=_credentials(settings),
        broker_client_id=f"rasid-{instance_name(settings)}",
        datadir=str(state_dir(settings)),
        store="rocksdb://",
        autodiscover=False,
        # Faust's web server listens on all addresses and shows table data; ours does neither.
        web_enabled=False,
        # Topics are made by `topics apply` from one declaration, the leader's among them.
        topic_allow_declare=False,
        topic_disable_leader=True,
        topic_partitions=settings.partitions,
        topic_replication_factor=settings.replication,
        # Exactly-once is broken in Faust; replays write the same records instead.
        processing_guarantee="at_least_once",
        # Standbys keep a copy of each table on another worker; recovery from the changelog takes seconds.
        table_standby_replicas=0,
        # A crash costs its partitions this long, Faust's default is 60 s; a restart under the same name costs nothing.
        broker_session_timeout=settings.session_seconds,
        broker_heartbeat_interval=settings.session_seconds / 4,
        broker_rebalance_timeout=_REBALANCE_SECONDS,
        broker_request_timeout=max(_REBALANCE_SECONDS + 10, settings.session_seconds + 10),
        consumer_group_instance_id=f"{names.group}-{instance_name(settings)}",
        broker_commit_interval=settings.commit_seconds,
        # A rebalance and a stop wait for the batch in hand, and for no more than that.
        stream_wait_empty=True,
        stream_buffer_maxsize=_BUFFERED_MESSAGES,
        producer_acks=-1,
        producer_linger=_LINGER_SECONDS,
        producer_request_timeout=settings.delivery_seconds,
        producer_max_request_size=settings.max_dead_letter_bytes + _ENVELOPE_BYTES,
    )
    app.first_offset = Peeker(settings).first_offset
    app.claims = _table(app, CLAIMS_TABLE, settings)
    app.published = _table(app, PUBLISHED_TABLE, settings)
    return app


def _table(app: App, name: str, settings: Settings) -> ConfirmedTable:
    table = ConfirmedTable(
        app,
        name=name,
        key_type=bytes,
        value_type=bytes,
        partitions=settings.partitions,
        options=dict(ROCKSDB_OPTIONS),
    )
    return cast(ConfirmedTable, app.tables.add(table))


def _credentials(settings: Settings) -> Any:
    """How to log in, in Faust's terms."""
    context = settings.ssl_context()
    if settings.security_protocol.startswith("SASL") and settings.sasl_password:
        return faust.SASLCredentials(
            username=settings.sasl_username,
            password=settings.sasl_password.get_secret_value(),
            mechanism=settings.sasl_mechanism,
            ssl_context=context,
        )
    return faust.SSLCredentials(context) if context else None
