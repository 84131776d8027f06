"""The article's text and metadata, taken from a page."""

from __future__ import annotations

from dataclasses import dataclass

import trafilatura

from rasid.errors import BadHTMLError


@dataclass(slots=True)
class Page:
    """What a page says of its article; `published_at` is an ISO 8601 date, `language` BCP 47."""

    text: str = ""
    title: str | None = None
    url: str | None = None
    source: str | None = None
    published_at: str | None = None
    language: str | None = None


def read_html(html: str, url: str | None = None) -> Page:
    """The article of a page. Raises BadHTMLError."""
    try:
        document = trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True, fast=True)
    except Exception as error:
        raise BadHTMLError(f"the page cannot be parsed: {error}") from error
    if document is None:
        return Page()
    return Page(document.text or "", document.title, document.url, document.sitename, document.date, document.language)
