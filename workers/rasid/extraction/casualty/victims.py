"""Who the victims were: groups and status from the counted noun and the words that qualify it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rasid.extraction.casualty.statement import Statement
from rasid.extraction.casualty.terms import Reading, marked, marker, readings, without_and
from rasid.extraction.lexicon import load
from rasid.extraction.morphology import Phrase, PhraseIndex
from rasid.models import Actor, VictimGroup, Victims, VictimStatus
from rasid.text.document import Token

_REACH = 7
_GENERAL = frozenset(entry["word"] for entry in load("casualty_victims")["people"] if entry.get("general"))
_ORDER = (
    "children",
    "women",
    "men",
    "elderly",
    "medics",
    "rescuers",
    "journalists",
    "aid_workers",
    "students",
    "police",
    "family",
)


@cache
def _refinements() -> PhraseIndex[tuple[str, ...]]:
    index: PhraseIndex[tuple[str, ...]] = PhraseIndex()
    for entry in load("casualty_victims")["refine"]:
        for phrase in entry["after"]:
            # As written, and with the clitics cut off as in tokenised corpora.
            for variant in {phrase, " ".join(f"ال {w[2:]}" if w.startswith("ال") else w for w in phrase.split())}:
                index.add(variant, tuple(entry["groups"]))
    return index


def refined(tokens: Sequence[Token], at: int) -> Phrase[tuple[str, ...]] | None:
    """The words at a token that say who a general noun's people are ("عائلة واحدة"), with their groups as value."""
    return _refinements().match(tokens, at)


def groups_of(said: Statement) -> set[str]:
    """The codebook's victim words for a statement, from its noun, what follows it, and what was said of most of them."""
    figure, tokens = said.figure, said.sentence.tokens
    found = {g for r in figure.people for g in r.term.groups}
    if any(_woman(token) for token in tokens[figure.first : figure.last + 1]):
        found.add("women")
    if not figure.people:
        found |= {
            g for r in figure.casualties if r.term.effect != "displaced" or said.effect != "displaced" for g in r.term.groups
        }
    found |= said.groups
    for at in range(figure.first, figure.last + 1):
        found |= {g for r in readings(tokens[at].form)[:1] if r.term.kind == "person" for g in r.term.groups}
    if figure.casualties and not figure.people:  # "ثلاثة قتلى نازحين"
        found |= {
            g
            for r in readings(tokens[figure.last].form)
            if r.term.kind == "person" and not r.clitics and r.number != "singular"
            for g in r.term.groups
        }
    general = bool(figure.people) and all(r.term.lemma in _GENERAL for r in figure.people)
    end = min(figure.last + 1 + _REACH, len(tokens))
    if said.rule == "toll" and said.cue is not None:
        for token in tokens[said.cue.first : figure.first]:
            found |= {
                g
                for r in readings(token.form)[:1]
                if r.term.kind == "person" and r.article and r.number != "singular"
                for g in r.term.groups
            }
    if figure.first > 1 and tokens[figure.first - 1].form == "من":  # "أسرة من ستة أفراد"
        found |= {g for r in readings(tokens[figure.first - 2].form)[:1] if "collective" in r.term.flags for g in r.term.groups}
    at = figure.last if figure.partitive and (figure.unknown or not found) else figure.last + 1
    while at < end:
        token = tokens[at]
        if token.form in ("،", ",", ".", ":", "؛") or marked(token.form, "part_markers") or marked(token.form, "most_markers"):
            break
        near = at <= figure.last + 1 or without_and(tokens[at - 1].form) in marker("belonging")
        phrase = _refinements().match(tokens, at) if near else None
        if phrase is not None:
            if general:
                found = (found - {"combatant", "civilian"}) | set(phrase.value)
            elif not ({"civilian", "combatant"} & found) or set(phrase.value) & found:
                found |= set(phrase.value)
            at = phrase.last + 1
            continue
        first = readings(token.form)[:1]
        if first and first[0].term.kind in ("verb", "act"):
            break
        person = first[0] if first and first[0].term.kind == "person" else None
        belongs = without_and(tokens[at - 1].form) in marker("belonging") and (not found or general)
        if person and (belongs or (person.joined and _more_of_them(token.form, person))):
            found |= set(person.term.groups)
        at += 1
    if found & {"children", "women"} and "combatant" not in found:
        found.add("civilian")
    return found


def _more_of_them(form: str, person: Reading) -> bool:
    """Whether a joined noun goes on with the people counted; a dual counts its own ("وامرأتان")."""
    return person.accusative or (person.number != "singular" and not form.endswith(("تان", "تين")))


def _woman(token: Token) -> bool:
    """Whether a noun of people is in the feminine; "شقيقه" is "his brother", as the ة is not written."""
    if not token.norm.endswith(("ة", "ات", "تان", "تين")) and token.form[-3:-1] != "ته":
        return False
    first = readings(token.form)[:1]
    return any(r.feminine and "female" in r.term.flags and "children" not in r.term.groups for r in first)


def by_target(said: Statement) -> set[str]:
    """Who unmarked victims must have been, by what the sentence says was attacked: a crowd, a column."""
    if said.effect not in ("killed", "injured"):
        return set()
    tokens = said.sentence.tokens
    counted = {n.last + 1 for n in said.sentence.numbers}
    forms = [
        t.form
        for at, t in enumerate(tokens)
        if t.kind == "word" and at not in counted and not (at and any(r.term.effect for r in readings(tokens[at - 1].form)))
    ]
    if any(marked(form, "gatherings") or form[1:] in marker("gatherings") for form in forms):
        return {"civilian"}
    if any(marked(form, "military_targets") or form[1:] in marker("military_targets") for form in forms):
        return {"combatant"}
    return set()


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
