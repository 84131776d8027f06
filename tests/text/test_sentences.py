"""Sentences: where they end, where they do not, and lines that were broken for width only."""

from __future__ import annotations

import pytest

from rasid.models import Article
from rasid.text.sentences import blocks
from rasid.text.tokens import read


def sentences(text: str, field: str = "text") -> list[str]:
    article = Article(id="a", text=text) if field == "text" else Article(id="a", title=text, text="")
    return [text[sentence.start : sentence.end] for sentence in read(article).sentences]


@pytest.mark.parametrize(
    "text",
    [
        "قتل خمسة في القصف.| وأصيب عشرة.",
        "هل قتلوا؟| نعم.",
        "قتلوا!| وأصيب آخرون",
        "قتل خمسة في القصف۔| وأصيب عشرة",
        "ارتفع العدد إلى 3.5 آلاف.| وأصيب عشرة",
        "بلغ العدد 1.200 قتيل حتى اليوم",
        "قال د. أحمد إن خمسة قتلوا.| وأضاف",
        "قالت أ.ف.ب. إن خمسة قتلوا",
        "هذا ما قالته أ.ف.ب.| وانتهى التقرير",
        "نقل موقع العربية.نت عن مصدر قوله",
        "ذكر موقع example.com أن خمسة قتلوا",
        'قال "قتل خمسة."| وأضاف آخر',
        'قال "قتل خمسة".| وأضاف آخر',
        "قال «قتل خمسة.»| وأضاف آخر",
        "سوريا.. قتلى وجرحى في قصف",
        "قتل خمسة ... وأصيب عشرة",
        "1. قتل خمسة في القصف",
        "قتل خمسة في القصف (رويترز).| وأصيب عشرة",
        "سطر أول عنوان قصير\n|سطر ثان يبدأ بعده خبر آخر",
        "فقرة أولى عن قصف.\n\n|فقرة ثانية عنه.",
        "قال المصدر إن القصف وقع في\nبلدة متخيلة",
        "قتل خمسة مدنيين\n، وأصيب عشرة",
        "قتل خمسة مدنيين،\nوأصيب عشرة",
    ],
)
def test_sentences_end_at_the_bars(text: str) -> None:
    plain = text.replace("|", "")
    assert sentences(plain) == [part.strip() for part in text.split("|")]


@pytest.mark.parametrize(
    "text", ["حلب.. قتلى وجرحى بقصف للنظام على حي سكني.. وحصيلة مرشحة للارتفاع في الساعات القادمة وفق مصادر"]
)
def test_dots_in_a_headline_end_nothing(text: str) -> None:
    assert sentences(text, "title") == [text]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "قتل خمسة مدنيين وأصيب عشرة آخرون في قصف مدفعي\n"
        "استهدف سوقا شعبيا في بلدة متخيلة صباح اليوم وفق\n"
        "ما أفاد به مصدر طبي محلي لوكالة الأنباء بعد وقت\n"
        "قصير من الهجوم الذي وقع قرب المستشفى وسط البلدة\n"
        "المكتظة بالنازحين من قرى مجاورة قصفت قبل أيام من\n"
        "هذا الهجوم\n"
    )
    assert len(list(blocks(text, 0, len(text)))) == 1


def test_a_list_of_short_lines_stays_a_list() -> None:
    text = "الضحايا:\n- خمسة في السوق.\n- ثلاثة في المدرسة.\n- واحد في المشفى.\n"
    assert len(list(blocks(text, 0, len(text)))) == 4


def test_what_goes_on_without_a_full_stop_is_cut() -> None:
    lengths = [len(sentence.tokens) for sentence in read(Article(id="a", text="قتل خمسة " * 700)).sentences]
    assert lengths == [500, 500, 400]


def test_a_quotation_over_sentences_is_remembered() -> None:
    text = 'قال المتحدث "قتل خمسة من جنودنا أمس. وأصيب عشرة آخرون منهم". وانتهى البيان.'
    assert [sentence.in_quote for sentence in read(Article(id="a", text=text)).sentences][-1] is False
