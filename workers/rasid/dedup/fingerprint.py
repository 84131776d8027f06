"""What two articles are compared by: hashes, a MinHash signature, the figures of headline and lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final
from zlib import crc32

import msgspec
from rensa import RMinHash

from rasid.dedup.figures import figures
from rasid.dedup.urls import canonical_url
from rasid.models import Article
from rasid.text.document import Token
from rasid.text.tokens import tokenize

SHINGLE: Final = 5
"""Words in a shingle: longer ones make the bands selective, shorter ones forgive more edits (docs/deduplication.md)."""
PERMUTATIONS: Final = 320
"""Two bits kept of each: at 0.55 the estimate's standard error is 0.033 in 80 bytes (one byte of 128: 0.044)."""
LEAD_WORDS: Final = 40
MINHASH_BANDS: Final = 4
_SEED: Final = 20240811
_PREFIXES: Final = (8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024)
_MOST_FIGURES: Final = 40


class Fingerprint(msgspec.Struct, array_like=True, frozen=True):
    """An article as it is compared. Figures are 2 bytes each, `signature` has two bits a permutation.

    `url` hashes the canonical URL to 8 bytes (empty without one); `content` the exact title and text, `body` and `title` the
    folded words without boilerplate to 4: they are compared only with those of articles that share a band.
    `lead_figures` are those of title and lead, `other_figures` the rest of the text's.
    `bands` are the values of the bands after page and id; `prefixes` hash the first 8, 12, 16, 24 … words.
    """

    content: bytes
    body: bytes
    title: bytes
    url: bytes
    words: int
    signature: bytes
    prefixes: bytes
    lead_figures: bytes
    other_figures: bytes
    bands: tuple[bytes, ...]


def digest(*parts: str, size: int = 8) -> bytes:
    """Some bytes that stand for the strings."""
    return blake2b("\x00".join(parts).encode("utf-8", "surrogatepass"), digest_size=size).digest()


def fingerprint(article: Article) -> Fingerprint:
    """The fingerprint of an article, its boilerplate left out."""
    tokens = _body(article)
    title = tokenize(article.title or "")
    words = [token.form for token in tokens if token.kind != "punct"] or [article.text]
    lead = _figures([*figures(title), *figures(_lead(tokens))], ())
    whole = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    whole.update(_shingles(words))
    rows = whole.digest()
    opening = RMinHash(num_perm=1, seed=_SEED + 1)
    opening.update(_shingles(words[:LEAD_WORDS]))
    return Fingerprint(
        content=digest(article.title or "", article.text, size=4),
        body=digest(*words, size=4),
        title=digest(*(token.form for token in title if token.kind != "punct"), size=4) if title else b"",
        url=digest(canonical_url(article.url)) if article.url else b"",
        words=len(words),
        signature=_packed(rows),
        prefixes=_prefixes(words),
        lead_figures=lead,
        other_figures=_figures(figures(tokens), pairs(lead)),
        bands=tuple(row.to_bytes(4, "big") for row in (opening.digest()[0], *rows[:MINHASH_BANDS])),
    )


def pairs(packed: bytes) -> list[bytes]:
    """The 2-byte items of a packed field."""
    return [packed[index : index + 2] for index in range(0, len(packed), 2)]


def shared_prefix(first: bytes, second: bytes, words: int) -> bool:
    """Whether two texts agree up to the longest measured prefix inside `words` words."""
    last = max((index for index, length in enumerate(_PREFIXES) if length <= words), default=None)
    if last is None or 2 * last + 2 > min(len(first), len(second)):
        return False
    return first[2 * last : 2 * last + 2] == second[2 * last : 2 * last + 2]


def _body(article: Article) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    for start, end in [*article.boilerplate, (len(article.text), len(article.text))]:
        tokens += tokenize(article.text, position, start)
        position = end
    return tokens


def _lead(tokens: Sequence[Token]) -> Sequence[Token]:
    return tokens[: LEAD_WORDS + 10]


def _shingles(words: Sequence[str]) -> list[str]:
    return [" ".join(words[index : index + SHINGLE]) for index in range(max(1, len(words) - SHINGLE + 1))]


def _packed(rows: Sequence[int]) -> bytes:
    """The lowest two bits of each row, four rows a byte."""
    low = bytes([row & 3 for row in rows])
    quarters = (int.from_bytes(low[shift::4], "big") << 2 * shift for shift in range(4))
    return sum(quarters).to_bytes(PERMUTATIONS // 4, "big")


def _prefixes(words: Sequence[str]) -> bytes:
    packed, state, position = b"", 0, 0
    for length in _PREFIXES:
        if length > len(words):
            break
        state = crc32(" ".join(words[position:length]).encode("utf-8", "surrogatepass"), state)
        packed += (state & 0xFFFF).to_bytes(2, "big")
        position = length
    return packed


def _figures(values: Iterable[str], known: Iterable[bytes]) -> bytes:
    """Distinct values, packed; those in `known` are left out."""
    seen = dict.fromkeys((crc32(value.encode()) & 0xFFFF).to_bytes(2, "big") for value in values)
    left_out = set(known)
    return b"".join([item for item in seen if item not in left_out][:_MOST_FIGURES])
