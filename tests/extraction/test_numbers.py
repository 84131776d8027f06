"""Phrases and their quantities: (low, best, high), with "-" for unknown, and what a number measures when it is no toll."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasid.extraction.lexicon import load
from rasid.extraction.mentions import Quantity
from rasid.extraction.numbers import find_numbers, number_at, ordinal_at
from rasid.extraction.numbers.words import DATA
from rasid.models import Qualifier
from rasid.text.document import Token
from rasid.text.folding import fold
from rasid.text.tokens import tokenize

PUBLISHED_TABLE = Path(__file__).parents[3] / "shared" / "eval" / "dev" / "numbers.tsv"

PLAIN = [
    ("قتل 17 شخصا", "17"),
    ("قتل ٣٥ شخصا", "35"),
    ("إصابة ۴۲ مدنيا", "42"),
    ("1,500 نازح", "1500"),
    ("1.500 نازح", "1500"),
    ("١٬٥٠٠ نازح", "1500"),
    ("1،870 عنصرا", "1870"),
    ("2,345,678 نسمة", "2345678"),
    ("130 ألف نازح", "130000"),
    ("2.5 مليون لاجئ", "2500000"),
    ("2,5 مليون لاجئ", "2500000"),
    ("6.1 ملايين نازح", "6100000"),
    ("عشرة آلاف و500 نازح", "10500"),
    ("12 ألفا و300 عائلة", "12300"),
    ("3 ملايين و200 ألف شخص", "3200000"),
    ("مقتل واحد وعشرين جنديا", "21"),
    ("مقتل أحد عشر جنديا", "11"),
    ("مقتل إحدى عشرة امرأة", "11"),
    ("إصابة اثني عشر طالبا", "12"),
    ("إصابة اثنتي عشرة طالبة", "12"),
    ("ثمانية عشر مقاتلا", "18"),
    ("ثماني نساء", "8"),
    ("وسبع طالبات", "7"),
    ("بتسعة جرحى", "9"),
    ("لعشرين عائلة", "20"),
    ("خمسة وستون قتيلا", "65"),
    ("خمسة و ستون قتيلا", "65"),
    ("مئة وعشرون جريحا", "120"),
    ("مائة وثلاثة قتلى", "103"),
    ("مئتان وخمسون معتقلا", "250"),
    ("مئتي عائلة", "200"),
    ("ثلاثمئة وخمسة وأربعين نازحا", "345"),
    ("ثلاث مئة جندي", "300"),
    ("تسعمائة لاجئ", "900"),
    ("ألف ومئتا مقاتل", "1200"),
    ("ألفا مقاتل", "2000"),
    ("ألفي نازح", "2000"),
    ("خمسة آلاف وستمئة وسبعة وثمانون شخصا", "5687"),
    ("خمسة وثلاثون ألفا ومئتا شخص", "35200"),
    ("ثمانمئة ألف لاجئ", "800000"),
    ("مليون ونصف مليون نازح", "1500000"),
    ("مليونان وربع المليون نازح", "2250000"),
    ("نصف مليون نازح", "500000"),
    ("مليون ومئتا ألف نازح", "1200000"),
    ("مدنيين اثنين", "2"),
    ("1200 من حزب الله", "1200"),
    ("قتل خمسة يوم الأحد", "5"),
    ("قتل 20 يوم الجمعة", "20"),
    ("قتل 200 عام القحط", "200"),
]
HEDGED = [
    ("أكثر من 40 قتيلا", "40 40 -", "at_least"),
    ("ما لا يقل عن سبعة عشر قتيلا", "17 17 -", "at_least"),
    ("48 جنديا على الأقل", "48 48 -", "at_least"),
    ("48 جنديا، على الأقل،", "48 48 -", "at_least"),
    ("20 جريحا أو أكثر", "20 20 -", "at_least"),
    ("ما يزيد على ألفي نازح", "2000 2000 -", "at_least"),
    ("تجاوز عددهم 300 معتقل", "300 300 -", "at_least"),
    ("نحو مئة وخمسين نازحا", "- 150 -", "about"),
    ("حوالى 30 عائلة", "- 30 -", "about"),
    ("زهاء ستين مسلحا", "- 60 -", "about"),
    ("ما يقارب الـ 90 معتقلا", "- 90 -", "about"),
    ("30 عائلة تقريبا", "- 30 -", "about"),
    ("حتى 15 قتيلا", "- 15 15", "at_most"),
    ("ما يصل إلى 40 ألف نازح", "- 40000 40000", "at_most"),
    ("أقل من 10 جرحى", "- 10 10", "at_most"),
    ("ليصل إلى 30 قتيلا", "30 30 30", "exact"),
    ("بين 20 و30 قتيلا", "20 - 30", "range"),
    ("ما بين عشرين وثلاثين قتيلا", "20 - 30", "range"),
    ("بين خمسة وعشرين وثلاثين قتيلا", "25 - 30", "range"),
    ("بين خمسة وعشرين قتيلا", "5 - 20", "range"),
    ("من بين خمسة وعشرين قتيلا", "25 25 25", "exact"),
    ("بين 5 إلى 10 جرحى", "5 - 10", "range"),
    ("من خمسة إلى عشرة جرحى", "5 - 10", "range"),
    ("بين 10 و15 ألف نازح", "10000 - 15000", "range"),
    ("50 إلى 60 ألف نازح", "50000 - 60000", "range"),
    ("بين عشرين وثلاثين ألفا", "20000 - 30000", "range"),
    ("بين 500 و2000 نازح", "500 - 2000", "range"),
    ("20-30 مسلحا", "20 - 30", "range"),
    ("5 أو 6 جرحى", "5 - 6", "range"),
    ("ثلاثة أو أربعة جرحى", "3 - 4", "range"),
    ("عشرات القتلى", "20 - 99", "vague"),
    ("مقتل العشرات", "20 - 99", "vague"),
    ("مئات الجرحى", "200 - 999", "vague"),
    ("آلاف النازحين", "2000 - 9999", "vague"),
    ("عشرات الآلاف من النازحين", "20000 - 99999", "vague"),
    ("مئات الآلاف", "200000 - 999999", "vague"),
    ("ملايين اللاجئين", "2000000 - 9999999", "vague"),
    ("بضعة آلاف من النازحين", "2000 - 9999", "vague"),
    ("بضعة جرحى", "3 - 9", "vague"),
    ("بضع عشرات من الجنود", "20 - 99", "vague"),
    ("عدة جرحى", "3 - 9", "vague"),
    ("عدد من الجرحى", "- - -", "vague"),
]
NO_TOLLS = [
    ("بعد 15 غارة", "things"),
    ("عشرات الغارات", "things"),
    ("عدد من المنازل", "things"),
    ("تدمير 30 منزلا", "things"),
    ("خمس عشرة قذيفة", "things"),
    ("الدول الخمس", "things"),
    ("20 من المنازل", "things"),
    ("خلال 48 ساعة", "time"),
    ("بعد ثلاثة أيام", "time"),
    ("بضعة أسابيع", "time"),
    ("الأيام الثلاثة", "time"),
    ("بعد 20 يوما", "time"),
    ("خلال الأربعة أشهر الماضية", "time"),
    ("الساعات الاثنتي عشرة", "time"),
    ("الساعة 7", "time"),
    ("الساعة الـ 7", "time"),
    ("5:30", "time time"),
    ("4 ملايين دولار", "money"),
    ("$300", "money"),
    ("على بعد 20 كيلومترا", "distance"),
    ("120 كم", "distance"),
    ("300 طن", "weight"),
    ("القرار 2254", "reference"),
    ("القرار رقم 2254", "reference"),
    ("المادة السابعة والمادة 12", "reference"),
    ("عام 2015", "date"),
    ("في 2015", "date"),
    ("12/11", "date date"),
    ("بين 2013 و2018", "date"),
    ("حتى 2010", "date"),
    ("البالغ من العمر 30 عاما", "age"),
    ("أحمد (12 عاما)", "age"),
    ("طفل 5 سنوات", "age"),
    ("طفلاه (3 و5 سنوات)", "age time"),
    ("دون 18 عاما", "age"),
    ("عمره 20", "age"),
    ("50%", "percent"),
    ("50 في المئة", "percent"),
    ("%50", "percent"),
    ("هاتف 0991234567", "phone"),
]
NOTHING = ["وكمية من السلاح", "كعشر", "لست وحدي", "في بيت لحم", "الأربعاء", "الاثنين", "عثر عليه ميتا", "وما بعده", "حركة طالبان"]


def counts(quantity: Quantity) -> str:
    """low, best and high; one figure where they are equal."""
    three = [quantity.low, quantity.best, quantity.high]
    if len(set(three)) == 1 and three[0] is not None:
        return str(three[0])
    return " ".join("-" if value is None else str(value) for value in three)


def tolls(phrase: str) -> list[Quantity]:
    """The quantities that may count people."""
    return [q for q in find_numbers(tokenize(phrase)) if q.not_toll is None and q.kind not in ("ordinal", "fraction")]


@pytest.mark.parametrize(("phrase", "count"), PLAIN)
def test_a_number_in_digits_or_words_is_read(phrase: str, count: str) -> None:
    assert [counts(q) for q in tolls(phrase)] == [count]


@pytest.mark.parametrize(("phrase", "count", "qualifier"), HEDGED)
def test_hedges_bound_a_number_as_the_codebook_says(phrase: str, count: str, qualifier: Qualifier) -> None:
    [quantity] = tolls(phrase)
    expected = count.split()[0] if len(set(count.split())) == 1 and count[0] != "-" else count
    assert (counts(quantity), quantity.qualifier) == (expected, qualifier)


@pytest.mark.parametrize(("phrase", "measures"), NO_TOLLS)
def test_what_measures_no_people_says_so(phrase: str, measures: str) -> None:
    assert [q.not_toll for q in find_numbers(tokenize(phrase)) if q.kind != "ordinal"] == measures.split()


@pytest.mark.parametrize("phrase", NOTHING)
def test_words_like_numbers_are_none(phrase: str) -> None:
    assert find_numbers(tokenize(phrase)) == []


@pytest.mark.parametrize(
    ("phrase", "kind", "value"),
    [
        ("سقط قتيلان", "dual", 2),
        ("إصابة طفلتين", "dual", 2),
        ("مقتل امرأتين", "dual", 2),
        ("ثلثهم من المدنيين", "fraction", 1 / 3),
        ("نصفهم أجانب", "fraction", 0.5),
        ("الجندي الثالث", "ordinal", 3),
        ("الذكرى الخامسة عشرة", "ordinal", 15),
        ("اليوم الحادي والعشرين", "ordinal", 21),
        ("المهاجمين الثلاثة", "definite", 3),
        ("القتلى العشرين", "definite", 20),
    ],
)
def test_duals_fractions_ordinals_and_recalled_numbers_are_told_apart(phrase: str, kind: str, value: float) -> None:
    [quantity] = find_numbers(tokenize(phrase))
    assert quantity.kind == kind
    assert quantity.value == pytest.approx(value)


def test_a_rise_is_two_figures_not_a_range() -> None:
    assert [counts(q) for q in find_numbers(tokenize("ارتفع عدد القتلى من 10 إلى 20"))] == ["10", "20"]


def test_the_hedge_is_part_of_the_span() -> None:
    [quantity] = find_numbers(tokenize("قتل ما لا يقل عن 20 مدنيا"))
    assert (quantity.hedge_first, quantity.first, quantity.last) == (1, 5, 5)


@pytest.mark.parametrize(("phrase", "value", "last"), [("الأربع والعشرين", 24, 1), ("الثلاثة", 3, 0), ("24", 24, 0)])
def test_a_number_with_the_article_is_read_where_it_is_asked_for(phrase: str, value: int, last: int) -> None:
    assert number_at(tokenize(phrase), 0, article=True) == (value, last)


@pytest.mark.parametrize(
    ("phrase", "value", "last"), [("الخامس", 5, 0), ("الثاني عشر", 12, 1), ("السابع و العشرين", 27, 2), ("الثلاثين", 30, 0)]
)
def test_ordinals_number_the_days_of_a_month(phrase: str, value: int, last: int) -> None:
    assert ordinal_at(tokenize(phrase), 0) == (value, last)


@pytest.mark.skipif(not PUBLISHED_TABLE.exists(), reason="the shared tables are not here")
def test_every_row_of_the_shared_table_is_right() -> None:
    for line in PUBLISHED_TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        _, phrase, text = line.split("\t")
        found: list[object] = []
        for quantity in find_numbers(tokenize(phrase)):
            if quantity.kind == "vague":
                found = ["VAGUE"]
            elif quantity.kind == "fraction":
                found = ["FRAC", quantity.value]
            else:
                found += [quantity.low, quantity.high] if quantity.qualifier == "range" else [quantity.value]
        expected = json.loads(text) if text.startswith("[") else [text.strip('"')]
        assert found == expected, phrase


WORDS = sorted(
    {
        word
        for key in ("words", "scales", "twice_scales", "halves", "fractions", "ordinals")
        for row in DATA[key].values()
        for word in row
    }
    | {part for phrases in DATA["hedges"].values() for phrase in phrases for part in phrase.split()}
    | set(DATA["vague"])
    | {
        "و",
        "ال",
        "من",
        "بين",
        "إلى",
        "أو",
        "-",
        "/",
        ":",
        "،",
        ".",
        "%",
        "$",
        "(",
        ")",
        "12",
        "2016",
        "1,500",
        "3.5",
        "1.2.3",
        "شخصا",
        "وعشرين",
    }
)


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.booleans())
def test_any_run_of_number_words_gives_ordered_spans_inside_the_tokens(words: list[str], spaced: bool) -> None:
    tokens = tokenize((" " if spaced else "").join(words))
    check_spans(tokens, find_numbers(tokens))


@given(st.text(alphabet="0123456789٠١٢٣.,٫٬،-/:%$ وبلابعشرةمئتينألف", max_size=40))
def test_any_text_is_searched_without_error(text: str) -> None:
    tokens = tokenize(text)
    check_spans(tokens, find_numbers(tokens))


def check_spans(tokens: list[Token], found: list[Quantity]) -> None:
    """Spans are inside, in order and apart, their hedges too; bounds never contradict each other."""
    free = 0
    for quantity in found:
        assert free <= quantity.hedge_first <= quantity.first <= quantity.last < len(tokens)
        free = quantity.last + 1
        bounds = [bound for bound in (quantity.low, quantity.best, quantity.high) if bound is not None]
        assert bounds == sorted(bounds)


def test_the_word_list_is_folded_to_distinct_meanings() -> None:
    data = load("numbers")
    meanings: dict[str, int] = {}
    for value, words in data["words"].items():
        for word in words:
            assert meanings.setdefault(fold(word), value) == value, word


def test_hedges_and_units_are_listed_once() -> None:
    data = load("numbers")
    hedges = [fold(phrase) for phrases in data["hedges"].values() for phrase in phrases]
    assert len({*hedges}) >= len(hedges) - 3  # the same phrase in two spellings folds to one
    for low, high in data["vague"].values():
        assert 0 < low < high
    units = [fold(row[0]) for rows in data["units_after"].values() for row in rows]
    assert len(set(units)) == len(units)
