"""Sentences and the tolls they state: (effect, low, best, high), breakdown sizes in brackets behind."""

from __future__ import annotations

import pytest

from rasid.extraction.analysis import analyse
from rasid.extraction.casualty import extract_casualties
from rasid.models import Article
from rasid.text.tokens import read

TOLLS = [
    ("قتل 17 مدنيا وجرح 30 آخرون في غارة على سوق شعبية", ["killed 17 17 17", "injured 30 30 30"]),
    ("ارتفع عدد قتلى التفجير في المدينة إلى 23", ["killed 23 23 23"]),
    ("راح ضحية التفجير 12 شخصا", ["killed 12 12 12"]),
    ("أودى القصف بحياة ستة مدنيين", ["killed 6 6 6"]),
    ("20 قتيلا وجريحا بقصف جوي", ["killed None 20 20", "injured None 20 20"]),
    ("مقتل وإصابة 83 طفلا في القصف", ["killed None 83 83", "injured None 83 83"]),
    ("لقي 4 من عناصر الشرطة حتفهم في انفجار عبوة ناسفة", ["killed 4 4 4"]),
    ("خطف مسلحون أربعة مهندسين", ["abducted 4 4 4"]),
    ("تسببت المعارك بنزوح نحو 12 ألف شخص من منازلهم", ["displaced None 12000 None"]),
    ("ما زال 25 شخصا في عداد المفقودين بعد القصف", ["missing 25 25 25"]),
    ("قُتل ما لا يقل عن 30 شخصا وأصيب العشرات في غارات", ["killed 30 30 None", "injured 20 None 99"]),
    ("قتيلان وجريح في انفجار دراجة مفخخة", ["killed 2 2 2", "injured 1 1 1"]),
    ("مصرع قيادي حوثي و6 من مرافقيه بغارة", ["killed 1 1 1", "killed 6 6 6"]),
    ("كما قتل مدنيان وجرح ثالث بانفجار لغم", ["killed 2 2 2", "injured 1 1 1"]),
    ("انتشل المسعفون جثث خمسة أطفال من تحت الأنقاض إثر غارة", ["killed 5 5 5"]),
    ("قتل 56 شخصا بينهم 19 طفلا و12 امرأة جراء القصف", ["killed 56 56 56 [19, 12]"]),
    ("قتل 20 شخصا بينهم سبع نساء وطفلة في قصف جوي", ["killed 20 20 20 [7, 1]"]),
    ("مقتل 63 مدنيا بينهم 11 طفلا وست نساء بقصف صاروخي", ["killed 63 63 63 [11, 6]"]),
    ("أدت الاشتباكات إلى استشهاد الشبان الثلاثة", ["killed 3 3 3"]),
    ("اعتقلت القوات عنصرين من التنظيم. وألقي القبض على العنصرين في عمليتين", ["detained 2 2 2"]),
    ("لاقى ما لا يقل عن 17 شخصا حتفهم في ضربة جوية", ["killed 17 17 None"]),
    ("وقع 12 عنصرا من القوات في الأسر خلال المعارك", ["detained 12 12 12"]),
    (
        "قتل 3 وأصيب 6 بعبوة في السوق. وقتل 5 وأصيب 6 في قصف بلدة أخرى",
        ["killed 3 3 3", "injured 6 6 6", "killed 5 5 5", "injured 6 6 6"],
    ),
]
NONE = [
    "لم يسفر القصف عن وقوع إصابات",
    "نفت الوزارة مقتل خمسة جنود في القصف",
    "هدد التنظيم بقتل الرهائن الثلاثة",
    "محاولة اغتيال ضابط بعبوة ناسفة",
    "توفي 3 أشخاص وأصيب 5 في حادث سير على الطريق الدولي",
    "سجلت الوزارة 35 وفاة و1200 إصابة جديدة بفيروس كورونا",
    "فر نحو 400 سجين من السجن وسط اشتباكات",
    "إصدار ملاحق خاصة عن شهداء الوطن في الحرب",
    "آلاف المواطنين يشيعون جثامين الأطفال الذين قتلوا في الغارة",
    "الإفراج عن 20 معتقلا من سجون الميليشيا",
]


def tolls(sentence: str) -> list[str]:
    found = []
    for event in extract_casualties(analyse(read(Article(id="t", text=sentence)))):
        c = event.count
        parts = f" {[p.count.best for p in event.breakdown]}" if event.breakdown else ""
        found.append(f"{event.effect} {c.low} {c.best} {c.high}{parts}")
    return found


@pytest.mark.parametrize(("sentence", "expected"), TOLLS)
def test_a_sentence_gives_its_tolls(sentence: str, expected: list[str]) -> None:
    assert tolls(sentence) == expected


@pytest.mark.parametrize("sentence", NONE)
def test_what_is_not_a_toll_gives_no_event(sentence: str) -> None:
    assert tolls(sentence) == []
