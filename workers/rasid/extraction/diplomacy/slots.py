"""What an act's clause tells besides who did what to whom: mode, auxiliary modes, day, place, topic, quotation."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from rasid.extraction.analysis import Analysis
from rasid.extraction.diplomacy.act import Act
from rasid.extraction.diplomacy.clauses import QUOTES, preposition_of
from rasid.extraction.diplomacy.words import rows, stems, words
from rasid.extraction.mentions import DateMention
from rasid.models import Aux, Date, EventType, Mode, Place

_RECENT = dt.timedelta(days=7)
_BEFORE = 4
_SHORTEST_QUOTATION = 3
_SET: frozenset[EventType] = frozenset(("CONSULT", "AGREE", "COOPERATE"))
_PLACED: frozenset[EventType] = frozenset(("CONSULT", "AGREE", "PROTEST", "MOBILIZE", "COERCE", "CONCEDE", "RETREAT"))
_SAID: frozenset[EventType] = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE"))


def mode_of(act: Act) -> Mode | None:
    """The frame's mode; where it depends, by the first telling word of the complement or the number of parties."""
    name = act.frame.mode
    if name == "theme":
        return theme(act)
    if name == "by-threat":
        return _first(act, "threats")
    if name == "charge":
        return _first(act, "charges") or "disapprove"
    if name == "multi":
        return "multilateral" if len(act.actors) > 2 else _mediated(act)
    return act.frame.fixed_mode


def _mediated(act: Act) -> Mode | None:
    """Third-party, where the words at once around talks tell of a mediator."""
    near = [token.form for token in act.reading.tokens[max(0, act.at - 1) : act.last + 3]]
    indirect = any(one == "غير" and two in words("grammar", "direct") for one, two in pairwise(near))
    return "third-party" if indirect or not words("grammar", "mediated").isdisjoint(near) else None


def theme(act: Act) -> Mode | None:
    """What a request or refusal is about, as a mode."""
    return _first(act, "themes")


def _first(act: Act, name: str) -> Mode | None:
    for token in act.reading.tokens[act.at + 1 : act.last + 1]:
        if token.kind == "word":
            for mode, members in rows(name):
                if not members.isdisjoint(stems(token.form)):
                    return mode  # type: ignore[return-value]
    return None


def aux_of(analysis: Analysis, act: Act) -> list[Aux]:
    """PLOVER's auxiliary modes; historical: its date lies more than a week before publication; a meeting
    whose date is still to come is future."""
    aux: list[Aux] = []
    date = _date(act)
    coming = date is not None and date.start is not None and analysis.published is not None and date.start > analysis.published
    if act.future or (coming and act.frame.type in _SET):
        aux.append("future")
    if date and date.end and analysis.published and date.end < analysis.published - _RECENT:
        aux.append("historical")
    clause = act.reading.tokens[max(0, act.first - _BEFORE) : act.last + 1]
    if any(token.form in words("grammar", "conditions") for token in clause):
        aux.append("hypothetical")
    if act.negated:
        aux.append("negation")
    return aux


def date_of(analysis: Analysis, act: Act) -> Date | None:
    """The day that the act's clause names."""
    found = _date(act)
    if found is None or found.start is None or found.end is None:
        return None
    evidence = analysis.document.evidence(act.reading.analysis.sentence, found.first, found.last)
    return Date(start=found.start.isoformat(), end=found.end.isoformat(), precision=found.precision, text=evidence.text)


def _date(act: Act) -> DateMention | None:
    dates = act.reading.analysis.dates
    return next((d for d in dates if act.first - 1 <= d.first <= act.last and d.start and d.rule != "term"), None)


def place_of(act: Act) -> Place | None:
    """Where it was or will be: the place behind "in" in the clause of a meeting, a truce, a protest, a deployment."""
    if act.frame.type not in _PLACED:
        return None
    parties = {i for m in (*act.actors, *act.recipients) for i in range(m.first, m.last + 1)}
    for mention in act.reading.analysis.places:
        inside = act.first <= mention.first <= act.last + 2 and mention.first not in parties
        if inside and preposition_of(act.reading.word(mention.first - 1)) == "في":
            return mention.place
    return None


def contexts_of(act: Act) -> list[str]:
    """PLOVER's contexts, by the words of the clause."""
    clause = act.reading.stems_between(act.first, act.last)
    return [name for name, members in rows("contexts") if not members.isdisjoint(clause)]


def statement_of(analysis: Analysis, act: Act) -> str | None:
    """The quoted words that carry a spoken act."""
    if act.frame.type not in _SAID:
        return None
    tokens, quoted = act.reading.tokens, act.reading.quoted
    inside = [i for i in range(act.first, act.last + 1) if quoted[i] and tokens[i].form not in QUOTES]
    if not inside:
        return None
    first = last = inside[0]
    while first > 0 and quoted[first - 1] and tokens[first - 1].form not in QUOTES:
        first -= 1
    while last + 1 < len(tokens) and quoted[last + 1] and tokens[last + 1].form not in QUOTES:
        last += 1
    if last - first + 1 < _SHORTEST_QUOTATION:
        return None
    return analysis.document.evidence(act.reading.analysis.sentence, first, last).text
