"""The parts of a delivered text that are not the article: menus, share bars, teasers, captions, comments."""

from __future__ import annotations


def find_boilerplate(text: str, title: str | None = None) -> list[tuple[int, int]]:
    """Sorted, non-overlapping `(start, end)` spans of `text`, in code points, that are not the article."""
    return []
