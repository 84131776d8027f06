"""What a scan finds before the article as a whole is known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Reading:
    """An actor's words `first`..`last`. Without a code it is a side (`kind`) or an office of a state still unknown.

    `unsure`: it counts only if the article names the same code elsewhere. `head` is the office's first word.
    `state`: the country that an adjective or a name behind a side gave. `bare`: an office that the article's state has.
    `acts`: it stands right behind a verb.
    `name_end`: the last token of the personal name, where that is not `last`.
    `joined`, `joining`: how many words before the last belong to the surname, and the word ("عبد" of "عبد الرحمن").
    `given_like`: the surname is a given name too ("منصور"), so that it counts right behind a verb only.
    `like`: the mention that this one repeats by surname. `choices`: the states that share the name.
    """

    first: int
    last: int
    code: str | None
    name: str
    kind: str
    person: str | None = None
    role: str | None = None
    head: str | None = None
    adjective: bool = False
    place_like: bool = False
    unsure: bool = False
    state: str | None = None
    bare: bool = False
    like: Reading | None = None
    choices: tuple[str, ...] = ()
    acts: bool = False
    name_end: int | None = None
    joined: int = 0
    joining: str = ""
    given_like: bool = False
