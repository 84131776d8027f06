"""Faust's consumer and flow control, mended where they lose messages or do them twice. docs/faust.md says which was met how."""

from __future__ import annotations

from typing import Any

from faust.transport.drivers import aiokafka as driver
from faust.types import TP, Message
from mode.utils.futures import notify
from mode.utils.queues import FlowControlEvent


class Consumer(driver.Consumer):
    """Acknowledges only what it is told to, and seeks only while nothing is fetched."""

    revoking = False
    """True from the moment partitions are taken away until new ones are given."""

    def ack(self, message: Message) -> bool:
        """Not yet: the stream is done with the message, the batch is not.

        Faust acknowledges whatever leaves a stream: a message whose agent raised, or one that a rebalance made it skip.
        """
        return False

    async def verify_all_partitions_active(self) -> None:
        """Stalls are the watchdog's business (rasid.stream.health); Faust judges by its streams, which are not used."""

    def acknowledge(self, message: Message) -> None:
        """Mark a message as done, so that its offset is committed. In the order of each partition's offsets.

        One of an earlier assignment is delivered again: what was skipped before it must not be committed with it.
        """
        if message.generation_id == self.app.consumer_generation_id:
            super().ack(message)
        self.forget(message)

    def forget(self, message: Message) -> None:
        """Give up a message: a rebalance or a stop need not wait for it."""
        self._unacked_messages.discard(message)
        notify(self._waiting_for_ack)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Keep the flow stopped until the next assignment, whatever the recovery of this one still does.

        Commits first: Faust forgets what is acknowledged and not committed yet, and all of it is done twice.
        """
        self.revoking = True
        await self.commit()
        await super().on_partitions_revoked(revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Let the flow start again once tables are recovered."""
        self.revoking = False
        await super().on_partitions_assigned(assigned, generation_id)

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
