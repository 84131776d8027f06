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
CONTAINED: Final = 0.9
"""Share of the earlier text's shingles from which the new text contains it."""
ADDED: Final = 0.3
"""Share of a containing text that is new, from which it is news and no copy with other boilerplate around it."""
ADDED_FIGURES: Final = 10
"""Words that a containing text adds from which a figure among them, that the earlier text nowhere has, makes it news."""
_CHANCE: Final = 1 / 4
_LOW_BITS: Final = int.from_bytes(b"\x55" * (PERMUTATIONS // 4), "big")

Copy = Literal["exact", "syndicated", "truncated", "headline", "repeat"]


class Match(msgspec.Struct, frozen=True):
    """How a text is related to an earlier one, and the estimated Jaccard similarity of their shingles, 0–1."""

    relation: Copy | Literal["figures", "longer"]
    similarity: float


def similarity(first: bytes, second: bytes) -> float:
    """The Jaccard similarity that two signatures of two bits a permutation estimate (b-bit MinHash, Li and König 2010)."""
    differing = int.from_bytes(first, "big") ^ int.from_bytes(second, "big")
    agreeing = PERMUTATIONS - ((differing | differing >> 1) & _LOW_BITS).bit_count()
    return max(0.0, (agreeing / PERMUTATIONS - _CHANCE) / (1 - _CHANCE))


def compare(new: Fingerprint, old: Claim) -> Match | None:
    """The relation of a new article to an earlier one, None if they are two pieces of news.

    `figures` (title or lead has others) and `longer` (the earlier text and real news with it) are relations of articles
    that are both kept; all others say that the new one is a copy.
    """
    if new.content == old.content:
        return Match("exact", 1.0)
    if new.body == old.body and new.title == old.title:
        return Match("syndicated", 1.0)
    alike = round(similarity(new.signature, old.signature), 3)
    truncated = _is_truncated(new, old, alike)
    if alike < ALIKE and not truncated:
        return None
    if figures_differ(new, old):
        return Match("figures", alike)
    if truncated:
        return Match("truncated", alike)
    if _is_longer(new, old, alike):
        return Match("longer", alike)
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


def _is_longer(new: Fingerprint, old: Claim, alike: float) -> bool:
    """Whether the new text contains the old one and adds news: a good part of its words, or figures."""
    shared = alike * (new.words + old.words) / (1 + alike)
    added = new.words - shared
    if shared < CONTAINED * old.words:
        return False
    return added >= ADDED * new.words or (added >= ADDED_FIGURES and _adds_figures(new, old))


def _adds_figures(new: Fingerprint, old: Claim) -> bool:
    known = {*pairs(old.lead_figures), *pairs(old.other_figures)}
    return not known.issuperset(pairs(new.other_figures))
