"""Texts and who their first toll's slots name: the source of the figure, those who did it, the means."""

from __future__ import annotations

import pytest

from rasid.extraction.analysis import analyse
from rasid.extraction.casualty import extract_casualties
from rasid.models import Actor, Article, CasualtyEvent
from rasid.text.tokens import read

LISTS = [
    ("قال قائد شرطة حمص إن ستة أشخاص قتلوا بانفجار قنبلة في حافلة بمدينة حمص", ["SYR"]),
    ("قتل شخصان بسقوط صاروخ على مخيم في طرابلس، حسبما أفادت خدمات الطوارئ", ["LBY"]),
    (
        "وثق المرصد السوري لحقوق الإنسان حصيلة الشهر. وتوزعت الهجمات على ثلاث بلدات. قتل 4 عناصر بانفجار لغم",
        ["SOHR"],
    ),
    (
        "وثق المرصد السوري لحقوق الإنسان حصيلة الشهر. وقالت وزارة الدفاع التركية إنها ترد. قتل 4 عناصر بانفجار لغم",
        [],
    ),
]
PERPETRATORS = [
    ("شنت قوات النظام السوري غارات على البلدة. وقتل نحو 90 مدنيا خلال 7 أيام من القصف", ["SYR"]),
    ("قتل شخصان بانفجار عبوة. وشهد العراق سلسلة تفجيرات", []),
    ("قصفت طائرات روسيا وسوريا البلدة فقتل 12 مدنيا", ["RUS", "SYR"]),
]
METHODS = [
    ("حصيلة التفجيرات الانتحارية في المدينة تتخطى 90 قتيلا", "suicide_attack"),
    ("أصيب عشرة أشخاص بانفجار صاروخ كاتيوشا شمالي البلدة", "rocket"),
    ("قتل مدنيان في استهداف بطائرة استطلاعية", "drone"),
]


def first(text: str) -> CasualtyEvent:
    return extract_casualties(analyse(read(Article(id="t", text=text))))[0]


def codes(actors: list[Actor]) -> list[str]:
    return [actor.code for actor in actors]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_a_list_of_tolls_keeps_its_source(text: str, expected: list[str]) -> None:
    assert codes(first(text).attribution) == expected


@pytest.mark.parametrize(("text", "expected"), PERPETRATORS)
def test_who_did_it(text: str, expected: list[str]) -> None:
    assert codes(first(text).perpetrators) == expected


@pytest.mark.parametrize(("text", "expected"), METHODS)
def test_with_what(text: str, expected: str) -> None:
    assert first(text).method == expected
