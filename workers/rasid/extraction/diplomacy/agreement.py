"""Gender: a verb agrees with its subject, so a party of the other gender behind it is its object."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from rasid.extraction.diplomacy.words import words
from rasid.extraction.morphology import VerbFeatures, split_clitics

Gender = Literal["m", "f"]
_ARTICLE = "ال"
_FEMININE_ENDING = "ه"
# Plurals of people in the accusative or genitive ("الفلسطينيين"): never a subject.
_OBLIQUE = "يين"


@lru_cache(maxsize=32768)
def gender_of(form: str, *, state: bool) -> Gender | None:
    """The gender of a party by the first word that names it; None where it cannot be told."""
    readings = [(_ARTICLE if split.article else "") + split.stem for split in split_clitics(form) if not split.pronoun]
    if any(reading in words("agreement", "either") for reading in readings):
        return None
    if any(reading in words("agreement", "masculine") for reading in readings):
        return "m"
    if any(reading in words("agreement", "feminine") for reading in readings):
        return "f"
    if state or form.endswith(_FEMININE_ENDING):
        return "f"
    return None


def disagrees(features: VerbFeatures, form: str, *, state: bool) -> bool:
    """Whether a party named with the word cannot be the subject of the verb behind which it stands."""
    if form.endswith(_OBLIQUE):
        return True
    gender = gender_of(form, state=state)
    if features.person != 3 or features.number != "s" or gender is None:
        return False
    return features.gender in ("m", "f") and features.gender != gender
