"""Who acts and towards whom, as tables of sentences."""

from __future__ import annotations

import pytest

from rasid.extraction.analysis import analyse
from rasid.extraction.diplomacy import extract_diplomacy
from rasid.models import Actor, Article, DiplomacyEvent
from rasid.text.tokens import read


def events(text: str, title: str | None = None) -> list[DiplomacyEvent]:
    article = Article(id="a", text=text, title=title, published_at="2018-05-16T00:00:00Z")
    return extract_diplomacy(analyse(read(article)))


def code(actor: Actor) -> str:
    return f"{actor.code}:{actor.sector}" if actor.sector else actor.code


def told(event: DiplomacyEvent) -> tuple[str, str | None, str, str]:
    return event.event_type, event.mode, " ".join(map(code, event.actor)), " ".join(map(code, event.recipient))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("اتهمت روسيا فرنسا بدعم المسلحين", ("ACCUSE", "allege", "RUS", "FRA")),
        ("فرنسا، اتهمت روسيا بدعم المسلحين", ("ACCUSE", "allege", "FRA", "RUS")),
        ("طالبت فرنسا روسيا بوقف القصف", ("REQUEST", "yield", "FRA", "RUS")),
        ("رفضت إيران المشاركة في محادثات مع تركيا", ("REJECT", "meet", "IRN", "TUR")),
        ("اتفقت روسيا مع تركيا على خطة جديدة", ("AGREE", None, "RUS TUR", "")),
        ("دانت كل من بريطانيا وفرنسا القصف الروسي", ("ACCUSE", "disapprove", "GBR FRA", "RUS")),
        ("رفض روسيا لوقف القصف متوقع", ("REJECT", "yield", "RUS", "")),
        ("ندد الأمين العام للأمم المتحدة أنطونيو غوتيريش بالقصف الإسرائيلي", ("ACCUSE", "disapprove", "UNO", "ISR")),
        ("تلقت إيران دعوة من روسيا لحضور المؤتمر", ("REQUEST", "meet", "RUS", "IRN")),
        ("دعت فرنسا المجتمع الدولي إلى الضغط على إسرائيل", ("REQUEST", "assist", "FRA", "")),
        ("لم توافق إيران على المقترح الروسي", ("REJECT", None, "IRN", "RUS")),
        ("زار المبعوث الأميركي حلب", ("CONSULT", "visit", "USA", "SYR")),
        ("نفت إيران ما أعلنته السعودية عن الهجوم", ("REJECT", None, "IRN", "SAU")),
        ("نفى الجيش المصري ما نسب إلى إسرائيل عن الهجوم", ("REJECT", None, "EGY", "ISR")),
        ("قالت فرنسا إنه لا ينبغي لإيران أن تمتلك السلاح", ("REQUEST", None, "FRA", "IRN")),
        ("أيدت دول غربية وعربية مطلب المعارضة السورية", ("SUPPORT", None, "WEST", "SYR:OPP")),
        ("أدانت تركيا حلفاء إسرائيل، وعلى رأسهم الولايات المتحدة", ("ACCUSE", "disapprove", "TUR", "ISR USA")),
        ("رفضت روسيا المقترح الفرنسي - البريطاني", ("REJECT", None, "RUS", "FRA GBR")),
        ("رحبت تركيا بدحر تنظيم داعش", ("SUPPORT", None, "TUR", "")),
    ],
)
def test_a_verb_binds_who_acts_and_towards_whom(text: str, act: tuple[str, str | None, str, str]) -> None:
    assert [told(event) for event in events(text)] == [act]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        (
            "قال وزير الخارجية الروسي إن بلاده ترفض المقترح. وأضاف أن الولايات المتحدة ارتكبت جرائم حرب.",
            [("REJECT", None, "RUS", ""), ("ACCUSE", "allege", "RUS", "USA")],
        ),
        (
            "نددت تركيا بالقصف الإسرائيلي، مطالبة إسرائيل بوقف الهجوم",
            [("ACCUSE", "disapprove", "TUR", "ISR"), ("REQUEST", "yield", "TUR", "ISR")],
        ),
        (
            "أدانت روسيا الهجوم واتهمت تركيا بدعم المسلحين ونفت قصف المدنيين وهددت إسرائيل برد قاس",
            [
                ("ACCUSE", "disapprove", "RUS", ""),
                ("ACCUSE", "allege", "RUS", "TUR"),
                ("REJECT", None, "RUS", ""),
                ("THREATEN", "violence", "RUS", "ISR"),
            ],
        ),
        (
            "أعلنت روسيا أن التحالف الدولي في سوريا والعراق، رفض المقترح التركي",
            [("REJECT", None, "COALITION_USA", "TUR")],
        ),
        (
            "نقلت الوكالة عن وزير الخارجية الإيراني قوله إن السعودية ترتكب جرائم في اليمن",
            [("ACCUSE", "allege", "IRN", "SAU")],
        ),
    ],
)
def test_a_speaker_is_carried_through_what_is_said(text: str, acts: list[tuple[str, str | None, str, str]]) -> None:
    assert [told(event) for event in events(text)] == acts


@pytest.mark.parametrize(
    "text",
    [
        "قال شهود عيان إن روسيا قصفت المدنيين في إدلب",
        "شنت روسيا غارات على ريف إدلب",
        "دعا المدرب اللاعبين إلى بذل مزيد من الجهد",
        "ترغب تركيا في أن تقبل روسيا المقترح",
        "اعتقل الجيش الإسرائيلي فلسطينيين في الضفة",
        "كتب أعضاء الوفد الذي زار سوريا مقالا",
        "مكاسب الأكراد أثارت قلقا",
    ],
)
def test_what_is_no_act_of_a_party_towards_another_gives_nothing(text: str) -> None:
    assert [told(event) for event in events(text)] == []


def test_a_headline_and_its_body_are_one_event() -> None:
    (event,) = events("اتهمت روسيا فرنسا بدعم المسلحين في سوريا.", title="روسيا تتهم فرنسا بدعم المسلحين")
    assert event.evidence.field == "title"
    assert [mention.field for mention in event.mentions] == ["text"]


def test_what_is_planned_is_future() -> None:
    (event,) = events("من المقرر أن يلتقي الرئيس الروسي نظيره التركي الخميس")
    assert event.aux == ["future"]


def test_a_condition_makes_a_threat_hypothetical() -> None:
    (event,) = events("هددت إيران إسرائيل برد قاس في حال وقوع هجوم")
    assert event.aux == ["hypothetical"]


def test_a_date_before_the_last_week_is_historical() -> None:
    (event,) = events("اتهمت روسيا فرنسا في 3 مارس 2015 بدعم المسلحين")
    assert event.aux == ["historical"]


def test_a_meeting_has_its_day_and_place() -> None:
    (event,) = events("التقى الرئيس الروسي نظيره التركي في أنقرة يوم الاثنين")
    assert event.place is not None
    assert event.date is not None
    assert (event.place.country, event.date.start, event.date.end) == ("TUR", "2018-05-14", "2018-05-14")


def test_the_quoted_words_are_kept() -> None:
    (event,) = events('قال وزير الخارجية الروسي إن "الولايات المتحدة ارتكبت جرائم حرب في سوريا"')
    assert event.statement == "الولايات المتحدة ارتكبت جرائم حرب في سوريا"


def test_an_act_told_by_a_third_party_is_attributed_to_it() -> None:
    (event,) = events("قال وزير الخارجية الأميركي إن روسيا رفضت المقترح التركي")
    assert told(event) == ("REJECT", None, "RUS", "TUR")
    assert [code(actor) for actor in event.attribution] == ["USA"]


def test_acts_alike_have_ids_of_their_own_and_the_same_in_every_run() -> None:
    text = "اتهمت روسيا فرنسا بدعم المسلحين. وفي مناسبة ثانية اتهمت روسيا فرنسا بالتجسس على سفارتها."
    first, second = events(text)
    assert first.event_id != second.event_id
    assert [event.event_id for event in events(text)] == [first.event_id, second.event_id]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        (
            "بحث وزير الخارجية الروسي مع نظيره التركي الوضع في سوريا. واتفق الجانبان على مواصلة اللقاءات.",
            [("CONSULT", None, "RUS TUR", ""), ("AGREE", None, "RUS TUR", "")],
        ),
        ("أعلن وسطاء التوصل إلى اتفاق تهدئة جديد بين حماس وإسرائيل", [("AGREE", None, "HAMAS ISR", "")]),
        ("قررت النرويج تعليق صادرات الأسلحة إلى الإمارات", [("SANCTION", "discontinue", "NOR", "ARE")]),
        ("وقال الوزير المصري مشيرا إلى رفض إثيوبيا وقف العمل", [("REJECT", "yield", "ETH", "")]),
        ("وأعلن وزير الدفاع التركي أنه سيصل غدا للقاء نظيره الروسي", [("CONSULT", None, "TUR RUS", "")]),
        ("منذ توقيع اتفاق السلام بين مصر وإسرائيل لم يتغير شيء", []),
    ],
)
def test_a_noun_or_the_two_sides_stand_for_those_who_act(text: str, acts: list[tuple[str, str | None, str, str]]) -> None:
    assert [told(event) for event in events(text)] == acts


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("قال وزير الدفاع التركي إن مسلحي حزب العمال الكردستاني يشنون هجمات على تركيا", [("ACCUSE", "allege", "TUR", "PKK")]),
        ("هددت إيران بإغلاق المضيق", [("THREATEN", "restrict", "IRN", "")]),
        ("الجفاف الذي يهدد العراق بكارثة إنسانية", []),
        ("وقالت روسيا إن من وصفتهم بالمجرمين فروا", []),
        ("أكد المتحدث باسم الحكومة اليمنية أن الحوثيين ارتكبوا مجزرة بحق الأطفال", [("ACCUSE", "allege", "YEM:GOV", "HOUTHI")]),
    ],
)
def test_harm_and_threats_are_acts_only_where_a_party_means_them(text: str, acts: list[tuple[str, str | None, str, str]]) -> None:
    assert [told(event) for event in events(text)] == acts
