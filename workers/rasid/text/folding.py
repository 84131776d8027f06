"""Arabic spelling folded to one form, so that a word list is written once and matches every spelling."""

from __future__ import annotations

import unicodedata

from camel_tools.utils.dediac import dediac_ar

IGNORABLE = "\u0640\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\u061c"
_DROP = dict.fromkeys(map(ord, IGNORABLE))
_LETTERS = str.maketrans("أإآٱىةؤئکیيہھ", "اااايهويكييهه")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")


def normalise(text: str) -> str:
    """The text without marks, tatweel, bidi and zero-width characters, in base letters and ASCII digits."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_DROP))
        text = dediac_ar(text).translate(_DROP).translate(_DIGITS)
    return text


def fold(text: str) -> str:
    """The normalised text with the letters that newsrooms confuse made one (أ إ آ ا · ى ي · ة ه · ؤ و · ئ ي)."""
    return normalise(text).translate(_LETTERS)
