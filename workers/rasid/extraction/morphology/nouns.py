"""The inflection of nouns, and the verbal nouns and participles of a verb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from rasid.extraction.morphology.features import Gender, NounFeatures, Number, Voice
from rasid.extraction.morphology.spelling import fill, spell
from rasid.extraction.morphology.verbs import DATA, HAMZA, Verb, eighth, stems
from rasid.text.folding import fold

_ENDINGS: Final = {name: fold(text) for name, text in DATA["nouns"].items()}
_MARBUTA, _TA, _ALEF, _YA = (_ENDINGS[name] for name in ("marbuta", "ta", "alef", "ya"))


def noun_forms(lemma: str, plural: Iterable[str] | None = None, *, feminine: bool = False) -> dict[str, NounFeatures]:
    """The folded spellings of a noun or adjective: singular, dual, plural, construct and accusative.

    Without `plural` the sound plural of the lemma's own gender is formed; with it only the plurals given (`()` for none).
    With `feminine` the forms in ة and their plural are added.
    """
    forms: dict[str, NounFeatures] = {}
    base = fold(lemma)
    is_feminine = base.endswith(_MARBUTA)
    gender: Gender = "f" if is_feminine else "m"
    rows = [*_singular(base, gender)]
    if plural is None:
        rows += _sound_plural(base, gender)
    else:
        for word in plural:
            rows += _broken_plural(fold(word), gender)
    rows += _dual(base, gender)
    if feminine and not is_feminine:
        female = base + _MARBUTA
        rows += [*_singular(female, "f"), *_dual(female, "f"), *_sound_plural(female, "f")]
    for form, features in rows:
        if form not in forms or (forms[form].bound and not features.bound):
            forms[form] = features
    return forms


def _singular(base: str, gender: Gender, number: Number = "s") -> Iterator[tuple[str, NounFeatures]]:
    yield base, NounFeatures(gender, number)
    if base.endswith(_MARBUTA):
        yield base[:-1] + _TA, NounFeatures(gender, number, bound=True)
    elif base.endswith(HAMZA):
        # The hamza moves to the seat of the case before a pronoun: شهداؤهم, شهدائهم.
        for seat in (_YA, _ENDINGS["waw"]):
            yield base[:-1] + seat, NounFeatures(gender, number, bound=True)
    elif not base.endswith((_ALEF, _ENDINGS["plural_feminine"])):
        yield base + _ALEF, NounFeatures(gender, number, indefinite=True)
        if base.endswith(_YA):
            # An alef maqsura is folded to ي and written ا before a pronoun: قتلاهم.
            yield base[:-1] + _ALEF, NounFeatures(gender, number, bound=True)


def _stem(base: str) -> str:
    return base[:-1] + _TA if base.endswith(_MARBUTA) else base


def _dual(base: str, gender: Gender) -> Iterator[tuple[str, NounFeatures]]:
    for name in ("dual_nominative", "dual_oblique"):
        yield _stem(base) + _ENDINGS[name], NounFeatures(gender, "d")
        yield _stem(base) + _ENDINGS[name][:-1], NounFeatures(gender, "d", construct=True)


def _sound_plural(base: str, gender: Gender) -> Iterator[tuple[str, NounFeatures]]:
    if gender == "f":
        yield base[:-1] + _ENDINGS["plural_feminine"], NounFeatures("f", "p")
        return
    for name in ("plural_nominative", "plural_oblique"):
        yield base + _ENDINGS[name], NounFeatures("m", "p")
        yield base + _ENDINGS[name][:-1], NounFeatures("m", "p", construct=True)


def _broken_plural(word: str, gender: Gender) -> Iterator[tuple[str, NounFeatures]]:
    yield from _singular(word, gender, "p")
    for name in ("plural_nominative", "plural_oblique"):
        if word.endswith(_ENDINGS[name]):
            yield word[:-1], NounFeatures(gender, "p", construct=True)


@cache
def masdar_forms(verb: Verb) -> dict[str, NounFeatures]:
    """The folded spellings of the verbal nouns that rule gives (none for form I, whose nouns must be listed)."""
    if verb.kind == "four":
        templates = DATA["masdars_of_four"].get(verb.form, [])
    else:
        rows = DATA["masdars"].get(verb.form, {})
        kind = "hamza_last" if verb.root[-1] == HAMZA and "hamza_last" in rows else verb.kind
        templates = rows.get(kind, rows.get("sound", []))
    forms: dict[str, NounFeatures] = {}
    for template in templates:
        for variant in eighth(template, verb) if verb.form == 8 else [template]:
            lemma = spell(fill(variant, verb.root))
            plural = None if lemma.endswith(_MARBUTA) else [lemma + _ENDINGS["plural_feminine"]]
            for form, features in noun_forms(lemma, plural).items():
                forms.setdefault(form, features)
    return forms


@cache
def participle_forms(verb: Verb) -> dict[str, NounFeatures]:
    """The folded spellings of the active and passive participles, `voice` saying which (`either` where alike)."""
    forms: dict[str, NounFeatures] = {}
    for lemma, voice in _participles(verb):
        defective = verb.kind == "defective" and not (verb.form == 1 and voice == "passive")
        rows = dict(_defective_participle(lemma, voice)) if defective else noun_forms(lemma, feminine=True)
        for form, features in rows.items():
            known = forms.get(form)
            if known is None:
                forms[form] = features._replace(voice=voice)
            elif known.voice != voice and known._replace(voice=voice) == features._replace(voice=voice):
                forms[form] = known._replace(voice="either")
    return forms


def _participles(verb: Verb) -> Iterator[tuple[str, Voice]]:
    if verb.form == 1 and verb.kind != "four":
        rows = DATA["participles_of_first"]
        kind = verb.kind
        if kind == "defective":
            kind = f"defective_{'y' if verb.root[2] == _YA else 'w'}"
        row = rows.get(kind, rows["sound"])
        yield spell(fill(row["active"], verb.root)), "active"
        yield spell(fill(row["passive"], verb.root)), "passive"
        return
    voices: tuple[Voice, ...] = ("active", "passive")
    for voice in voices:
        for stem, _ in stems(verb, "present", voice):
            last = f"{stem[:-2]}{'I' if voice == 'active' else 'Y'}" if verb.kind == "defective" else stem
            yield spell(f"mu{last[1:]}"), voice


def _defective_participle(lemma: str, voice: Voice) -> Iterator[tuple[str, NounFeatures]]:
    """مناد, المنادي, منادون; منادى, منادون; منادية, مناداة."""
    cut = lemma[:-1]
    yield lemma, NounFeatures("m", "s")
    if voice == "active":
        yield cut, NounFeatures("m", "s")
        yield lemma + _ALEF, NounFeatures("m", "s", indefinite=True)
    for name in ("plural_nominative", "plural_oblique"):
        yield cut + _ENDINGS[name], NounFeatures("m", "p")
        yield cut + _ENDINGS[name][:-1], NounFeatures("m", "p", construct=True)
    yield from _dual(lemma, "m")
    female = (lemma if voice == "active" else cut + _ALEF) + _MARBUTA
    yield from noun_forms(female).items()
