"""Inflection and clitics, as tables of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasid.extraction.morphology import (
    Lexicon,
    PhraseIndex,
    Verb,
    masdar_forms,
    noun_forms,
    participle_forms,
    split_clitics,
    verb_forms,
)
from rasid.text.folding import fold
from rasid.text.tokens import tokenize


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("قتل قتل I", "قتلت قتلوا يقتل يقتلون تقتل قتلنا"),
        ("قال قول I", "قالت قالوا قلت يقول يقولون قيل يقل"),
        ("دعا دعو I", "دعت دعوا يدعو يدعون دعي"),
        ("بقي بقي I", "بقيت بقوا يبقى يبقون"),
        ("فر فرر I", "فرت فروا يفر يفرون فررت"),
        ("وصل وصل I", "وصلت يصل يصلون تصل"),
        ("أصاب صوب IV", "أصابت أصيب أصيبت أصيبوا يصيب يصاب"),
        ("أودى ودي IV", "أودت يودي"),
        ("اتخذ ءخذ VIII", "اتخذت يتخذ اتخذوا"),
        ("اغتال غول VIII", "اغتالت اغتيل يغتال"),
        ("ازداد زيد VIII", "ازدادت يزداد"),
        ("استأنف ءنف X", "استأنفت يستأنف استؤنفت"),
        ("استعاد عود X", "استعادت يستعيد استعادوا"),
        ("أنشأ نشء IV", "أنشأت ينشئ أنشئ"),
        ("توفي وفي V", "توفيت"),
        ("رأى رءي I", "رأت رأوا يرى يرون"),
    ],
)
def test_verbs_of_every_class_are_inflected(verb: str, forms: str) -> None:
    known = verb_forms(Verb.parse(verb))
    assert [form for form in forms.split() if fold(form) not in known] == []


@pytest.mark.parametrize(
    ("verb", "form", "voice"),
    [
        ("قتل قتل I", "قتلت", "either"),
        ("قال قول I", "قالت", "active"),
        ("قال قول I", "قيل", "passive"),
        ("أصاب صوب IV", "أصيب", "passive"),
    ],
)
def test_a_spelling_tells_the_voice_or_says_that_it_does_not(verb: str, form: str, voice: str) -> None:
    assert verb_forms(Verb.parse(verb))[fold(form)].voice == voice


@pytest.mark.parametrize("verb", ["قتل قتل", "قتل ق I", "قتل قتل XI", "كتب قتل I"])
def test_no_such_verb_is_an_error(verb: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        verb_forms(Verb.parse(verb))


@pytest.mark.parametrize(
    ("lemma", "plural", "forms"),
    [
        ("جندي", ["جنود"], "جندي جنديا جنديان جنديين جنديي جنود جنودا"),
        ("مقاتل", None, "مقاتل مقاتلان مقاتلون مقاتلين مقاتلو مقاتلي مقاتلا"),
        ("طفلة", None, "طفلة طفلتان طفلتين طفلات طفلت"),
        ("قتيل", ["قتلى"], "قتيل قتيلا قتيلان قتيلين قتلى قتلا"),
    ],
)
def test_nouns_are_inflected(lemma: str, plural: list[str] | None, forms: str) -> None:
    known = noun_forms(lemma, plural)
    assert [form for form in forms.split() if fold(form) not in known] == []


@pytest.mark.parametrize(
    ("verb", "masdar", "participle"),
    [
        ("اغتال غول VIII", "اغتيال", "مغتال"),
        ("أصاب صوب IV", "إصابة", "مصاب"),
        ("قاتل قتل III", "مقاتلة", "مقاتل"),
        ("هجر هجر II", "تهجير", "مهجر"),
        ("استهدف هدف X", "استهداف", "مستهدف"),
        ("انفجر فجر VII", "انفجار", "منفجر"),
    ],
)
def test_verbal_nouns_and_participles_follow_the_form(verb: str, masdar: str, participle: str) -> None:
    parsed = Verb.parse(verb)
    assert fold(masdar) in masdar_forms(parsed)
    assert fold(participle) in participle_forms(parsed)


@pytest.mark.parametrize(
    ("word", "stem", "clitics"),
    [
        ("والمدنيين", "مدنيين", ("و", "", True, False, "")),
        ("بالقصف", "قصف", ("", "ب", True, False, "")),
        ("للجنود", "جنود", ("", "ل", True, False, "")),
        ("وسيقتل", "يقتل", ("و", "", False, True, "")),
        ("قتلهم", "قتل", ("", "", False, False, "هم")),
        ("فلقتل", "قتل", ("ف", "ل", False, False, "")),
    ],
)
def test_clitics_are_taken_off(word: str, stem: str, clitics: tuple[str, str, bool, bool, str]) -> None:
    assert (stem, *clitics) in {
        (s.stem, s.conjunction, s.preposition, s.article, s.future, s.pronoun) for s in split_clitics(word)
    }


@given(st.text(alphabet="وفبلكالسهمنيقتدة", max_size=12))
def test_the_word_as_it_stands_is_the_first_reading(word: str) -> None:
    readings = split_clitics(word)
    assert readings[0].stem == word
    assert len(set(readings)) == len(readings)


def test_a_lexicon_finds_an_entry_under_its_forms_and_clitics() -> None:
    lexicon = Lexicon([("kill", verb_forms(Verb.parse("قتل قتل I"))), ("soldier", noun_forms("جندي", ["جنود"]))])
    assert [lexicon.first(fold(word)).entry for word in ("وقتلوا", "سيقتلون", "للجنود", "جنديين")] == [  # type: ignore[union-attr]
        "kill",
        "kill",
        "soldier",
        "soldier",
    ]
    assert lexicon.lookup("بقتلوا") == ()


def test_a_phrase_index_takes_the_longest_phrase_with_clitics_on_its_first_word() -> None:
    index = PhraseIndex([("وقف", 1), ("وقف إطلاق النار", 2)])
    tokens = tokenize("بوقف إطلاق النار ووقف القتال")
    assert [(p.first, p.last, p.value) for p in index.find(tokens)] == [(0, 2, 2), (3, 3, 1)]
