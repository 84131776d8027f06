"""The word lists of the text core hold together."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from rasid.text.folding import fold
from rasid.text.language import _KEYBOARD as KEYBOARD
from rasid.text.language import detect_language
from rasid.text.lexicon import load

BOILERPLATE: dict[str, Any] = load("boilerplate")
LISTS = [(f"boilerplate {name}", words) for name, words in BOILERPLATE.items() if isinstance(words, list)]
LISTS += [(f"sentences {name}", words) for name, words in load("sentences").items()]
LANGUAGES = load("languages")


@pytest.mark.parametrize(("name", "words"), LISTS, ids=[name for name, _ in LISTS])
def test_a_list_has_no_entry_twice_and_none_that_folds_to_nothing(name: str, words: list[Any]) -> None:
    assert all(isinstance(word, str) for word in words), "an unquoted YAML word is read as something else"
    assert [word for word, count in Counter(words).items() if count > 1] == []
    assert all(fold(word).strip() for word in words)


def test_no_line_of_a_menu_is_a_word_that_begins_true_sentences() -> None:
    """What takes a line off by its beginning alone is at least two words long, or ends in a mark."""
    labels = [label for label in BOILERPLATE["labels"] if " " not in label and label.isalpha() and not label.isascii()]
    assert labels == []


def test_languages_share_no_word() -> None:
    words = [word.translate(KEYBOARD) for language in LANGUAGES["words"].values() for word in set(language)]
    assert [word for word, count in Counter(words).items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES["words"])
def test_a_languages_own_words_are_of_that_language(language: str) -> None:
    assert detect_language(" ".join(LANGUAGES["words"][language])) == language
