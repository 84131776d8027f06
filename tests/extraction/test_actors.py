"""Actors: states by name, demonym and seat; organisations, sides and office holders."""

import pytest

from rasid.extraction.actors import find_actors
from rasid.models import Article
from rasid.text.tokens import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("دعت موسكو إلى هدنة", ["RUS"]),
        ("قصف الطيران الروسي المدينة", ["RUS"]),
        ("قتلت قوات النظام مدنيين", ["SYR:GOV"]),
        ("هاجم الجيش السوري الحر الحاجز", ["SYR:REB"]),
        ("بحسب المرصد السوري لحقوق الإنسان", ["SOHR"]),
        ("إن للحوثيين شروطا", ["HOUTHI"]),
        ("ناقش مجلس الأمن القرار", ["UNSC"]),
        ("جنود أميركيون وبريطانيون", ["USA", "GBR"]),
    ],
)
def test_an_actor_gets_its_code(text: str, expected: list[str]) -> None:
    found = [m.actor for s in read(Article(id="x", text=text)).sentences for m in find_actors(s.tokens, None)]
    assert [":".join(filter(None, (actor.code, actor.sector))) for actor in found] == expected
