"""What a terminal may be shown: texts come from strangers, so nothing in them may steer it."""

from __future__ import annotations

import unicodedata
from typing import TextIO

from rich.console import Console
from rich.text import Text

FIRST_STRONG_ISOLATE, POP_ISOLATE = "⁨", "⁩"
_REPLACEMENT = "�"


def harmless(text: str) -> str:
    """The text with control, bidi and other format characters replaced one for one, so that offsets stay; line ends stay."""
    return "".join(_REPLACEMENT if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)


def cell(text: object, width: int = 60) -> Text:
    """A value for a table's cell: one harmless line, in a bidi isolate if it has right-to-left letters."""
    line = " ".join(harmless(str(text if text is not None else "")).replace(_REPLACEMENT, "").split())
    if len(line) > width:
        line = line[: width - 1] + "…"
    return Text(isolate(line))


def isolate(line: str) -> str:
    """The line, kept from reordering its neighbours where it has right-to-left letters."""
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in line):
        return f"{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}"
    return line


def console(file: TextIO | None = None, stderr: bool = False) -> Console:
    """A console that interprets no markup and no emoji codes in what it prints."""
    return Console(file=file, stderr=stderr, markup=False, emoji=False, highlight=False)
