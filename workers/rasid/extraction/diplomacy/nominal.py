"""Acts told by a verbal noun: whether it is news, whose act it is, between whom."""

from __future__ import annotations

from rasid.extraction.diplomacy.clauses import QUOTES, is_verb, preposition_of
from rasid.extraction.diplomacy.subjects import Teller
from rasid.extraction.diplomacy.triggers import reads
from rasid.extraction.diplomacy.words import performing, words
from rasid.extraction.mentions import ActorMention

_OF = frozenset(("عن", "الي", "علي"))
_BACK = 9
_BETWEEN = 6


class NounTeller(Teller):
    """A teller that reads verbal nouns too."""

    def _announced(self, at: int) -> bool:
        """Whether a verbal noun tells news, and is not itself wished, refused or described."""
        previous = self.reading.tokens[at - 1] if at else None
        if previous is None or previous.kind != "word" or self.reading.tokens[at].form[:1] == "و":
            return True
        if previous.form in words("grammar", "announced") or is_verb(previous.form) or at - 1 in self.reading.inside:
            return True
        return previous.form in _OF and self._reported_by(at - 1) is not None

    def _genitive(self, at: int) -> ActorMention | None:
        """The party that a verbal noun is the act of: "رفض روسيا", "دعوة وزير الخارجية الروسي"."""
        for i in range(at + 1, min(at + 4, len(self.reading.tokens))):
            mention = self.reading.inside.get(i)
            if mention is not None:
                return mention if self.reading.governor(mention, at) == "" else None
            token = self.reading.tokens[i]
            if token.kind != "word" or preposition_of(token.form) or token.form in words("grammar", "subordinators"):
                return None
        return None

    def _doer(self, at: int) -> ActorMention | None:
        """Whose act a verbal noun is: the party behind it, or who is said to do, begin or announce it."""
        named = self._genitive(at)
        if named is not None:
            return named
        verb = self._reported_by(at - 1 if self.reading.word(at - 1) in _OF else at)
        return self.state.subject if verb in performing() else None

    def _reported_by(self, at: int) -> str | None:
        """The verb of report, or of performing, whose complement begins at `at`; only its subject stands between."""
        for i in range(at - 1, max(-1, at - _BACK), -1):
            token = self.reading.tokens[i]
            if i in self.reading.inside or i in self.reading.dated or token.form in QUOTES:
                continue
            found = reads(token.form, token.norm.endswith("ة")) if token.kind == "word" else None
            if found is not None and found.report is not None:
                return found.report.entry
            if token.form in words("grammar", "clause-openers"):
                return token.form
            if (
                found is not None
                or token.kind != "word"
                or preposition_of(token.form)
                or token.form in words("grammar", "subordinators")
            ):
                return None
        return None

    def _between_parties(self, at: int) -> list[ActorMention]:
        """Those between whom the talks or the deal at `at` are: "محادثات السلام بين روسيا وتركيا"."""
        if any(self.reading.word(at - back) in words("grammar", "past") for back in (1, 2)):
            return []
        for i in range(at + 1, min(at + _BETWEEN, len(self.reading.tokens))):
            token = self.reading.tokens[i]
            if token.form in words("grammar", "joining"):
                first = next((m for m in self.reading.mentions if i < m.first <= i + 3), None)
                parties = self.reading.coordinated(first) if first is not None else []
                return parties if len(parties) > 1 else []
            if token.kind != "word" or is_verb(token.form) or token.form in words("grammar", "subordinators"):
                return []
        return []
