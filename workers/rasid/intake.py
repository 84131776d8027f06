"""From a message's bytes to an article: parse, check, take the text from the page, mark what is not the article.

`prepare` is pure: no clock, no network; the same bytes give the same article with the same id.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import orjson

from rasid.dedup.urls import article_id
from rasid.errors import (
    BadDateError,
    BadHTMLError,
    BadInputError,
    BadTextError,
    EmptyBodyError,
    MissingBodyError,
    NotJSONError,
    TooLargeError,
    WrongTypeError,
)
from rasid.models import Article, RawArticle
from rasid.text.boilerplate import clean_title, find_boilerplate
from rasid.text.encoding import repair
from rasid.text.html import Page, read_html
from rasid.text.language import ARABIC, detect_language
from rasid.text.timestamps import Moment, read_moment

_FIELDS = frozenset(RawArticle.__struct_fields__)
_SHORT = ("id", "url", "source", "title", "published_at", "fetched_at", "language")
_UNREADABLE = re.compile("[\x01-\x08\x0e-\x1f\x7f\ufdd0-\ufdef\ufffd-\uffff]")
_STRAY: Final = 3
_BINARY_SHARE: Final = 0.05
_SURROGATE = re.compile("[\ud800-\udfff]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What intake takes at most: bytes of a message, characters of a text, a page and a short field, levels of `extra`."""

    max_message_bytes: int = 4_000_000
    max_text_chars: int = 200_000
    max_html_chars: int = 2_000_000
    max_field_chars: int = 4_000
    max_depth: int = 32


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready for dedup; `skipped` is the reason (`language:fa`) for which it goes no further, or None."""

    article: Article
    skipped: str | None = None


DEFAULT_LIMITS = Limits()


def prepare(value: bytes, limits: Limits = DEFAULT_LIMITS) -> Prepared:
    """The article in a RawArticle message.

    Raises BadInputError (a subclass with its code) for what can never be processed, and nothing else.
    """
    try:
        return prepare_article(parse(value, limits), limits)
    except (RecursionError, MemoryError) as error:
        raise TooLargeError(f"the message is too deep or too large to process: {type(error).__name__}") from error


def prepare_article(raw: RawArticle, limits: Limits = DEFAULT_LIMITS) -> Prepared:
    """The article of a RawArticle: checked, cleaned, with its id and language. Raises BadInputError."""
    _check(raw, limits)
    text, page = repair(raw.text or ""), Page()
    if text.strip():
        if raw.html and not (raw.title and raw.published_at):
            with suppress(BadHTMLError):
                page = read_html(repair(raw.html), raw.url)
    else:
        page = read_html(repair(raw.html or ""), raw.url)
        text = page.text
        if len(text) > limits.max_text_chars:
            raise TooLargeError(f"the page's text has {len(text)} characters, more than {limits.max_text_chars}")
    title = clean_title(repair(raw.title or page.title or ""))
    boilerplate = find_boilerplate(text, title)
    if not _has_letters(text, boilerplate):
        raise EmptyBodyError("no letters are left once markup and boilerplate are taken off")
    language = detect_language(text, raw.language or page.language)
    published = _moment("published_at", raw.published_at) or _page_moment(page)
    fetched = _moment("fetched_at", raw.fetched_at)
    url = raw.url or page.url
    article = Article(
        id=raw.id or article_id(url, title, text),
        url=url,
        source=raw.source or page.source,
        title=title,
        text=text,
        published_at=published.stamp if published else None,
        published_day=published.day if published else None,
        fetched_at=fetched.stamp if fetched else None,
        language=language,
        boilerplate=boilerplate,
        extra=raw.extra,
    )
    return Prepared(article, None if language == ARABIC else f"language:{language}")


def parse(value: bytes, limits: Limits = DEFAULT_LIMITS) -> RawArticle:
    """The message's RawArticle, its unknown fields in `extra`, blank strings as None. Raises BadInputError."""
    if len(value) > limits.max_message_bytes:
        raise TooLargeError(f"the message has {len(value)} bytes, more than {limits.max_message_bytes}")
    try:
        data = orjson.loads(value.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise _parse_error(value, error) from error
    if not isinstance(data, dict):
        raise WrongTypeError(f"a RawArticle is a JSON object, not {type(data).__name__}")
    known = {name: data[name] for name in data if name in _FIELDS and data[name] is not None}
    unknown = {name: data[name] for name in data if name not in _FIELDS}
    try:
        raw = msgspec.convert(known, RawArticle)
    except msgspec.ValidationError as error:
        raise WrongTypeError(str(error)) from error
    if unknown:
        raw.extra = {**raw.extra, **unknown}
    if _depth(raw.extra, limits.max_depth) > limits.max_depth:
        raise TooLargeError(f"extra fields are nested more than {limits.max_depth} levels deep")
    for name in _SHORT:
        if isinstance(content := getattr(raw, name), str) and not content.strip():
            setattr(raw, name, None)
    return raw


def _parse_error(value: bytes, error: ValueError) -> BadInputError:
    """Why the strict parser refused: lone surrogates and deep nesting are JSON to a lenient one."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return NotJSONError(f"not UTF-8 JSON: {error}")
    try:
        lenient = json.loads(text)
    except RecursionError:
        return TooLargeError("the JSON is nested too deeply")
    except ValueError:
        return NotJSONError(f"not JSON: {error}")
    if _depth(lenient, 512) > 512:
        return TooLargeError("the JSON is nested too deeply")
    if _SURROGATE.search(json.dumps(lenient, ensure_ascii=False)):
        return BadTextError("the text has lone surrogates")
    return NotJSONError(f"not JSON: {error}")


def _check(raw: RawArticle, limits: Limits) -> None:
    if raw.text is None and raw.html is None:
        raise MissingBodyError("neither text nor html is given")
    for name, limit in (
        ("text", limits.max_text_chars),
        ("html", limits.max_html_chars),
        *((name, limits.max_field_chars) for name in _SHORT),
    ):
        content: str | None = getattr(raw, name)
        if content is None:
            continue
        if len(content) > limit:
            raise TooLargeError(f"{name} has {len(content)} characters, more than {limit}")
        if "\x00" in content:
            raise BadTextError(f"{name} has a NUL at {content.index(chr(0))}")
        # A few stray controls are a scraper's accident and read as nothing; what is full of them is no text.
        unreadable = len(_UNREADABLE.findall(content))
        if unreadable > _STRAY and unreadable > _BINARY_SHARE * len(content):
            raise BadTextError(f"{name} is binary: {unreadable} of {len(content)} characters are controls or unreadable")


def _moment(name: str, value: str | None) -> Moment | None:
    try:
        return read_moment(value) if value is not None else None
    except ValueError as error:
        raise BadDateError(f"{name}: {value!r:.60} is no usable date: {error}") from error


def _page_moment(page: Page) -> Moment | None:
    """The page's own date where it is usable: nobody sent it, so a bad one is no bad input."""
    try:
        return read_moment(page.published_at) if page.published_at else None
    except ValueError:
        return None


def _depth(value: Any, limit: int) -> int:
    """Levels of nesting, counted no further than just past `limit`."""
    level, depth = [value], 0
    while level and depth <= limit:
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        depth += 1
    return depth


def _has_letters(text: str, boilerplate: list[tuple[int, int]]) -> bool:
    position = 0
    for start, end in [*boilerplate, (len(text), len(text))]:
        if _LETTER.search(text, position, start):
            return True
        position = end
    return False
