"""Where people were hurt: the place that stands nearest to a statement, in its clause, its sentence or its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rasid.extraction.casualty.clauses import Context, Span, distance, over_time
from rasid.extraction.casualty.statement import Statement
from rasid.extraction.casualty.terms import marked, marker
from rasid.extraction.gazetteer import COUNTRIES
from rasid.extraction.mentions import PlaceMention
from rasid.extraction.places import contains
from rasid.models import Place
from rasid.text.document import Token
from rasid.text.folding import fold

# How wide a place is, in steps of what it costs a candidate.
_EXTENT = {"country": 9, "region": 7, "governorate": 5, "countryside": 4, "district": 3, "capital": 3, "city": 3, "town": 2}
_HERE, _BEFORE, _AFTER, _TITLE = 12.0, 7.0, 6.0, 3.0
_IN_CLAUSE, _TARGET, _PENALTY, _DATELINE, _OTHERS, _DIRECT = 4.0, 2.0, 4.0, 5.0, 3.0, 3.0
# From this extent on a closer place is looked for in other sentences: around any statement, or behind the lead.
_AREA, _TOWN, _AHEAD = 4.0, 3.0, 3
_NEAR, _ADJACENT, _WIDE, _LISTED, _WAR = 12, 4, 7, 2, 500


@dataclass(slots=True)
class Scene:
    """Where people were hurt; `width`: how wide the place is, in the steps of its level."""

    place: Place
    width: float


@dataclass(slots=True)
class _Standing:
    """A place mention and how likely something happened there, by the words around it alone."""

    mention: PlaceMention
    value: float
    extent: float


class PlaceReader:
    """Chooses the places of the statements of one document."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._standings: dict[int, list[_Standing]] = {}
        self._country: Scene | None = None
        self._counted = False

    def read(self, said: Statement, clause: Span, aggregate: bool) -> Scene | None:
        """The place of a statement, or None; tolls over a period fall back on the country the article is about."""
        if self._unnamed(said):
            return self._dominant()
        summed = aggregate and (over_time(clause) or (said.figure.size or 0) >= _WAR)
        scored = list(self._own(said, clause, summed))
        if not summed:
            scored += self._near(said)
        if not scored:
            return self._dominant() if aggregate else None
        best = max(scored, key=lambda pair: pair[0])[1]
        if summed:
            everywhere = self._dominant() if self._everywhere(said, best.mention) else None
            return everywhere or Scene(best.mention.place, best.extent)
        chosen = self._finer(said, best, aggregate)
        return Scene(self._placed(said, chosen), chosen.extent)

    def _unnamed(self, said: Statement) -> bool:
        """Whether a statement says that it was in many places without a name: "في عدة محافظات"."""
        after = said.sentence.tokens[said.last + 1 : said.last + 4]
        forms = [t.form for t in after]
        return (
            len(forms) == _LISTED + 1
            and forms[0] == "في"
            and (
                (marked(forms[1], "many") and marked(forms[2], "areas"))
                or (marked(forms[1], "areas") and marked(forms[2], "many"))
            )
            and not any(p.first <= said.last + 4 <= p.last + 1 for p in said.sentence.places)
        )

    def _everywhere(self, said: Statement, mention: PlaceMention) -> bool:
        """Whether a mention only says that it was all over a country: "محافظات سورية", "في عدة محافظات"."""
        country = COUNTRIES.get(mention.place.country or "")
        last = said.sentence.tokens[mention.last].form if mention.last < len(said.sentence.tokens) else ""
        return country is not None and mention.level == "governorate" and last in map(fold, country.names)

    def _own(self, said: Statement, clause: Span, summed: bool) -> Iterator[tuple[float, _Standing]]:
        parts = min(
            (p.first for p in said.parts if p.index == said.index and p.rule == "split"), default=len(said.sentence.tokens)
        )
        for standing in self._of(said.index):
            mention = standing.mention
            if mention.first >= parts and parts > said.last:  # the places of its parts are not the whole's
                continue
            far = distance(said, mention.first, mention.last) * (0.2 if mention.first > said.last else 0.3)
            score = _HERE + standing.value - min(far, 6.0) + _IN_CLAUSE * clause.holds(mention.first, mention.last)
            score -= _OTHERS * self.context.parted(said, mention.first)
            score += _DIRECT * (mention.first == said.last + 2 and said.sentence.tokens[said.last + 1].form == "في")
            yield score - (0.0 if summed else 0.5) * standing.extent, standing

    def _near(self, said: Statement) -> Iterator[tuple[float, _Standing]]:
        back = list(self.context.before(said.index, 3))
        if self.context.background(said.index):  # it goes on about the whole, not about the sentence before it
            back = [i for i in (self.context.lead,) if i < said.index]
        for steps, index in enumerate(back):
            for standing in self._of(index):
                yield _BEFORE - 2.0 * steps + standing.value - 0.4 * standing.extent, standing
        title = said.sentence.sentence.field == "title"
        for steps, index in enumerate(self.context.after(said.index, 3 if title else 2)):
            if title or self.context.refers_back(index):
                for standing in self._of(index):
                    yield _AFTER - 2.0 * steps + standing.value - 0.4 * standing.extent, standing
        for index in self.context.title:
            for standing in self._of(index):
                yield _TITLE + standing.value - 0.4 * standing.extent, standing

    def _finer(self, said: Statement, best: _Standing, aggregate: bool) -> _Standing:
        """A closer place inside the chosen one, named beside it, or next to the statement where only an area was found."""
        reach = _NEAR if best.extent < _WIDE else _ADJACENT
        for index in [said.index] if aggregate else self._around(said, best.extent):
            chosen = best
            for other in self._of(index):
                if index == said.index and (
                    abs(other.mention.first - best.mention.first) > reach or self.context.parted(said, other.mention.first)
                ):
                    continue
                if other.value >= 0 and other.extent < chosen.extent and _inside(best.mention, other.mention):
                    chosen = other
            if chosen is not best:
                return chosen
        return best

    def _around(self, said: Statement, extent: float) -> list[int]:
        """The sentences in which a place inside the chosen one may be named; those behind must speak of the attack."""
        indices = [said.index]
        if extent >= _AREA and not self.context.turns(said.index):
            indices += self.context.before(said.index, 1)
        if extent >= _TOWN and said.index <= self.context.lead + 1:
            indices += [i for i in self.context.after(said.index, _AHEAD) if self.context.refers_back(i)]
        elif extent >= _AREA:
            indices += [i for i in self.context.after(said.index, 1) if self.context.refers_back(i)]
        return indices

    def _placed(self, said: Statement, chosen: _Standing) -> Place:
        """The place, given the area of its surroundings where the tables do not know it."""
        place = chosen.mention.place
        if place.lat is None and place.admin1 is None and place.precision <= 3:
            for index in (
                said.index,
                *self.context.before(said.index, 3),
                *self.context.after(said.index, 1),
                *self.context.title,
            ):
                for other in self.context.sentences[index].places:
                    if other.place.admin1 is not None:
                        place.admin1, place.country = other.place.admin1, other.place.country
                        return place
        return place

    def _of(self, index: int) -> list[_Standing]:
        if index not in self._standings:
            sentence = self.context.sentences[index]
            tokens, title = sentence.tokens, sentence.sentence.field == "title"
            found: list[_Standing] = []
            attacks = {m.last for m in self.context.means(index) if m.means.attack}
            listed = -1
            for mention in sentence.places:
                scene = (listed >= 0 and mention.first - listed <= _LISTED) or mention.first - 1 in attacks
                standing = _standing(tokens, mention, title, scene)
                if standing is not None:
                    found.append(standing)
                    listed = mention.last
            self._standings[index] = found
            if self._dateline(index):
                for standing in self._standings[index]:
                    if standing.mention.first <= 3:
                        standing.value -= _DATELINE
        return self._standings[index]

    def _dateline(self, index: int) -> bool:
        """Whether a sentence opens with the place it was written in: "بغداد (CNN) --"."""
        sentence = self.context.sentences[index].sentence
        opening = [t.form for t in sentence.tokens[:9]]
        return sentence.field == "text" and any(f in ("--", "-", "–", "—", "/") for f in opening) and index <= 6

    def _dominant(self) -> Scene | None:
        """The country that the article's places are in, as a place."""
        if self._counted:
            return self._country
        self._counted = True
        votes: Counter[str] = Counter()
        named: dict[str, Place] = {}
        for index, sentence in enumerate(self.context.sentences):
            standing_at = {id(s.mention) for s in self._of(index)}
            for mention in sentence.places:
                country = mention.place.country
                if country is None:
                    continue
                if mention.level == "country":
                    named.setdefault(country, mention.place)
                if id(mention) in standing_at:
                    votes[country] += 1 if mention.level in ("country", "capital") else 2
        if votes:
            country = votes.most_common(1)[0][0]
            name = COUNTRIES[country].names[0] if country in COUNTRIES else country
            place = named.get(country) or Place(text=name, name_ar=name, country=country, precision=6)
            self._country = Scene(place, float(_EXTENT["country"]))
        return self._country


def _inside(outer: PlaceMention, inner: PlaceMention) -> bool:
    """Whether a place lies in another; regions without an area of their own hold what their country holds."""
    if outer.level == "region" and outer.place.admin1 is None and outer.place.country is not None:
        return inner.place.country == outer.place.country and inner.level not in ("country", "region")
    return contains(outer, inner)


def _standing(tokens: list[Token], mention: PlaceMention, title: bool, scene: bool) -> _Standing | None:
    """How a mention stands; None where its words name a side, a meeting or a destination, not a scene."""
    first = tokens[mention.first].form
    before = tokens[mention.first - 1].form if mention.first else ""
    earlier = [t.form for t in tokens[max(0, mention.first - 4) : mention.first]]
    clitic = first[:1] == "ب" and not fold(mention.place.text).startswith(first[:2])
    locative = clitic or marked(before, "locatives") or marked(before, "inside") or scene
    broad = mention.level == "country" or (mention.level == "capital" and mention.last == mention.first)
    aimed = any(marked(form, "targeting") for form in (earlier[-2:] if broad else earlier))
    bare = mention.last == mention.first and not title
    if (broad and not (locative or aimed) and not (title and mention.first <= 1)) or (bare and not (locative or aimed)):
        return None
    value = 0.0
    if not mention.certain:
        value -= 1.5
    value += _TARGET * (locative or aimed) + 0.5 * aimed
    if marked(before, "elsewhere") or (len(earlier) > 1 and marked(earlier[-2], "elsewhere")):
        value -= _PENALTY
    extent = float(_EXTENT.get(mention.level, 1))
    if first in marker("directions") or first[1:] in marker("directions"):
        extent += 1.5
    return _Standing(mention, value, extent)
