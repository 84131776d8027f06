"""One fact, one event: statements that repeat each other in headline, lead and body are brought together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from rasid.extraction.casualty.slots import Slots
from rasid.extraction.casualty.statement import Statement
from rasid.extraction.lexicon import load
from rasid.models import Date, Effect, Place
from rasid.text.folding import fold

# How many sentences apart one person's death may be told again; sizes that no two tolls of an article share by chance.
_NEAR, _UNUSUAL, _RARE, _LARGE = 4, 3, 30, 1000
# UCDP precision of a point: what is wider contains others.
_POINT, _NARROW = 2, 4
# How far behind a statement the name of its victim may stand.
_BESIDE = 12
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
    leading: bool = False
    placed: bool = False
    company: frozenset[tuple[Effect, int]] = frozenset()


def merge(facts: list[Fact]) -> list[Fact]:
    """The facts in order, repeats folded into the first or the fuller statement; parts stay with their whole."""
    kept: list[Fact] = []
    for fact in facts:
        same = next((k for k in kept if _repeats(k, fact)), None) or _told_part(kept, fact)
        if same is None:
            kept.append(fact)
        else:
            _absorb(same, fact)
    return [k for k in kept if not (k.main.plural and any(_covers(o, k) for o in kept if o is not k))]


def _told_part(kept: list[Fact], new: Fact) -> Fact | None:
    """The part of a toll that a later sentence tells again by itself: "بينهم سيدة … استشهاد سيدة"."""
    if new.parts or not new.groups & _ROLES:
        return None
    return next(
        (p for k in kept for p in k.parts if p.groups & _ROLES == new.groups & _ROLES and _repeats(p, new, part=True)), None
    )


def _repeats(kept: Fact, new: Fact, part: bool = False) -> bool:
    a, b = kept.main, new.main
    if a.effect != b.effect or a.joint != b.joint or a.denied != b.denied:
        return False
    if (a.parent is None) != (b.parent is None) and not part:
        return False
    if b.names and not a.names and _both_one(a, b) and _spells(a, b):
        return True
    if a.names and b.names and _both_one(a, b):
        return bool(_name_words(a) & _name_words(b))
    if b.figure.recalled and a.count == b.count:
        return True
    size = a.figure.size or 0
    if a.count != b.count and not (size and size == b.figure.size and not a.joint):
        return False
    retold = size >= 10 or (a.sentence.sentence.field == "title" and kept.groups == new.groups)
    if a.sentence is b.sentence and not (a.count == b.count and retold):
        return False
    if _clash_groups(kept.groups, new.groups) or _clash_company(kept, new):
        return False
    if a.sentence.sentence.field == "title" and b.sentence.sentence.field != "title" and not kept.mentions:
        return True  # what a headline counts is told first
    large = a.figure.vague or size >= _LARGE or (kept.leading and size >= _UNUSUAL)
    near = 1 if size >= _UNUSUAL else 0
    if not _same_scene(kept, new, size) or (not large and _clash_date(kept.slots.date, new.slots.date, near)):
        return False
    if a.count[1] == 1 or a.plural:
        return kept.leading or b.index - a.index <= _NEAR or bool(kept.groups & new.groups)
    return True


def _both_one(a: Statement, b: Statement) -> bool:
    """Whether both tell of one person."""
    return a.figure.size == 1 and b.figure.size == 1


def _spells(a: Statement, b: Statement) -> bool:
    """Whether the name that a later statement gives stands beside the earlier one."""
    words = _name_words(b)
    near = a.sentence.tokens[a.first : a.last + _BESIDE]
    return len(words & {t.form for t in near}) >= min(2, len(words))


def _name_words(said: Statement) -> set[str]:
    return {word for name in said.names for word in fold(name).split()}


def _same_scene(kept: Fact, new: Fact, size: int) -> bool:
    """Whether two equal counts can be of one place: the rarer the number, the less the places must agree."""
    a, b = kept.slots.place, new.slots.place
    if a is None or b is None or a.name_ar == b.name_ar:
        return True
    if a.country and b.country and a.country != b.country:
        if max(a.precision, b.precision) > _NARROW + 1 and _same_words(kept.main, new.main):
            return True
        return size >= _RARE
    if a.admin1 and b.admin1 and a.admin1 != b.admin1:
        return size >= _RARE or (kept.leading and (size >= _UNUSUAL or kept.main.figure.vague))
    if a.admin1 is None or b.admin1 is None or a.precision > _POINT or b.precision > _POINT or kept.leading or size >= _UNUSUAL:
        return True
    return bool(_core(a) & _core(b))


def _same_words(a: Statement, b: Statement) -> bool:
    """Whether two figures are counted in the same words, a noun and its adjective: "متعاقد أميركي"."""
    left, right = ([t.form for t in s.sentence.tokens[s.figure.first : s.figure.last + 1]] for s in (a, b))
    return left == right and len(left) > 1


@cache
def _heads() -> frozenset[str]:
    """Words of a place's name that many places share."""
    return frozenset(map(fold, load("casualty_context")["place_words"]))


def _core(place: Place) -> set[str]:
    words = {word.removeprefix("ال") for word in fold(place.name_ar).split()}
    return words - _heads() or words


def _clash_groups(a: set[str], b: set[str]) -> bool:
    left, right = a & _ROLES, b & _ROLES
    return (
        bool(left and right and not left & right)
        or ("civilian" in a and "combatant" in b)
        or ("combatant" in a and "civilian" in b)
    )


# Means that are told apart: equal counts by different ones are two facts. "explosion", "clashes" and the like fit any.
_BOMBS = frozenset(("ied", "car_bomb", "suicide_attack", "landmine"))
_FIRE = frozenset(("airstrike", "shelling", "rocket", "missile", "barrel_bomb", "cluster_munition"))


def _clash_company(kept: Fact, new: Fact) -> bool:
    """Whether two small equal counts come of different means, or stand beside different tolls (3 killed and 1 killed)."""
    a, b = kept.main, new.main
    if (a.figure.size or 0) >= _RARE or {a.sentence.sentence.field, b.sentence.sentence.field} & {"title"}:
        return False
    left, right = kept.slots.method, new.slots.method
    if (left in _BOMBS and right in _FIRE) or (left in _FIRE and right in _BOMBS):
        return True
    if a.sentence is b.sentence or a.figure.size == 1:
        return False
    return bool(kept.company and new.company and not kept.company & new.company)


def _clash_date(a: Date | None, b: Date | None, near: int) -> bool:
    """Whether two dates are more than `near` days apart: the newsroom's today and yesterday may be one day told twice."""
    if a is None or b is None:
        return False
    first, second = sorted(((a.start, a.end), (b.start, b.end)))
    return (date.fromisoformat(second[0]) - date.fromisoformat(first[1])).days > near


def _covers(full: Fact, plural: Fact) -> bool:
    """Whether a bare plural ("قتلى وجرحى") only announces a fact with a figure."""
    if full.main.plural or full.main.effect != plural.main.effect or full.main.parent is not None:
        return False
    full.mentions.append(plural.main)
    return True


def _absorb(kept: Fact, new: Fact) -> None:
    old = kept.main
    if kept.leading and not new.leading and new.slots.place is not None and new.slots.place.precision <= _NARROW:
        kept.slots.scene, kept.leading = new.slots.scene, False
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
    if new.parts and new.slots.attribution and not kept.parts:  # who gives the breakdown gives the toll
        kept.slots.attribution = new.slots.attribution
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
    if new.scene is not None and (kept.scene is None or new.scene.width < kept.scene.width):
        kept.scene = new.scene
    kept.date = kept.date or new.date
    if kept.method is None or (new.method is not None and kept.method in ("shelling", "explosion", "other")):
        kept.method = new.method
    kept.perpetrators = kept.perpetrators or new.perpetrators
    kept.attribution = kept.attribution or new.attribution
    kept.affiliation = kept.affiliation or new.affiliation
    kept.aggregate = kept.aggregate and new.aggregate
