"""docs/frames.md from the frames of diplomatic acts, for a linguist to read and correct.

python benchmarks/frames_doc.py           write docs/frames.md
python benchmarks/frames_doc.py --check   exit 1 if it is not what the frames say today
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from rasid.extraction.diplomacy.frames import FILES, Frame, frames
from rasid.extraction.lexicon import load
from rasid.models import EventType

PAGE = Path(__file__).parents[1] / "docs" / "frames.md"
HEAD = """# Frames of diplomatic acts

This page is made from `workers/rasid/extraction/data/frames-*.yaml` and `diplomacy.yaml` by `benchmarks/frames_doc.py`;
correct the YAML, then run it. A test holds the two together, and another holds every frame to its example.

A frame says what a word means as an act between parties. Verbs, participles and verbal nouns are inflected by code; clitics
(و ف ل ب س, object pronouns) are taken off. What may be read from a frame:

| key | meaning |
| --- | --- |
| `verb` | "lemma root form"; its finite active forms and its active participle ("مطالبا") are read |
| `noun` | verbal nouns; read when the party whose act it is stands right behind ("رفض روسيا") |
| `pred` | predicates ("مستعد"); read when they are said of a named party, of "we", or of the speaker |
| `phrase` | set phrases |
| `with`, `near` | words, or a `$class` of words, one of which must stand within six words of the verb |
| `needs`, `without` | a `$class` of words of which one must, or none may, follow in the clause |
| `after` | the preposition that must come first behind the verb |
| `to` | where the other party stands, first that fits |
| … `obj` | the direct object; an object pronoun is the party named last |
| … a preposition | behind it |
| … `next`, `deep` | right behind; anywhere in the complement |
| … `claim`, `subject` | behind a noun of claiming; the subject of the verb |
| `object` | without another party (or "all sides") it is no act |
| `alone` | one party is enough, where else another would be needed |
| `by` | only acts of the listed kind of actor count (`bodies`: councils, unions, courts) |
| `scope` | `said`: only in a speaker's words, the act is the speaker's; `first`: only in the first person |
| `mutual` | all parties are actors |
| `swap` | the grammatical subject is the other party |
| `place` | the other party may be named by a place in it |
| `when` | `future`: only of what is planned |
| `mode` | a PLOVER mode, or how it is found |
| … `theme`, `by-threat`, `charge` | by the complement, by what is threatened, by the description |
| … `multi` | multilateral where three or more take part |
| `weight` | how sure the frame seems, 0.8 unless given; an event's confidence is the frame's precision on gold |
| `ex` | a sentence that the frame must find |
"""


def row(frame: Frame, entry: dict[str, Any]) -> str:
    """A frame's line in its type's table."""
    verbs = entry.get("verb", [])
    words = [text.split()[0] for text in ([verbs] if isinstance(verbs, str) else verbs)]
    words += [*entry.get("noun", ()), *entry.get("pred", ()), *entry.get("phrase", ())]
    conditions = []
    for key in ("with", "near", "needs", "without", "after"):
        if key in entry:
            listed = entry[key]
            conditions.append(f"{key}: {listed if isinstance(listed, str) else '، '.join(listed)}")
    flags = ("object", "alone", "by", "scope", "mutual", "swap", "place", "when")
    conditions += [key if entry[key] is True else f"{key}: {entry[key]}" for key in flags if key in entry]
    cells = [
        f"`{frame.id}`",
        frame.mode or "",
        "، ".join(words),
        "; ".join(conditions),
        ", ".join(entry.get("to", ())),
        f"{frame.weight:g}",
        frame.example,
    ]
    return f"| {' | '.join(cells)} |"


def lines() -> Iterator[str]:
    """The page, line by line."""
    yield HEAD
    listed = frames()
    yield f"{len(listed)} frames in {len(FILES)} files.\n"
    for kind in get_args(EventType):
        yield f"## {kind}\n"
        yield "| frame | mode | words | conditions | other party | weight | example |"
        yield "| --- | --- | --- | --- | --- | --- | --- |"
        yield from (row(frame, entry) for frame, entry in sorted(listed, key=lambda pair: pair[0].id) if frame.type == kind)
        yield ""
    yield "## Word classes\n"
    yield "| class | words |"
    yield "| --- | --- |"
    yield from (f"| `${name}` | {'، '.join(words)} |" for name, words in load("diplomacy")["classes"].items())
    yield ""
    for title, key in (("Modes of requests and refusals", "themes"), ("Modes of threats", "threats")):
        yield f"## {title}\n"
        yield "| mode | first of these words in the complement |"
        yield "| --- | --- |"
        yield from (f"| {name} | {'، '.join(words)} |" for name, words in load("diplomacy")[key].items())
        yield ""


def page() -> str:
    """The whole page."""
    return "\n".join(lines()).rstrip() + "\n"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        return int(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
