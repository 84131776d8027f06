"""Places: names, head words, lists, clitics, homographs."""

import pytest

from rasid.extraction.places import contains, find_document_places, find_places, finest
from rasid.models import Article
from rasid.text.tokens import read


def places(text: str) -> list[tuple[str, str | None, str | None]]:
    document = read(Article(id="x", text=text))
    found = [m.place for listed in find_document_places(s.tokens for s in document.sentences) for m in listed]
    return [(place.text, place.admin1, place.country) for place in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("فر ألفا مدني من الأحياء الشرقية في حلب", [("الأحياء الشرقية في حلب", "SY-HL", "SYR")]),
        ("سقطت قذائف على حلب. وأصيب خمسة في الأحياء الغربية", [("حلب", "SY-HL", "SYR"), ("الأحياء الغربية", "SY-HL", "SYR")]),
        ("معارك في الريف الشمالي لحماة", [("الريف الشمالي لحماة", "SY-HM", "SYR")]),
        ("قصف ريف إدلب الجنوبي الشرقي", [("ريف إدلب الجنوبي الشرقي", "SY-ID", "SYR")]),
        ("انفجار شمال شرق بغداد", [("شمال شرق بغداد", "IQ-BG", "IRQ")]),
        ("هدنة في الشمال السوري", [("الشمال السوري", None, "SYR")]),
        ("قصف قرب الحدود السورية التركية", [("الحدود السورية التركية", None, "SYR")]),
        ("غارات على العاصمة اليمنية صنعاء", [("العاصمة اليمنية صنعاء", "YE-SA", "YEM")]),
        ("غارات على العاصمة اليمنية", [("العاصمة اليمنية", "YE-SA", "YEM")]),
        ("كمين بين أريحا وسراقب", [("بين أريحا وسراقب", "SY-ID", "SYR")]),
        ("محادثات بين موسكو وأنقرة", [("موسكو", "RU-MOW", "RUS"), ("أنقرة", "TR-06", "TUR")]),
        (
            "قصف أحياء الضباب، وكلابة، والنسيم في تعز",
            [("أحياء الضباب، وكلابة، والنسيم", "YE-TA", "YEM"), ("تعز", "YE-TA", "YEM")],
        ),
        ("هاجموا معسكر النسر في محافظة الجوف اليمنية", [("معسكر النسر", "YE-JA", "YEM"), ("محافظة الجوف", "YE-JA", "YEM")]),
        ("انفجار قرب دوار العلمين في الفلوجة", [("دوار العلمين", "IQ-AN", "IRQ"), ("الفلوجة", "IQ-AN", "IRQ")]),
        ("قتل رجل في شارع القاهرة ببغداد", [("شارع القاهرة", "IQ-BG", "IRQ"), ("بغداد", "IQ-BG", "IRQ")]),
        ("القمة في مدينة سبرينغتاون الأمريكية", [("مدينة سبرينغتاون", None, "USA")]),
        ("قتل اثنان في ذي قار وذي قار", [("ذي قار", "IQ-DQ", "IRQ"), ("ذي قار", "IQ-DQ", "IRQ")]),
        ("قصف بحي الفردوس", [("حي الفردوس", "SY-HL", "SYR")]),
        ("اشتباك في محيط دمشق", [("محيط دمشق", "SY-RD", "SYR")]),
        ("قصف قرية عين الورد بريف إدلب", [("قرية عين الورد", "SY-ID", "SYR"), ("ريف إدلب", "SY-ID", "SYR")]),
        ("قصفت طائرة سورية ودعت السعودية إلى هدنة", [("السعودية", None, "SAU")]),
        ("أدى القصف إلى مقتل اثنين", []),
        ("اعتداءات في صنعاء وإب", [("صنعاء", "YE-SA", "YEM"), ("إب", "YE-IB", "YEM")]),
        ("من ناحية أخرى", []),
        ("نازحون في مخيم للنازحين", []),
        ("انتشرت قوات في مناطق السيطرة", []),
        ("قصف الطيران حي الفردوس", [("حي الفردوس", "SY-HL", "SYR")]),
        ("قصف أحياء الفردوس والصالحين وبستان القصر", [("أحياء الفردوس والصالحين وبستان القصر", "SY-HL", "SYR")]),
        ("غارات على ريف حلب الشمالي", [("ريف حلب الشمالي", "SY-HL", "SYR")]),
        ("معارك في شرق حلب", [("شرق حلب", "SY-HL", "SYR")]),
        ("وصلت قافلة للرقة", [("الرقة", "SY-RA", "SYR")]),
        ("قتل اثنان بحلب", [("حلب", "SY-HL", "SYR")]),
        ("قصف محافظتي إدلب وحماة", [("محافظتي إدلب وحماة", None, "SYR")]),
        ("قصف قرية الجات بريف إدلب", [("قرية الجات", "SY-ID", "SYR"), ("ريف إدلب", "SY-ID", "SYR")]),
        ("أصيب ثلاثة في قرية صغيرة", []),
        ("فتح الباب أمام الحوار", []),
        ("اشتباكات في مدينة الباب", [("مدينة الباب", "SY-HL", "SYR")]),
    ],
)
def test_a_place_is_found_with_its_area(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("وصل الوزير إلى عمان والتقى ملك الأردن", "عمان", "JOR", "JO-AM"),
        ("قال وزير خارجية سلطنة عمان", "سلطنة عمان", "OMN", None),
        ("اشتباكات في طرابلس. وقال الجيش في ليبيا إن الهدنة صامدة", "طرابلس", "LBY", "LY-TB"),
        ("اشتباكات في طرابلس. وقال الجيش في لبنان إن الهدنة صامدة", "طرابلس", "LBN", "LB-AS"),
        ("قتل جنديان في رفح. وقال متحدث إن الهجوم وقع قرب العريش شمال سيناء في مصر", "رفح", "EGY", "EG-SIN"),
        ("قتل جنديان في رفح. وقال متحدث إن القصف طال خان يونس وجباليا في قطاع غزة", "رفح", "PSE", "PS-RFH"),
        ("عاد الهدوء إلى مدينة البيضاء. وقال مسؤول في اليمن إن المعارك توقفت", "مدينة البيضاء", "YEM", "YE-BA"),
        ("عاد الهدوء إلى مدينة البيضاء. وقال مسؤول في ليبيا إن المعارك توقفت", "مدينة البيضاء", "LBY", "LY-JA"),
        ("دخلوا الباب. قصف الطيران مدينة منبج ومدينة الباب في ريف حلب", "مدينة الباب", "SYR", "SY-HL"),
        ("قصف قرية الخالدية بريف حماة", "قرية الخالدية", "SYR", "SY-HM"),
        ("قصف بلدة سلوك في محافظة الرقة", "بلدة سلوك", "SYR", "SY-RA"),
    ],
)
def test_the_article_decides_between_namesakes(text: str, name: str, country: str, admin1: str | None) -> None:
    document = read(Article(id="x", text=text))
    found = [m.place for listed in find_document_places(s.tokens for s in document.sentences) for m in listed]
    assert [(place.country, place.admin1) for place in found if place.text == name] == [(country, admin1)]


@pytest.mark.parametrize(
    "text",
    [
        "بدأ القصف منذ ليل أمس",
        "قال جون كيري إن السلام ممكن",
        "أكد مساعد الوزير دعم الشعب",
        "سلوك المتهم تغير",
        "اعتقلت الشرطة رامي سالم",
        "رفع العلم فوق المدينة",
        "تنظيم القاعدة أعلن الهدنة",
        "في آب الماضي",
        "ذكرت صحيفة واشنطن بوست",
        "أعلن فيلق القدس",
        "قالت قوات سوريا الديمقراطية",
        "رحبوا بتنفيذ اتفاق الرياض",
        "كثرة الهجمات أدت إلى معركة جديدة",
        "القوات السعودية تدمر مخزنا",
        "وصل الرئيس باراك أوباما",
        "منزل المدعو فيصل الخليل",
        "قتل القيادي أبو الحسن أمس",
        "زاروا العاصمة لإحياء ذكرى الشهداء",
        "ضرر القطاع الزراعي",
    ],
)
def test_ordinary_words_and_personal_names_are_no_places(text: str) -> None:
    assert places(text) == []


def test_a_village_of_unknown_name_takes_the_area_of_the_sentence_before() -> None:
    document = read(Article(id="x", text="قصفت الطائرات ريف حلب الغربي. وقتل طفل في قرية كفر الزعتر."))
    last = find_document_places(s.tokens for s in document.sentences)[-1]
    assert [(m.place.text, m.place.admin1, m.place.country, m.place.lat) for m in last] == [
        ("قرية كفر الزعتر", "SY-HL", "SYR", None)
    ]


def test_the_finest_place_and_what_contains_it() -> None:
    (tokens,) = [s.tokens for s in read(Article(id="x", text="قصف حي الفردوس في حلب بسوريا")).sentences]
    quarter, city, country = find_places(tokens)
    assert finest([country, city, quarter]) is quarter
    assert [contains(country, quarter), contains(city, quarter), contains(quarter, city)] == [True, True, False]
