"""The walk of an article through its bands, one step at a time: the stream and the in-memory driver run the same steps."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from rasid.dedup.claims import GRACE, MAX_AGE, MOST_CLAIMS, MOST_VISITS, Claim, Visit, is_expired, read_claims, read_visits, write
from rasid.dedup.compare import Copy, compare
from rasid.dedup.fingerprint import MINHASH_BANDS, Fingerprint, digest, fingerprint
from rasid.models import Article, Duplicate, Related

BANDS: Final = 2 + MINHASH_BANDS
"""Steps of a whole walk: identity, lead, and the MinHash bands."""


class Candidate(msgspec.Struct, array_like=True, frozen=True):
    """An article on its walk: the message on the claims topic. `at`: when it was delivered, seconds."""

    article: Article
    fingerprint: Fingerprint
    delivery: bytes
    at: int
    band: int = 0
    related: Related | None = None

    @property
    def key(self) -> bytes:
        """The band and its value, ASCII: the message's key and the table's."""
        value = digest(self.article.id) if self.band == 0 else self.fingerprint.bands[self.band - 1]
        return b"%d:%s" % (self.band, value.hex().encode())


class Outcome(msgspec.Struct, frozen=True):
    """How a walk ended. `article` carries its revision and relation; `duplicate` is set if it is not to be published."""

    kind: Literal["unique", "duplicate", "revision"]
    article: Article
    duplicate: Duplicate | None = None

    def record(self) -> dict[str, Any]:
        """The line of `rasid dedup --json`."""
        related, duplicate = self.article.related, self.duplicate
        revised = related if self.kind == "revision" else None
        return {
            "id": self.article.id,
            "outcome": self.kind,
            "duplicate_of": duplicate.duplicate_of if duplicate else revised.id if revised else None,
            "similarity": duplicate.similarity if duplicate else related.similarity if related else None,
            "why": duplicate.why if duplicate else related.why if related else None,
            "related": related.id if related else None,
        }


class Step(msgspec.Struct, frozen=True):
    """What one step gives: the value to store (None: leave the table alone), and the next candidate or the outcome."""

    stored: bytes | None
    onward: Candidate | None
    outcome: Outcome | None


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Candidate)


def begin(article: Article, delivery: str, at: int) -> Candidate:
    """The candidate for an article's first step.

    `delivery` names the message that brought it and is the same when it is replayed ("topic-partition-offset"); `at` is
    that message's time in seconds, never the clock's, so that a replay is judged as it was the first time.
    """
    return Candidate(article, fingerprint(article), digest(delivery), at)


def encode(candidate: Candidate) -> bytes:
    """The candidate as a message."""
    return _encoder.encode(candidate)


def decode(value: bytes) -> Candidate:
    """The candidate in a message. Raises msgspec.DecodeError."""
    return _decoder.decode(value)


def step(stored: bytes | None, candidate: Candidate, max_age: int = MAX_AGE) -> Step:
    """One step at `candidate.key`, given what the table holds there.

    Write `stored` (if not None) and send `onward` or publish `outcome`, in any order, before the message is acknowledged.
    Repeating a step, with its own write already in the table or not, gives the same result.
    """
    return _identity(stored, candidate, max_age) if candidate.band == 0 else _band(stored, candidate, max_age)


def _identity(stored: bytes | None, candidate: Candidate, max_age: int) -> Step:
    """Has this id been delivered before, and with these words?"""
    article = candidate.article
    visits = read_visits(stored)
    visit = next((visit for visit in visits if visit.delivery == candidate.delivery), None)
    written = None
    if visit is None:
        visit = _visit(candidate, visits[-1] if visits else None, max_age)
        written = write([*visits, visit][-MOST_VISITS:])
    if visit.repeats:
        return Step(written, None, _duplicate(article, article.id, 1.0, "repeat"))
    if visit.revision > 1:
        article = msgspec.structs.replace(article, revision=visit.revision)
        candidate = msgspec.structs.replace(candidate, related=Related(id=article.id, similarity=0.0, why="revision"))
    return Step(written, msgspec.structs.replace(candidate, article=article, band=1), None)


def _visit(candidate: Candidate, last: Visit | None, max_age: int) -> Visit:
    fp = candidate.fingerprint
    words = digest(fp.body.hex(), fp.title.hex())
    if last is None or candidate.at - last.at > max_age:
        return Visit(candidate.delivery, words, 1, False, candidate.at)
    repeats = last.words == words
    return Visit(candidate.delivery, words, last.revision + (not repeats), repeats, candidate.at)


def _band(stored: bytes | None, candidate: Candidate, max_age: int) -> Step:
    """Is there an earlier claim of which this article is a copy?

    Claims are met oldest first and the article's own ends the search, so a replay sees what the first time saw.
    """
    article, fp, related = candidate.article, candidate.fingerprint, candidate.related
    claims = [claim for claim in read_claims(stored) if candidate.at - claim.at <= max_age + GRACE]
    for claim in claims:
        if candidate.at - claim.at > max_age:
            continue
        if claim.id == article.id and claim.content == fp.content:
            return _walk_on(None, candidate, article, related)
        match = compare(fp, claim)
        if claim.id == article.id:
            if match is not None and related is not None and related.id == article.id:
                related = msgspec.structs.replace(related, similarity=max(related.similarity, match.similarity))
        elif match is None:
            continue
        elif match.relation == "revision":
            article = msgspec.structs.replace(article, revision=claim.revision + 1)
            related = Related(id=claim.id, similarity=match.similarity, why="revision")
        elif match.relation in ("figures", "longer"):
            related = related or Related(id=claim.id, similarity=match.similarity, why=match.relation)
        elif article.revision > 1:
            # It replaces what its earlier revision said, so it is published whatever it repeats.
            related = Related(id=claim.id, similarity=match.similarity, why="copy")
        else:
            return Step(None, None, _duplicate(article, claim.id, match.similarity, match.relation))
    claims.append(Claim.of(article.id, article.revision, candidate.at, fp))
    return _walk_on(write(claims[-MOST_CLAIMS:]), candidate, article, related)


def _walk_on(stored: bytes | None, candidate: Candidate, article: Article, related: Related | None) -> Step:
    if candidate.band + 1 < BANDS:
        onward = msgspec.structs.replace(candidate, article=article, related=related, band=candidate.band + 1)
        return Step(stored, onward, None)
    kind: Literal["unique", "revision"] = "revision" if article.revision > 1 else "unique"
    return Step(stored, None, Outcome(kind, msgspec.structs.replace(article, related=related)))


def _duplicate(article: Article, of: str, similarity: float, why: Copy) -> Outcome:
    return Outcome(
        "duplicate",
        article,
        Duplicate(
            id=article.id,
            url=article.url,
            source=article.source,
            title=article.title,
            published_at=article.published_at,
            duplicate_of=of,
            similarity=similarity,
            why=why,
        ),
    )


class Walk:
    """The steps driven in memory, article after article: `rasid dedup`, tests and benchmarks."""

    def __init__(self, max_age: int = MAX_AGE) -> None:
        self.max_age = max_age
        self.table: dict[bytes, bytes] = {}
        self._deliveries = 0

    def add(self, article: Article, at: int = 0) -> Outcome:
        """The outcome of the next article, delivered at `at` seconds."""
        self._deliveries += 1
        candidate = begin(article, str(self._deliveries), at)
        while True:
            result = step(self.table.get(candidate.key), candidate, self.max_age)
            if result.stored is not None:
                self.table[candidate.key] = result.stored
            if result.outcome is not None:
                return result.outcome
            assert result.onward is not None
            candidate = result.onward

    def sweep(self, now: int) -> int:
        """Delete what is past its age at `now`; how many values that were."""
        expired = [key for key, stored in self.table.items() if is_expired(stored, now, self.max_age)]
        for key in expired:
            del self.table[key]
        return len(expired)
