"""One sentence as the binder reads it: its mentions by token, what governs each, where clauses end."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache

from rasid.extraction.actors import find_actors
from rasid.extraction.analysis import SentenceAnalysis
from rasid.extraction.diplomacy.frames import lexicon
from rasid.extraction.diplomacy.words import codes, prepositions, reports, stems, words
from rasid.extraction.lexicon import load
from rasid.extraction.mentions import ActorMention
from rasid.extraction.morphology import NounFeatures, Split, VerbFeatures, split_clitics
from rasid.models import Actor
from rasid.text.document import Token

_JOINED = ("و", "ف")
_LETTERS = {"ل": "ل", "ب": "ب", "ك": "ك"}
_WITH_ARTICLE = {"لل": "ل", "بال": "ب", "كال": "ك"}
_SHORTEST = 4
_COMMAS = frozenset(("،", ",", ";", "؛"))
_SUBJECT_WORDS = 4
_CIRCUMSTANCE = frozenset(("بعد", "حول", "وفق", "مع"))
_STOPS = frozenset((".", "!", "؟", "?", "؛"))
QUOTES = frozenset('"«»“”')


def _named(mentions: list[ActorMention]) -> list[ActorMention]:
    """The mentions without those that an adjective right behind them tells to be another's: "الاحتلال التركي"."""
    return [m for i, m in enumerate(mentions) if i + 1 == len(mentions) or not _refines(mentions[i + 1], m)]


def _refines(adjective: ActorMention, one: ActorMention) -> bool:
    if not adjective.adjective or adjective.first != one.last + 1 or one.adjective or one.first != one.last:
        return False
    return not one.person and not one.role and not one.place_like and not same(one.actor, adjective.actor)


def same(one: Actor, two: Actor) -> bool:
    """Whether two actors are one; a state and its government are."""
    if one.code != two.code:
        return False
    first, second = one.sector, two.sector
    return first == second or {first, second} <= {None, "GOV", "MIL"}


@cache
def _outlets() -> frozenset[str]:
    return frozenset(load("actors-outlets"))


@lru_cache(maxsize=4096)
def _clitics(words_of: tuple[str, ...]) -> tuple[bool, str]:
    """Whether "and" is written to the first word of a name, and which preposition."""
    first, *rest = words_of
    for prefix, name in _WITH_ARTICLE.items():
        if first.startswith(prefix):
            return False, name
    if first.startswith("ال"):
        return False, ""
    joined = first[:1] in _JOINED
    if joined and first[1:3] == "ال":
        return True, ""
    for skip in (1, 2, 3):
        prefix = first[:skip]
        bare = first[skip:]
        if len(bare) < 2 or not _name([bare, *rest]):
            continue
        if prefix[-1:] in _LETTERS and (skip == 1 or prefix[0] in _JOINED):
            return prefix[0] in _JOINED and skip > 1, _LETTERS[prefix[-1]]
        if skip == 1 and joined:
            return True, ""
    for prefix, name in _WITH_ARTICLE.items():
        if joined and first[1:].startswith(prefix):
            return True, name
    return False, ""


def _name(forms: list[str]) -> bool:
    tokens = [Token(0, 0, form, form, "word") for form in forms]
    found = find_actors(tokens, None)
    return bool(found) and found[0].first == 0 and found[0].last == len(forms) - 1


@lru_cache(maxsize=32768)
def preposition_of(form: str) -> str:
    """The preposition that a word of no name is or carries, as frames name it, or an empty string."""
    table = prepositions()
    if form in table:
        return table[form]
    whole = words("grammar", "whole")
    bare = form[1:] if form[:1] in _JOINED and len(form) > _SHORTEST else form
    if form[:1] in _JOINED and form[1:] in table:
        return table[form[1:]]
    if form in whole or bare in whole:
        return ""
    for prefix, name in _WITH_ARTICLE.items():
        if bare.startswith(prefix) and len(bare) > len(prefix) + 1:
            return name
    if len(bare) >= _SHORTEST and bare[0] in "بل":
        return bare[0]
    return ""


class Reading:
    """A sentence's tokens with what the binder asks of them."""

    def __init__(self, analysis: SentenceAnalysis) -> None:
        self.analysis = analysis
        self.tokens = analysis.tokens
        self.index = analysis.sentence.index
        self._ends: dict[int, int] = {}
        self.outlets = {i for m in analysis.actors if m.actor.code in _outlets() for i in range(m.first, m.last + 1)}
        self.mentions = _named([m for m in analysis.actors if not self._venue(m)])
        self.inside: dict[int, ActorMention] = {i: m for m in self.mentions for i in range(m.first, m.last + 1)}

    def _venue(self, mention: ActorMention) -> bool:
        """Whether the mention is no party: a collective of all, or the place that talks are named by."""
        if mention.actor.code in codes("nobody") or mention.actor.code in _outlets() or mention.actor.sector == "MED":
            return True
        plain = mention.place_like and not mention.person and not mention.role and not mention.adjective
        before = (
            {split.stem for split in split_clitics(self.tokens[mention.first - 1].form)} if plain and mention.first else set()
        )
        return not before.isdisjoint(words("grammar", "venues"))

    @cached_property
    def dated(self) -> frozenset[int]:
        """The tokens that are part of a date."""
        return frozenset(i for d in self.analysis.dates for i in range(d.first, d.last + 1))

    @cached_property
    def quoted(self) -> list[bool]:
        """For each token, whether it stands in quotation marks."""
        inside, flags = self.analysis.sentence.in_quote, []
        for token in self.tokens:
            if token.form in ("«", "“"):
                inside = True
            elif token.form in ("»", "”"):
                inside = False
            elif token.form == '"':
                inside = not inside
            flags.append(inside)
        return flags

    def joined(self, mention: ActorMention) -> bool:
        """Whether "and" is written to the mention."""
        return self._clitic(mention)[0]

    def _clitic(self, mention: ActorMention) -> tuple[bool, str]:
        return _clitics(tuple(t.form for t in self.tokens[mention.first : mention.last + 1] if t.kind == "word") or ("",))

    def governor(self, mention: ActorMention, floor: int = -1) -> str:
        """The preposition before the mention or the noun it belongs to, looked for down to `floor`; "" for none."""
        joined, preposition = self._clitic(mention)
        if preposition:
            return preposition
        for at in range(mention.first - 1, floor, -1):
            token = self.tokens[at]
            if token.kind != "word":
                if token.form in QUOTES or token.form in "()" or token.kind == "number":
                    continue
                return ""
            other = self.inside.get(at)
            if other is not None:
                return self.governor(other, floor) if joined or mention.adjective else ""
            if token.form in words("grammar", "subordinators"):
                return ""
            name = preposition_of(token.form)
            if name == "من" and self.word(at - 1) in words("grammar", "amounts"):
                continue
            if name:
                return name
            if is_verb(token.form):
                return ""
            if token.form[:1] == "و" and len(token.form) > _SHORTEST:
                joined = True
        return ""

    def clause_end(self, at: int) -> int:
        """The last token of the clause that begins with the verb at `at`."""
        if at not in self._ends:
            self._ends[at] = self._clause_end(at)
        return self._ends[at]

    def _clause_end(self, at: int, limit: int = 34) -> int:
        last = min(len(self.tokens) - 1, at + limit)
        for i in range(at + 1, last + 1):
            token = self.tokens[i]
            kind = _ending(token.form)
            if kind == "stop":
                return i - 1
            if kind == "opener" and i > at + 1:
                return self._before(i)
            if kind == "participle" and self.tokens[i - 1].form in _COMMAS:
                return self._before(i)
        return last

    def _before(self, at: int) -> int:
        return at - 2 if self.tokens[at - 1].kind == "punct" and self.tokens[at - 1].form not in QUOTES else at - 1

    def word(self, at: int) -> str:
        """The folded form at an index, "" outside the sentence."""
        return self.tokens[at].form if 0 <= at < len(self.tokens) else ""

    def coordinated(self, mention: ActorMention, *, commas: bool = True) -> list[ActorMention]:
        """The mentions joined to one by "and" (or, before that, by `commas`), itself first."""
        chain = [mention]
        if mention not in self.mentions:
            return chain
        for other in self.mentions[self.mentions.index(mention) + 1 :]:
            gap = self.tokens[chain[-1].last + 1 : other.first]
            plain = [t.form for t in gap if t.form not in QUOTES]
            headed = 0 < len(plain) <= 3 and plain[0][:1] == "و" and _heads(plain)
            listed = len(plain) <= 1 and (not plain or plain[0] in ("،", "و", "(", ")"))
            hyphened = plain in (["-"], ["–"]) and other.adjective and chain[-1].adjective
            including = _including(plain)
            adjective = other.adjective and chain[-1].adjective
            if (
                (self.joined(other) and (not plain or plain[-1] == "،"))
                or (listed and plain and plain[0] == "و")
                or hyphened
                or including
                or (commas and listed and plain and plain[0] == "،" and self._more_follows(other))
                or (
                    headed
                    and not any(preposition_of(form) for form in plain if form != plain[0])
                    and (not other.adjective or adjective or len(plain) <= 2)
                )
            ):
                chain.append(other)
            else:
                break
        return chain

    def _more_follows(self, mention: ActorMention) -> bool:
        index = self.mentions.index(mention) + 1
        return index < len(self.mentions) and self.mentions[index].first <= mention.last + 2 and self.joined(self.mentions[index])

    def first_preposition(self, at: int, end: int, wanted: frozenset[str]) -> str:
        """The preposition that comes first behind a verb, its subject and circumstances of time passed over."""
        plain = 0
        for i in range(at + 1, end + 1):
            mention = self.inside.get(i)
            if mention is not None:
                name = self.governor(mention, i - 1) if mention.first == i else ""
            else:
                name = preposition_of(self.tokens[i].form)
                if self.tokens[i].form in ("خلال", "اثناء", "في") and "في" not in wanted:
                    continue
            if name and name not in _CIRCUMSTANCE:
                return name
            plain += not name and mention is None and i not in self.dated and self.tokens[i].kind == "word"
            if plain > _SUBJECT_WORDS:
                return ""
        return ""

    def stems_near(self, at: int, count: int, end: int) -> frozenset[str]:
        """The stems of the words of no name, and of offices, up to the `count`th of no mention, and up to `end`."""
        found: set[str] = set()
        for i in range(at + 1, end + 1):
            token = self.tokens[i]
            if token.kind != "word":
                continue
            mention = self.inside.get(i)
            if mention is None or mention.role:
                found |= stems(token.form)
            if mention is not None:
                continue
            count -= 1
            if not count:
                break
        return frozenset(found)

    def stems_between(self, first: int, last: int) -> frozenset[str]:
        """The stems of all words from `first` to `last`."""
        found: set[str] = set()
        for token in self.tokens[max(first, 0) : last + 1]:
            if token.kind == "word":
                found |= stems(token.form)
        return frozenset(found)


@lru_cache(maxsize=32768)
def _verbs(form: str) -> tuple[tuple[VerbFeatures, Split], ...]:
    """The readings of a word as a verb of report or of a frame."""
    read = [(hit.features, hit.split) for hit in reports().lookup(form)]
    read += [(hit.features, hit.split) for hit in lexicon().lookup(form)]
    return tuple((features, split) for features, split in read if isinstance(features, VerbFeatures))


def verbs(form: str) -> list[VerbFeatures]:
    """The features of a word read as a verb of report or of a frame."""
    return [features for features, _ in _verbs(form)]


def is_verb(form: str) -> bool:
    """Whether the word can be a verb of report or of a frame."""
    return bool(_verbs(form))


def circumstantial(features: NounFeatures, form: str) -> bool:
    """Whether a participle can tell what the subject does besides; "داعيا" is spelt like a dual."""
    spelt = (features.number == "d" and form.endswith("يا")) or (features.number == "p" and form.endswith("ين"))
    return spelt or features.indefinite or features[:2] == ("f", "s")


@lru_cache(maxsize=32768)
def _ending(form: str) -> str:
    """How a word may end the clause before it: a full stop, what opens a clause, a participle behind a comma."""
    if form in _STOPS:
        return "stop"
    if form in words("grammar", "clause-openers") or form in words("said-by") or (form[:1] == "و" and opens_clause(form)):
        return "opener"
    return "participle" if not form.startswith("ال") and is_participle(form) else ""


@lru_cache(maxsize=32768)
def is_participle(form: str) -> bool:
    """Whether the word can be a frame's participle that tells what the subject does besides: "متهما", "مطالبة"."""
    for hit in lexicon().lookup(form):
        features = hit.features
        if hit.entry[1] == "participle" and isinstance(features, NounFeatures) and circumstantial(features, form):
            return True
    return False


def _heads(plain: list[str]) -> bool:
    """Whether "and" with a noun (no verb, no preposition) joins a party named after it: "وأعضاء مجلس", "ووزير"."""
    first = plain[0]
    verb = opens_clause(first) or (first.startswith("وي") and len(first) > _SHORTEST)
    adjective = len(plain) > 1 and first.endswith("يه") and not first.startswith("وال")
    return not (verb or adjective or first in prepositions())


def _including(plain: list[str]) -> bool:
    """Whether the words name a party among those just named: "وعلى رأسهم", "بما في ذلك"."""
    joined = " ".join(form for form in plain if form not in ("،", ","))
    return joined in words("grammar", "including")


def opens_clause(form: str) -> bool:
    """Whether the word is "and" with a verb that opens a new clause."""
    return any(split.conjunction and not split.pronoun and features.voice != "passive" for features, split in _verbs(form))
