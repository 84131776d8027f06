"""De-duplication: fingerprints, claims, and the walk of an article through its bands. Pure: no Kafka, no clock.

For the stream, in this order::

    candidate = begin(article, delivery="articles.raw-3-1042", at=raw_message_timestamp_seconds)
    send(claims_topic, key=candidate.key, value=encode(candidate))          # intake

    candidate = decode(message.value)                                       # the dedup agent
    result = step(table.get(candidate.key), candidate, max_age)             # stored values are bytes
    if result.stored is not None: table[candidate.key] = result.stored
    if result.onward: send(claims_topic, key=result.onward.key, value=encode(result.onward))
    elif result.outcome.duplicate: send(articles_duplicates, result.outcome.duplicate)
    else: send(articles_unique, key=result.outcome.key, value=result.outcome.article)  # kind "unique" or "revision"

    if is_expired(stored, now, max_age): delete(key)                        # the sweep

Where `onward.key` falls into the partition at hand, its step may be taken at once instead of sent.
"""

from rasid.dedup.claims import MAX_AGE, is_expired
from rasid.dedup.compare import figures_differ, similarity
from rasid.dedup.fingerprint import Fingerprint, fingerprint
from rasid.dedup.urls import article_id, canonical_url
from rasid.dedup.walk import BANDS, Candidate, Outcome, Step, Walk, begin, decode, encode, step

__all__ = [
    "BANDS",
    "MAX_AGE",
    "Candidate",
    "Fingerprint",
    "Outcome",
    "Step",
    "Walk",
    "article_id",
    "begin",
    "canonical_url",
    "decode",
    "encode",
    "figures_differ",
    "fingerprint",
    "is_expired",
    "similarity",
    "step",
]
