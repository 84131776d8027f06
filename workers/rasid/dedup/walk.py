"""The walk of an article through its bands, one step at a time: the stream and the in-memory driver run the same steps."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from rasid.dedup.claims import GRACE, MAX_AGE, MOST_CLAIMS, MOST_VISITS, Claim, Visit, is_expired, read_claims, read_visits, write
from rasid.dedup.compare import Copy, compare
from rasid.dedup.fingerprint import MINHASH_BANDS, Fingerprint, digest, fingerprint
from rasid.dedup.urls import article_id
from rasid.models import Article, Duplicate, Related

PAGE, ID, LEAD = 0, 1, 2
BANDS: Final = 3 + MINHASH_BANDS
"""Steps of a whole walk: page, id, lead, and the MinHash bands."""


class Candidate(msgspec.Struct, array_like=True, frozen=True):
    """An article on its walk: the message on the claims topic. `at`: when it was delivered, seconds.

    `first`: the id under which its page was published first, if another.
    """

    article: Article
    fingerprint: Fingerprint
    delivery: bytes
    at: int
    band: int
    related: Related | None = None
    first: str = ""

    @property
    def key(self) -> bytes:
        """The band and its value, ASCII: the message's key and the table's."""
        if self.band == PAGE:
            value = self.fingerprint.url
        elif self.band == ID:
            value = digest(self.article.id)
        else:
            value = self.fingerprint.bands[self.band - LEAD]
        return b"%d:%s" % (self.band, value.hex().encode())


class Outcome(msgspec.Struct, frozen=True):
    """How a walk ended. `article` carries its revision and relation; `duplicate` is set if it is not to be published.

    `key`: what all revisions of the article share: its id, or that under which its page was published first.
    """

    kind: Literal["unique", "duplicate", "revision"]
    article: Article
    key: str
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
    print_ = fingerprint(article)
    return Candidate(article, print_, digest(delivery), at, PAGE if print_.url else ID)


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
    return _identity(stored, candidate, max_age) if candidate.band < LEAD else _band(stored, candidate, max_age)


def _identity(stored: bytes | None, candidate: Candidate, max_age: int) -> Step:
    """Has this page, or this id, been delivered before, and with these words?"""
    article, related = candidate.article, candidate.related
    visits = read_visits(stored)
    place = next((place for place, visit in enumerate(visits) if visit.delivery == candidate.delivery), len(visits))
    written = None
    if place == len(visits):
        visits.append(_visit(candidate, visits[-1] if visits else None, max_age))
        written = write(visits[-MOST_VISITS:])
    visit = visits[place]
    # Of a repeat the first that brought the words: repeats that name each other would be a circle.
    before = next((visit.id for visit in reversed(visits[:place]) if not visit.repeats), visit.first) or article.id
    if visit.repeats:
        return Step(written, None, _duplicate(article, before, 1.0, "repeat"))
    if visit.revision > article.revision:
        article = msgspec.structs.replace(article, revision=visit.revision)
        related = related or Related(id=before, similarity=0.0, why="revision")
    known = candidate.band == PAGE and article.id == article_id(article.url, None, "")
    onward = msgspec.structs.replace(
        candidate,
        article=article,
        related=related,
        first=visit.first or candidate.first,
        band=LEAD if known else candidate.band + 1,
    )
    return Step(written, onward, None)


def _visit(candidate: Candidate, last: Visit | None, max_age: int) -> Visit:
    fp, article, at = candidate.fingerprint, candidate.article, candidate.at
    words = digest(fp.body.hex(), fp.title.hex())
    id = article.id if candidate.band == PAGE else ""
    if last is None or at - last.at > max_age:
        return Visit(candidate.delivery, words, article.revision, False, at, id)
    # What its page has moved on from is no repeat, even if the id came with these words before.
    repeats = last.words == words and article.revision == 1
    revision = last.revision + (not repeats)
    first = last.first or last.id
    return Visit(candidate.delivery, words, max(article.revision, revision), repeats, at, id, first if first != id else "")


def _band(stored: bytes | None, candidate: Candidate, max_age: int) -> Step:
    """Is there an earlier claim of which this article is a copy?

    Claims are met oldest first and the article's own ends the search, so a replay sees what the first time saw.
    """
    article, fp, related = candidate.article, candidate.fingerprint, candidate.related
    claims = [claim for claim in read_claims(stored) if candidate.at - claim.at <= max_age + GRACE]
    resembles: Related | None = None
    for claim in claims:
        if candidate.at - claim.at > max_age:
            continue
        if claim.id == article.id and claim.content == fp.content:
            return _walk_on(None, candidate, article, _latest(related, resembles))
        match = compare(fp, claim)
        if match is None:
            continue
        if related is not None and related.why == "revision" and related.id == claim.id:
            related = msgspec.structs.replace(related, similarity=max(related.similarity, match.similarity))
        elif claim.id == article.id:
            continue
        elif match.relation == "figures" or match.relation == "longer":
            resembles = resembles or Related(id=claim.id, similarity=match.similarity, why=match.relation)
        elif article.revision > 1:
            # It replaces what its earlier revision said, so it is published whatever it repeats.
            related = Related(id=claim.id, similarity=match.similarity, why="copy")
        else:
            return Step(None, None, _duplicate(article, claim.id, match.similarity, match.relation))
    claims.append(Claim.of(article.id, article.revision, candidate.at, fp))
    return _walk_on(write(claims[-MOST_CLAIMS:]), candidate, article, _latest(related, resembles))


def _latest(related: Related | None, resembles: Related | None) -> Related | None:
    """The relation to tell: of a later band, since an article that came further is more surely a published one."""
    return related if resembles is None or (related is not None and related.why in ("revision", "copy")) else resembles


def _walk_on(stored: bytes | None, candidate: Candidate, article: Article, related: Related | None) -> Step:
    if candidate.band + 1 < BANDS:
        onward = msgspec.structs.replace(candidate, article=article, related=related, band=candidate.band + 1)
        return Step(stored, onward, None)
    kind: Literal["unique", "revision"] = "revision" if article.revision > 1 else "unique"
    return Step(stored, None, Outcome(kind, msgspec.structs.replace(article, related=related), candidate.first or article.id))


def _duplicate(article: Article, of: str, similarity: float, why: Copy) -> Outcome:
    return Outcome(
        "duplicate",
        article,
        article.id,
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
