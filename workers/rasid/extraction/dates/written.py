"""Days, months and years that are written out, with or without their year."""

from __future__ import annotations

import datetime as dt
from typing import Final

from rasid.extraction.dates import words
from rasid.extraction.dates.calendar_days import days, hijri_span, month_span, shift_months, year_of, year_span
from rasid.extraction.dates.reader import SHIFT, Marker, Reader, Span, mention
from rasid.extraction.mentions import DateMention
from rasid.extraction.numbers import ordinal_at
from rasid.text.document import COMMAS
from rasid.text.folding import fold

_MONTH_BEFORE: Final = words.folded("month_before")
_YEAR_BEFORE: Final = words.folded("year_before")
_HIJRI: Final = words.folded("hijri_mark")
_COMMON_ERA: Final = words.folded("common_era_mark")
_BETWEEN: Final = words.folded("between")
_UNTIL: Final = words.folded("until")
_THIS: Final = words.folded("this")
_SINCE: Final = words.folded("since")
_PREPOSITIONS: Final = words.folded("attached_prepositions")
_WEAK_MONTHS: Final = words.folded("weak_months")
_WEAK_HIJRI: Final = words.folded("weak_hijri_months")
_SPELLED: Final = {fold(word): word for word in words.DATA["spelled_months"]}
_AND, _FROM, _ACCUSATIVE = (fold(words.DATA[key]) for key in ("and", "from", "accusative"))
_SEPARATORS: Final = frozenset("/-–.")
_DASHES: Final = frozenset("-–")
_PAIRED: Final = frozenset("/(-–ـ")
_YEARS: Final = range(1900, 2101)
_SHORTEST_COUNTED: Final = 4


class WrittenDates(Reader):
    """12/12/2016, 3 شباط, الخامس من آذار, شهر شباط الماضي, عام 2012, منتصف تشرين الثاني."""

    def numeric(self, place: int) -> DateMention | None:
        """12/12/2016, 2016-12-12, 12.12.2016, 16/نوفمبر/2017."""
        tokens = self.tokens
        parts = tokens[place].norm.split(".")
        last = place
        if len(parts) != 3:
            mark = self.form(place + 1)
            if mark not in _SEPARATORS or self.form(place + 3) != mark or not self.is_number(place + 4):
                return None
            month = self.match(words.MONTHS, place + 2)
            if not self.is_number(place + 2) and (month is None or month.last > place + 2):
                return None
            middle = str(month.value) if month is not None else tokens[place + 2].norm
            parts, last = [tokens[place].norm, middle, tokens[place + 4].norm], place + 4
        if not all(part.isdecimal() and len(part) <= 4 for part in parts):
            return None
        day, month_number, year = map(int, parts)
        if day > 31:
            day, year = year, day
        if month_number > 12:
            day, month_number = month_number, day
        year += 2000 if year < 100 else 0
        span = days(year, month_number, day, day)
        last += self.form(last + 1) in _COMMON_ERA
        return mention(place, last, span, "day", "numeric") if span and year in _YEARS else None

    def bare_year(self, place: int) -> DateMention | None:
        """في 2014, between years."""
        norm = self.tokens[place].norm
        if not (len(norm) == 4 and norm.isdecimal() and int(norm) in _YEARS):
            return None
        before = self.form(place - 1)
        if before not in _YEAR_BEFORE and not (before in _PREPOSITIONS and self.tokens[place].glued):
            return None
        after = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if after is not None and after.kind == "word" and before not in _SINCE and _is_counted(after.form):
            return None
        return mention(place, place, year_span(int(norm)), "year", "year")

    def year(self, place: int) -> DateMention | None:
        """عام 2012, سنة 1438 هـ, عامي 2011 و2014."""
        head = self.match(words.YEAR_HEADS, place)
        if head is None:
            return None
        last = head.last + 1
        number = self.four_digits(last)
        if number is None:
            return None
        if self.form(last + 1) in _HIJRI:
            return mention(place, last + 1, hijri_span(number), "year", "year")
        span = year_span(number)
        link = self.form(last + 1)
        end = self.four_digits(last + 2) if link == _AND or link in _DASHES or link in _UNTIL else None
        if end is not None and end > number:
            return mention(place, last + 2, (span[0], year_span(end)[1]), "range", "years")
        return mention(place, last + (link in _COMMON_ERA), span, "year", "year")

    def day_of_month(self, place: int) -> DateMention | None:
        """3 شباط, الخامس من آذار, 11 من الشهر الجاري, 10 و11 مايو/أيار 2018, بين 10 و15 آذار, 5 رجب 1438."""
        first_day = self._day(place)
        if first_day is None:
            return None
        low, last = first_day
        high = low
        link = self.form(last + 1)
        if link == _AND or link in _DASHES or link in _UNTIL:
            second = self._day(last + 2)
            if second is not None and second[0] > low:
                high, last = second
        first = place
        if high > low and (self.form(place - 1) in _BETWEEN or self.form(place - 1) == _FROM):
            first = place - 1
        at = last + 1
        at += self.form(at) == _FROM
        at += self.form(at) == "/" and self.match(words.MONTHS, at + 1) is not None
        head = self.match(words.MONTH_HEADS, at)
        found = self._in_month(head.last + 1 if head else at, low, high)
        if found is None:
            return None
        span, end, rule = found
        return mention(first, end, span, "day" if low == high else "range", rule)

    def _day(self, place: int) -> tuple[int, int] | None:
        if not 0 <= place < len(self.tokens):
            return None
        token = self.tokens[place]
        if token.kind == "number":
            return (int(token.norm), place) if token.norm.isdecimal() and 1 <= int(token.norm) <= 31 else None
        found = ordinal_at(self.tokens, place) if token.kind == "word" else None
        return found if found is not None and found[0] <= 31 else None

    def _in_month(self, at: int, low: int, high: int) -> tuple[Span | None, int, str] | None:
        unit = self.match(words.DEFINITE, at)
        if unit is not None and unit.value == "month":
            month = self._relative_month(unit.last)
            if month is None:
                return None
            base, end = month
            return (days(base.year, base.month, low, high) if base else None), end, "day-of-relative-month"
        hijri = self.match(words.HIJRI_MONTHS, at)
        if hijri is not None:
            year, end = self._year_after(hijri.last)
            marked = self.form(end + 1) in _HIJRI
            if year is None and not marked and self.form(at) in _WEAK_HIJRI:
                return None
            return hijri_span(year, hijri.value, low, high, near=self.published), end + marked, "hijri"
        named = self.month_name(at)
        if named is None:
            return None
        number, end = named
        year, end = self._year_after(end)
        marker, end = (None, end) if year else self.marker(end)
        if year is None:
            year = year_of(self.published, number, low, marker)
        return (days(year, number, low, high) if year else None), end, "day-month"

    def month_name(self, at: int) -> tuple[int, int] | None:
        """A month, in one name or two: أكتوبر/تشرين الأول, شباط (فبراير), أكتوبر تشرين الأول."""
        name = self.match(words.MONTHS, at)
        if name is None:
            return None
        last = name.last
        for offset in (1, 2):
            if offset == 2 and self.form(last + 1) not in _PAIRED:
                break
            second = self.match(words.MONTHS, last + offset)
            if second is not None and second.value == name.value and not second.split.conjunction:
                last = second.last
                last += self.form(last + 1) == ")"
                break
        return name.value, last

    def _year_after(self, last: int) -> tuple[int | None, int]:
        at = last + 1
        at += self.form(at) in COMMAS or self.form(at) == _FROM or self.form(at) == "/"
        head = self.match(words.YEAR_HEADS, at)
        if head is None:
            year = self.four_digits(at)
            return (year, at + (self.form(at + 1) in _COMMON_ERA)) if year is not None else (None, last)
        year = self.four_digits(head.last + 1)
        if year is not None:
            return year, head.last + 1
        marker, end = self.marker(head.last)
        if head.last == at and self.published is not None and marker is not None:
            return self.published.year + SHIFT[marker], end
        return None, last

    def _relative_month(self, last: int) -> tuple[dt.date | None, int] | None:
        """The first day of the month that "الشهر" and its marker mean; None for the day without a publication."""
        marker, end = self.marker(last)
        if marker is None and self.form(last - 1) not in _THIS:
            return None
        return (shift_months(self.published.replace(day=1), SHIFT[marker]) if self.published else None), end

    def month_first(self, place: int) -> DateMention | None:
        """يناير 20, 2018: the form of page heads."""
        name = self.match(words.MONTHS, place)
        if name is None or not self.is_number(name.last + 1) or self.form(name.last + 2) not in COMMAS:
            return None
        day, year = self._day(name.last + 1), self.four_digits(name.last + 3)
        span = days(year, name.value, day[0], day[0]) if day and year else None
        return mention(place, name.last + 3, span, "day", "month-first") if span else None

    def month(self, place: int) -> DateMention | None:
        """في مارس, شهر شباط الماضي, أبريل/نيسان العام الماضي, شهر رمضان."""
        head = self.match(words.MONTH_HEADS, place)
        at = head.last + 1 if head else place
        hijri = self.match(words.HIJRI_MONTHS, at)
        if hijri is not None:
            year, end = self._year_after(hijri.last)
            marker, end = (None, end) if year else self.marker(end)
            if head is None and year is None and marker is None:
                return None
            end += self.form(end + 1) in _HIJRI
            return mention(place, end, hijri_span(year, hijri.value, near=self.published), "month", "hijri-month")
        named = self.month_name(at)
        if named is None:
            return None
        year, end = self._year_after(named[1])
        marker, end = (None, end) if year else self.marker(end)
        if not (head or year or marker or self._surely_month(at, named[1])):
            return None
        return mention(place, end, self._month_span(named[0], year, marker), "month", "month")

    def _month_span(self, month: int, year: int | None, marker: Marker | None) -> Span | None:
        year = year or year_of(self.published, month, None, marker)
        return month_span(year, month) if year else None

    def _surely_month(self, at: int, last: int) -> bool:
        """Whether a month's name without more is one: names are also verbs, people and towns."""
        name = words.MONTHS.match(self.tokens, at)
        if name is None:
            return False
        if last > name.last:
            return True
        stem = name.split.stem
        if stem in _SPELLED and not self.tokens[at].norm.endswith(_SPELLED[stem]):
            return False
        return stem not in _WEAK_MONTHS and (bool(name.split.preposition) or self.form(at - 1) in _MONTH_BEFORE)

    def part(self, place: int) -> DateMention | None:
        """منتصف تشرين الثاني, أواخر الشهر الماضي, مطلع عام 2014, بداية الأسبوع, نهاية العام."""
        part = self.match(words.PARTS, place)
        if part is None:
            return None
        at = part.last + 1
        whole = self.month(at) or self.year(at) or self.definite_unit(at, bare=True) or self._named_month(at)
        if whole is None:
            year = self.four_digits(at)
            if year is None:
                return None
            whole = mention(at, at, year_span(year), "year", "year")
        if whole.start is None or whole.end is None:
            return mention(place, whole.last, None, whole.precision, "part")
        if whole.precision == "month":
            low, high = part.value["month"]
            span = whole.start + dt.timedelta(days=low - 1), min(whole.end, whole.start + dt.timedelta(days=high - 1))
            return mention(place, whole.last, span, "range", "part-of-month")
        if whole.precision == "year":
            low, high = part.value["year"]
            span = dt.date(whole.start.year, low, 1), month_span(whole.start.year, high)[1]
            return mention(place, whole.last, span, "range", "part-of-year")
        return mention(place, whole.last, (whole.start, whole.end), whole.precision, "part-of-week")

    def _named_month(self, at: int) -> DateMention | None:
        named = self.month_name(at)
        return mention(at, named[1], self._month_span(named[0], None, None), "month", "month") if named else None

    def definite_unit(self, place: int, *, bare: bool = False) -> DateMention | None:
        """الأسبوع الماضي, الشهر الحالي, هذا العام; `bare`: also without a marker, the current one."""
        this = self.form(place) in _THIS
        unit = self.match(words.DEFINITE, place + this)
        if unit is None or unit.value == "hour" or unit.value == "day":
            return None
        marker, end = self.marker(unit.last)
        shift = SHIFT[marker]
        if marker is None and self.form(unit.last + 1) in words.BEFORE and self.marker(unit.last + 1)[0] == "past":
            marker, end, shift = "past", unit.last + 2, -2
        if marker is None and not this and not bare:
            return None
        return mention(place, end, self._unit_span(unit.value, shift), unit.value, f"{unit.value}-relative")

    def _unit_span(self, unit: str, shift: int) -> Span | None:
        if self.published is None:
            return None
        if unit == "week":
            # Weeks run from Sunday to Saturday (codebook, ruling 14).
            sunday = self.published - dt.timedelta(days=(self.published.weekday() + 1) % 7 - 7 * shift)
            return sunday, sunday + dt.timedelta(days=6)
        if unit == "month":
            first = shift_months(self.published.replace(day=1), shift)
            return month_span(first.year, first.month)
        return year_span(self.published.year + shift)


def _is_counted(form: str) -> bool:
    # A counted noun is indefinite: شخصا, قتيل; a particle, a verb or a noun with the article is not.
    return form.endswith(_ACCUSATIVE) and len(form) >= _SHORTEST_COUNTED
