"""Faust's consumer and flow control, mended where they lose messages or do them twice. docs/faust.md says which was met how."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import structlog
from aiokafka.errors import IllegalStateError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, Message
from mode import Service
from mode.utils.futures import notify
from mode.utils.queues import FlowControlEvent

_LOOK_SECONDS = 1.0
_REREAD_AT = (3, 6, 12, 24)
"""After so many looks at which nothing moved."""

log = structlog.get_logger()


class Taken(NamedTuple):
    """A message that an agent has. `since`: the offset after the message before it; `epoch`: the assignment it came with."""

    message: Message
    epoch: int
    since: int


@dataclass
class _Chain:
    """Where a partition stands in this assignment: `given` is the next offset to give to its agent, `done` the next to commit."""

    given: int
    done: int
    refused: int | None = None
    seen: int = -1
    idle: int = 0


class _Nothing(dict[TP, int | None]):
    """What Faust believes to have read: nothing. It takes jumps in it for gaps, and commits what is in them."""

    def __missing__(self, key: TP) -> None:
        return None

    def __setitem__(self, key: TP, value: int | None) -> None:
        """Forget it."""

    def update(self, *_: Any, **__: Any) -> None:
        """Forget it."""


class Consumer(driver.Consumer):
    """Gives each partition's messages to its agent without a hole, and commits only what is done without a hole.

    What Faust fetches is not what its agents get: it skips messages while partitions are paused, while a rebalance goes
    on and when it seeks with a fetch under way. It then takes the hole for offsets that never had a message, and commits it.
    """

    revoking = False
    """True from the moment partitions are taken away until new ones are given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read_offset = _Nothing()
        self._epoch = 0
        self._owned: frozenset[TP] = frozenset()
        self._chains: dict[TP, _Chain] = {}

    def ack(self, message: Message) -> bool:
        """Not yet: the stream is done with the message, the batch is not.

        Faust acknowledges whatever leaves a stream: a message whose agent raised, or one that a rebalance made it skip.
        """
        return False

    async def verify_all_partitions_active(self) -> None:
        """Stalls are the watchdog's business (rasid.stream.health); Faust judges by its streams, which are not used."""

    async def take(self, message: Message) -> Taken | None:
        """A message for an agent, if it is the partition's next one; None if it comes again, or is not its turn.

        After a hole the partition is read again from where the hole begins. Offsets that have no message (transactions,
        retention) look the same: Kafka is asked, by a client that Faust has no part in.
        """
        tp, offset, epoch = message.tp, message.offset, self._epoch
        if tp not in self._owned or message.generation_id != self.app.consumer_generation_id:
            return None
        chain = self._chains.get(tp) or await self._begin(tp)
        if chain is None:
            return None
        if offset < chain.given or (chain.refused is not None and offset > chain.refused):
            return None
        if offset > chain.given:
            first = await cast(Any, self.app).first_offset(tp.topic, tp.partition, chain.given)
            if epoch != self._epoch:
                return None
            if first != offset:
                log.info("messages were skipped: they are read again", topic=tp.topic, partition=tp.partition, of=chain.given)
                chain.refused = offset
                await self._thread.call_thread(self._rewind, tp, chain.given)
                return None
        taken = Taken(message, epoch, chain.given)
        chain.given, chain.refused = offset + 1, None
        self.track_message(message)
        return taken

    async def _begin(self, tp: TP) -> _Chain | None:
        """The chain of a partition, at its committed offset; None if another assignment came meanwhile."""
        epoch, start = self._epoch, await self._start(tp)
        if epoch != self._epoch:
            return None
        if tp not in self._chains:
            self._chains[tp] = _Chain(start, start)
            self._committed_offset[tp] = start
        return self._chains[tp]

    async def _start(self, tp: TP) -> int:
        """The committed offset, or the first there is."""
        committed: int | None = await self._thread.call_thread(self._thread._ensure_consumer().committed, tp)
        return int((await self.earliest_offsets(tp))[tp]) if committed is None else committed

    @Service.task
    async def _reread(self) -> None:
        """Look for holes that no later message shows."""
        while not self.should_stop:
            await self.sleep(_LOOK_SECONDS)
            await self.look_for_holes()

    async def look_for_holes(self) -> None:
        """Read a partition again from where its agent is, if it is behind the partition's end and nothing of it is in hand.

        Twice in a row at one place: by then what was fetched has reached the agent, or never will. The next wait is longer.
        """
        if self.revoking or self.app.in_recovery or not self.flow_active:
            return
        epoch = self._epoch
        for tp in [each for each in self._owned if not self._is_changelog_tp(each)]:
            chain = self._chains.get(tp) or await self._begin(tp)
            if epoch != self._epoch or chain is None:
                return
            if chain.given != chain.done or chain.given >= (self.highwater(tp) or 0):
                chain.idle = 0
                continue
            chain.idle = chain.idle + 1 if chain.seen == chain.given else 1
            chain.seen = chain.given
            if chain.idle in _REREAD_AT or chain.idle % _REREAD_AT[-1] == 0:
                log.info("messages did not come: they are read again", topic=tp.topic, partition=tp.partition, of=chain.given)
                await self._thread.call_thread(self._rewind, tp, chain.given)

    async def _rewind(self, tp: TP, offset: int) -> None:
        """Fetch a partition from an offset on, unless it is somebody else's by now. In the consumer's thread."""
        with contextlib.suppress(IllegalStateError):
            self._thread._ensure_consumer().seek(tp, offset)

    def is_current(self, taken: Taken) -> bool:
        """Whether its partition is still this worker's, by the assignment that it came with."""
        return taken.epoch == self._epoch and not self.revoking

    def acknowledge(self, taken: Taken) -> None:
        """A message is done: its offset is committed with the next commit, if all before it are done.

        One of an earlier assignment is delivered again: what was skipped before it must not be committed with it.
        """
        chain = self._chains.get(taken.message.tp)
        if chain is not None and taken.epoch == self._epoch and taken.since == chain.done:
            chain.done = taken.message.offset + 1
        self._let_go(taken.message)

    def forget(self, taken: Taken) -> None:
        """Give up a message: a rebalance or a stop need not wait for it. In the same assignment it is read again."""
        chain = self._chains.get(taken.message.tp)
        if chain is not None and taken.epoch == self._epoch:
            chain.given = min(chain.given, taken.since)
        self._let_go(taken.message)

    def _let_go(self, message: Message) -> None:
        self._unacked_messages.discard(message)
        notify(self._waiting_for_ack)

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        return iter([tp for tp in self._chains if topics is None or tp in topics or tp.topic in topics])

    def _new_offset(self, tp: TP) -> int | None:
        chain = self._chains.get(tp)
        return chain.done if chain else None

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Keep the flow stopped until the next assignment, whatever the recovery of this one still does.

        Commits first: Faust forgets what is acknowledged and not committed yet, and all of it is done twice.
        """
        self.revoking = True
        await self.commit()
        await super().on_partitions_revoked(revoked)
        self._renew(frozenset())

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Let the flow start again once tables are recovered."""
        self._renew(frozenset(assigned))
        self.revoking = False
        await super().on_partitions_assigned(assigned, generation_id)

    def _renew(self, owned: frozenset[TP]) -> None:
        """Another assignment: every partition begins at its committed offset again."""
        self._epoch += 1
        self._owned = owned
        self._chains.clear()

    def resume_flow(self) -> None:
        """Fetch again, unless partitions are being taken away."""
        if not self.revoking:
            super().resume_flow()

    async def perform_seek(self) -> None:
        """Go back to the committed offsets with the flow stopped; recovery, which asks for it, resumes it.

        Faust seeks while it fetches: what comes in between is taken for a gap, and a gap is committed. It also seeks when
        a fetch returns during a rebalance, into the recovery of tables; the next assignment sets all positions anyway.
        """
        if self.flow_active:
            self.stop_flow()
            await super().perform_seek()


class Transport(driver.Transport):
    """Faust's transport with this consumer."""

    Consumer = Consumer


class FlowControl(FlowControlEvent):
    """Faust's flow control, which empties the streams' queues only when it was suspended.

    Recovery resumes several times. The last time messages are in the queues already, and nobody would fetch them again.
    """

    def __init__(self, consumer: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._consumer = consumer

    def resume(self) -> None:
        """Let messages through, unless partitions are being taken away."""
        if not self.is_active() and not self._consumer().revoking:
            super().resume()
