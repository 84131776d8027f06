"""Tokens: what counts as one word, and offsets that point into the delivered string whatever stands between letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasid.models import Article
from rasid.text.folding import IGNORABLE, fold, normalise
from rasid.text.tokens import read, tokenize


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("قُتِلَ خمسةُ مدنيّين", "قتل خمسة مدنيين"),
        ("مقـــــتل ٥ مدنيين", "مقتل 5 مدنيين"),
        ("مقتل ۵ مدنيين", "مقتل 5 مدنيين"),
        ("\u202bمقتل\u202c \u200f5\u200e", "مقتل 5"),
        ("ﻣﻘﺘﻞ ﺧﻤﺴﺔ ﻓﻲ ﺍﻟﻼﺫﻗﻴﺔ", "مقتل خمسة في اللاذقية"),
        ("کانت هذه یوم", "كانت هذه يوم"),
        ("قـ ـتـ ـلى", "قتلى"),
        ("بقصـ.ـف", "بقصف"),
        ("الـ.ـنظام", "النظام"),
        ("ق ت ل", "قتل"),
        ("ق.ت.ل", "قتل"),
        ("قت\x02ل", "قتل"),
        ("و ل ه", "و ل ه"),
        ("و4 وبـ35", "و 4 وب 35"),
        ("1,200 قتيل", "1,200 قتيل"),
        ("١٬٢٠٠ قتيل و٣٫٥ مليون", "1,200 قتيل و 3.5 مليون"),
        ("#حلب_تحترق", "حلب تحترق"),
        ('قال:"نعم"', 'قال : " نعم "'),
        ("&quot;نعم&quot;", '" نعم "'),
        ("&amp;quot;نعم&amp;amp;quot;", '" نعم "'),
        ("&#1602;&#1578;&#1604; خمسة", "قتل خمسة"),
        ("صاروخ S-300 وF16", "صاروخ S - 300 و F 16"),
        ("خبر 🔴 عاجل •", "خبر عاجل"),
        ("أ ف ب", "أفب"),
        ("", ""),
    ],
)
def test_words_are_read_whatever_is_written_between_their_letters(text: str, norms: str) -> None:
    assert " ".join(token.norm for token in tokenize(text)) == norms


@pytest.mark.parametrize(
    ("text", "slices"),
    [
        ("\u202bقـ ـتـ ـلى\u202c في", ["قـ ـتـ ـلى\u202c", "في"]),
        ("ال\u064eمد\u0651ينة،", ["ال\u064eمد\u0651ينة", "،"]),
        ("&quot;نعم", ["&quot;", "نعم"]),
        ("وبـ35", ["وبـ", "35"]),
    ],
)
def test_a_tokens_slice_is_what_was_delivered(text: str, slices: list[str]) -> None:
    assert [text[token.start : token.end] for token in tokenize(text)] == slices


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("قتل 5 في Raqqa.", "word number word latin punct"), ("&#1602;&#1578; &quot;", "word punct")],
)
def test_kinds(text: str, kinds: str) -> None:
    assert " ".join(token.kind for token in tokenize(text)) == kinds


SPELLINGS = (
    "قتل", "الرقّة", "قـ", "ـتـ", "ـلى", "٣٥", "7", "S-300", "&quot;", "&amp;amp;quot;", "&#1602;",
    "بقصـ.ـف", "ق.ت.ل", "«نعم»", "#وسم_آخر", "ﷺ", "ﻻ",
)  # fmt: skip
words = st.sampled_from([*SPELLINGS, *IGNORABLE])
gaps = st.sampled_from(["", " ", "\n", "\n\n", "\u00a0", ". ", "، ", "… ", '"', "\r\n", "\u2029"])
texts = st.lists(st.tuples(words | st.text(max_size=4), gaps).map("".join), max_size=40).map("".join)


@given(texts)
def test_tokens_are_ordered_and_their_slices_read_the_same_alone(text: str) -> None:
    """Offsets ascend without overlap, stay inside the text, and a token's own slice gives back its norm."""
    position = 0
    for token in tokenize(text):
        assert position <= token.start < token.end <= len(text)
        assert token.glued == (token.start == position and position > 0)
        assert token.form == fold(token.norm)
        assert token.norm
        assert "".join(part.norm for part in tokenize(text[token.start : token.end])) == token.norm
        position = token.end


@given(texts, st.text(max_size=10), st.text(max_size=10))
def test_offsets_count_from_the_beginning_of_the_whole_text(text: str, before: str, after: str) -> None:
    whole = before + text + after
    part = tokenize(whole, len(before), len(before) + len(text))
    assert [(token.start - len(before), token.norm) for token in part] == [(token.start, token.norm) for token in tokenize(text)]


@given(texts, texts, st.data())
def test_every_evidence_is_its_slice_of_the_delivered_string(title: str, text: str, data: st.DataObject) -> None:
    """Whatever was folded or left out: evidence equals the slice; boilerplate is in no sentence; no token is lost."""
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    spans = list(zip(ends[::2], ends[1::2], strict=False))
    document = read(Article(id="a", title=title, text=text, boilerplate=spans))
    fields = {"title": title, "text": text}
    for sentence in document.sentences:
        evidence = document.evidence(sentence, 0, len(sentence.tokens) - 1)
        assert evidence.text == fields[evidence.field][evidence.start : evidence.end]
        assert (evidence.start, evidence.end) == (sentence.start, sentence.end)
        if sentence.field == "text":
            assert not any(start < sentence.end and sentence.start < end for start, end in spans)
    assert [sentence.index for sentence in document.sentences] == list(range(len(document.sentences)))
    starts = [(s.field == "text", t.start) for s in document.sentences for t in s.tokens]
    assert starts == sorted(starts)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text) == fold(normalise(text))
    assert normalise(normalise(text)) == normalise(text)
