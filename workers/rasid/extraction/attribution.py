"""Who says so: the sources of reported facts, carried over sentences ("وأضاف") until another speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rasid.extraction.actors.sides import with_sector
from rasid.extraction.analysis import Analysis, SentenceAnalysis
from rasid.extraction.gazetteer import COUNTRIES
from rasid.extraction.lexicon import load
from rasid.extraction.mentions import ActorMention
from rasid.extraction.morphology import Lexicon, Verb, verb_forms
from rasid.models import Actor
from rasid.text.document import Token
from rasid.text.folding import fold

_REACH = 9
# How far into a sentence a verb still opens it, and a verb that carries on by itself.
_OPENING, _CARRYING = 4, 3
# How far behind its verb a state's service may stand ("قال قائد شرطة …").
_SERVICE_REACH = 3


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source and the token of the word that introduces it; `carried` where it was named in an earlier sentence."""

    at: int
    actors: tuple[ActorMention, ...]
    according: bool = False
    carried: bool = False


@cache
def _verbs() -> Lexicon[frozenset[str]]:
    lexicon: Lexicon[frozenset[str]] = Lexicon()
    for entry in load("attribution")["verbs"]:
        flags = frozenset(flag for flag in ("carries", "from") if entry.get(flag))
        lexicon.add(flags, verb_forms(Verb.of(entry["root"], entry["form"], entry["lemma"])))
    return lexicon


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(fold, load("attribution")[name]))


@cache
def recorders() -> frozenset[str]:
    """Codes of the groups that document tolls, as against parties to the conflict."""
    return frozenset(load("attribution")["recorders"])


def is_report(form: str) -> bool:
    """Whether a folded word is a verb of report ("أعلن", "وقالت")."""
    return form not in _words("no_reports") and _verbs().first(form) is not None


def attributions(analysis: Analysis, index: int) -> list[Attribution]:
    """The sources of a sentence, in order; a sentence that only carries on has the last one named before it."""
    sentence = analysis.sentences[index]
    found = _named(sentence)
    if not found and index and _carries(sentence.tokens):
        for back in range(index - 1, max(-1, index - 4), -1):
            earlier = _named(analysis.sentences[back])
            if earlier:
                return [Attribution(-1, earlier[-1].actors, False, True)]
            if analysis.sentences[back].sentence.field == "title":
                break
    return found


def _carries(tokens: Sequence[Token]) -> bool:
    """Whether a sentence goes on with the source before it: "وأضاف", "وأفاد في حصيلة", "وأكد التقرير", "وفق الحصيلة"."""
    for at, token in enumerate(tokens):
        if token.kind != "word":
            continue
        following = tokens[at + 1].form if at + 1 < len(tokens) else ""
        hits = _verbs().lookup(token.form) if at < _OPENING else []
        if any("carries" in hit.entry for hit in hits) and (at < _CARRYING or following in _words("papers")):
            return True
        if hits and (following in _words("papers") or following in _words("ends") or following in ("في", "عن", "الي")):
            return True
        if token.form in _words("according") and following in _words("papers"):
            return True
        if at < _CARRYING and token.form in _words("carrying"):
            return True
    return False


def _named(sentence: SentenceAnalysis) -> list[Attribution]:
    found: list[Attribution] = []
    for at, token in enumerate(sentence.tokens):
        if token.kind != "word":
            continue
        form = token.form
        bare = form[1:] if form[:1] == "و" and len(form) > 3 else form
        if form in _words("according") or bare in _words("according") or _in_paper(sentence.tokens, at):
            actors = _after(sentence, at, until_comma=True)
            if actors:
                found.append(Attribution(at, actors, True))
            continue
        if is_report(form) and not (at and sentence.tokens[at - 1].form in ("لم", "لا")):
            actors = _after(sentence, at) or _before(sentence, at)
            if actors:
                found.append(Attribution(at, actors))
    if not found and sentence.sentence.field == "title":
        found += _headline(sentence)
    return found


def _in_paper(tokens: Sequence[Token], at: int) -> bool:
    """ "جاء في تقرير ل…", "ورد في بيان …"."""
    return (
        tokens[at].form in _words("contained")
        and at + 2 < len(tokens)
        and tokens[at + 1].form == "في"
        and any(tokens[at + 2].form.endswith(paper) for paper in _words("paper_nouns"))
    )


def _headline(sentence: SentenceAnalysis) -> list[Attribution]:
    """ "المرصد: …" and "… (المرصد)"."""
    colon = next((i for i, t in enumerate(sentence.tokens) if t.form == ":"), None)
    if colon is None or colon > 6:
        return []
    actors = tuple(m for m in sentence.actors if m.last < colon and not m.adjective and not m.place_like)
    return [Attribution(colon, actors[:1])] if actors else []


def _after(sentence: SentenceAnalysis, at: int, until_comma: bool = False) -> tuple[ActorMention, ...]:
    end = min(at + 1 + _REACH, len(sentence.tokens))
    for index in range(at + 1, end):
        form = sentence.tokens[index].form
        if form in _words("ends") or form == ":" or (form in ("،", ",") and until_comma and index > at + 2) or _object(form):
            end = index
            break
    mentions = [m for m in sentence.actors if at < m.first < end]
    heads = {sentence.tokens[i].form for i in range(at + 1, end)}
    unnamed = sentence.tokens[at + 1].form in _words("sources") if at + 1 < len(sentence.tokens) else False
    official = not unnamed or not any(form in _words("unofficial") for form in heads)
    plain = [m for m in mentions if not m.adjective and (official or not m.place_like)]
    if plain:
        return (plain[0],)
    if mentions and official and not heads & _words("voiceless"):
        return (mentions[0],)
    return _service(sentence, at + 1, min(at + 1 + _SERVICE_REACH, end))


def _service(sentence: SentenceAnalysis, start: int, end: int) -> tuple[ActorMention, ...]:
    """A state's service that is named without it: the state is the one whose place the sentence names."""
    forms = [token.form for token in sentence.tokens[start:end]]
    named = next(
        (i for i, form in enumerate(forms) if form in _words("services") or " ".join(forms[i : i + 2]) in _words("services")),
        None,
    )
    country = next((p.place.country for p in sentence.places if p.place.country in COUNTRIES), None)
    if named is None or country is None:
        return ()
    first = start + named
    code, _, sector = with_sector(country, "GOV").partition(":")
    name = COUNTRIES[country].names[0]
    actor = Actor(text=sentence.tokens[first].norm, name=name, code=code, sector=sector or None, country=country)
    return (ActorMention(first, first, actor),)


def _object(form: str) -> bool:
    """Whether a word is what was reported: "أفاد … بمقتل", not "ناطق باسم"."""
    return form.startswith("ب") and len(form) > 4 and not form.startswith("بال") and form not in _words("spoken_for")


def _before(sentence: SentenceAnalysis, at: int) -> tuple[ActorMention, ...]:
    """The subject before its verb, with nothing but "قد" or a comma between."""
    for mention in reversed(sentence.actors):
        if mention.last < at:
            between = [t.form for t in sentence.tokens[mention.last + 1 : at] if t.kind == "word"]
            if len(between) <= 1 and not (set(between) - {"قد", "كان", "كانت"}):
                return (mention,)
            return ()
    return ()
