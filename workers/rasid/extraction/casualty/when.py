"""When people were hurt: the day of the clause, or of the attack that the sentences around speak of."""

from __future__ import annotations

from datetime import date

from rasid.extraction.analysis import SentenceAnalysis
from rasid.extraction.attribution import is_report
from rasid.extraction.casualty.clauses import Context, Span, distance
from rasid.extraction.casualty.statement import Statement
from rasid.extraction.casualty.terms import marked, marker
from rasid.extraction.mentions import DateMention
from rasid.models import Date
from rasid.text.document import Token

_SPOKEN, _CLAUSE = 4.0, 3.0
_SINCE_REACH = 5


class DateReader:
    """Chooses the dates of the statements of one document."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def read(self, said: Statement, clause: Span, aggregate: bool) -> Date | None:
        """The days of a statement, or None where the text gives none."""
        own = self._own(said, clause, aggregate)
        if own is not None:
            return self._date(said.sentence, own, aggregate)
        if aggregate and not self.context.refers_back(said.index):
            return self._since_before(said)
        if not self.context.analysis.published and said.index and self._unresolved(said.index - 1):
            return None
        for index in self.context.before(said.index, 2):
            if self.context.background(said.index):
                break
            near = self._event_date(index, index == said.index - 1)
            if near is not None:
                return self._date(self.context.sentences[index], near, False)
        for index in self.context.after(said.index, 2):
            near = self._event_date(index) if self.context.refers_back(index) else None
            if near is not None and near.precision == "day":
                return self._date(self.context.sentences[index], near, False)
        return self._lead(said)

    def _unresolved(self, index: int) -> bool:
        """Whether a sentence dates what it tells by words that only a day of publication could resolve."""
        return any(m.start is None for m in self.context.sentences[index].dates)

    def _lead(self, said: Statement) -> Date | None:
        """The day on which the news of the lead was told, for what the lead reports without a date."""
        lead = self.context.lead
        if said.sentence.sentence.field == "text" and said.index > lead + 1:
            return self._roundup(said)
        for index in range(lead, min(lead + 5, len(self.context.sentences))):
            sentence = self.context.sentences[index]
            for mention in sentence.dates:
                published = self.context.analysis.published
                if mention.start is None or mention.precision != "day" or published is None:
                    continue
                if 0 <= (published - mention.start).days <= 2 and (self.context.eventful(index) or _spoken(sentence, mention)):
                    return self._date(sentence, mention, False)
        return None

    def _roundup(self, said: Statement) -> Date | None:
        """The day that the lead gives to all that the article goes on to tell."""
        lead = self.context.lead
        for index in self.context.title:  # "حصاد الأحداث ليوم الأربعاء …"
            for mention in self.context.sentences[index].dates:
                if mention.start == self.context.analysis.published and mention.start is not None and mention.precision == "day":
                    return self._date(self.context.sentences[index], mention, False)
        opening = said.sentence.tokens[0].form
        if said.index > lead + 5 or self.context.background(said.index) or not opening.startswith(("و", "كما", "ف")):
            return None
        near = self._event_date(lead)
        if near is None or near.precision != "day":
            return None
        return self._date(self.context.sentences[lead], near, False)

    def _own(self, said: Statement, clause: Span, aggregate: bool) -> DateMention | None:
        best: tuple[float, DateMention] | None = None
        tokens = said.sentence.tokens
        for mention in said.sentence.dates:
            if mention.start is None or mention.end is None:
                continue
            spoken = _spoken(said.sentence, mention)
            if spoken and (aggregate or said.effect not in ("killed", "injured") or mention.precision != "day"):
                continue
            score = _CLAUSE * clause.holds(mention.first, mention.last) - _SPOKEN * spoken
            score -= distance(said, mention.first, mention.last) * (0.2 if mention.first > said.last else 0.25)
            if aggregate and _since(tokens, mention):
                score += _CLAUSE
            if best is None or score > best[0]:
                best = (score, mention)
        return best[1] if best else None

    def _event_date(self, index: int, wide: bool = False) -> DateMention | None:
        """The first date of another sentence that dates an attack, not a statement; `wide`: months and years too."""
        if not self.context.eventful(index):
            return None
        sentence = self.context.sentences[index]
        closeness = ("day", "range", "week", "month", "year") if wide else ("day", "range", "week")
        found = [
            m
            for m in sentence.dates
            if m.start is not None and m.end is not None and m.precision in closeness and not _spoken(sentence, m)
        ]
        return found[0] if found else None

    def _since_before(self, said: Statement) -> Date | None:
        for index in self.context.before(said.index, 1):
            sentence = self.context.sentences[index]
            for mention in sentence.dates:
                if mention.start is not None and mention.end is not None and not _spoken(sentence, mention):
                    since = mention.precision == "year" or _since(sentence.tokens, mention)
                    if since or mention.precision == "range":
                        return self._date(sentence, mention, True)
        return None

    def _date(self, sentence: SentenceAnalysis, mention: DateMention, aggregate: bool) -> Date:
        assert mention.start is not None
        assert mention.end is not None
        tokens = sentence.tokens
        text = " ".join(t.norm for t in tokens[mention.first : mention.last + 1])
        found = Date(start=mention.start.isoformat(), end=mention.end.isoformat(), precision=mention.precision, text=text)
        if mention.rule != "since" and _since(tokens, mention):
            last = self.context.analysis.published or date(mention.end.year, 12, 31)
            found.end, found.precision = max(last, mention.end).isoformat(), "range"
        return found


def _since(tokens: list[Token], mention: DateMention) -> bool:
    """Whether "since" governs a date: "منذ بدء المباحثات يوم الجمعة"."""
    if tokens[mention.first].form in marker("since"):
        return True
    for at in range(mention.first - 1, max(-1, mention.first - 1 - _SINCE_REACH), -1):
        if tokens[at].kind == "punct" or marked(tokens[at].form, "boundaries"):
            return False
        if marked(tokens[at].form, "since"):
            return True
    return False


def _spoken(sentence: SentenceAnalysis, mention: DateMention) -> bool:
    """Whether a date is the day of a statement, a report or a meeting."""
    tokens = sentence.tokens
    for at in range(mention.first - 1, max(-1, mention.first - 7), -1):
        form = tokens[at].form
        if tokens[at].kind == "punct" and form not in ("،", ",", "(", '"'):
            return False
        if marked(form, "boundaries") and at != mention.first - 1:
            return False
        if marked(form, "publishing") or is_report(form):
            return True
    after = tokens[mention.last + 1].form if mention.last + 1 < len(tokens) else ""
    return after in ("،", ",") and mention.last + 2 < len(tokens) and tokens[mention.last + 2].form in ("ان", "بان")
