"""Folding: the spellings that newsrooms confuse are one key, the letters themselves are kept beside it."""

from __future__ import annotations

import pytest

from rasid.text.folding import fold, normalise


@pytest.mark.parametrize(
    ("text", "norm", "form"),
    [
        ("أَحْمَد", "أحمد", "احمد"),
        ("إدلب", "إدلب", "ادلب"),
        ("آب", "آب", "اب"),
        ("ا\u0653ب", "آب", "اب"),
        ("ا\u0640\u0654خر", "أخر", "اخر"),
        ("مسؤول", "مسؤول", "مسوول"),
        ("قائد", "قائد", "قايد"),
        ("مستشفى", "مستشفى", "مستشفي"),
        ("الرقّة", "الرقة", "الرقه"),
        ("کردی", "كردي", "كردي"),
        ("گاز پاشا", "گاز پاشا", "كاز باشا"),
        ("ٱلله", "الله", "الله"),
        ("ﻷنه", "لأنه", "لانه"),
        ("ــقتلــ", "قتل", "قتل"),
        ("قتل\u200f", "قتل", "قتل"),
        ("١٢٣٤", "1234", "1234"),
        ("۴۵۶", "456", "456"),
        ("٪", "%", "%"),
        ("US-2", "US-2", "US-2"),
    ],
)
def test_spellings(text: str, norm: str, form: str) -> None:
    assert (normalise(text), fold(text)) == (norm, form)
