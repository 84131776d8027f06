"""Arabic spelling folded to one form, so that a word list is written once and matches every spelling."""

from __future__ import annotations

import unicodedata
from typing import Final

from camel_tools.utils.dediac import dediac_ar

# What scrapers leave between letters by accident; NUL is no accident, and 1C–1F and 85 are white space.
STRAY: Final = "".join(map(chr, [*range(0x01, 0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0)]))
# Tatweel, zero-width and bidi controls, soft hyphen, variation selectors, combining hamza left over, Koranic signs.
IGNORABLE: Final = STRAY + (
    "\u0640\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069\ufeff\u00ad\u061c"
    "\u0653\u0654\u0655\u0656\u0657\u0658\u065c\u06d6\u06d7\u06d8\u06d9\u06da\u06db\u06dc\u06df\u06e0\u06e1\u06e2\u06e3\u06e4"
    "\u06e7\u06e8\u06ea\u06eb\u06ec\u06ed\ufe0e\ufe0f"
)
# Letters of other keyboards that stand for an Arabic one, digits of both Arabic sets, the Arabic per cent sign.
_BASE = str.maketrans("کڪیېےہھەۀۃٱ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪", "ككيييههههةا01234567890123456789.,%", IGNORABLE)
_FOLDED = _BASE | str.maketrans("أإآىةؤئٱیېےۃگڤپچژ", "ااايهويايييهكفبجز")


def normalise(text: str) -> str:
    """The text without marks, tatweel, bidi and zero-width characters, in base letters and ASCII digits."""
    return text if text.isascii() else _compose(text).translate(_BASE)


def fold(text: str) -> str:
    """The normalised text with the letters that newsrooms confuse made one (أ إ آ ا · ى ي · ة ه · ؤ و · ئ ي · گ ك · پ ب)."""
    return text if text.isascii() else _compose(text).translate(_FOLDED)


def _compose(text: str) -> str:
    # Composition first: a hamza written as a mark over its alef is a letter, not a mark; tatweel must not stand between.
    composed = unicodedata.normalize("NFKC", text.replace("\u0640", ""))
    return str(dediac_ar(composed))
