"""What is known of an inflected form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from rasid.text.folding import fold

Tense = Literal["past", "present"]
Voice = Literal["active", "passive", "either"]
Person = Literal[1, 2, 3]
Gender = Literal["m", "f", "c"]
Number = Literal["s", "d", "p"]


class VerbFeatures(NamedTuple):
    """A verb's form. `voice` is `either` where active and passive are spelled alike; `bound`: only before a pronoun."""

    tense: Tense
    person: Person
    gender: Gender
    number: Number
    voice: Voice
    bound: bool = False


class NounFeatures(NamedTuple):
    """A noun's form. `construct`: the n is dropped before a genitive; `indefinite`: alef of the accusative.

    `bound`: only before a pronoun. `voice` is that of a participle.
    """

    gender: Gender
    number: Number
    construct: bool = False
    indefinite: bool = False
    bound: bool = False
    voice: Voice | None = None


Features: TypeAlias = VerbFeatures | NounFeatures
Forms: TypeAlias = Mapping[str, Features]


def literal_forms(words: Iterable[str], features: Features | None = None) -> dict[str, Features]:
    """Words that are not inflected, all with the same features (those of a singular noun unless given)."""
    return {fold(word): features or NounFeatures("m", "s") for word in words}
