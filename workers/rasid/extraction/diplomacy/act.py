"""An act as it was found, and the memory of a text that binds it."""

from __future__ import annotations

from dataclasses import dataclass, field

from rasid.extraction.diplomacy.clauses import Reading
from rasid.extraction.diplomacy.frames import Frame, Trigger
from rasid.extraction.mentions import ActorMention


@dataclass(slots=True)
class Act:
    """A frame found at a token with its parties; `first`..`last` is the clause, `said` the speaker who tells of it."""

    frame: Frame
    reading: Reading
    at: int
    first: int
    last: int
    actors: list[ActorMention]
    recipients: list[ActorMention]
    trigger: Trigger
    negated: bool = False
    future: bool = False
    said: ActorMention | None = None


@dataclass(slots=True)
class State:
    """Whom the text speaks of: the last subject, the speaker whose words are being told, those who met, the others named."""

    subject: ActorMention | None = None
    speaker: ActorMention | None = None
    named: int = -9
    paper: ActorMention | None = None
    met: list[ActorMention] = field(default_factory=list)
    group: list[ActorMention] = field(default_factory=list)
    recent: list[ActorMention] = field(default_factory=list)
