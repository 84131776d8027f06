"""One spelling for the addresses of one page."""

from __future__ import annotations

import re
from contextlib import suppress
from hashlib import blake2b
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh|mc_[ce]id|_ga|_gl|ncid|ocid|cmpid|cmp|"
    r"xtor|at_\w+|ref|ref_src|ref_url|referrer|source|src|share|shared|smid|spm|feature|amp|outputtype|output|"
    r"__twitter_impression|pk_\w+|matomo_\w+|hss_channel|s_cid|ns_\w+|traffic_source|rss",
    re.IGNORECASE,
)
_MOBILE: Final = re.compile(r"^(?:www\d?|m|mobile|amp|wap|touch)\.(?=[^.]+\.)")
_AMP_PATH: Final = re.compile(r"/amp(?=/|$)|\.amp(?=\.html?$|$)", re.IGNORECASE)
# Pages as Google's caches serve them: their own address follows.
_CACHED: Final = re.compile(
    r"^(?:https?:)?//(?:[^/]+\.cdn\.ampproject\.org|www\.google\.[a-z.]+/amp)/(?:[cv]/)?(?:s/)?(?=[^/]+\.)", re.I
)
_EDGES: Final = re.compile(r"^[\s.]+|[\s.]+$")
_SLASH: Final = re.compile("%2f", re.IGNORECASE)
_INDEX: Final = re.compile(r"(?:/(?:(?:index|default)\.(?:html?|php|aspx?))?)+$")
_HOST: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")
_PORTS: Final = (80, 443)
_SAFE: Final = "/:@!$&'()*+,;=-._~"


def canonical_url(url: str) -> str:
    """The page's address without scheme, www/mobile/AMP forms, tracking, fragment, default port and trailing slash.

    Percent-encoding is made uniform (UTF-8, upper-case hex), so Arabic paths compare equal encoded or not. A string that
    is no URL is returned stripped.
    """
    url = url.strip()
    text = _CACHED.sub("", url)
    try:
        parts = urlsplit(text if "//" in text else "//" + text)
        host, port = _host(_EDGES.sub("", parts.hostname or "")), parts.port
    except ValueError:
        return url
    if not _HOST.fullmatch(host):
        return url
    if port is not None and port not in _PORTS:
        host = f"{host}:{port}"
    # An encoded slash is no separator: it stays encoded.
    path = quote(unquote(_SLASH.sub("%252F", _AMP_PATH.sub("", parts.path))), safe=_SAFE).replace("%252F", "%2F")
    path = _INDEX.sub("", re.sub(r"/{2,}", "/", path))
    kept = sorted((key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(key))
    return f"{host}{path}" + (f"?{urlencode(kept)}" if kept else "")


def _host(host: str) -> str:
    if not host.isascii():
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
    host = host.lower() if ":" not in host else f"[{host}]"
    while (shorter := _MOBILE.sub("", host)) != host:
        host = shorter
    return host


def article_id(url: str | None, title: str | None, text: str) -> str:
    """The id of an article that came without one: from its canonical URL, without a URL from title and text."""
    kind, stands_for = ("url", canonical_url(url)) if url else ("text", "\0".join((title or "", text)))
    return f"{kind}-{_digest(stands_for)}"


def _digest(text: str) -> str:
    # 80 bits: two of a hundred million articles share an id with a chance of 4 in 10⁹, and the table carries each six times.
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
