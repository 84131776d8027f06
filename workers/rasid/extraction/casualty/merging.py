"""One fact, one event: statements that repeat each other in headline, lead and body are brought together."""

from __future__ import annotations

from dataclasses import dataclass, field

from rasid.extraction.casualty.slots import Slots
from rasid.extraction.casualty.statement import Statement
from rasid.models import Date, Place

_ROLES = frozenset(("children", "women", "combatant", "police", "journalists", "medics", "rescuers", "aid_workers"))


@dataclass(slots=True, eq=False)
class Fact:
    """A statement with its slots, and the statements that repeat it."""

    main: Statement
    slots: Slots
    groups: set[str]
    mentions: list[Statement] = field(default_factory=list)
    parts: list[Fact] = field(default_factory=list)
    disputed: bool = False


def merge(facts: list[Fact]) -> list[Fact]:
    """The facts in order, repeats folded into the first or the fuller statement; parts stay with their whole."""
    kept: list[Fact] = []
    for fact in facts:
        same = next((k for k in kept if _repeats(k, fact)), None)
        if same is None:
            kept.append(fact)
        else:
            _absorb(same, fact)
    return [k for k in kept if not (k.main.plural and any(_covers(o, k) for o in kept if o is not k))]


def _repeats(kept: Fact, new: Fact) -> bool:
    a, b = kept.main, new.main
    if a.effect != b.effect or a.joint != b.joint or a.denied != b.denied:
        return False
    if (a.parent is None) != (b.parent is None) and not (a.parent is None and b.parent is None):
        return False
    if a.count != b.count and not (a.figure.size is not None and a.figure.size == b.figure.size and not a.joint):
        return False
    if a.sentence is b.sentence and not (
        a.count == b.count and ((a.figure.size or 0) >= 10 or a.sentence.sentence.field == "title")
    ):
        return False
    headline = a.sentence.sentence.paragraph < 0 or a.index == 0
    large = a.figure.vague or (a.figure.size or 0) >= 1000
    if _clash_place(kept.slots.place, new.slots.place) or (not large and _clash_date(kept.slots.date, new.slots.date)):
        return False
    if _clash_groups(kept.groups, new.groups):
        return False
    if a.count[1] == 1 or a.plural:
        return headline or b.index - a.index <= 4 or bool(kept.groups & new.groups)
    return True


def _clash_groups(a: set[str], b: set[str]) -> bool:
    left, right = a & _ROLES, b & _ROLES
    return (
        bool(left and right and not left & right)
        or ("civilian" in a and "combatant" in b)
        or ("combatant" in a and "civilian" in b)
    )


def _clash_place(a: Place | None, b: Place | None) -> bool:
    if a is None or b is None:
        return False
    if a.country and b.country and a.country != b.country:
        return True
    if a.admin1 and b.admin1 and a.admin1 != b.admin1:
        return True
    return (
        a.precision <= 2
        and b.precision <= 2
        and a.name_ar != b.name_ar
        and a.name_ar not in b.name_ar
        and b.name_ar not in a.name_ar
    )


def _clash_date(a: Date | None, b: Date | None) -> bool:
    return a is not None and b is not None and (a.end < b.start or b.end < a.start)


def _covers(full: Fact, plural: Fact) -> bool:
    """Whether a bare plural ("قتلى وجرحى") only announces a fact with a figure."""
    if full.main.plural or full.main.effect != plural.main.effect or full.main.parent is not None:
        return False
    if _clash_place(full.slots.place, plural.slots.place) or _clash_groups(full.groups, plural.groups):
        return False
    full.mentions.append(plural.main)
    return True


def _absorb(kept: Fact, new: Fact) -> None:
    old = kept.main
    if _fuller(new, kept):
        kept.main = new.main
        kept.main.figure = new.main.figure
        kept.mentions.append(old)
    else:
        kept.mentions.append(new.main)
    if old.figure.qualifier == "exact" and new.main.figure.qualifier != "exact":
        kept.main = new.main
        if new.main in kept.mentions:
            kept.mentions[kept.mentions.index(new.main)] = old
    kept.groups |= new.groups
    for part in new.parts:
        same = next((p for p in kept.parts if _repeats(p, part)), None)
        if same is None:
            kept.parts.append(part)
        else:
            _absorb(same, part)
    _fill(kept.slots, new.slots)


def _fuller(new: Fact, kept: Fact) -> bool:
    """Whether the later statement says more: where the first stands in a headline, the body's is the evidence."""
    return kept.main.sentence.sentence.paragraph < 0 <= new.main.sentence.sentence.paragraph and bool(new.slots.place)


def _fill(kept: Slots, new: Slots) -> None:
    if new.place is not None and (kept.place is None or new.place.precision < kept.place.precision):
        kept.place = new.place
    kept.date = kept.date or new.date
    if kept.method is None or (new.method is not None and kept.method in ("shelling", "explosion", "other")):
        kept.method = new.method
    kept.perpetrators = kept.perpetrators or new.perpetrators
    kept.attribution = kept.attribution or new.attribution
    kept.aggregate = kept.aggregate and new.aggregate
