"""The article's text and metadata, taken from a page."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Any, Final

import lxml.html
import trafilatura
from lxml import etree

from rasid.errors import BadHTMLError
from rasid.text.folding import STRAY

_MAX_TAGS: Final = 50_000
_MAX_DEPTH: Final = 200
_MAX_ATTRIBUTES: Final = 20_000
_LONG_TAG: Final = 40_000
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_CONTROLS = re.compile(f"[{STRAY}\v\f\x1c-\x1f\ufdd0-\ufdef\ufffe\uffff]")
_DROPPED_TAGS: Final = (
    "script",
    "style",
    "noscript",
    "nav",
    "footer",
    "aside",
    "form",
    "iframe",
    "svg",
    "button",
    "template",
    "figcaption",
    "select",
)
# Names that pages give to what is not the article.
_DROPPED_NAMES = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|addtoany|related|recommend\w*|read-?more|readalso|most-?read|most-?viewed|popular|trending"
    r"|comments?|disqus|breadcrumbs?|menu|navbar|sidebar|widget|tags?|keywords|newsletter|subscribe|cookie\w*|consent|ticker|breaking-?news"
    r"|caption|credit|advert\w*|promo|footer|author-?bio|also-?read|next-?prev|pagination)(?:$|[\s_-])",
    re.I,
)
_META: Final = {
    "title": ("og:title", "twitter:title"),
    "published_at": ("article:published_time", "datePublished", "pubdate", "publishdate", "date", "dc.date"),
    "source": ("og:site_name", "application-name"),
    "url": ("og:url",),
}

# It warns of every page without an article, which is an error of ours with its code.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(slots=True)
class Page:
    """What a page says of its article; `published_at` as the page writes it, `language` BCP 47."""

    text: str = ""
    title: str | None = None
    url: str | None = None
    source: str | None = None
    published_at: str | None = None
    language: str | None = None


def read_html(html: str, url: str | None = None) -> Page:
    """The article of a page, empty where there is none. Raises BadHTMLError for what is too deep or too large to be a page."""
    if html.count("<") > _MAX_TAGS:
        raise BadHTMLError(f"the page has more than {_MAX_TAGS} tags")
    if any(_has_bomb_of_attributes(run) for run in html.split("<")[1:] if len(run) > _LONG_TAG):
        raise BadHTMLError(f"a tag of the page has more than {_MAX_ATTRIBUTES} attributes")
    if _CONTROLS.search(html):
        html = _CONTROLS.sub(" ", html)
    if not html.strip():
        return Page()
    try:
        tree = lxml.html.document_fromstring(
            html.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)
        )
    except etree.ParserError:  # "Document is empty"
        return Page()
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise BadHTMLError(f"the page cannot be parsed: {error}") from error
    if _too_deep(tree):
        raise BadHTMLError(f"the page is nested more than {_MAX_DEPTH} levels deep")
    page = _metadata(tree)
    page.published_at = page.published_at or _other_date(html, tree)
    _prune(tree)
    try:
        document: Any = trafilatura.bare_extraction(
            tree, url=url, include_comments=False, include_tables=True, fast=True, with_metadata=False
        )
    except Exception as error:  # trafilatura raises what its parsers raise
        raise BadHTMLError(f"the page cannot be read: {type(error).__name__}: {error}") from error
    page.text = (document.text or "") if document is not None else ""
    return page


def _other_date(html: str, tree: Any) -> str | None:
    """The date of publication as JSON-LD has it, else the first time on the page."""
    stamp = _JSON_LD_DATE.search(html)
    return stamp[1] if stamp else next((time.get("datetime") for time in tree.iter("time") if time.get("datetime")), None)


def _has_bomb_of_attributes(run: str) -> bool:
    """Whether what follows a "<" may be a tag with so many attributes that libxml2, quadratic in them, takes minutes."""
    return run.count("=") > _MAX_ATTRIBUTES or len(run.split(">", 1)[0].split()) > _MAX_ATTRIBUTES


def _too_deep(tree: Any) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            return True
    return False


def _prune(tree: Any) -> None:
    """Take off what the page itself names as not the article, never the element that holds most of its text."""
    whole = len(tree.text_content())
    for element in list(tree.iter(etree.Element)):
        if element.tag in ("html", "body", "article", "main", "head", "p"):
            continue
        named = _DROPPED_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if (element.tag in _DROPPED_TAGS or named) and element.getparent() is not None:
            if element.tag not in ("script", "style") and len(element.text_content()) * 2 > whole:
                continue
            element.drop_tree()


def _metadata(tree: Any) -> Page:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name, content = meta.get("property") or meta.get("name") or meta.get("itemprop"), (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    values = {
        field: next((found[name.lower()] for name in names if name.lower() in found), None) for field, names in _META.items()
    }
    canonical = next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), None)
    heading = next(
        (" ".join(element.text_content().split()) for element in tree.iter("h1", "title") if element.tag == "h1"), None
    )
    return Page(
        title=heading or values["title"] or (tree.findtext(".//title") or "").strip() or None,
        url=canonical if canonical and canonical.startswith("http") else values["url"],
        source=values["source"],
        published_at=values["published_at"],
        language=tree.get("lang") or None,
    )
