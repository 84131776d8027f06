"""The vocabulary of casualties: every inflected form of the YAML's words, looked up once a form and then cached."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from rasid.extraction.lexicon import load
from rasid.extraction.morphology import (
    Forms,
    Hit,
    Lexicon,
    NounFeatures,
    Verb,
    VerbFeatures,
    literal_forms,
    noun_forms,
    verb_forms,
)
from rasid.models import Effect, Method
from rasid.text.folding import fold

Kind = Literal["verb", "act", "casualty", "person", "thing"]
Number = Literal["singular", "dual", "plural", "dual_or_plural"]


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the lexicon: a verb or a noun of harm, a word for people, or a thing that is counted."""

    kind: Kind
    lemma: str
    effect: Effect | None = None
    frame: str = ""
    groups: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    method: Method | None = None
    then: frozenset[str] = frozenset()
    then_effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A term found in a word, and what the word's form adds to it."""

    term: Term
    number: Number = "singular"
    feminine: bool = False
    article: bool = False
    joined: bool = False
    preposition: str = ""
    pronoun: str = ""
    present: bool = False
    future: bool = False
    accusative: bool = False
    passive: bool = False

    @property
    def clitics(self) -> bool:
        """Whether anything is written before the word."""
        return self.article or self.joined or bool(self.preposition)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb that is a casualty only with a second word: "لقي … مصرعه"."""

    effect: Effect
    frame: str
    then: frozenset[str]
    pronoun: bool
    within: int
    after: bool = False


_FLAGS = (
    "weak",
    "flight",
    "natural",
    "held",
    "found",
    "role",
    "female",
    "kin",
    "collective",
    "counted_only",
    "definite_only",
    "plural_only",
)


def _flags(entry: dict[str, Any]) -> frozenset[str]:
    return frozenset(flag for flag in _FLAGS if entry.get(flag))


@cache
def _tables() -> tuple[Lexicon[Term], Lexicon[Phrase]]:
    terms: Lexicon[Term] = Lexicon()
    multiword: Lexicon[Phrase] = Lexicon()
    data, people = load("casualty"), load("casualty_victims")
    for entry in data["verbs"]:
        terms.add(
            Term("verb", entry["lemma"], entry["effect"], entry["frame"], (), _flags(entry), entry.get("method")), _verb(entry)
        )
    for entry in data["acts"]:
        then = frozenset(map(fold, entry.get("then", ())))
        term = Term(
            "act", entry["word"], entry["effect"], "act", (), _flags(entry), entry.get("method"), then, entry.get("then_effect")
        )
        terms.add(term, {form: f for form, f in noun_forms(entry["word"], ()).items() if f.number == "s" and not f.indefinite})
    for entry in data["victims"]:
        terms.add(
            Term("casualty", entry["word"], entry["effect"], "", tuple(entry.get("groups", ())), _flags(entry)), _noun(entry)
        )
    for entry in people["people"]:
        terms.add(Term("person", entry["word"], None, "", tuple(entry.get("groups", ())), _flags(entry)), _noun(entry))
    for entry in [{"word": word, "female": True} for word in people["nationalities"]] + people["irregular_nationalities"]:
        terms.add(Term("person", entry["word"], None, "", (), frozenset({"nationality"})), _noun(entry))
    for word in people["things"]:
        terms.add(Term("thing", word), noun_forms(word))
    for entry in data["phrases"]:
        then = frozenset(map(fold, entry["then"]))
        phrase = Phrase(
            entry["effect"], entry["frame"], then, bool(entry.get("pronoun")), entry["within"], bool(entry.get("after"))
        )
        multiword.add(phrase, _verb(entry["verb"]))
    return terms, multiword


def _verb(entry: dict[str, Any]) -> Forms:
    if "forms" in entry:
        past, present = VerbFeatures("past", 3, "c", "s", "passive"), VerbFeatures("present", 3, "c", "s", "passive")
        return {**literal_forms(entry["forms"], past), **literal_forms(entry.get("present_forms", ()), present)}
    forms = verb_forms(Verb.of(entry["root"], entry["form"], entry["lemma"]))
    return {form: f for form, f in forms.items() if f.person == 3 and not (f.gender == "f" and f.number == "p")}


def _noun(entry: dict[str, Any]) -> Forms:
    plural = entry.get("plural")
    if entry.get("plural_only"):
        return literal_forms([entry["word"]], NounFeatures("m", "p"))
    if "forms" in entry:
        return {**literal_forms(entry["forms"]), **literal_forms(plural or (), NounFeatures("m", "p"))}
    forms = noun_forms(entry["word"], plural, feminine=bool(entry.get("female")))
    if plural is None and not fold(entry["word"]).endswith("ه"):
        return {form: f._replace(number="dp") if form.endswith("ين") and f.number == "p" else f for form, f in forms.items()}  # type: ignore[arg-type]
    return forms


_NUMBERS: dict[str, Number] = {"s": "singular", "d": "dual", "p": "plural", "dp": "dual_or_plural"}


def _reading(hit: Hit[Term]) -> Reading:
    split, features = hit.split, hit.features
    joined = bool(split.conjunction)
    if isinstance(features, VerbFeatures):
        return Reading(
            hit.entry, _NUMBERS[features.number], False, False, joined, split.preposition, split.pronoun,
            features.tense == "present", split.future, False, features.voice == "passive",
        )  # fmt: skip
    return Reading(
        hit.entry, _NUMBERS[features.number], features.gender == "f", split.article, joined, split.preposition, split.pronoun,
        accusative=features.indefinite,
    )  # fmt: skip


_CACHE: dict[str, tuple[Reading, ...]] = {}


def readings(form: str) -> tuple[Reading, ...]:
    """The terms that a folded word can be, the fewest clitics first, each term once."""
    found = _CACHE.get(form)
    if found is None:
        seen: dict[Term, Reading] = {}
        for hit in _tables()[0].lookup(form):
            seen.setdefault(hit.entry, _reading(hit))
        found = _CACHE[form] = tuple(seen.values())
    return found


_PHRASES: dict[str, tuple[Phrase, ...]] = {}


def phrases(form: str) -> tuple[Phrase, ...]:
    """The phrases whose verb a folded word can be."""
    found = _PHRASES.get(form)
    if found is None:
        found = _PHRASES[form] = tuple(dict.fromkeys(hit.entry for hit in _tables()[1].lookup(form)))
    return found


@cache
def marker(name: str) -> frozenset[str]:
    """A list of `casualty_context.yaml`, folded."""
    return frozenset(fold(word) for word in load("casualty_context")[name])


def without_and(form: str) -> str:
    """The word without a leading "and"."""
    return form[1:] if form[:1] in ("و", "ف") and len(form) > 3 else form


def marked(form: str, name: str) -> bool:
    """Whether a folded word, with or without "and" before it, is in a list of `casualty_context.yaml`."""
    words = marker(name)
    return form in words or (form[:1] in ("و", "ف") and form[1:] in words)
