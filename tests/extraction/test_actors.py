"""Actors: states by name, demonym and seat; organisations, sides of a country, offices and their holders."""

import datetime as dt
from itertools import pairwise

import pytest

from rasid.extraction.actors import find_actors, read_actors
from rasid.extraction.mentions import ActorMention
from rasid.models import Article
from rasid.text.tokens import read, tokenize

# One sentence, its actors as code, code:sector, "~" for an adjective alone.
SENTENCES = [
    # States by name, seat, demonym.
    ("دعت موسكو إلى هدنة", "RUS"),
    ("وصل الوفد من برلين ومدريد", "DEU ESP"),
    ("رحبت فرنسا وبريطانيا بالقرار", "FRA GBR"),
    ("قصف الطيران الروسي المدينة", "RUS~"),
    ("جنود أميركيون وبريطانيون", "USA~ GBR~"),
    ("اعتقل ثلاثة أتراك", "TUR~"),
    ("أعلنت كوريا الجنوبية موقفها", "KOR"),
    ("القوات الكورية الجنوبية", "KOR"),
    ("السفينة الجنوب أفريقية", "ZAF~"),
    ("نفى الكرملين ذلك", "RUS"),
    ("أكد البيت الأبيض أن البنتاغون يدرس الأمر", "USA USA"),
    ("أعلن قصر الإليزيه القرار", "FRA"),
    ("قال داونينغ ستريت", "GBR"),
    ("صوت الكنيست على القانون", "ISR:LEG"),
    ("أقر الكونغرس العقوبات", "USA:LEG"),
    ("طالبت تل أبيب بذلك", "ISR"),
    ("غادر إلى أنقرة", "TUR"),
    ("للولايات المتحدة دور", "USA"),
    ("بين الرياض وطهران", "SAU IRN"),
    # Sides with the country beside them.
    ("قال الجيش العراقي", "IRQ:GOV"),
    ("قوات الأمن المصرية", "EGY"),
    ("القوات المسلحة السودانية", "SDN:GOV"),
    ("القوات الخاصة الأميركية", "USA"),
    ("وزارة الصحة اليمنية", "YEM:GOV"),
    ("وزارة الخارجية الروسية", "RUS"),
    ("الخارجية الأميركية", "USA"),
    ("الدفاع الروسية", "RUS"),
    ("حكومة اليمن", "YEM:GOV"),
    ("السفارة الفرنسية", "FRA"),
    ("المعارضة الإيرانية", "IRN:OPP"),
    ("البرلمان العراقي", "IRQ:LEG"),
    ("قوات النظام السوري", "SYR:GOV"),
    ("سلاح الجو الإسرائيلي", "ISR"),
    ("جيش الاحتلال التركي", "TUR"),
    ("سلطات الاحتلال", "ISR"),
    ("الشعب السوري", "SYR:CVL"),
    ("المستوطنين", "ISR:CVL"),
    ("التلفزيون السوري", "SYR:GOV"),
    ("الإدارة الأميركية", "USA"),
    ("الوفد الروسي", "RUS"),
    ("حكومة نتنياهو", "ISR"),
    ("نظام الأسد", "SYR:GOV"),
    ("مجلس الأمن الروسي", "RUS"),
    ("الشرطة العراقية", "IRQ:GOV"),
    ("القوات الجوية السورية", "SYR:GOV"),
    # Organisations and armed groups.
    ("ناقش مجلس الأمن القرار", "UNSC"),
    ("طالب الاتحاد الأوروبي", "EU"),
    ("حلف شمال الأطلسي", "NATO"),
    ("جامعة الدول العربية", "ARABLEAGUE"),
    ("منظمة التعاون الإسلامي", "OIC"),
    ("الوكالة الدولية للطاقة الذرية", "IAEA"),
    ("المحكمة الجنائية الدولية", "ICC"),
    ("اللجنة الدولية للصليب الأحمر", "ICRC"),
    ("بحسب المرصد السوري لحقوق الإنسان", "SOHR"),
    ("وفق الشبكة السورية لحقوق الإنسان", "SNHR"),
    ("متطوعو الخوذ البيضاء", "WHITEHELMETS"),
    ("حذرت اليونيسف والأونروا", "UNO UNO"),
    ("قالت مفوضية اللاجئين", "UNO"),
    ("هيومن رايتس ووتش", "HRW"),
    ("هاجم الجيش السوري الحر الحاجز", "SYR:REB"),
    ("مقاتلو جيش الإسلام وأحرار الشام", "SYR:REB SYR:REB"),
    ("إن للحوثيين شروطا", "HOUTHI"),
    ("ميليشيات الحوثي الإيرانية", "HOUTHI"),
    ("طائرة حوثية", "HOUTHI~"),
    ("تنظيم «الدولة الإسلامية»", "ISIS"),
    ("عناصر داعش", "ISIS"),
    ("هيئة تحرير الشام", "NUSRA"),
    ("وحدات حماية الشعب الكردية", "SDF"),
    ("حزب العمال الكردستاني", "PKK"),
    ("حزب الله اللبناني", "HEZBOLLAH"),
    ('حركة "حماس"', "HAMAS"),
    ("سرايا القدس", "PIJ"),
    ("قوات الدعم السريع", "SDN:REB"),
    ("الحشد الشعبي", "IRQ:PRM"),
    ("البيشمركة", "IRQ:KRD"),
    ("قوات حفتر", "LBY:REB"),
    ("حكومة الوفاق", "LBY:GOV"),
    ("التحالف العربي", "COALITION_SAU"),
    ("التحالف الدولي", "COALITION_USA"),
    ("المجلس الانتقالي الجنوبي", "YEM:STC"),
    ("بوكو حرام", "BOKOHARAM"),
    ("حركة الشباب", "SHABAAB"),
    ("الحرس الثوري الإيراني", "IRN"),
    ("القوات الموالية لهادي", "YEM:GOV"),
    ("القوات الموالية لإيران", "IRAN_BACKED_GROUPS"),
    ("دول الخليج والدول الغربية", "GULF WEST"),
    ("القوى الكبرى", "MAJOR_POWERS"),
    ("شبكة شام", "SHAAM"),
    ("ذكرت وكالة رويترز", "REUTERS"),
    # Offices and holders: one actor.
    ("قال وزير الخارجية الروسي سيرغي لافروف", "RUS"),
    ("التقى الرئيس الأميركي باراك أوباما نظيره الروسي", "USA RUS"),
    ("أعلن المتحدث باسم الهيئة العليا للمفاوضات رياض نعسان آغا", "SYR:OPP"),
    ("مندوب روسيا لدى الأمم المتحدة فيتالي تشوركين", "RUS"),
    ("المبعوث الدولي إلى سوريا ستيفان دي ميستورا", "UNO"),
    ("المبعوث الأميركي إلى اليمن", "USA"),
    ("الأمين العام للأمم المتحدة", "UNO"),
    ("الأمين العام لجامعة الدول العربية", "ARABLEAGUE"),
    ("القائد في الجيش الحر", "SYR:REB"),
    ("القيادي في حركة حماس", "HAMAS"),
    ("سفير تركيا في روسيا", "TUR"),
    ("مسؤول أميركي في موسكو", "USA RUS"),
    ("مصدر في وزارة الدفاع الروسية", "RUS"),
    ("مصدر أمني عراقي", "IRQ:GOV"),
    ("المتحدث باسم البنتاغون", "USA"),
    ("مستشار الرئيس الأميركي", "USA"),
    ("وزراء خارجية فرنسا وألمانيا", "FRA DEU"),
    ("العاهل الأردني الملك عبد الله الثاني", "JOR"),
    ("المرشد الأعلى الإيراني علي خامنئي", "IRN"),
    ("زعيم تنظيم القاعدة أيمن الظواهري", "ALQAIDA"),
    ("ناشطون سوريون", "SYR:CVL"),
    # Persons alone.
    ("اتهم نتنياهو وبوتين", "ISR RUS"),
    ("قال عبدالفتاح السيسي وعبد الفتاح البرهان", "EGY SDN:GOV"),
    # No actor.
    ("سعر الصرف ألف ليرة سورية", ""),
    ("صحيفة يديعوت الإسرائيلية", ""),
    ("محلل سياسي روسي", ""),
    ("باللغة الإنجليزية", ""),
    ("إلى الغرب من المدينة", ""),
    ("النظام الغذائي", ""),
    ("قاعدة جوية في القاعدة العسكرية", ""),
    ("الدعم المالي", ""),
    ("تحدث خالد المصري", ""),
    ("مسقط رأسه", ""),
    ("قال المصدر لرويترز", ""),
    ("بيروت (رويترز) - قتل رجل", ""),
    ("أنقرة – قالت موسكو", "RUS"),
]


def code(mention: ActorMention) -> str:
    sector = f":{mention.actor.sector}" if mention.actor.sector else ""
    return mention.actor.code + sector + ("~" if mention.adjective else "")


def codes(mentions: list[ActorMention]) -> str:
    return " ".join(map(code, mentions))


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_an_actor_gets_its_code(text: str, expected: str) -> None:
    assert codes(find_actors(tokenize(text), dt.date(2016, 10, 1))) == expected


# Body of an article and the code of its last actor.
ARTICLES = [
    ("تشهد سوريا معارك. قصفت قوات النظام حلب.", "SYR:GOV"),
    ("تشهد سوريا معارك. رفضت المعارضة العرض.", "SYR:OPP"),
    ("تشهد سوريا معارك في ريف إدلب. قتل مدني برصاص الثوار.", "SYR:REB"),
    ("تشهد سوريا معارك. وقال الدفاع المدني إن اثنين قتلا.", "WHITEHELMETS"),
    ("تشهد سوريا معارك. شنت طائرات التحالف غارات.", "COALITION_USA"),
    ("معارك في تعز باليمن. تقدم الجيش الوطني.", "YEM:GOV"),
    ("معارك في تعز باليمن. تقدمت المقاومة الشعبية.", "YEM:PRM"),
    ("معارك في تعز باليمن. قصفت الميليشيات الأحياء.", "HOUTHI"),
    ("معارك في تعز باليمن. شنت طائرات التحالف غارات.", "COALITION_SAU"),
    ("معارك في تعز باليمن. رحبت الشرعية بالقرار.", "YEM:GOV"),
    ("انفجار في بغداد بالعراق. قالت الشرطة إن اثنين قتلا.", "IRQ:GOV"),
    ("انفجار في بغداد بالعراق. قال مصدر أمني إن اثنين قتلا.", "IRQ:GOV"),
    ("اشتباكات في الخرطوم بالسودان. سيطر الجيش على المطار.", "SDN:GOV"),
    ("حادث طعن في باريس بفرنسا. قالت الشرطة إن رجلا أصيب.", "FRA"),
    ("هجوم في سيناء بمصر. أعلن الجيش مقتل مسلحين.", "EGY"),
    ("غارات على غزة في فلسطين. وقالت وزارة الصحة إن رجلا قتل.", "PSE"),
    ("غارات على غزة في فلسطين. أطلقت المقاومة صواريخ.", "PSE:REB"),
    ("التقى وزير الخارجية الأميركي جون كيري ممثلي الأطراف. وأضاف كيري أن الهدنة قائمة.", "USA"),
    ("قال المتحدث باسم الجيش السوداني أيمن خربوطلي. وأكد خربوطلي ذلك.", "SDN:GOV"),
    ("نشرت هيومن رايتس ووتش تقريرا. وطالبت المنظمة بتحقيق.", "HRW"),
    ("اعتقل عناصر من تنظيم الدولة الإسلامية. وتبنى التنظيم الهجوم.", "ISIS"),
    ("قالت حركة حماس إنها ترفض. ودعت الحركة إلى التظاهر.", "HAMAS"),
    ("وصل وزير الخارجية الفرنسي أمس. وقال الوزير إن بلاده قلقة.", "FRA"),
    ("اعتقل مقاتلون من تنظيم القاعدة. وقالت القاعدة في بيان", "ALQAIDA"),
    ("زار محمد جواد ظريف العاصمة. وقال ظريف إن الاتفاق قائم.", "IRN"),
    ("زار الملك عبد الله الثاني الأردن. وعاد إلى عمان.", "JOR"),
    ("زار السلطان قابوس سلطنة عمان. وعاد إلى عمان.", "OMN"),
]


@pytest.mark.parametrize(("text", "expected"), ARTICLES)
def test_the_article_says_whose_side_is_meant(text: str, expected: str) -> None:
    sentences = read(Article(id="x", text=text)).sentences
    assert code(read_actors(sentences, dt.date(2016, 10, 1))[-1][-1]) == expected


def test_a_homograph_without_evidence_is_no_actor() -> None:
    for text in ("هذه هي القاعدة", "قال المعلم لتلميذه", "حصل على دعم مالي", "كان رجلا صالحا ظريفا"):
        assert find_actors(tokenize(text), None) == []


HOLDERS = [
    # text, words of the mention, person, role
    ("قال وزير الخارجية الروسي سيرغي لافروف إن", 5, "سيرغي لافروف", "وزير الخارجية"),
    ("أكد الرئيس الأميركي، باراك أوباما، أن", 5, "باراك أوباما", "الرئيس"),
    ("قال المتحدث باسم وزارة الخارجية الأميركية جون كيربي", 7, "جون كيربي", "المتحدث باسم وزارة الخارجية"),
    ("المتحدث باسم الهيئة العليا للمفاوضات رياض نعسان آغا أن", 8, "رياض نعسان آغا", "المتحدث"),
    ("مندوب روسيا في الأمم المتحدة، فيتالي تشوركين، قال", 8, "فيتالي تشوركين", "مندوب"),
    ("المبعوث الدولي إلى سوريا ستيفان دي ميستورا", 7, "ستيفان دي ميستورا", "المبعوث"),
    ("مدير المرصد السوري رامي عبد الرحمن لوكالة", 6, "رامي عبد الرحمن", "مدير"),
    ("المتحدث باسم التحالف العربي العقيد الركن تركي المالكي", 8, "تركي المالكي", "المتحدث"),
    ("وزير الدفاع السويدي بيتر هولتكفيست يوم الجمعة", 5, "بيتر هولتكفيست", "وزير الدفاع"),
    ("قال قائد شرطة بابل", 0, None, None),
]


@pytest.mark.parametrize(("text", "words", "person", "role"), HOLDERS)
def test_an_office_and_its_holder_are_one_actor(text: str, words: int, person: str | None, role: str | None) -> None:
    found = find_actors(tokenize(text), dt.date(2018, 3, 1))
    if not words:
        assert found == []
        return
    mention = found[0]
    assert (mention.last - mention.first + 1, mention.person, mention.role) == (words, person, role)


def test_a_counterpart_has_the_office_named_before() -> None:
    tokens = tokenize("اجتمع وزير الخارجية الروسي سيرغي لافروف مع نظيره الأميركي، جون كيري، أمس")
    mention = find_actors(tokens, dt.date(2016, 10, 1))[1]
    assert (code(mention), mention.person, mention.role) == ("USA", "جون كيري", "وزير الخارجية")


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("قال أحمد أبو الغيط", dt.date(2009, 5, 1), "EGY"),
        ("قال أحمد أبو الغيط", dt.date(2018, 5, 1), "ARABLEAGUE"),
        ("قال رياض حجاب", dt.date(2012, 7, 1), "SYR:GOV"),
        ("قال رياض حجاب", dt.date(2016, 7, 1), "SYR:OPP"),
        ("قال علي عبد الله صالح", dt.date(2010, 7, 1), "YEM:GOV"),
        ("قال علي عبد الله صالح", dt.date(2016, 7, 1), "SALEH"),
        ("قال أبو محمد الجولاني", dt.date(2016, 7, 1), "NUSRA"),
        ("قال دونالد توسك", None, "POL"),
    ],
)
def test_a_person_stands_for_whom_the_day_says(text: str, day: dt.date | None, expected: str) -> None:
    assert codes(find_actors(tokenize(text), day)) == expected


def test_a_name_alone_gets_the_office_of_its_day() -> None:
    assert find_actors(tokenize("وقال هولاند"), dt.date(2016, 10, 1))[0].role == "الرئيس"
    assert find_actors(tokenize("وقال هولاند"), dt.date(2019, 10, 1))[0].role is None


def test_mentions_do_not_overlap_and_keep_their_order() -> None:
    tokens = tokenize("قال وزير الدفاع التركي خلوصي أكار إن الجيش التركي وقوات النظام السوري وروسيا اتفقوا في أنقرة")
    found = find_actors(tokens, None)
    assert len(found) == 5
    assert all(one.last < two.first for one, two in pairwise(found))


def test_a_seat_and_a_state_are_place_like_and_a_demonym_is_not() -> None:
    found = find_actors(tokenize("غادر موسكو إلى سوريا مع الجنود الروس"), None)
    assert [mention.place_like for mention in found] == [True, True, False]
