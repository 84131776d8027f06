"""Pages as bytes are read in the encoding they are in, whatever they claim."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasid.text.encoding import decode_html, repair

BODY = "قتل خمسة مدنيين في قصف على بلدة متخيلة صباح اليوم، وفق ما قاله مصدر طبي إلى الوكالة."


@pytest.mark.parametrize("claim", [None, "utf-8", "windows-1256", "iso-8859-1", "x-unknown", "idna", "rot13", "base64"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "iso-8859-6"])
def test_content_wins_over_the_claim(encoding: str, claim: str | None) -> None:
    body = BODY.replace("،", ",")
    page = f"<meta charset='{claim}'>{body}" if claim else body
    assert body in decode_html(page.encode(encoding), claim)


@pytest.mark.parametrize(
    ("mark", "encoding"), [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
)
def test_byte_order_marks(mark: bytes, encoding: str) -> None:
    assert decode_html(mark + BODY.encode(encoding)) == BODY


@pytest.mark.parametrize("page", ["latin-1", "cp1252", "cp1256"])
def test_utf8_read_in_another_code_page_is_read_back(page: str) -> None:
    data = BODY.encode()
    text = "".join(chr(byte) if page == "latin-1" else _browser(byte, page) for byte in data)
    assert text != BODY
    assert repair(text) == BODY


def _browser(byte: int, page: str) -> str:
    try:
        return bytes([byte]).decode(page)
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize("text", [BODY, "ظهر طفل وطبيب وظل طريق", "Ø§ is a letter", "", "café Ù", "طظ " * 20])
def test_a_good_text_stays_as_it_is(text: str) -> None:
    assert repair(text) == text


def test_a_page_cut_inside_a_character_stays_utf8() -> None:
    assert decode_html((BODY * 5).encode()[:-1]).startswith(BODY)


@given(st.binary(max_size=300), st.none() | st.text(max_size=12))
def test_nothing_fails(data: bytes, declared: str | None) -> None:
    assert isinstance(decode_html(data, declared), str)
