"""Personal names of victims: a given name and the words that go on from it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rasid.extraction.casualty.terms import marker, readings
from rasid.extraction.lexicon import load
from rasid.text.document import Token
from rasid.text.folding import fold

_LONGEST = 4
# Spelled like a name once folded.
_PREPOSITIONS = frozenset(("على", "وعلى"))
_QUOTES = frozenset("\"“”«»()'’‘")


@cache
def _given() -> frozenset[str]:
    return frozenset(map(fold, load("casualty_names")["given"]))


@cache
def _links() -> frozenset[str]:
    return frozenset(map(fold, load("casualty_names")["links"]))


def name_at(tokens: Sequence[Token], at: int) -> tuple[int, str] | None:
    """The personal name that begins at a token and its last token, or None.

    It begins with a listed given name, so that an adjective or a place behind a noun is not taken for one.
    """
    if at >= len(tokens) or tokens[at].norm in _PREPOSITIONS or not _opens(tokens[at].form):
        return None
    words = [tokens[at].norm.removeprefix("و") if tokens[at].form not in _given() else tokens[at].norm]
    last = at
    for index in range(at + 1, min(at + _LONGEST, len(tokens))):
        token = tokens[index]
        if token.kind != "word" or token.form in marker("particles") or token.form in marker("boundaries"):
            break
        if token.form not in _given() and (token.form[:1] in ("و", "ب", "ل", "ف") and not token.form.startswith("ال")):
            break
        if any(r.term.kind in ("verb", "act", "casualty") for r in readings(token.form)) and token.form not in _given():
            break
        words.append(token.norm)
        last = index
    return (last, " ".join(words)) if len(words) > 1 else None


def _opens(form: str) -> bool:
    return form in _given() or (form.startswith("و") and form[1:] in _given())


def names_after(tokens: Sequence[Token], at: int) -> list[str]:
    """The name that begins at a token (quotes and "يدعى" before it are passed over), or nothing."""
    while at < len(tokens) and (tokens[at].form in _QUOTES or tokens[at].form in _links()):
        at += 1
    if at >= len(tokens) or tokens[at].form not in _given() or tokens[at].norm in _PREPOSITIONS:
        return []
    found = name_at(tokens, at)
    return [found[1]] if found else []
