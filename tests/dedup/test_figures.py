"""Figures of headlines and leads: any spelling of a number is one number, dates and clock times are none."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rasid.dedup import figures_differ, fingerprint
from rasid.dedup.claims import Claim
from rasid.dedup.figures import figures, vocabulary
from rasid.models import Article
from rasid.text.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("مقتل 5 مدنيين", "5"),
        ("مقتل ٥ مدنيين", "5"),
        ("مقتل خمسة مدنيين", "5"),
        ("مقتل خمس نساء", "5"),
        ("مقتل الخمسة", "5"),
        ("وخمسة جرحى", "5"),
        ("بخمسة صواريخ", "5"),
        ("مقتل عشرة", "10"),
        ("أحد عشر قتيلا", "11 1"),
        ("اثني عشر شخصا", "12 1"),
        ("خمسة عشر مدنيا", "15 1"),
        ("خمس عشرة امرأة", "15 1"),
        ("ثلاثة وعشرين مدنيا", "23 1"),
        ("ثلاثة و عشرين", "23"),
        ("عشرون", "20"),
        ("مئة", "100"),
        ("مائة قتيل", "100 1"),
        ("مئتا قتيل", "200 1"),
        ("ثلاثمئة وخمسين", "350"),
        ("ثلاث مئة", "300"),
        ("ألف نازح", "1000"),
        ("ألفي نازح", "2000"),
        ("ثلاثة آلاف", "3000"),
        ("ثلاثة وعشرين ألفا ومئتين", "23200"),
        ("مئة وعشرين ألف نازح", "120000"),
        ("مليون ونصف", "1000000"),
        ("3 ملايين", "3000000"),
        ("5 آلاف", "5000"),
        ("1,200 قتيل", "1200 1"),
        ("1.5 مليون", "1500000"),
        ("23.000 نازح", "23000"),
        ("قتيلان", "2"),
        ("مقتل شخصين وإصابة ثلاثة", "2 3"),
        ("مقتل طفلين", "2"),
        ("مقتل مدني وإصابة آخر", "1"),
        ("عشرات القتلى", "-10"),
        ("أحد القتلى وإحدى القرى", ""),
        ("إحدى عشرة امرأة", "11 1"),
        ("نحو 1,5 مليون", "1000000"),
        ("مئات النازحين", "-100"),
        ("مقتل 5 وإصابة 7", "5 7"),
        ("خمسة قتلى وسبعة جرحى", "5 7"),
        ("خمسة أو ستة", "5 6"),
        ("5 ايار", ""),
        ("في 14 مارس 2017", ""),
        ("عام 2017", ""),
        ("سنة 1982", ""),
        ("14/3/2017", ""),
        ("الساعة 15:40", ""),
        ("الساعة 15: 40: 55", ""),
        ("14 – 10 – 1436", ""),
        ("2017 / 9 / 26", ""),
        ("17 تشرين الأول", ""),
        ("21 كانون الثاني / يناير", ""),
        ("من 5-7 قتلى", "5 7"),
        ("من 5 - 7 قتلى", "5 7"),
        ("القتلى 5-7: تفاصيل", "5 7"),
        ("صاروخ S-300 وطائرة F-16", ""),
        ("ق ت ل خمسة", "5"),
        ("لا أرقام هنا", ""),
        ("", ""),
    ],
)
def test_numbers(text: str, found: str) -> None:
    assert " ".join(figures(tokenize(text))) == found


LEAD = "قصف على بلدة متخيلة صباح اليوم وفق مصدر طبي محلي قال إن المصابين نقلوا إلى المستشفى القريب"
TAIL = " ".join(f"كلمة{letter}" for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهوي") * 2


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        (("مقتل 5", ""), ("مقتل 7", ""), True),
        (("مقتل 5", ""), ("مقتل خمسة", ""), False),
        (("مقتل خمسة", ""), ("مقتل سبعة", ""), True),
        (("", "قتل 5 مدنيين"), ("", "قتل 6 مدنيين"), True),
        (("", "قتل مدنيان"), ("", "قتل مدني"), True),
        (("عشرات القتلى", ""), ("مئات القتلى", ""), True),
        (("قتلى وجرحى", "قتل 5"), ("مقتل 5", "قتل 5"), False),
        (("قتلى وجرحى", ""), ("مقتل 5", ""), True),
        (("قصف في 3 مارس", ""), ("قصف في 4 مارس", ""), False),
        (("قصف الساعة 10:30", ""), ("قصف الساعة 11:45", ""), False),
    ],
)
def test_titles_and_leads_are_compared(one: tuple[str, str], two: tuple[str, str], differ: bool) -> None:
    prints = [fingerprint(Article(id="a", title=title, text=f"{lead} {LEAD} {TAIL}")) for title, lead in (one, two)]
    assert figures_differ(prints[0], Claim.of("b", 1, 0, prints[1])) is differ
    assert figures_differ(prints[1], Claim.of("b", 1, 0, prints[0])) is differ


@given(st.integers(1, 999_999), st.integers(1, 999_999))
def test_other_digits_always_differ_and_the_same_never_do(one: int, two: int) -> None:
    prints = [fingerprint(Article(id="a", title=f"نزوح {number} شخصا", text=f"{LEAD} {TAIL}")) for number in (one, two)]
    assert figures_differ(prints[0], Claim.of("b", 1, 0, prints[1])) is (one != two)


def test_the_word_lists_hold_together() -> None:
    """No word has two values, values fit their class, and folding makes no two words of a class one by accident."""
    content = yaml.safe_load((files("rasid.dedup") / "data" / "figures.yaml").read_text(encoding="utf-8"))
    assert set(content) == {"units", "before_ten", "tens", "hundreds", "scales", "words", "months", "years"}
    classes = ("units", "before_ten", "tens", "hundreds", "scales", "words")
    valued = [(word, name) for name in classes for word in vocabulary()[name]]
    assert len({word for word, _ in valued}) == len(valued)
    assert all(0 < value <= 10 for value in content["units"])
    assert list(content["tens"]) == list(range(20, 100, 10))
    assert list(content["hundreds"]) == list(range(100, 1000, 100))
    assert all(len(words) == len(set(words)) for name in ("months", "years") for words in [content[name]])
