"""The names of the topics, from the prefix and the app's id."""

from __future__ import annotations

from dataclasses import dataclass

CLAIMS_TABLE = "claims"
PUBLISHED_TABLE = "published"


@dataclass(frozen=True, slots=True)
class TopicNames:
    """Every topic that Rasid reads or writes. `group` is the consumer group and the prefix of internal topics."""

    group: str
    raw: str
    unique: str
    duplicates: str
    dead_letter: str
    casualty: str
    diplomacy: str
    claims: str
    claims_changelog: str
    published_changelog: str

    @property
    def consumed(self) -> tuple[str, ...]:
        """The topics that the worker reads: with the changelogs, all have the same partition count."""
        return (self.raw, self.claims, self.unique)

    @property
    def changelogs(self) -> tuple[str, ...]:
        """The topics that Faust writes its tables to; the names are Faust's."""
        return (self.claims_changelog, self.published_changelog)


def topic_names(prefix: str, app_id: str) -> TopicNames:
    """The names for a prefix (such as `staging.`) and an app's id."""
    group = f"{prefix}{app_id}"
    return TopicNames(
        group=group,
        raw=f"{prefix}articles.raw",
        unique=f"{prefix}articles.unique",
        duplicates=f"{prefix}articles.duplicates",
        dead_letter=f"{prefix}articles.dead-letter",
        casualty=f"{prefix}events.casualty",
        diplomacy=f"{prefix}events.diplomacy",
        claims=f"{group}.claims",
        claims_changelog=f"{group}-{CLAIMS_TABLE}-changelog",
        published_changelog=f"{group}-{PUBLISHED_TABLE}-changelog",
    )
