"""Who the victims were: groups and status from the counted noun and the words that qualify it."""

from __future__ import annotations

from functools import cache

from rasid.extraction.casualty.statement import Statement
from rasid.extraction.casualty.terms import marked, readings
from rasid.extraction.lexicon import load
from rasid.extraction.morphology import PhraseIndex
from rasid.models import Actor, VictimGroup, Victims, VictimStatus

_REACH = 7
_ORDER = ("children", "women", "men", "elderly", "medics", "rescuers", "journalists", "aid_workers", "students", "police", "family")


@cache
def _refinements() -> PhraseIndex[tuple[str, ...]]:
    index: PhraseIndex[tuple[str, ...]] = PhraseIndex()
    for entry in load("casualty_victims")["refine"]:
        for phrase in entry["after"]:
            index.add(phrase, tuple(entry["groups"]))
    return index


def groups_of(said: Statement) -> set[str]:
    """The codebook's victim words for a statement, from its noun, what follows it, and what was said of most of them."""
    figure, tokens = said.figure, said.sentence.tokens
    found = {g for r in figure.people for g in r.term.groups}
    if not figure.people:
        found |= {g for r in figure.casualties for g in r.term.groups}
    found |= said.groups
    for at in range(figure.first, figure.last + 1):
        found |= {g for r in readings(tokens[at].form)[:1] if r.term.kind == "person" for g in r.term.groups}
    generic = not found
    end = min(figure.last + 1 + _REACH, len(tokens))
    at = figure.last + 1
    while at < end:
        token = tokens[at]
        if token.form in ("،", ",", ".", ":", "؛") or marked(token.form, "part_markers") or marked(token.form, "most_markers"):
            break
        phrase = _refinements().match(tokens, at)
        if phrase is not None and (generic or not ({"civilian", "combatant"} & set(phrase.value) & {"civilian", "combatant"} ^ found & {"civilian", "combatant"})):
            found |= set(phrase.value)
            at = phrase.last + 1
            continue
        first = readings(token.form)[:1]
        if first and first[0].term.kind in ("verb", "act"):
            break
        if first and first[0].term.kind == "person" and (tokens[at - 1].form == "من" or first[0].joined or not first[0].clitics) and generic:
            found |= set(first[0].term.groups)
        elif first and first[0].term.kind == "person" and first[0].joined and first[0].number != "singular":
            found |= set(first[0].term.groups)
        at += 1
    if found & {"children", "women"}:
        found.add("civilian")
    return found


def victims(groups: set[str], names: list[str], affiliation: Actor | None) -> Victims:
    """The contract's form of the groups."""
    status: VictimStatus = "unknown"
    if "civilian" in groups and "combatant" in groups:
        status = "mixed"
    elif "civilian" in groups:
        status = "civilian"
    elif "combatant" in groups:
        status = "combatant"
    listed: list[VictimGroup] = [g for g in _ORDER if g in groups]  # type: ignore[misc]
    return Victims(status=status, groups=listed, affiliation=affiliation, names=names)
