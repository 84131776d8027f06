"""Pages as bytes: which encoding they are in, whatever they say."""

from __future__ import annotations

import codecs
import re
from typing import Final

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})|encoding=["']([A-Za-z0-9_-]{2,40})""", re.I
)
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_GUESSES: Final = ("windows-1256", "iso-8859-6")
_ARABIC = re.compile("[\u0621-\u064a]")
_COMMON = re.compile("ال|في|من|ية|ات|ين")
# UTF-8 of Arabic letters read as a Western or as the Arabic Windows code page.
_MOJIBAKE: Final = (
    (re.compile("[ØÙ][\u0080-\u00bf\u2018-\u2026\u0152-\u0178]"), "cp1252"),
    (re.compile("[طظ][^\\s\u0621-\u063a\u0641-\u0647]"), "cp1256"),
)
_SAMPLE_BYTES: Final = 4096


def decode_html(data: bytes, declared: str | None = None) -> str:
    """The page's text: by byte order mark, by being UTF-8, by what it declares, else by which reading looks Arabic.

    `declared` is the charset of the HTTP header, if known. Never fails: unreadable bytes become U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return repair(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        damaged = error.start > _SAMPLE_BYTES or _looks_utf8(data)
    if damaged:
        return repair(data.decode("utf-8", "replace"))
    match = _DECLARED.search(data[:_SAMPLE_BYTES])
    claims = [declared, (match.group(1) or match.group(2)).decode("ascii", "ignore") if match else None]
    readings = [text for name in [*claims, *_GUESSES] if name and (text := _decode(data, name)) is not None]
    return max(readings, key=lambda text: len(_COMMON.findall(text[:20000])), default=data.decode("utf-8", "replace"))


def repair(text: str) -> str:
    """The text with UTF-8 that was read in another code page read as UTF-8; other texts as they are."""
    for pattern, encoding in _MOJIBAKE:
        if len(pattern.findall(text)) > max(3, len(text) // 20):
            try:
                plain = text.encode(encoding, "surrogateescape" if encoding == "cp1256" else "strict").decode("utf-8")
            except UnicodeError:
                plain = _by_bytes(text, encoding)
            if len(_COMMON.findall(plain)) > len(_COMMON.findall(text)):
                return plain
    return text


def _by_bytes(text: str, encoding: str) -> str:
    # Windows code pages leave holes that browsers fill with the byte itself.
    data = bytearray()
    for char in text:
        try:
            data += char.encode(encoding)
        except UnicodeEncodeError:
            data += bytes([ord(char)]) if ord(char) < 256 else b"?"
    return data.decode("utf-8", "replace")


def _decode(data: bytes, name: str) -> str | None:
    try:
        codec = codecs.lookup(name).name
        return None if codec == "utf-8" else data.decode(codec, "replace")
    except (LookupError, ValueError):
        return None


def _looks_utf8(data: bytes) -> bool:
    """Whether nearly all bytes above ASCII are UTF-8 of Arabic letters: a page cut or damaged in few places."""
    text = data.decode("utf-8", "replace")
    return len(_ARABIC.findall(text)) > 10 * text.count("\ufffd")
