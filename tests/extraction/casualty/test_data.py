"""The language data of casualties is whole: every word is spelled so that it can be found, no entry contradicts another."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from rasid.extraction.casualty.methods import find_means
from rasid.extraction.casualty.terms import marker, readings
from rasid.extraction.lexicon import load
from rasid.models import Effect, Method, VictimGroup
from rasid.text.folding import fold
from rasid.text.tokens import tokenize

ARABIC = re.compile(r"[\u0621-\u064a ]+")
FRAMES = {"hit", "suffer", "hurt_object"}
LISTS = [name for name, words in load("casualty_context").items() if isinstance(words, list)]


def test_every_effect_frame_and_method_is_one_of_the_contract():
    data = load("casualty")
    for entry in [*data["verbs"], *data["acts"], *data["victims"], *data["phrases"], *data["noun_phrases"]]:
        assert entry["effect"] in get_args(Effect), entry
        assert entry.get("method") is None or entry["method"] in get_args(Method), entry
        assert entry.get("frame", "hit") in FRAMES, entry
    for entry in load("casualty_methods")["methods"]:
        assert entry["method"] in get_args(Method), entry
        assert 1 <= entry["rank"] <= 10, entry


def test_every_victim_word_names_groups_of_the_contract():
    groups = {*get_args(VictimGroup), "civilian", "combatant"}
    people = load("casualty_victims")
    for entry in [*people["people"], *people["refine"], *load("casualty")["victims"]]:
        assert set(entry.get("groups", ())) <= groups, entry


@pytest.mark.parametrize("kind", ["verbs", "acts", "victims"])
def test_every_word_of_harm_is_found_by_its_own_spelling(kind: str):
    for entry in load("casualty")[kind]:
        form = fold(entry.get("word") or entry["lemma"])
        assert any(r.term.effect == entry["effect"] for r in readings(form)), entry


def test_every_word_for_people_is_found_with_its_plurals():
    for entry in load("casualty_victims")["people"]:
        for word in (entry["word"], *entry.get("plural", ())):
            if " " not in word:
                assert any(r.term.kind == "person" for r in readings(fold(word))), word


def test_every_means_is_found_with_its_method():
    for entry in load("casualty_methods")["methods"]:
        for words in entry["words"]:
            found = find_means(tokenize(words))
            assert found, words
            assert found[0].means.method == entry["method"], (words, found[0].means.method)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_each_word_once_in_arabic_letters(name: str):
    words: list[Any] = load("casualty_context")[name]
    assert all(isinstance(word, str) and ARABIC.fullmatch(fold(word)) for word in words), words
    assert marker(name)
    repeated = {word for word in words if words.count(word) > 1}
    assert not repeated


def test_every_list_is_used_by_some_rule():
    import rasid.extraction.casualty as package

    sources = "".join(path.read_text("utf-8") for path in _modules(package))
    assert [name for name in LISTS if f'"{name}"' not in sources] == []


def _modules(package: Any) -> list[Any]:
    from pathlib import Path

    return sorted(Path(package.__file__).parent.glob("*.py"))
