"""The inflection of verbs: all ten forms, sound and weak roots."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from rasid.extraction.lexicon import load
from rasid.extraction.morphology.features import Tense, VerbFeatures, Voice
from rasid.extraction.morphology.spelling import fill, spell
from rasid.text.folding import fold, normalise

DATA: Final = load("morphology")
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_WAW, _YA, HAMZA = (DATA["letters"][letter] for letter in ("w", "y", "'"))
_WEAK: Final = frozenset((_WAW, _YA))
_TENSES: Final[tuple[Tense, ...]] = ("past", "present")
_VOICES: Final[tuple[Voice, ...]] = ("active", "passive")
_HAMZA_SEATS: Final = dict.fromkeys(DATA["hamza_seats"], HAMZA)


class Verb(NamedTuple):
    """A verb by its root and form (1–10). The lemma (3rd person, past) tells شكا from بقي and استجوب from استجاب."""

    root: str
    form: int
    lemma: str = ""

    @classmethod
    def parse(cls, text: str) -> Verb:
        """A verb written "lemma root form", the form in Roman or Arabic figures: "طالب طلب III"."""
        lemma, root, form = text.split()
        return cls.of(root, form, lemma)

    @classmethod
    def of(cls, root: str, form: int | str, lemma: str = "") -> Verb:
        """A verb from the fields of a YAML entry. Raises ValueError for a form or root that does not exist."""
        number = _ROMAN[form] if isinstance(form, str) and form in _ROMAN else int(form)
        if not 1 <= number <= 10 or not 3 <= len(root) <= 4:
            raise ValueError(f"no such verb: {lemma} {root} {form}")
        return cls("".join(_HAMZA_SEATS.get(letter, letter) for letter in root), number, normalise(lemma))

    @property
    def kind(self) -> str:
        """The class of the root that decides its stems."""
        if len(self.root) == 4:
            return "four"
        first, second, third = tuple(self.root)
        if third in _WEAK:
            return "defective"
        if second == third:
            return "geminate"
        # A middle و or ي that the lemma keeps is a consonant: استجوب, ازدوج, عاون.
        kept = self.form in (4, 7, 8, 10) and second in self.lemma[2 if self.form == 4 else 3 :]
        if second in _WEAK and not kept:
            if self.form == 1:
                return "hollow_a" if self.root in DATA["hollow_a"] else f"hollow_{'w' if second == _WAW else 'y'}"
            return "hollow"
        return "assimilated" if first == _WAW else "sound"


@cache
def verb_forms(verb: Verb) -> dict[str, VerbFeatures]:
    """Every folded spelling of the verb in the past and the present, both voices.

    A spelling shared by several cells has the features of the likeliest: the third person before the first, that before
    the second. Raises ValueError if the lemma is given and is not among the forms.
    """
    forms: dict[str, VerbFeatures] = {}
    for phonemes, features in _paradigm(verb):
        for spelling in _spellings(phonemes, verb, features):
            _add(forms, spelling, features)
        if features.number == "p" and phonemes.endswith("o"):
            _add(forms, spell(phonemes[:-1]), features._replace(bound=True))
        elif phonemes.endswith("Y"):
            _add(forms, spell(phonemes[:-1] + "A"), features._replace(bound=True))
    if verb.lemma and fold(verb.lemma) not in forms:
        raise ValueError(f"{verb.lemma} is no form of {verb.root} {verb.form}")
    return forms


def _add(forms: dict[str, VerbFeatures], spelling: str, features: VerbFeatures) -> None:
    known = forms.get(spelling)
    if known is None or (known.bound and not features.bound):
        forms[spelling] = features
    elif known.voice != features.voice and known[:4] == features[:4] and known.bound == features.bound:
        forms[spelling] = known._replace(voice="either")


def _spellings(phonemes: str, verb: Verb, features: VerbFeatures) -> Iterator[str]:
    yield spell(phonemes)
    if verb.root[-1] == HAMZA and features.number == "p" and "'" in phonemes:
        # Newsrooms also keep the seat of the singular (قرأوا) or write none (جاءوا).
        stem, _, ending = phonemes.rpartition("'")
        yield spell(f"{stem}'") + spell(ending)


def _paradigm(verb: Verb) -> Iterator[tuple[str, VerbFeatures]]:
    defective = verb.kind == "defective"
    rows = [
        (cell, phonemes, tense, voice)
        for tense in _TENSES
        for voice in _VOICES
        for stem in stems(verb, tense, voice)
        for cell, phonemes in (_defective(verb, tense, stem) if defective else _regular(tense, stem))
    ]
    for person in ("3", "1", "2"):
        for cell, phonemes, tense, voice in rows:
            if cell[0] == person:
                yield phonemes, _features(cell, tense, voice)


@cache
def _features(cell: str, tense: Tense, voice: Voice) -> VerbFeatures:
    return VerbFeatures(tense, int(cell[0]), cell[1], cell[2], voice)  # type: ignore[arg-type]


Stem = tuple[str, str]


def stems(verb: Verb, tense: Tense, voice: Voice) -> list[Stem]:
    """The stems of a tense: before a vowel or nothing, and before a consonant."""
    key: str = tense if voice == "active" else f"{tense}_passive"
    row = DATA["irregular"].get(verb.root, {}).get(verb.form, {}).get(key)
    if row is None:
        table = DATA["stems_of_four"][verb.form] if verb.kind == "four" else DATA["stems"][verb.form]
        kind = "assimilated" if verb.kind == "defective" and verb.form == 1 and verb.root[0] == _WAW else verb.kind
        row = table[key] if kind == "four" else table.get(kind, table["sound"])[key]
    filled = []
    for template in eighth(row[0], verb) if verb.form == 8 else [row[0]]:
        short = template if len(row) == 1 else next(iter(eighth(row[1], verb)), row[1]) if verb.form == 8 else row[1]
        filled.append((fill(template, verb.root), fill(short, verb.root)))
    return filled


def eighth(template: str, verb: Verb) -> list[str]:
    """The templates of form VIII with its t assimilated to the first radical."""
    first = _WAW if verb.root in DATA["eighth_of_hamza"] else verb.root[0]
    if first not in DATA["eighth"]:
        return [template]
    return [template.replace("1t", joined).replace("1ut", joined) for joined in DATA["eighth"][first]]


def _regular(tense: Tense, stem: Stem) -> Iterator[tuple[str, str]]:
    if tense == "past":
        for cell, ending, consonant in DATA["past"]:
            yield cell, stem[consonant] + ending
        return
    for cell, prefix, endings, consonant in DATA["present"]:
        for ending in endings:
            yield cell, prefix + stem[consonant] + ending
        if endings == [""] and stem[0] != stem[1]:
            yield cell, prefix + stem[1]


def _defective(verb: Verb, tense: Tense, stem: Stem) -> Iterator[tuple[str, str]]:
    cut, vowel = stem[0][:-2], stem[0][-2]
    if tense == "past":
        # بقي, نسي: the past of form I in i is known by its lemma; passives are always so.
        if verb.form == 1 and verb.lemma.endswith(_YA):
            vowel = "i"
        last = verb.root[2] if verb.form == 1 else _YA
        for cell, ending in DATA["defective_past"][vowel].items():
            if cell == "3ms" and ending == "Y" and last == _WAW:
                ending = "A"
            yield cell, cut + ending.replace("3", last)
        return
    vowels = [vowel]
    if verb.form == 1 and "u" not in stem[0][:1]:
        vowels = ["u"] if verb.root[2] == _WAW and not verb.lemma.endswith(_YA) else ["i", "a"]
    for vowel in vowels:
        table = DATA["defective_present"][vowel]
        for cell, prefix, _, _ in DATA["present"]:
            for ending in table.get(cell) or table.get(cell[1:]) or table["d" if cell[2] == "d" else "s"]:
                yield cell, prefix + cut + ending
