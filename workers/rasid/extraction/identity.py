"""Ids that are the same in every run, after a replay, and in a revision that states the same fact."""

from __future__ import annotations

import hashlib


def event_id(article_id: str, *fact: object) -> str:
    """32 hex digits from the article's id and the fact's own words (never offsets: a revision moves them).

    Two facts of one article that would get the same id are told apart by the caller with a running number.
    """
    text = "\x1f".join([article_id, *("" if part is None else str(part) for part in fact)])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
