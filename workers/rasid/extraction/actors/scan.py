"""The scan of one sentence: names, offices with their holders, sides with their country."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from rasid.extraction.actors.areas import areas
from rasid.extraction.actors.names import OPENINGS, Candidate, folded
from rasid.extraction.actors.personal_names import GIVEN, is_definite, is_given, is_stop, is_verb
from rasid.extraction.actors.reading import Reading
from rasid.extraction.actors.sides import sides
from rasid.extraction.lexicon import load
from rasid.text.document import COMMAS, Token
from rasid.text.folding import fold

_WORDS: Final = load("actors-homographs")
_MEASURES: Final = folded(_WORDS["measures"])
_OUTLETS: Final = folded(_WORDS["outlets"])
_HEADS: Final = folded(_WORDS["heads"])
_BEFORE_STATES: Final = folded(_WORDS["before_states"])
_DIRECTIONS: Final = folded(_WORDS["directions"])
_WEST: Final = "WEST"
_BETWEEN: Final = frozenset(map(fold, load("actors-sides")["between"].split(" / ")))
QUOTES: Final = frozenset("\"«»“”'‘’")
_AREAS: Final = load("actors-areas")
_KINDS_OF_AREA: Final = folded(_AREAS["kinds"])
_WITHIN: Final = folded(_AREAS["within"])
_SETTLED: Final = frozenset(_AREAS["settled"])
_AGAIN_ALONE: Final = folded(load("actors-sides")["again_alone"])
_DATELINE: Final = frozenset("(-–—ـ/")
_ARTICLE: Final = "ال"
_COUNCIL: Final = "UNSC"
_FEMININE: Final = "ة"
_FEMININE_NOUNS: Final = ("ة", "ات")
_FEMININE_FOLDED: Final = "يه"
_IN: Final = "ب"
_AND: Final = "و"
_NAMED: Final = frozenset(("state", "seat", "organisation", "demonym"))
_SINGULAR: Final = ("ي", "يه")
_OUTLET_REACH: Final = 4
_DATELINE_REACH: Final = 7
_DASHES: Final = frozenset("-–—ـ")
_ATTRIBUTIVE: Final = ("legitimacy", "deposed", "foreign_ministry")
_DESCRIBING: Final = folded(_WORDS["describing"])
_TOLD_TO: Final = folded(_WORDS["told_to"])
_PASSED_ON: Final = folded(_WORDS["passed_on"])
_ACCORDING: Final = folded(_WORDS["according"])
_BEFORE_NUMBERS: Final = folded(_WORDS["before_numbers"])
_COLON: Final = ":"
_SHARED: Final = {fold(name): tuple(codes) for name, codes in _WORDS["shared"].items()}


class Found:
    """A name found in a token list, with the tokens it covers."""

    __slots__ = ("candidate", "first", "last")

    def __init__(self, candidate: Candidate, first: int, last: int) -> None:
        self.candidate = candidate
        self.first = first
        self.last = last

    @property
    def kind(self) -> str:
        """The kind of the name."""
        return self.candidate.name.kind

    @property
    def free(self) -> bool:
        """Whether the word carries neither conjunction nor preposition."""
        return not (self.candidate.split.conjunction or self.candidate.split.preposition)


def _relative(found: Found) -> bool:
    return found.candidate.name.words[0].endswith(_FEMININE_FOLDED)


class Line:
    """A sentence's tokens and the names in them; `known` are forms that the article has introduced."""

    def __init__(self, tokens: Sequence[Token], published: dt.date | None, known: Mapping[str, Reading]) -> None:
        self.tokens = tokens
        self.forms = [token.form for token in tokens]
        self.published = published
        self.known = known

    def opens(self, at: int) -> bool:
        """Whether a name may begin at a token: quick, since most words begin none."""
        found = OPENINGS[self.forms[at]]
        if found.alone:
            return True
        following = self.forms[at + 1] if at + 1 < len(self.forms) else ""
        return following in found.longer or following in QUOTES

    def match(self, at: int) -> Found | None:
        """The longest name that begins at a token and is not ruled out by what stands around it."""
        if at >= len(self.forms):
            return None
        found = OPENINGS[self.forms[at]]
        if found.longer and at + 1 < len(self.forms):
            second = self._past_quotes(at + 1)
            for candidate in found.longer.get(self.forms[second], ()) if second < len(self.forms) else ():
                last = self._end(candidate.name.words, second)
                if last is not None:
                    return Found(candidate, at, last) if self._allowed(candidate, at, last) else None
        if found.alone and self._allowed(found.alone[0], at, at):
            return Found(found.alone[0], at, at)
        return None

    def named(self, at: int, introduced: Reading) -> bool:
        """Whether the surname of one introduced before stands at a token, with the word that joins it ("عبد الرحمن")."""
        if introduced.given_like:
            after = self.forms[at + 1] if at + 1 < len(self.forms) else ""
            return at > 0 and is_verb(self.forms[at - 1]) and not is_definite(after) and after not in GIVEN
        return not introduced.joined or (at > 0 and self.forms[at - 1].endswith(introduced.joining))

    def _past_quotes(self, at: int) -> int:
        while at < len(self.forms) and self.forms[at] in QUOTES:
            at += 1
        return at

    def _end(self, words: tuple[str, ...], at: int) -> int | None:
        """The last token of a name whose second word stands at `at`; quotation marks may stand inside it."""
        for word in words[2:]:
            at = self._past_quotes(at + 1)
            if at >= len(self.forms) or self.forms[at] != word:
                return None
        return at

    def _allowed(self, candidate: Candidate, at: int, last: int) -> bool:
        kind = candidate.name.kind
        before = self.forms[at - 1] if at else ""
        if kind == "demonym":
            return self._nationality(candidate, at, before)
        named = at > 0 and is_given(self.tokens[at - 1])
        if kind == "state" and before in _MEASURES and candidate.name.words[0].endswith(_SINGULAR):
            return False
        if kind == "person" and not candidate.name.words[1:] and named:
            return False
        if kind == "outlet":
            return not candidate.split.preposition and self._speaks(at, last)
        if before_number := candidate.name.words[-1] in _BEFORE_NUMBERS:
            return not (before_number and last + 1 < len(self.tokens) and self.tokens[last + 1].kind == "number")
        if candidate.name.code in _ATTRIBUTIVE or candidate.name.words[0] in _DESCRIBING:
            return len(candidate.name.words) > 1 or not is_definite(before)
        if candidate.name.code == _WEST:
            after = self.forms[last + 1] if last + 1 < len(self.forms) else ""
            return before.removeprefix(_AND) not in _DIRECTIONS and not candidate.split.preposition and after != "من"
        return True

    def _speaks(self, at: int, last: int) -> bool:
        """Whether an outlet reports something, rather than is told it ("لرويترز") or passed on from ("نقلت رويترز عن")."""
        before = [form for form in self.forms[max(0, at - 4) : at] if form not in QUOTES][-2:]
        if (before and before[-1] in _TOLD_TO) or not _PASSED_ON.isdisjoint(self.forms[last + 1 : last + 4]):
            return False
        headline = last + 1 < len(self.forms) and self.forms[last + 1] == _COLON
        return headline or any(form in _ACCORDING or is_verb(form) for form in before)

    def _nationality(self, candidate: Candidate, at: int, before: str) -> bool:
        """Whether an adjective is of a state: not of money, a language ("بالإنجليزية"), an outlet; not a surname."""
        surname = at > 0 and is_given(self.tokens[at - 1]) and candidate.name.words[0].startswith(_ARTICLE)
        language = candidate.split.preposition == _IN and self.forms[at].endswith(_FEMININE_FOLDED)
        return not (surname or language or before in _MEASURES or self._outlet(at))

    def after_dateline(self) -> int:
        """The token where the report itself begins: behind "بيروت (رويترز) -"."""
        for at in range(1, min(_DATELINE_REACH, len(self.forms) - 1)):
            if self.forms[at] in _DATELINE:
                agency = self.forms[at + 1 : at + 6]
                signed = any(mark in _DASHES for mark in agency[1:]) and ")" in agency
                place = self.match(0)
                if signed:
                    return at + 1 + max(i for i, mark in enumerate(agency) if mark in _DASHES) + 1
                return at if (place is not None and place.kind in ("seat", "state")) else 0
            if self.tokens[at].kind == "punct" and self.forms[at] not in COMMAS:
                return 0
        return 0

    def _outlet(self, at: int) -> bool:
        """Whether the adjective belongs to a newspaper or channel named before it."""
        for back in range(at - 1, max(-1, at - 2 - _OUTLET_REACH), -1):
            if self.forms[back] in _OUTLETS:
                return True
            if is_stop(self.forms[back]) or (self.tokens[back].kind == "punct" and self.forms[back] not in QUOTES):
                return False
        return False

    def reading(self, found: Found) -> Reading | None:
        """What a name means by itself; None for a phrase that names no actor, or a side without its country."""
        name = found.candidate.name
        if name.kind == "nothing":
            return None
        if name.kind == "side":
            return self.side(found)
        if name.kind == "again":
            after = self.forms[found.last + 1] if found.last + 1 < len(self.forms) else ""
            if self.forms[found.first] in _AGAIN_ALONE and is_definite(after):
                return None
            follows = self.match(found.last + 1)
            if follows is not None and follows.kind == "demonym" and follows.free:
                return None
            return Reading(found.first, found.last, None, name.name, "again", head=name.code)
        code, person, role = name.code, None, None
        if name.person is not None:
            code, person, role = name.person.code(self.published), name.person.name, name.person.role(self.published)
        before = self.forms[found.first - 1] if found.first else ""
        if name.kind == "organisation":
            described = self._described(found.last + 1)
            if described is not None and name.unsure:
                return None  # "القاعدة التركية" is a base.
            if described is not None and name.code == _COUNCIL:
                # "مجلس الأمن الروسي" is the state's own council.
                return Reading(found.first, described.last, described.candidate.name.code, name.name, "government")
            found = Found(found.candidate, found.first, described.last) if described is not None else found
        # "طائرة سورية": the state's name in some newsrooms, its adjective behind an indefinite feminine noun.
        adjective = name.kind == "demonym" or (name.kind == "state" and self._feminine(found))
        return Reading(
            found.first, found.last, code, name.name, name.kind, person, role,
            adjective=adjective, place_like=name.kind in ("state", "seat") and not adjective,
            unsure=name.unsure and not self._evidenced(found, before),
            acts=name.unsure and (not found.first or is_verb(before)) and self._ends(found),
            choices=_SHARED.get(name.words[-1], ()) if name.kind == "seat" else (),
        )  # fmt: skip

    def _described(self, at: int) -> Found | None:
        """A singular adjective of a state right behind an organisation."""
        following = self.match(at)
        singular = following is not None and self.forms[following.first].endswith(_SINGULAR)
        return following if singular and following is not None and following.kind == "demonym" and following.free else None

    def _adjectival(self, found: Found) -> bool:
        """Whether a state's name is its adjective too: "السعودية"."""
        return found.first == found.last and found.free and is_definite(self.forms[found.first]) and _relative(found)

    def _feminine(self, found: Found) -> bool:
        if self._adjectival(found):
            return found.first > 0 and is_definite(self.forms[found.first - 1])
        if not (found.first and found.free and self.tokens[found.first].norm.endswith(_FEMININE)):
            return False
        before = self.tokens[found.first - 1]
        return (
            before.norm.endswith(_FEMININE_NOUNS) and not before.form.startswith(_ARTICLE) and not found.candidate.name.words[1:]
        )

    def _evidenced(self, found: Found, before: str) -> bool:
        """Whether the word before a homograph shows that an actor is meant."""
        if found.kind == "state":
            return before in _BEFORE_STATES
        paired = bool(found.candidate.split.conjunction) and any(c.name.kind in _NAMED for c in OPENINGS[before].alone)
        after = self.forms[found.last + 1] if found.last + 1 < len(self.forms) else ""
        paired = paired or is_verb(after)
        return before in _HEADS or (found.kind == "organisation" and (before in QUOTES or paired))

    def _ends(self, found: Found) -> bool:
        """Whether a name of one word is whole: no surname follows."""
        after = self.forms[found.last + 1] if found.last + 1 < len(self.forms) else ""
        return not is_definite(after) and after not in GIVEN

    def side(self, found: Found) -> Reading | None:
        """A side with the adjective or the name of its country, or alone where it may be."""
        name = found.candidate.name
        side = sides()[name.code]
        at = found.last + 1
        definite = self.forms[found.last].startswith(_ARTICLE)
        following = self.match(at)
        skipped = at
        while following is None and skipped < min(at + 2, len(self.forms)) and self.forms[skipped] in _BETWEEN:
            skipped += 1
            following = self.match(skipped)
            if following is not None and following.kind != "demonym":
                following = None
                break
        if following is not None and following.free:
            code = following.candidate.name.code
            named = following.kind in ("state", "seat") and (not definite or self._adjectival(following))
            if following.kind == "demonym" or (named and skipped == at):
                return Reading(found.first, following.last, side.code(code), name.name, name.code, state=code)
            if not definite and not name.bare and following.kind in ("organisation", "person"):
                if following.kind == "person" and found.candidate.split.preposition == _IN:
                    return None  # "برئاسة ترامب"
                inner = self.reading(following)
                if inner is not None:
                    return Reading(found.first, following.last, inner.code, inner.name, name.code, unsure=inner.unsure)
            if not definite and not name.bare and following.kind == "side":
                inner = self.side(following)
                if inner is not None:
                    inner.first = found.first
                    return inner
        country = self._settled(name.code, found.last + 1, definite) if name.bare or not definite else None
        if country is not None:
            return Reading(found.first, found.last, side.code(country), name.name, name.code, state=country)
        if not name.bare:
            return None
        return Reading(found.first, found.last, None, name.name, name.code)

    def _settled(self, kind: str, at: int, definite: bool) -> str | None:
        """The country of a side that is said to be somewhere: "شرطة محافظة بابل", "الشرطة في لندن"."""
        if kind not in _SETTLED or at >= len(self.forms):
            return None
        if self.forms[at] in _WITHIN:
            at += 1
        elif definite and not self.forms[at].startswith(_IN):
            return None
        area = self.area(at)
        return area[0] if area is not None else None

    def area(self, at: int) -> tuple[str, int] | None:
        """The country of the town, area or state that stands at a token, behind a word for its kind, and its last token."""
        if at + 1 < len(self.forms) and self.forms[at].removeprefix(_IN) in _KINDS_OF_AREA:
            at += 1
        if at >= len(self.forms):
            return None
        found = self.match(at)
        if found is not None:
            settled = found.kind in ("state", "seat") and not found.candidate.name.unsure
            return (found.candidate.name.code, found.last) if settled else None
        country = areas().get(self.forms[at])
        if country is None and at + 1 < len(self.forms):
            at += 1
            country = areas().get(f"{self.forms[at - 1]} {self.forms[at]}")
        return (country, at) if country is not None else None
