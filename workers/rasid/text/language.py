"""Arabic told from the other languages in its script by their letters and short words, and from other scripts."""

from __future__ import annotations

import re
from typing import Final

from rasid.text.lexicon import load

ARABIC: Final = "ar"
LATIN: Final = "und-Latn"
UNKNOWN: Final = "und"

_SAMPLE_CHARS: Final = 800
_KEYBOARD = str.maketrans("یکىھ", "يكيه", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")
_DATA = load("languages")
_WORDS: Final[dict[str, str]] = {
    str(word).translate(_KEYBOARD): language for language, words in _DATA["words"].items() for word in words
}
_LETTERS: Final[dict[str, frozenset[str]]] = {language: frozenset(letters) for language, letters in _DATA["letters"].items()}
_ARABIC_SHAPE = re.compile("^[وفبكل]?(?:ال|لل).{3}|[أإةؤئ]")
_ARABIC_WORD = re.compile("[\u0621-\u065f\u066e-\u06d3\u06d5-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc\u200c]+")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_OTHER_LETTER = re.compile(r"[^\W\d_]")
_SHAPE_WEIGHT: Final = 0.6
_LETTER_WEIGHT: Final = 0.8
# The letters of Persian stand in the words of its neighbours too.
_SHARED_LETTER_WEIGHT: Final = 0.5
_SHARED: Final = "fa"


def detect_language(text: str, declared: str | None = None) -> str:
    """The BCP 47 language of a text: `ar`, `fa`, `ur`, `ckb`, `ps`; `und-Latn` and `und` for other scripts.

    `declared` decides only where the words and letters do not: a handful of names, a figure.
    """
    sample = text[:_SAMPLE_CHARS]
    words = _ARABIC_WORD.findall(sample)
    arabic, latin = sum(map(len, words)), len(_LATIN_LETTER.findall(sample))
    if arabic <= latin:
        return LATIN if latin else UNKNOWN
    if len(_OTHER_LETTER.findall(sample)) > 2 * arabic:
        return UNKNOWN
    scores = dict.fromkeys([ARABIC, *_LETTERS], 0.0)
    for word in words:
        if language := _WORDS.get(word.translate(_KEYBOARD)):
            scores[language] += 1
        if _ARABIC_SHAPE.search(word):
            scores[ARABIC] += _SHAPE_WEIGHT
        for language, letters in _LETTERS.items():
            if not letters.isdisjoint(word):
                scores[language] += _SHARED_LETTER_WEIGHT if language == _SHARED else _LETTER_WEIGHT
    best = max(scores, key=lambda language: scores[language])
    primary = (declared or ARABIC).lower().replace("_", "-").split("-")[0]
    if scores[best] == scores.get(primary, -1.0) or not scores[best]:
        return primary if primary in scores else ARABIC
    return best
