"""Figures: a number and the people it counts, read as one noun phrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rasid.extraction.casualty.terms import Reading, marked, marker, readings, without_and
from rasid.extraction.mentions import DateMention, Quantity
from rasid.models import Effect, Qualifier
from rasid.text.document import Token

_OF = "من"
_MOST_HOPS = 2


@dataclass(slots=True, eq=False)
class Figure:
    """A counted group of people: tokens `first`..`last`, the number's span inside it, and what the noun says."""

    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None
    qualifier: Qualifier
    people: list[Reading] = field(default_factory=list)
    casualties: list[Reading] = field(default_factory=list)
    others: bool = False
    bare: bool = False
    unknown: bool = False
    single: bool = False
    dual: bool = False
    recalled: bool = False
    joint: bool = False
    vague: bool = False
    partitive: bool = False
    names: list[str] = field(default_factory=list)

    @property
    def size(self) -> int | None:
        """The one number to compare figures by."""
        return next((n for n in (self.best, self.low, self.high) if n is not None), None)

    @property
    def human(self) -> bool:
        """Whether the noun is known to be people."""
        return bool(self.people or self.casualties or self.others)

    @property
    def effects(self) -> tuple[Effect, ...]:
        """The effects that the nouns themselves carry, in order."""
        return tuple(dict.fromkeys(r.term.effect for r in self.casualties if r.term.effect))


def find_figures(tokens: Sequence[Token], numbers: Sequence[Quantity], dates: Sequence[DateMention]) -> list[Figure]:
    """The figures of a sentence in order: numbers with their nouns, and duals; single people only where a cue asks for them."""
    taken = {i for d in dates for i in range(d.first, d.last + 1)}
    covered: set[int] = set()
    figures: list[Figure] = []
    for number in numbers:
        if (
            number.kind in ("percent", "fraction", "ordinal", "single")
            or (number.value == 1 and tokens[number.last].kind == "word")
            or number.first in taken
            or number.last in taken
        ):
            continue
        figure = _recalled(tokens, number) if number.kind == "definite" else _counted(tokens, number)
        if figure is not None:
            figures.append(figure)
        covered.update(range(number.hedge_first, (figure.last if figure else number.last) + 1))
    for index, token in enumerate(tokens):
        if token.kind == "word" and _may_be_dual(token.form) and index not in covered and index not in taken:
            dual = _dual(tokens, index)
            if dual is not None:
                figures.append(dual)
                covered.update(range(dual.first, dual.last + 1))
    figures.sort(key=lambda f: f.first)
    return figures


def single(tokens: Sequence[Token], index: int) -> Figure | None:
    """One person at `index`: "طفل", "أحد عناصرها", "آخر", "والده"."""
    if index >= len(tokens) or tokens[index].kind != "word":
        return None
    form = without_and(tokens[index].form)
    bare = form[1:] if form[:1] in ("ب", "ل") and form[1:] in ("احد", "احدي", "شخص") else form
    if bare in ("احد", "احدي") and index + 1 < len(tokens):
        nouns = _people(tokens[index + 1].form)
        if (nouns and nouns[0].number != "singular") or (
            tokens[index + 1].form.startswith("ال") and tokens[index + 1].kind == "word"
        ):
            return Figure(index, index + 1, 1, 1, 1, "exact", people=nouns, single=True, unknown=not nouns)
        return None
    if form in ("احدهم", "احداهن", "احدهما"):
        return Figure(index, index, 1, 1, 1, "exact", others=True, single=True)
    if form in marker("ordinals") or (form in ("اخر", "اخري") and not _content_at(tokens, index + 1)):
        return Figure(index, index, 1, 1, 1, "exact", others=True, single=True)
    if form in ("واحد", "واحده"):
        return Figure(index, index, 1, 1, 1, "exact", others=True, single=True)
    # "محافظة" is no "governor of his": a written ة is no pronoun.
    written = tokens[index].norm.endswith("ة")
    found = [r for r in _people(tokens[index].form) if not (written and r.pronoun == "ه")]
    casualties = [r for r in _casualties(tokens[index].form) if r.number == "singular" and "counted_only" not in r.term.flags]
    people = [r for r in found if r.number == "singular" and "counted_only" not in r.term.flags]
    if not people and not casualties:
        return None
    figure = Figure(index, _phrase_end(tokens, index), 1, 1, 1, "exact", people=people, casualties=casualties, single=True)
    last = figure.last
    if last + 2 < len(tokens) and tokens[last + 1].form == "علي" and tokens[last + 2].form in ("الاقل", "الاكثر"):
        _hedge(figure, tokens[last + 2].form)
        figure.last = last + 2
    return figure


def _recalled(tokens: Sequence[Token], number: Quantity) -> Figure | None:
    """ "الشبان الثلاثة": people already spoken of, the number behind the noun."""
    at = number.first - 1
    nouns = [r for r in _nouns(tokens[at].form) if r.article and r.number != "singular"] if at >= 0 else []
    if not nouns:
        return _counted(tokens, number)
    figure = Figure(at, number.last, number.low, number.best, number.high, number.qualifier, recalled=True)
    _set_nouns(figure, nouns)
    return figure


def _counted(tokens: Sequence[Token], number: Quantity) -> Figure | None:
    figure = Figure(number.hedge_first, number.last, number.low, number.best, number.high, number.qualifier)
    figure.vague = number.kind == "vague"
    if number.value == 2 and number.first > 0 and number.first == number.last:
        start = number.first
        definite = tokens[start - 1].form.startswith("ال")
        while start > 0 and any(
            r.number in ("dual", "dual_or_plural") and r.article == definite for r in _nouns(tokens[start - 1].form)[:1]
        ):
            start -= 1
        if start < number.first:
            _set_nouns(figure, [r for t in tokens[start : number.first] for r in _nouns(t.form)])
            figure.first, figure.dual = start, True
            figure.last = _phrase_end(tokens, number.last)
            return figure
    if number.kind == "dual" and number.first == number.last:
        if marked(tokens[number.last].form, "no_duals"):
            return None
        nouns = _nouns(tokens[number.last].form)
        if nouns:
            _set_nouns(figure, nouns)
            figure.dual = True
            figure.last = _phrase_end(tokens, number.last)
            return figure
        if not marked(tokens[number.last].form, "others") and number.value == 2 and _thing(tokens[number.last].form):
            return None
    index = number.last + 1
    if index + 1 < len(tokens) and tokens[index].form == ")" and tokens[number.first - 1].form == "(":
        index += 1
    for _ in range(_MOST_HOPS + 1):
        if index >= len(tokens) or tokens[index].kind != "word":
            break
        form = tokens[index].form
        if form == _OF and index + 1 < len(tokens):
            if tokens[index + 1].kind != "word":
                if tokens[index + 1].form in ('"', "“", "«") and index + 2 < len(tokens):
                    figure.partitive = True
                break
            figure.partitive, index = True, index + 1
            continue
        if form in ("واحد", "واحده", "فقط", "حاله", "حالات") or (form in marker("toll_heads") and index == number.last + 1):
            index += 1
            continue
        if marked(form, "others") and not form.startswith("و"):
            figure.others, figure.last = True, index
            return _finish(tokens, figure, index)
        nouns = _nouns(form)
        if nouns and not nouns[0].joined and not nouns[0].preposition:
            _set_nouns(figure, nouns)
            return _finish(tokens, figure, index)
        if _thing(form):
            return None
        break
    else:
        return None
    following = tokens[index] if index < len(tokens) else None
    if figure.partitive:
        if following is None or following.kind != "word" or not following.form.startswith("ال"):
            previous = tokens[index - 1] if index else None
            if previous is None or previous.form != _OF or following is None:
                return None
        figure.unknown, figure.last = True, min(index, len(tokens) - 1)
        return figure
    if following is None or following.kind != "word" or not _content(following.form):
        figure.bare = True
    else:
        figure.unknown, figure.last = True, index
    return figure


def _finish(tokens: Sequence[Token], figure: Figure, index: int) -> Figure:
    """The figure with its noun at `index`: adjectives, a second casualty noun, a hedge behind it."""
    last = _phrase_end(tokens, index)
    figure.last = last
    nxt = last + 1
    if figure.casualties and nxt < len(tokens):
        second = [r for r in _casualties(tokens[nxt].form) if r.joined and r.article == figure.casualties[0].article]
        if second and second[0].term.effect not in figure.effects and second[0].number != "dual" and not figure.dual:
            figure.casualties.append(second[0])
            figure.joint = True
            figure.last = nxt
            last = nxt
    for offset in (1, 2, 3):
        at = last + offset
        if at + 1 < len(tokens) and tokens[at].form == "علي" and tokens[at + 1].form in ("الاقل", "الاكثر"):
            _hedge(figure, tokens[at + 1].form)
            figure.last = at + 1
            break
        if at < len(tokens) and tokens[at].form in ("بين", "ما") and offset == 1:
            near = tokens[at : at + 4]
            effects = [r.term.effect for t in near for r in (_casualties(t.form) or _acts(t.form)) if r.term.effect]
            if len(set(effects)) > 1:
                figure.casualties = [r for t in near for r in (_casualties(t.form) or _acts(t.form))]
                figure.joint, figure.last = True, at + len(near) - 1
            break
        if at < len(tokens) and (tokens[at].kind != "word" and tokens[at].form not in ("،", ",")):
            break
    return figure


def _hedge(figure: Figure, word: str) -> None:
    if figure.best is None or figure.qualifier != "exact":
        return
    if word == "الاقل":
        figure.high, figure.qualifier = None, "at_least"
    else:
        figure.low, figure.qualifier = None, "at_most"


def _set_nouns(figure: Figure, nouns: list[Reading]) -> None:
    figure.people = [r for r in nouns if r.term.kind == "person"]
    figure.casualties = [r for r in nouns if r.term.kind == "casualty"]
    if figure.people and figure.casualties:  # "نازح", "مختطف": a person first where the count stands under another cue
        figure.people = [r for r in figure.people if r.term.lemma != figure.casualties[0].term.lemma]


@lru_cache(maxsize=32768)
def _may_be_dual(form: str) -> bool:
    return marked(form, "others") or any(r.number == "dual" for r in _nouns(form))


def _dual(tokens: Sequence[Token], index: int) -> Figure | None:
    if marked(tokens[index].form, "no_duals"):
        return None
    if marked(tokens[index].form, "others"):
        if without_and(tokens[index].form) in ("اخران", "اخريان", "اخريين"):
            return Figure(index, index, 2, 2, 2, "exact", others=True, dual=True)
        return None
    nouns = [r for r in _nouns(tokens[index].form) if r.number == "dual" and (not r.pronoun or r.joined)]
    if not nouns:
        return None
    figure = Figure(index, index, 2, 2, 2, "exact", dual=True, recalled=nouns[0].article)
    _set_nouns(figure, nouns)
    return _finish(tokens, figure, index)


def _nouns(form: str) -> list[Reading]:
    return _people(form) + _casualties(form)


def _people(form: str) -> list[Reading]:
    return [r for r in readings(form) if r.term.kind == "person"]


def _casualties(form: str) -> list[Reading]:
    return [r for r in readings(form) if r.term.kind == "casualty"]


def _acts(form: str) -> list[Reading]:
    return [r for r in readings(form) if r.term.kind == "act"]


def _thing(form: str) -> bool:
    found = readings(form)
    return bool(found) and found[0].term.kind == "thing" and not found[0].preposition and not found[0].joined


def _content(form: str) -> bool:
    """Whether a word can be the counted noun: not a particle, not a word with a preposition or "and" on it."""
    if (
        form in marker("particles")
        or form in marker("boundaries")
        or form in marker("part_markers")
        or form in marker("most_markers")
    ):
        return False
    if form.startswith(("بال", "وال", "لل", "فال")):
        return False
    found = readings(form)
    if found and found[0].term.kind in ("verb", "act"):
        return False
    return not (form[:1] in ("ب", "ل", "و", "ف") and len(form) > 3)


def _content_at(tokens: Sequence[Token], at: int) -> bool:
    """Whether a bare noun follows, so that "آخر" is "the last …", not "another"."""
    if at >= len(tokens) or tokens[at].kind != "word" or tokens[at].form in marker("bodily"):
        return False
    found = readings(tokens[at].form)
    return _content(tokens[at].form) and not tokens[at].form.startswith("ال") and not (found and found[0].term.kind == "person")


def _phrase_end(tokens: Sequence[Token], index: int) -> int:
    """The last token of the noun phrase at `index`: the noun and the adjectives that agree with it (nationality, kind)."""
    last = index
    for at in range(index + 1, min(index + 4, len(tokens))):
        token = tokens[at]
        if token.kind != "word" or token.form in ("واحد", "واحده", "اثنين", "اثنان", "اثنتين"):
            if token.kind == "word":
                last = at
                continue
            break
        found = readings(token.form)
        if not found or found[0].term.kind != "person" or found[0].joined or found[0].preposition:
            break
        last = at
    return last
