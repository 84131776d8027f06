"""Days told from the day of publication: yesterday, weekdays, parts of the day, weekends."""

from __future__ import annotations

import datetime as dt
from typing import Final

from rasid.extraction.dates import words
from rasid.extraction.dates.calendar_days import nearest, next_weekday
from rasid.extraction.dates.reader import DAY, Reader, mention
from rasid.extraction.dates.written import WrittenDates
from rasid.extraction.mentions import DateMention
from rasid.text.folding import fold

_NOT_WEEKDAY: Final = words.folded("not_weekday_before")
_WITH_HEAD: Final = words.folded("weekdays_with_head")
_PAIRS: Final = words.folded("pairs")
_EQUAL: Final = words.folded("equal_to")
_FROM: Final = fold(words.DATA["from"])
_DASHES: Final = frozenset("-/–")
_WEEK: Final = dt.timedelta(days=7)
_SATURDAY: Final = 5


class NearDates(WrittenDates, Reader):
    """أمس الاثنين, فجر اليوم, مساء السبت, يوم الجمعة الماضي, الثلاثاء 2 فبراير/شباط 2016, نهاية الأسبوع."""

    def near_day(self, place: int) -> DateMention | None:
        """A day named by its distance or its weekday, with a part of the day before it or a full date behind."""
        at = self._behind_dayparts(place)
        if self.match(words.NOT_RELATIVE, at) is not None:
            return None
        relative = self.match(words.RELATIVE, at) or (self.match(words.RELATIVE, place) if at > place else None)
        if relative is not None:
            day, last = self._relative(relative.value, relative.last)
            return self._with_date(place, last, day, "relative-day")
        weekday = self.match(words.WEEKDAYS, at)
        if weekday is None or self.form(at - 1) in _NOT_WEEKDAY:
            return None
        if at == place and weekday.split.stem in _WITH_HEAD and not weekday.split.article:
            return None
        day, last = self._weekday(weekday.value, place, weekday.last)
        return self._with_date(place, last, day, "weekday")

    def _behind_dayparts(self, place: int) -> int:
        at = place
        for _ in range(2):
            part = self.match(words.DAYPARTS, at)
            if part is None or part.last + 1 >= len(self.tokens):
                break
            at = part.last + 1
        return at

    def _relative(self, offset: int, last: int) -> tuple[dt.date | None, int]:
        """A day some days from publication; the weekday behind it ("أمس الاثنين") decides where they differ."""
        day = self.published + offset * DAY if self.published else None
        opened = self.form(last + 1) == "("
        at = last + 1 + opened
        weekday = self.match(words.WEEKDAYS, at)
        if weekday is None or weekday.split.conjunction or self.form(at) in _WITH_HEAD:
            return day, last
        if opened and self.form(weekday.last + 1) != ")":
            return day, last
        if day is not None and self.published is not None:
            day = nearest(day, weekday.value)
            day -= _WEEK if offset < 0 and day > self.published else 0 * DAY
        return day, weekday.last + opened

    def _weekday(self, weekday: int, first: int, last: int) -> tuple[dt.date | None, int]:
        marker, end = self.marker(last)
        if self.published is None:
            return None, end
        if marker is None and self.form(last + 1) == _FROM:
            unit = self.definite_unit(last + 2)
            if unit is not None and unit.precision == "week" and unit.start is not None:
                return next_weekday(unit.start, weekday), unit.last
        back = (self.published.weekday() - weekday) % 7
        if marker == "next" or (marker is None and self.in_future(first, end)):
            ahead = (weekday - self.published.weekday()) % 7
            return self.published + (ahead or (7 if marker == "next" else 0)) * DAY, end
        return self.published - (back or (7 if marker == "past" else 0)) * DAY, end

    def _with_date(self, first: int, last: int, day: dt.date | None, rule: str) -> DateMention:
        """A near day with the full date that may follow it: the date decides."""
        at = last + 1
        at += self.form(at) in _EQUAL
        full = self.numeric(at) if self.is_number(at) else None
        full = full or self.day_of_month(at)
        if full is not None and full.start is not None and full.end is not None:
            closed = self.form(last + 1) == "(" and self.form(full.last + 1) == ")"
            return mention(first, full.last + closed, (full.start, full.end), full.precision, full.rule)
        second = self._second_weekday(first, last)
        if second is not None and day is not None:
            end = next_weekday(day, second[0])
            if end - day == DAY:
                return mention(first, second[1], (day, end), "range", "two-days")
        return mention(first, last, (day, day) if day else None, "day", rule)

    def _second_weekday(self, first: int, last: int) -> tuple[int, int] | None:
        """ليل السبت الأحد, ليلة السبت-الأحد, يومي السبت والأحد."""
        at = last + 1 + (self.form(last + 1) in _DASHES)
        weekday = self.match(words.WEEKDAYS, at)
        if weekday is None or (weekday.split.conjunction and self.form(first) not in _PAIRS):
            return None
        return weekday.value, weekday.last

    def weekend(self, place: int) -> DateMention | None:
        """نهاية الأسبوع: the last Saturday and Sunday."""
        weekend = self.match(words.WEEKEND, place)
        if weekend is None:
            return None
        marker, end = self.marker(weekend.last)
        if self.published is None:
            return mention(place, end, None, "range", "weekend")
        if marker == "next":
            saturday = self.published + ((_SATURDAY - self.published.weekday()) % 7 or 7) * DAY
        else:
            saturday = self.published - ((self.published.weekday() - _SATURDAY - 1) % 7 + 1) * DAY
        return mention(place, end, (saturday, saturday + DAY), "range", "weekend")
