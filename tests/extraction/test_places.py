"""Places: names, head words, lists, clitics, homographs; the tables' integrity."""

import pytest

from rasid.extraction.gazetteer import COUNTRIES
from rasid.extraction.gazetteer.tables import RANK, entries
from rasid.extraction.places import find_places
from rasid.models import Article
from rasid.text.tokens import read


def places(text: str) -> list[tuple[str, str | None, str | None]]:
    found = [m.place for s in read(Article(id="x", text=text)).sentences for m in find_places(s.tokens)]
    return [(place.text, place.admin1, place.country) for place in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
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


def test_every_entry_has_a_known_level_country_and_area() -> None:
    for _, entry in entries():
        assert entry.level in RANK
        assert entry.country in COUNTRIES
        assert entry.admin1 is None or entry.admin1.split("-")[0] == COUNTRIES[entry.country].alpha2
        assert entry.lat is None or (-90 <= entry.lat <= 90 and entry.lon is not None and -180 <= entry.lon <= 180)
