"""The frames of diplomatic acts are valid data, and the engine binds them to the actors of their sentence."""

from __future__ import annotations

import pytest

from rasid.extraction.analysis import analyse
from rasid.extraction.diplomacy import extract_diplomacy
from rasid.extraction.diplomacy.frames import FILES
from rasid.extraction.lexicon import load
from rasid.extraction.mentions import ActorMention
from rasid.models import Actor, Article, EventType
from rasid.text.tokens import read

NAMES = {"روسيا": "RUS", "فرنسا": "FRA", "إيران": "IRN", "تركيا": "TUR"}


def test_every_frame_has_its_own_id_and_a_plover_type() -> None:
    entries = [entry for name in FILES for entry in load(name)]
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert {entry["type"] for entry in entries} <= set(EventType.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "kind", "mode", "actor", "recipient"),
    [
        ("اتهمت روسيا فرنسا بدعم المسلحين", "ACCUSE", "allege", ["RUS"], ["FRA"]),
        ("طالبت فرنسا روسيا بوقف القصف", "REQUEST", "yield", ["FRA"], ["RUS"]),
        ("رفضت إيران المشاركة في محادثات مع تركيا", "REJECT", "meet", ["IRN"], ["TUR"]),
        ("اتفقت روسيا مع تركيا على خطة جديدة", "AGREE", None, ["RUS", "TUR"], []),
    ],
)
def test_a_verb_binds_who_acts_and_towards_whom(
    text: str, kind: str, mode: str | None, actor: list[str], recipient: list[str]
) -> None:
    analysis = analyse(read(Article(id="a", text=text)))
    for sentence in analysis.sentences:
        found = [(i, NAMES[t.norm]) for i, t in enumerate(sentence.tokens) if t.norm in NAMES]
        sentence.__dict__["actors"] = [ActorMention(i, i, Actor(text=c, name=c, code=c)) for i, c in found]
    (event,) = extract_diplomacy(analysis)
    got = (event.event_type, event.mode, [a.code for a in event.actor], [a.code for a in event.recipient])
    assert got == (kind, mode, actor, recipient)
