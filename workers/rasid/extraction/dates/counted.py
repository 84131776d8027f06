"""Time counted back from the day of publication: قبل يومين, منذ ثلاثة أشهر, خلال 24 ساعة."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Final

from rasid.extraction.dates import words
from rasid.extraction.dates.calendar_days import shift_months, year_span
from rasid.extraction.dates.reader import DAY, Reader, Span, mention
from rasid.extraction.mentions import DateMention
from rasid.extraction.numbers import number_at
from rasid.extraction.numbers.words import opens
from rasid.text.folding import fold

_BEFORE: Final = words.folded("before")
_WEAK_DURING: Final = words.folded("weak_during")
_COMES: Final = words.folded("comes")
_FOLLOWED: Final = words.folded("followed")
_REACH_COMES: Final = 8
_SOME: Final = words.folded("vague_counts")
_FROM, _ARTICLE = (fold(words.DATA[key]) for key in ("from", "article"))
_NAMES: Final = (words.WEEKDAYS, words.RELATIVE, words.MONTHS, words.HIJRI_MONTHS)
# Within more than these the text sets a term, unless it says "past".
_UNMARKED: Final = {"hour": 96, "day": 14, "week": 8, "month": 11, "year": 9}
# Unmarked, these are past in a toll ("خلال عامين") and mostly a term to come in a decision; the mention is ruled "term".
_TERMS: Final = ("week", "month", "year")
_MOST: Final = 1000
_MOST_YEARS: Final = 900


class CountedSpans(Reader):
    """Every span ends on the day of publication or is one day before it; without a number it is not resolved."""

    def ago(self, place: int) -> DateMention | None:
        """قبل يومين, منذ ثلاثة أشهر, منذ نحو عامين."""
        head = self.match(words.AGO, place)
        if head is None or not self._may_count(head.last + 1):
            return None
        at = self._behind_about(head.last + 1)
        counted = self._counted_unit(at)
        if counted is None:
            return self._vague(place, at)
        unit, count, last = counted
        if self.form(at).startswith(_ARTICLE) or (count == 1 and last == at and self._named(last + 1)):
            return None
        if self.form(last + 1) == _FROM and head.split.stem in _BEFORE:
            return None
        return self._counted_back(place, last, unit, count)

    def _counted_back(self, first: int, last: int, unit: str, count: int) -> DateMention:
        day = self.published
        if day is None:
            return mention(first, last, None, "day", "ago")
        if unit == "year":
            span = year_span(day.year - count) if count < _MOST_YEARS else None
            return mention(first, last, span, "year", "ago")
        day = _back(day, unit, count, hours=0)
        return mention(first, last, (day, day), "day", "ago")

    def after(self, place: int) -> DateMention | None:
        """يأتي الهجوم بعد يومين من: the day of what the news of today follows."""
        head = self.match(words.AFTER, place)
        if head is None or not any(self.form(at) in _COMES for at in range(place - _REACH_COMES, place)):
            return None
        at = self._behind_about(head.last + 1)
        counted = self._counted_unit(at)
        if counted is None or counted[0] not in ("day", "week") or self.form(counted[2] + 1) not in _FOLLOWED:
            return None
        unit, count, last = counted
        if self.published is None:
            return mention(place, last, None, "day", "after")
        day = _back(self.published, unit, count, hours=0)
        if self.match(words.LESS, head.last + 1) is not None:
            return mention(place, last, (day, self.published - DAY), "range", "after")
        return mention(place, last, (day, day), "day", "after")

    def _vague(self, place: int, at: int) -> DateMention | None:
        """قبل أيام, منذ بضعة أشهر, قبل سنوات: some time ago."""
        at += self.form(at) in _SOME
        unit = self.match(words.UNITS, at)
        if unit is None or unit.value.number is not None or self.form(at).startswith(_ARTICLE):
            return None
        if self.form(unit.last + 1) == _FROM:
            return None
        if unit.value.unit == "hour":
            return self._last_hours(place, unit.last)
        return mention(place, unit.last, None, "range", "vague-ago")

    def _named(self, at: int) -> bool:
        """Whether a name or number of the unit follows: عام 2012, يوم الجمعة, شهر شباط."""
        return self.is_number(at) or any(self.match(index, at) for index in _NAMES)

    def during(self, place: int) -> DateMention | None:
        """خلال 24 ساعة, خلال الأيام الثلاثة الماضية, في الساعات الـ24 الماضية, اليومين الماضيين."""
        head = self.match(words.DURING, place)
        if head is not None and not self._may_count(head.last + 1):
            return None
        at = self._behind_about(head.last + 1) if head is not None else place
        counted = self._counted_unit(at)
        if counted is None:
            return self._vague_span(place, at)
        unit, count, last = counted
        marker, end = self.marker(last)
        strong = head is not None and head.split.stem not in _WEAK_DURING and count <= _UNMARKED.get(unit, 0)
        if marker in ("next", "current") or (marker is None and (not strong or self.in_future(place, last))):
            return None
        if marker is None and count == 1 and self._named(last + 1):
            return None
        rule = "term" if marker is None and unit in _TERMS else "during"
        return mention(place, end, self._span_to_publication(unit, count), "range", rule)

    def _span_to_publication(self, unit: str, count: int) -> Span | None:
        if self.published is None or (unit == "year" and count >= _MOST_YEARS):
            return None
        return _back(self.published, unit, count, hours=1), self.published

    def _vague_span(self, place: int, at: int) -> DateMention | None:
        """خلال الأيام القليلة الماضية, السنوات الأخيرة."""
        unit = self.match(words.UNITS, at)
        if unit is None or unit.value.number is not None or not self.form(at).startswith(_ARTICLE):
            return None
        marker, end = self.marker(unit.last)
        if marker != "past":
            return None
        return self._last_hours(place, end) if unit.value.unit == "hour" else mention(place, end, None, "range", "vague-span")

    def _may_count(self, at: int) -> bool:
        """Whether a number or a unit can begin at a place: "in" and "before" mostly stand before neither."""
        return self.is_number(at) or _opens_count(self.form(at))

    def _behind_about(self, at: int) -> int:
        about = self.match(words.ABOUT, at)
        return about.last + 1 if about is not None else at

    def _behind_article(self, at: int) -> int:
        while self.form(at) == _ARTICLE:
            at += 1
        return at

    def _counted_unit(self, at: int) -> tuple[str, int, int] | None:
        """A unit with its number: يومين, ثلاثة أشهر, 24 ساعة, الأيام الثلاثة, الساعات الـ24."""
        at = self._behind_article(at)
        if at >= len(self.tokens):
            return None
        number = number_at(self.tokens, at, article=True)
        if number is not None:
            value, last = number
            unit = self.match(words.UNITS, last + 1)
            return (unit.value.unit, int(value), unit.last) if unit is not None and _countable(value) else None
        unit = self.match(words.UNITS, at)
        if unit is None:
            return None
        behind = self._behind_article(unit.last + 1)
        if behind < len(self.tokens) and unit.value.number is None:
            number = number_at(self.tokens, behind, article=True)
            if number is not None and _countable(number[0]):
                return unit.value.unit, int(number[0]), number[1]
        return (unit.value.unit, unit.value.number, unit.last) if unit.value.number else None

    def hours(self, place: int) -> DateMention | None:
        """قبل قليل."""
        few = self.match(words.FEW_HOURS, place)
        return self._last_hours(place, few.last) if few is not None else None

    def _last_hours(self, first: int, last: int) -> DateMention:
        """Some hours ago: today or the night before."""
        span = (self.published - DAY, self.published) if self.published else None
        return mention(first, last, span, "range", "hours")


@lru_cache(maxsize=32768)
def _opens_count(form: str) -> bool:
    indexes = (words.UNITS, words.ABOUT)
    return form == _ARTICLE or form in _SOME or opens(form) or any(index.opens(form) for index in indexes)


def _countable(value: float) -> bool:
    return value == int(value) and 0 < value <= _MOST


def _back(day: dt.date, unit: str, count: int, *, hours: int) -> dt.date:
    """The day a number of units before; hours go back whole days, and at least `hours` days."""
    if unit == "hour":
        return day - max(hours, count // 24) * DAY
    if unit in ("day", "week"):
        return day - count * (7 if unit == "week" else 1) * DAY
    return shift_months(day, -count * (12 if unit == "year" else 1))
