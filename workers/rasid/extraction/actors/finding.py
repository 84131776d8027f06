"""Actors of a sentence and of a whole article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from rasid.extraction.actors.context import Context, countries
from rasid.extraction.actors.names import NOTHING, OPENINGS, folded
from rasid.extraction.actors.offices import Office
from rasid.extraction.actors.personal_names import GIVEN, is_given, is_stop, name_from, surname
from rasid.extraction.actors.reading import Reading
from rasid.extraction.actors.scan import Found, Line
from rasid.extraction.actors.sides import home, sides, with_sector
from rasid.extraction.gazetteer import COUNTRIES
from rasid.extraction.lexicon import load
from rasid.extraction.mentions import ActorMention
from rasid.models import Actor
from rasid.text.document import COMMAS, Sentence, Token
from rasid.text.folding import fold

_CLITICS = ("", "و", "ل", "ب", "ف")
_ARTICLE = "ال"
_LAM = "لل"
_AND: Final = "و"
_SINGULAR: Final = ("ي", "يه")
_GOVERNMENT: Final = "GOV"
_SHORTEST = 3
_COALITION: Final = "COALITION"
_LED: Final = folded(load("actors-sides")["led"])
_LONGEST_NAME: Final = 4
_LOYAL = "loyalists"
_OWNED: Final = folded(load("actors-offices")["owned"])
_PROXIES: Final = {"IRN": "IRAN_BACKED_GROUPS"}
_SIDES_WITH: Final = "YEM"


def find_actors(tokens: Sequence[Token], published: dt.date | None) -> list[ActorMention]:
    """The actors of a sentence by itself, longest match, not overlapping; office holders as on `published`."""
    readings = scan(tokens, published, {})
    return _resolved([(False, tokens, readings)])[0]


def read_actors(sentences: Sequence[Sentence], published: dt.date | None) -> list[list[ActorMention]]:
    """The actors of an article's sentences, in their order.

    Sides without a country ("النظام") get the one that the article and the sentence name most; a surname or "المنظمة"
    stands for whom the article has named before.
    """
    known: dict[str, Reading] = {}
    readings: list[list[Reading]] = [[]] * len(sentences)
    # The title comes last: it may name by surname whom the body introduces.
    for index in sorted(range(len(sentences)), key=lambda i: sentences[i].field == "title"):
        tokens = sentences[index].tokens
        readings[index] = found = scan(tokens, published, known)
        for reading in found:
            if reading.person is not None:
                _introduce(known, tokens, reading)
    return _resolved([(s.field == "title", s.tokens, found) for s, found in zip(sentences, readings, strict=True)])


def scan(tokens: Sequence[Token], published: dt.date | None, known: dict[str, Reading]) -> list[Reading]:
    """What the sentence names, sides still without their country where no word beside them gives it."""
    line = Line(tokens, published, known)
    found: list[Reading] = []
    resume, role = line.after_dateline(), None
    # Most words begin no name: they are left out before the loop.
    for at in [at for at, form in enumerate(line.forms) if OPENINGS[form] is not NOTHING or form in known]:
        if at < resume:
            continue
        form = line.forms[at]
        name = line.match(at) if line.opens(at) else None
        if name is None or (form in known and _gives_way(name, known[form])):
            if form in known and line.named(at, known[form]):
                found.append(_again(known[form], at))
            continue
        reading, resume = _read(line, name, role, found[-1].last + 1 if found else 0)
        if reading is not None:
            role = reading.role or role
            _add(line, found, reading)
    return found


def _gives_way(name: Found, introduced: Reading) -> bool:
    """Whether a surname is rather that of somebody whom the article has introduced than of whom the tables know by it."""
    row = name.candidate.name
    other = row.person is not None and len(row.words) == 1 and row.person.name != introduced.person
    return row.unsure or other


def _add(line: Line, found: list[Reading], reading: Reading) -> None:
    """Append a reading, or join it to the one before where both are one actor."""
    if reading.bare and reading.code is None and found:
        _owned(found, reading)
    if found and _apposed(line, found[-1], reading):
        found[-1].name_end, found[-1].last, found[-1].role = found[-1].last, reading.last, reading.role
    elif found and _led(line, found[-1], reading):
        found[-1].last = reading.last
    elif found and found[-1].kind == _LOYAL and reading.first == found[-1].last + 1:
        _loyal(found[-1], reading)
    else:
        if found and reading.adjective and reading.first == found[-1].last + 1:
            _coordinated(line, found[-1], reading)
        found.append(reading)


def _owned(found: Sequence[Reading], office: Reading) -> None:
    """ "فرنسا ووزير خارجيتها": the office is of the state named before."""
    if (office.role or "").split()[-1:] and fold((office.role or "").split()[-1]) in _OWNED:
        owner = next((home(one.code) for one in reversed(found) if one.code is not None and not one.adjective), None)
        if owner is not None:
            office.code, office.kind = with_sector(owner, _GOVERNMENT), "office"


def _coordinated(line: Line, first: Reading, second: Reading) -> None:
    """ "القوات الروسية والسورية", "وزيرا الخارجية الروسي والأميركي": the second adjective has the first one's noun."""
    form = line.forms[second.first]
    if not (form.startswith(_AND) and form.endswith(_SINGULAR)) or second.code is None or first.person is not None:
        return
    if first.kind == "office":
        second.adjective, second.role, second.head = False, first.role, first.head
        second.kind, second.code = "office", with_sector(second.code, _GOVERNMENT)
    elif first.kind in sides():
        second.adjective, second.kind, second.state = False, first.kind, second.code
        second.code = sides()[first.kind].code(second.state)


def _read(line: Line, name: Found, role: str | None, free: int) -> tuple[Reading | None, int]:
    """What a name means, with the office it heads, and the token where the scan goes on; `free`: the first one not taken."""
    if name.kind != "head":
        reading = line.reading(name)
        return reading, max(name.last, reading.last if reading else 0) + 1
    office = Office(line, name)
    reading = office.read(role)
    if reading is not None:
        if reading.person is None and reading.kind == "office":
            _holder_before(line, reading, free)
        return reading, reading.last + 1
    return None, office.at if office.kind == "private" else name.first + 1


def _holder_before(line: Line, office: Reading, free: int) -> None:
    """Take in an unknown name right before its office: "مارك كيميت، مساعد وزير الخارجية الأميركي"."""
    end = office.first - 1
    if end >= 0 and line.forms[end] in COMMAS:
        end -= 1
    for start in range(max(free, end - _LONGEST_NAME), end):
        if is_given(line.tokens[start]) and name_from(line.tokens, start) == end:
            office.person = " ".join(token.norm for token in line.tokens[start : end + 1])
            office.name_end, office.first = end, start
            return


def _apposed(line: Line, holder: Reading, office: Reading) -> bool:
    """ "نعيم قاسم، نائب الأمين العام لحزب الله": an office right behind its holder."""
    between = line.forms[holder.last + 1 : office.first]
    named = holder.person is not None and holder.head is None and office.person is None and office.head is not None
    return named and office.kind == "office" and office.code == holder.code and len(between) <= 1 and COMMAS.issuperset(between)


def _led(line: Line, coalition: Reading, leader: Reading) -> bool:
    """ "التحالف العربي الذي تقوده السعودية": the leader is no actor of its own."""
    if not (coalition.code or "").startswith(_COALITION) and coalition.kind != _COALITION.lower():
        return False
    between = line.forms[coalition.last + 1 : leader.first]
    return _LED.issuperset(between) and (bool(between) or line.forms[leader.first] in _LED)


def _loyal(forces: Reading, master: Reading) -> None:
    """ "القوات الموالية لهادي": forces loyal to a side of Yemen are that side, those loyal to Iran its proxies."""
    forces.last = master.last
    code = master.code or ""
    if home(code) == _SIDES_WITH:
        forces.code = code
    else:
        forces.code = _PROXIES.get(code)


def _again(introduced: Reading, at: int) -> Reading:
    reading = Reading(at - introduced.joined, at, introduced.code, introduced.name, "person", introduced.person, introduced.role)
    reading.like = introduced
    return reading


def _introduce(known: dict[str, Reading], tokens: Sequence[Token], reading: Reading) -> None:
    """Let the last word of a full name stand for its bearer."""
    *joining, last = surname(tokens, reading.first, reading.last if reading.name_end is None else reading.name_end)
    if joining:
        # "عبد الرحمن": its last word counts behind the first.
        if len(joining) == 1 and not OPENINGS[last]:
            reading.joined, reading.joining = 1, joining[0]
            known.setdefault(last, reading)
        return
    if len(last) < _SHORTEST or is_stop(last) or not _of_persons(last):
        return
    if last in GIVEN:
        reading.given_like = True
        known.setdefault(last, reading)
    else:
        for clitic in _CLITICS:
            known.setdefault(clitic + last, reading)
        if last.startswith(_ARTICLE):
            known.setdefault(_LAM + last[len(_ARTICLE) :], reading)


def _of_persons(form: str) -> bool:
    """Whether a word names nothing by itself, or only a person."""
    return not OPENINGS[form] or all(name.name.kind == "person" for name in OPENINGS[form].alone)


def _resolved(sentences: Sequence[tuple[bool, Sequence[Token], list[Reading]]]) -> list[list[ActorMention]]:
    counted = [(title, countries(tokens, found)) for title, tokens, found in sentences]
    context = Context(counted)
    sure = {reading.person for _, _, found in sentences for reading in found if not reading.unsure}
    sure |= {reading.code for _, _, found in sentences for reading in found if not reading.unsure}
    mentions: list[list[ActorMention]] = [[]] * len(sentences)
    before: Mapping[str, float] = {}
    for index in sorted(range(len(sentences)), key=lambda i: sentences[i][0]):
        _, tokens, found = sentences[index]
        here = counted[index][1]
        context.next_sentence()
        kept = [r for r in found if (not r.unsure or not sure.isdisjoint(_evidence(r))) and context.resolve(r, here, before)]
        mentions[index] = [_mention(tokens, reading) for reading in kept]
        before = here
    return mentions


def _evidence(reading: Reading) -> tuple[str | None, ...]:
    """What the article must name elsewhere for a homograph to count: the person, or the group or state."""
    if reading.choices:
        return reading.choices
    group = reading.code not in COUNTRIES and ":" not in (reading.code or "")
    return (reading.code if group or reading.acts else reading.person or reading.code,)


def _mention(tokens: Sequence[Token], reading: Reading) -> ActorMention:
    code, _, sector = (reading.code or "").partition(":")
    text = " ".join(token.norm for token in tokens[reading.first : reading.last + 1])
    actor = Actor(text=text, name=reading.name, code=code, sector=sector or None, country=code if code in COUNTRIES else None)
    return ActorMention(
        reading.first,
        reading.last,
        actor,
        reading.person,
        reading.role,
        adjective=reading.adjective,
        place_like=reading.place_like,
    )
