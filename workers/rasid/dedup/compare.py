"""How an article stands to an earlier one whose claim it meets."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from rasid.dedup.claims import Claim
from rasid.dedup.fingerprint import PERMUTATIONS, Fingerprint, pairs, shared_prefix

ALIKE: Final = 0.5
"""Jaccard similarity of the shingles from which two texts are one piece of news."""
SAME_BODY: Final = 0.9
"""Similarity from which a text under another title is the same text."""
SHORTER: Final = 0.8
"""Share of the other's words below which a text that begins like it is a truncated copy."""

Copy = Literal["exact", "syndicated", "truncated", "headline", "repeat"]


class Match(msgspec.Struct, frozen=True):
    """How a text is related to an earlier one, and the estimated Jaccard similarity of their shingles, 0–1."""

    relation: Copy | Literal["figures", "revision"]
    similarity: float


def similarity(first: bytes, second: bytes) -> float:
    """The Jaccard similarity that two signatures of one byte a permutation estimate (b-bit MinHash, Li and König 2010)."""
    agreeing = (int.from_bytes(first, "big") ^ int.from_bytes(second, "big")).to_bytes(PERMUTATIONS, "big").count(0)
    chance = 1 / 256
    return max(0.0, (agreeing / PERMUTATIONS - chance) / (1 - chance))


def compare(new: Fingerprint, old: Claim) -> Match | None:
    """The relation of a new article to an earlier one, None if they are two pieces of news.

    `figures` and `revision` (same URL, other words) are relations of articles that are both kept; all others say that
    the new one is a copy. A longer version of an earlier text is no copy of it.
    """
    if new.content == old.content:
        return Match("exact", 1.0)
    same_page = bool(new.url) and new.url == old.url
    if new.body == old.body and new.title == old.title:
        return Match("repeat" if same_page else "syndicated", 1.0)
    alike = round(similarity(new.signature, old.signature), 3)
    truncated = _is_truncated(new, old, alike)
    if alike < ALIKE and not truncated:
        return None
    if same_page:
        return Match("revision", alike)
    if figures_differ(new, old):
        return Match("figures", alike)
    if truncated:
        return Match("truncated", alike)
    other_title = bool(new.title) and bool(old.title) and new.title != old.title
    return Match("headline" if other_title and alike >= SAME_BODY else "syndicated", alike)


def figures_differ(new: Fingerprint, old: Claim) -> bool:
    """Whether title or lead of one states a figure that the other text nowhere has."""
    new_lead, old_lead = set(pairs(new.lead_figures)), set(pairs(old.lead_figures))
    return not (new_lead <= old_lead.union(pairs(old.other_figures)) and old_lead <= new_lead.union(pairs(new.other_figures)))


def _is_truncated(new: Fingerprint, old: Claim, alike: float) -> bool:
    """Whether the new text is the beginning of the old one; its last word may be cut."""
    ratio = new.words / old.words
    return ratio < SHORTER and alike >= ratio / 2 and shared_prefix(new.prefixes, old.prefixes, new.words - 1)
