"""Offices: "وزير الخارجية الروسي سيرغي لافروف" is one actor, a person with a role who stands for a state."""

from __future__ import annotations

from typing import Final

from rasid.extraction.actors.names import folded
from rasid.extraction.actors.personal_names import is_definite, is_given, is_stop, name_from
from rasid.extraction.actors.reading import Reading
from rasid.extraction.actors.scan import QUOTES, Found, Line
from rasid.extraction.actors.sides import home, with_sector
from rasid.extraction.lexicon import load
from rasid.text.document import COMMAS
from rasid.text.folding import fold

_WORDS: Final = load("actors-offices")
_PORTFOLIO: Final = folded(_WORDS["portfolio"])
_THROUGH: Final = folded(_WORDS["through"])
_POSTED: Final = folded(_WORDS["posted"])
_POSTINGS: Final = folded(_WORDS["postings"])
_INTERNATIONAL: Final = folded(_WORDS["international"])
_UNITED_NATIONS: Final = folded(_WORDS["united_nations"])
_TITLES: Final = folded(_WORDS["titles"])
_BARE: Final = folded(_WORDS["bare"])
_UNITS: Final = folded(_WORDS["units"])
_CHIEF: Final = fold(_WORDS["chief"])
_SECTORS: Final = {fold(word): sector for word, sector in _WORDS["sectors"].items()}
_HEAD_SECTORS: Final = {fold(word): sector for word, sector in _WORDS["head_sectors"].items()}
_ARTICLE: Final = "ال"
_NOBODY: Final = "nobody"
_FOR: Final = "ل"
_AT: Final = "ب"
_REACH: Final = 16
_LONGEST_INSTITUTION: Final = 4
_DASHES: Final = frozenset("-–—")
_AND: Final = "و"
_ERRAND: Final = 5


def _plain(line: Line, at: int) -> bool:
    """Whether a word is no name, no verb and no particle."""
    return line.match(at) is None and not is_stop(line.forms[at]) and not is_given(line.tokens[at])


class Office:
    """The words of an office, read from its head on."""

    def __init__(self, line: Line, head: Found) -> None:
        self.line = line
        self.kind = head.candidate.name.code
        self.first = head.first
        self.at = head.last + 1
        self.head = head.candidate.name.words[0]
        self.role = [head.candidate.name.name]
        self.owner: Reading | None = None
        self.holder: Found | None = None
        self.sector: str | None = None
        self.posted = self.quoted = False
        end = min(len(line.forms), head.first + _REACH)
        while self.at < end and self._step():
            pass

    def _step(self) -> bool:
        """Take the next words if they belong to the office."""
        line, form = self.line, self.line.forms[self.at]
        if form in QUOTES:
            inner = line.match(self.at + 1)
            if self.owner is None and inner is not None and inner.kind in ("organisation", "side"):
                self.at += 1
                self.quoted = True
                return self._take(inner)
            return False
        if form in _INTERNATIONAL and self.owner is None and self.kind in ("envoy", "member"):
            self.owner = Reading(self.at, self.at, "UNO", form, "organisation")
            self.at += 1
            return True
        if form in _SECTORS and self.owner is not None:
            self.sector = self.sector or _SECTORS[form]
            return self._word()
        found = line.match(self.at)
        if found is not None and found.kind == "again":
            return self.owner is None and found.free and self._word()
        if found is not None and found.kind != "nothing":
            return self._take(found)
        if found is None and self.owner is None and self.kind == "state":
            area = line.area(self.at)
            if area is not None:
                self.owner = Reading(self.at, self.at, area[0], form, "state")
                self.at = area[1] + 1
                return True
        if form in _PORTFOLIO:
            self.sector = self.sector or _SECTORS.get(form)
            return self._word()
        if form in _THROUGH:
            return self._word()
        if form in _POSTED:
            return self._posting()
        if line.tokens[self.at].kind == "number" and fold(" ".join(self.role)) in _UNITS:
            return self._word()
        if (self.kind != "member" and form == _FOR) or (form in _DASHES and line.forms[self.at - 1] == _FOR):
            self.at += 1  # "القائد العام لـ «قسد»"
            return True
        return self._institution()

    def _institution(self) -> bool:
        """ "رئيس مركز المصالحة الروسي": words of an institution whose nationality follows."""
        if self.owner is not None or self.kind in ("private", "counterpart"):
            return False
        line, construct = self.line, not is_definite(self.line.forms[self.at - 1])
        for at in range(self.at, min(self.at + _LONGEST_INSTITUTION, len(line.forms) - 1)):
            definite = is_definite(line.forms[at].removeprefix(_AND))
            if line.tokens[at].kind != "word" or not (definite or construct) or not _plain(line, at):
                return False
            construct = False
            following = line.match(at + 1)
            if following is not None and following.kind == "demonym" and following.free and is_definite(line.forms[at + 1]):
                self.role += [token.norm for token in line.tokens[self.at : at + 1]]
                self.at = at + 1
                return True
        return False

    def _word(self) -> bool:
        self.role.append(self.line.tokens[self.at].norm)
        self.at += 1
        return True

    def _take(self, found: Found) -> bool:
        name, split = found.candidate.name, found.candidate.split
        if split.conjunction or (split.preposition and not self._leads(found)):
            return False
        if found.kind == "head":
            if self.owner is not None:
                return False
            return self._word()
        if found.kind == "person":
            previous = self.line.forms[self.at - 1]
            if previous in _THROUGH or (
                self.at - 1 == self.first and not previous.startswith(_ARTICLE) and self.kind != "counterpart"
            ):
                self.owner = self.line.reading(found)
                self.at = found.last + 1
                return True
            return False
        if self.owner is not None:
            same = found.kind == "demonym" and name.code == home(self.owner.code or "")
            if same or (self.kind == "envoy" and split.preposition):
                self.at = found.last + 1
                return True
            return False
        if found.kind == "side":
            return self._side(found)
        if found.kind in ("state", "seat") and split.preposition and self.kind == "envoy":
            self.posted = True
            self.at = found.last + 1
            return True
        self.owner = self.line.reading(found)
        self.at = found.last + 1
        return self.owner is not None

    def _leads(self, found: Found) -> bool:
        """Whether the preposition written to a name leads to the owner ("بوزارة الدفاع") or the posting ("لليمن")."""
        preposition = found.candidate.split.preposition
        return preposition == _FOR or (preposition == _AT and self.kind == "member" and found.kind in ("side", "organisation"))

    def _side(self, found: Found) -> bool:
        side = self.line.side(found)
        words = [token.norm for token in self.line.tokens[found.first : found.last + 1]]
        if side is None:
            if not all(self.line.forms[i] in _PORTFOLIO for i in range(found.first, found.last + 1)):
                return False
            self.role += words
            self.at = found.last + 1
            return True
        self.role += words
        self.owner, self.at = side, side.last + 1
        return True

    def _posting(self) -> bool:
        """ "إلى سوريا", "لدى الأمم المتحدة": where the holder is posted; "في حماس": what a member belongs to."""
        following = self.line.match(self.at + 1)
        envoy = self.kind == "envoy"
        if following is not None and following.free:
            if self.owner is None and following.kind in ("organisation", "side"):
                owner = self.line.reading(following)
                if owner is None:
                    return False
                self.owner, self.at = owner, owner.last + 1
                return True
            if envoy and following.kind in ("organisation", "side", "state", "seat"):
                self.posted = True
                self.at = following.last + 1
                return True
            return False
        if envoy and self.at + 1 < len(self.line.forms) and self.line.forms[self.at + 1] in _POSTINGS:
            self.at += 1
            while self.at < len(self.line.forms) and self.line.forms[self.at] in _POSTINGS:
                self.at += 1
            return True
        return False

    def read(self, counterpart: str | None) -> Reading | None:
        """The actor of the office with its holder; None where it is nobody's. `counterpart`: the role "نظيره" repeats."""
        while len(self.role) > 1 and fold(self.role[-1]) in _THROUGH:
            self.role.pop()
        role = " ".join(self.role)
        if len(self.role) == 1:
            self.sector = self.sector or _HEAD_SECTORS.get(self.head)
        before = self.line.forms[self.first - 1] if self.first else ""
        # "المعقل الرئيس" is no president, nor is "المعقل الرئيس بصعدة".
        bare = self._bare(role) and not (len(self.role) == 1 and is_definite(before))
        if not bare and len(self.role) == 1 and is_definite(before) and self._alone():
            return None
        if self.kind == "private":
            return None
        if self.owner is None and self.posted and self.head in _UNITED_NATIONS:
            self.owner = Reading(self.first, self.first, "UNO", "", "organisation")
        person, last, name = self._person()
        if self.owner is None and person is None and not bare and not self.head.startswith(_ARTICLE):
            # "مصادر محلية": "المصادر" behind it are these, nobody's.
            return Reading(self.first, self.first, None, self.head, _NOBODY, head=self.head) if self.kind == "member" else None
        code, kind, label = self._code(person)
        if code is None and kind == "head" and not bare and person is None and self.at - self.first > 2:
            return None
        return Reading(
            self.first, last, code, label, kind, name or (person.person if person else None),
            counterpart if self.kind == "counterpart" else role, self.head, state=self.owner.state if self.owner else None,
            unsure=bool(self.owner and self.owner.unsure and person is None), bare=bare,
        )  # fmt: skip

    def _bare(self, role: str) -> bool:
        """Whether an office without an owner is of the article's state: as listed, or a numbered unit's."""
        folded_role = fold(role)
        return folded_role in _BARE or any(folded_role.startswith(f"{unit} ") for unit in _UNITS)

    def _alone(self) -> bool:
        """Whether nothing, or only a place with its preposition, completes the head."""
        after = self.line.forms[self.first + 1] if self.first + 1 < len(self.line.forms) else ""
        return self.at == self.first + 1 or (self.owner is not None and after.startswith(_AT) and self.head == _CHIEF)

    def _code(self, person: Reading | None) -> tuple[str | None, str, str]:
        owner = self.owner
        if owner is None:
            return (person.code, "person", person.name) if person else (None, "head", self.head)
        code = owner.code
        if code is None and person is not None and person.code is not None:
            return person.code, "office", person.name
        if owner.kind in ("demonym", "state", "seat") and code is not None:
            code = with_sector(code, self.sector or "GOV")
            if person is not None and person.code is not None and home(person.code) == home(code):
                return person.code, "person", owner.name
        return code, owner.kind if code is None else "office", owner.name

    def _person(self) -> tuple[Reading | None, int, str | None]:
        """The holder behind the office: a known person, or the words that look like a name."""
        line, at = self.line, self.at
        last = at - 1
        if at + 1 < len(line.forms) and line.forms[at] in QUOTES and self.quoted:
            at += 1
        if at < len(line.forms) and line.forms[at] in COMMAS and at + 1 < len(line.forms):
            at += 1
        elif at < len(line.forms) and line.forms[at] in _POSTED and self.owner is not None:
            at = next((ahead for ahead in range(at + 2, at + _ERRAND) if self._known(ahead)), at)
        start = at
        while at < len(line.forms) and line.forms[at] in _TITLES and not self._known(at):
            at += 1
        found = self._known(at)
        if found is not None:
            reading = line.reading(found)
            person = found.candidate.name.person
            if reading is not None and person is not None:
                reading.code = person.term(line.published, " ".join(self.role)).code
            return reading, found.last, reading.person if reading else None
        end = name_from(line.tokens, at, sure=at > start)
        if end is None or (self.owner is None and " ".join(map(fold, self.role)) not in _BARE and self.kind != "counterpart"):
            return None, last, None
        return None, end, " ".join(token.norm for token in line.tokens[at : end + 1])

    def _known(self, at: int) -> Found | None:
        found = self.line.match(at)
        return found if found is not None and found.kind == "person" and found.free else None
