"""Date expressions, resolved against the day of publication; null rather than guessed without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rasid.extraction import date_words as words
from rasid.extraction.calendar_days import hijri_span, month_end, shift_months, year_of
from rasid.extraction.mentions import DateMention
from rasid.extraction.numbers import number_at
from rasid.models import DatePrecision
from rasid.text.document import Token
from rasid.text.folding import fold

_PAST: Final = words.folded("past")
_NEXT: Final = words.folded("next")
_CURRENT: Final = words.folded("current")
_THIS: Final = words.folded("this")
_SINCE: Final = words.folded("since")
_UNTIL: Final = words.folded("until")
_MONTH_BEFORE: Final = words.folded("month_before")
_YEAR_BEFORE: Final = words.folded("year_before")
_NOT_WEEKDAY: Final = words.folded("not_weekday_before")
_WITH_HEAD: Final = words.folded("weekdays_with_head")
_HIJRI: Final = words.folded("hijri_mark")
_BETWEEN: Final = words.folded("between")
_AND, _FROM, _ARTICLE = (fold(words.DATA[key]) for key in ("and", "from", "article"))
_SEPARATORS: Final = frozenset("/-–.")
_DAY: Final = dt.timedelta(days=1)
_INDEXES: Final = (
    words.WEEKDAYS, words.MONTHS, words.HIJRI_MONTHS, words.RELATIVE, words.DAYPARTS, words.WEEKEND, words.FEW_HOURS,
    words.DURING, words.PARTS, words.DEFINITE, words.AGO, words.YEAR_HEADS, words.MONTH_HEADS, words.NOT_RELATIVE,
)  # fmt: skip


@lru_cache(maxsize=65536)
def _opens(form: str) -> bool:
    """Whether a word can begin a date, or belongs to one."""
    return form in _THIS or any(index.opens(form) for index in _INDEXES)


def find_dates(tokens: Sequence[Token], published: dt.date | None) -> list[DateMention]:
    """The date expressions of a token list, in order, not overlapping.

    A relative expression without `published` has `start` and `end` None; so has a day whose year cannot be known.
    """
    found: list[DateMention] = []
    parser: _Parser | None = None
    place = 0
    while place < len(tokens):
        token = tokens[place]
        mention = None
        if token.kind == "number" or (token.kind == "word" and _opens(token.form)):
            parser = parser or _Parser(tokens, published)
            mention = parser.at(place)
        if mention is None:
            place += 1
            continue
        place = mention.last + 1
        assert parser is not None
        found.append(parser.extended(mention))
        place = max(place, found[-1].last + 1)
    return found


class _Parser:
    """Reads one date at a place of a token list; every method returns None where its kind of date does not stand."""

    def __init__(self, tokens: Sequence[Token], published: dt.date | None) -> None:
        self.tokens = tokens
        self.published = published

    def form(self, place: int) -> str:
        """The folded word at a place, empty outside the tokens."""
        return self.tokens[place].form if 0 <= place < len(self.tokens) else ""

    def at(self, place: int) -> DateMention | None:
        """The date that begins at `place`."""
        if self.tokens[place].kind == "number":
            return self.numeric(place) or self.day_of_month(place) or self.bare_year(place)
        if words.NOT_RELATIVE.match(self.tokens, place) is not None:
            return None
        return (
            self.weekend(place)
            or self.hours(place)
            or self.part(place)
            or self.ago(place)
            or self.during(place)
            or self.near_day(place)
            or self.day_of_month(place)
            or self.month(place)
            or self.definite_unit(place)
            or self.year(place)
        )

    def _mention(
        self, first: int, last: int, span: tuple[dt.date, dt.date] | None, precision: DatePrecision, rule: str
    ) -> DateMention:
        return DateMention(first, last, span[0] if span else None, span[1] if span else None, precision, rule)

    # forms in figures

    def numeric(self, place: int) -> DateMention | None:
        """12/12/2016, 2016-12-12, 12.12.2016."""
        tokens = self.tokens
        parts = tokens[place].norm.split(".")
        last = place
        if len(parts) != 3:
            if (
                place + 4 >= len(tokens)
                or self.form(place + 1) not in _SEPARATORS
                or self.form(place + 3) != self.form(place + 1)
            ):
                return None
            if tokens[place + 2].kind != "number" or tokens[place + 4].kind != "number":
                return None
            parts, last = [tokens[place + i].norm for i in (0, 2, 4)], place + 4
        if not all(part.isdigit() and len(part) <= 4 for part in parts):
            return None
        day, month, year = map(int, parts)
        if day > 31:
            day, year = year, day
        if month > 12:
            day, month = month, day
        year += 2000 if year < 100 else 0
        span = _days(year, month, day, day)
        return self._mention(place, last, span, "day", "numeric") if span and 1900 <= year <= 2100 else None

    def bare_year(self, place: int) -> DateMention | None:
        """في 2014, between years."""
        norm = self.tokens[place].norm
        if not (norm.isdigit() and len(norm) == 4 and 1900 <= int(norm) <= 2100):
            return None
        before = self.form(place - 1)
        if before not in _YEAR_BEFORE and not (before in ("ب", "ل") and self.tokens[place].glued):
            return None
        after = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if after is not None and after.kind == "word" and before != fold("منذ") and self._counts(after.form):
            return None
        return self._mention(place, place, _year(int(norm)), "year", "year")

    def _counts(self, form: str) -> bool:
        # A counted noun is indefinite: شخصا, قتيل; a particle, a verb or a noun with the article is not.
        return form.endswith("ا") and len(form) > 3

    def year(self, place: int) -> DateMention | None:
        """عام 2012, سنة 1438 هـ."""
        head = words.YEAR_HEADS.match(self.tokens, place)
        if head is None:
            return None
        at = head.last + 1
        number = self._four_digits(at)
        if number is None:
            return None
        last = at
        if self.form(at + 1) in _HIJRI:
            span = hijri_span(number)
            last += 1
        else:
            span = _year(number)
        second = at + 2 if self.form(at + 1) in (_AND, "-", "–") else 0
        end = self._four_digits(second) if second else None
        if end is not None and end > number:
            return self._mention(place, second, (span[0], _year(end)[1]) if span else None, "range", "years")
        return self._mention(place, last, span, "year", "year") if span else None

    def _four_digits(self, place: int) -> int | None:
        if not 0 <= place < len(self.tokens) or self.tokens[place].kind != "number":
            return None
        norm = self.tokens[place].norm
        return int(norm) if norm.isdigit() and len(norm) == 4 and 1300 <= int(norm) <= 2100 else None

    # days of months

    def day_of_month(self, place: int) -> DateMention | None:
        """3 شباط, 11 من الشهر الجاري, 10 و11 مايو/أيار 2018, بين 10 و15 آذار, 5 رجب 1438."""
        first_day = self._day(place)
        if first_day is None:
            return None
        low, last = first_day
        high = low
        link = self.form(last + 1)
        if link in (_AND, "-", "–") or link in _UNTIL:
            second = self._day(last + 2)
            if second is not None and second[0] > low:
                high, last = second
        first = place
        if high > low:
            opener = self.form(place - 1)
            first = place - 1 if opener in _BETWEEN or opener == _FROM else place
        at = last + 1
        if self.form(at) == _FROM:
            at += 1
        head = words.MONTH_HEADS.match(self.tokens, at) if at < len(self.tokens) else None
        at = head.last + 1 if head else at
        if at >= len(self.tokens):
            return None
        found = self._in_month(at, low, high)
        if found is None:
            return None
        span, end, rule = found
        return self._mention(first, end, span, "day" if low == high else "range", rule)

    def _day(self, place: int) -> tuple[int, int] | None:
        if not 0 <= place < len(self.tokens):
            return None
        token = self.tokens[place]
        if token.kind == "number":
            return (int(token.norm), place) if token.norm.isdigit() and 1 <= int(token.norm) <= 31 else None
        return None

    def _in_month(self, at: int, low: int, high: int) -> tuple[tuple[dt.date, dt.date] | None, int, str] | None:
        unit = words.DEFINITE.match(self.tokens, at)
        if unit is not None and unit.value == "month":
            month = self._relative_month(unit.last)
            if month is None:
                return None
            base, end = month
            return (_days(base.year, base.month, low, high) if base else None), end, "day-of-relative-month"
        hijri = words.HIJRI_MONTHS.match(self.tokens, at)
        if hijri is not None:
            year, end = self._year_after(hijri.last)
            if self.form(end + 1) in _HIJRI:
                end += 1
            return hijri_span(year, hijri.value, low, high, near=self.published), end, "hijri"
        named = self._month_name(at)
        if named is None:
            return None
        month_number, end = named
        year, end = self._year_after(end)
        marker, end = (None, end) if year else self._marker(end)
        if year is None:
            year = year_of(self.published, month_number, low, marker)
        return (_days(year, month_number, low, high) if year else None), end, "day-month"

    def _month_name(self, at: int) -> tuple[int, int] | None:
        """A month, in one name or two: أكتوبر/تشرين الأول, شباط (فبراير), أكتوبر تشرين الأول."""
        if not 0 <= at < len(self.tokens):
            return None
        name = words.MONTHS.match(self.tokens, at)
        if name is None:
            return None
        last = name.last
        for offset in (1, 2):
            if last + offset >= len(self.tokens) or (offset == 2 and self.form(last + 1) not in ("/", "(", "-", "–", "ـ")):
                break
            second = words.MONTHS.match(self.tokens, last + offset)
            if second is not None and second.value == name.value:
                last = second.last
                last += self.form(last + 1) == ")"
                break
        return name.value, last

    def _year_after(self, last: int) -> tuple[int | None, int]:
        at = last + 1
        at += self.form(at) in ("،", ",", _FROM)
        head = words.YEAR_HEADS.match(self.tokens, at) if at < len(self.tokens) else None
        if head is not None:
            year = self._four_digits(head.last + 1)
            if year is not None:
                return year, head.last + 1
            if head.last == at and self.published is not None:
                if self.form(at + 1) in _PAST:
                    return self.published.year - 1, at + 1
                if self.form(at + 1) in _CURRENT:
                    return self.published.year, at + 1
            return None, last
        year = self._four_digits(at)
        return (year, at) if year is not None else (None, last)

    def _marker(self, last: int) -> tuple[str | None, int]:
        following = self.form(last + 1)
        for name, forms in (("past", _PAST), ("next", _NEXT), ("current", _CURRENT)):
            if following in forms:
                return name, last + 1
        return None, last

    def _relative_month(self, last: int) -> tuple[dt.date, int] | None:
        """The first day of the month that "الشهر" and its marker mean."""
        marker, end = self._marker(last)
        if marker is None and self.form(last - 1) not in _THIS:
            return None
        if self.published is None:
            return None
        shift = {"past": -1, "next": 1}.get(marker or "", 0)
        return shift_months(self.published.replace(day=1), shift), end

    # months and years

    def month(self, place: int) -> DateMention | None:
        """في مارس, شهر شباط الماضي, أبريل/نيسان العام الماضي, شهر رمضان."""
        head = words.MONTH_HEADS.match(self.tokens, place)
        at = head.last + 1 if head else place
        if at >= len(self.tokens):
            return None
        hijri = words.HIJRI_MONTHS.match(self.tokens, at)
        if hijri is not None:
            year, end = self._year_after(hijri.last)
            if head is None and year is None:
                return None
            end += self.form(end + 1) in _HIJRI
            return self._mention(place, end, hijri_span(year, hijri.value, near=self.published), "month", "hijri-month")
        named = self._month_name(at)
        if named is None:
            return None
        value, name_end = named
        year, end = self._year_after(name_end)
        marker, end = (None, end) if year else self._marker(end)
        single = words.MONTHS.match(self.tokens, at)
        double = single is not None and name_end > single.last
        clitic = single is not None and bool(single.split.preposition)
        if not (head or year or marker or double or clitic or self.form(at - 1) in _MONTH_BEFORE):
            return None
        if year is None:
            year = year_of(self.published, value, None, marker)
        span = (dt.date(year, value, 1), month_end(year, value)) if year else None
        return self._mention(place, end, span, "month", "month")

    def part(self, place: int) -> DateMention | None:
        """منتصف تشرين الثاني, أواخر الشهر الماضي, مطلع عام 2014."""
        part = words.PARTS.match(self.tokens, place)
        if part is None:
            return None
        at = part.last + 1
        if at >= len(self.tokens):
            return None
        whole = self.month(at) or self.definite_unit(at) or self.year(at)
        if whole is None:
            named = self._month_name(at)
            if named is None:
                return self._part_of_bare_year(place, at, part.value)
            year, end = self._year_after(named[1])
            marker, end = (None, end) if year else self._marker(end)
            year = year or year_of(self.published, named[0], None, marker)
            span = (dt.date(year, named[0], 1), month_end(year, named[0])) if year else None
            whole = self._mention(at, end, span, "month", "month")
        if whole.start is None or whole.end is None or whole.precision not in ("month", "year"):
            return self._mention(place, whole.last, None, whole.precision, "part") if whole.start is None else None
        low, high = part.value["month" if whole.precision == "month" else "year"]
        if whole.precision == "month":
            end_day = min(whole.end, whole.start + dt.timedelta(days=high - 1))
            return self._mention(place, whole.last, (whole.start + dt.timedelta(days=low - 1), end_day), "range", "part-of-month")
        span = (dt.date(whole.start.year, low, 1), month_end(whole.start.year, high))
        return self._mention(place, whole.last, span, "range", "part-of-year")

    def _part_of_bare_year(self, place: int, at: int, row: dict[str, list[int]]) -> DateMention | None:
        year = self._four_digits(at)
        if year is None:
            return None
        low, high = row["year"]
        return self._mention(place, at, (dt.date(year, low, 1), month_end(year, high)), "range", "part-of-year")

    def definite_unit(self, place: int) -> DateMention | None:
        """الأسبوع الماضي, الشهر الحالي, هذا العام."""
        this = self.form(place) in _THIS
        at = place + this
        if at >= len(self.tokens):
            return None
        unit = words.DEFINITE.match(self.tokens, at)
        if unit is None or unit.value in ("hour", "day"):
            return None
        marker, end = self._marker(unit.last)
        if marker is None and not this:
            return None
        if self.form(unit.last + 1) == fold("قبل") and self.form(unit.last + 2) in _PAST:
            end = unit.last + 2
        shift = {"past": -1, "next": 1}.get(marker or "", 0)
        return self._mention(place, end, self._unit_span(unit.value, shift), unit.value, f"{unit.value}-relative")  # type: ignore[arg-type]

    def _unit_span(self, unit: str, shift: int) -> tuple[dt.date, dt.date] | None:
        if self.published is None:
            return None
        if unit == "week":
            # Weeks run from Sunday to Saturday.
            sunday = self.published - dt.timedelta(days=(self.published.weekday() + 1) % 7 - 7 * shift)
            return sunday, sunday + 6 * _DAY
        if unit == "month":
            first = shift_months(self.published.replace(day=1), shift)
            return first, month_end(first.year, first.month)
        return _year(self.published.year + shift)

    # days near the publication

    def near_day(self, place: int) -> DateMention | None:
        """أمس الاثنين, فجر اليوم, مساء السبت, يوم الجمعة الماضي, الثلاثاء 2 فبراير/شباط 2016."""
        at = place
        part = words.DAYPARTS.match(self.tokens, at)
        headed = part is not None and part.last + 1 < len(self.tokens)
        if headed and part is not None:
            at = part.last + 1
            again = words.DAYPARTS.match(self.tokens, at)
            if again is not None and again.last + 1 < len(self.tokens):
                at = again.last + 1
        relative = None if words.NOT_RELATIVE.match(self.tokens, at) else words.RELATIVE.match(self.tokens, at)
        if relative is None and headed:
            whole = words.RELATIVE.match(self.tokens, place)
            if whole is not None:
                at, relative = place, whole
        day: dt.date | None = None
        last = at
        if relative is not None:
            last = relative.last
            day = self.published + relative.value * _DAY if self.published else None
            weekday = words.WEEKDAYS.match(self.tokens, last + 1) if last + 1 < len(self.tokens) else None
            if weekday is not None and not weekday.split.conjunction and self.form(last + 1) not in _WITH_HEAD:
                last = weekday.last
                day = _nearest(day, weekday.value) if day else None
            rule = "relative-day"
        else:
            weekday = words.WEEKDAYS.match(self.tokens, at)
            if weekday is None or (self.form(at) in _WITH_HEAD and at == place) or self.form(at - 1) in _NOT_WEEKDAY:
                return None
            day, last = self._weekday(weekday.value, place, weekday.last)
            rule = "weekday"
        return self._with_date(place, last, day, rule)

    def _with_date(self, first: int, last: int, day: dt.date | None, rule: str) -> DateMention:
        """A near day with the full date that may follow it: the date decides."""
        at = last + 1
        if self.form(at) in ("،", ",", "(", fold("الموافق"), fold("الموافقه"), "-"):
            at += 1
        if at < len(self.tokens) and self.tokens[at].kind == "number":
            full = self.numeric(at) or self.day_of_month(at)
            if full is not None and full.start is not None:
                return self._mention(first, full.last, (full.start, full.end or full.start), full.precision, full.rule)
        second = self._second_weekday(last)
        if second is not None and day is not None:
            end = _nearest_after(day, second)
            if (end - day).days == 1:
                return self._mention(first, last + 1 + (self.form(last + 1) in ("-", "/", "–")), (day, end), "range", "night")
        return self._mention(first, last, (day, day) if day else None, "day", rule)

    def _second_weekday(self, last: int) -> int | None:
        """ليل السبت الأحد, ليلة السبت-الأحد."""
        at = last + 1 + (self.form(last + 1) in ("-", "/", "–"))
        if at >= len(self.tokens):
            return None
        weekday = words.WEEKDAYS.match(self.tokens, at)
        return weekday.value if weekday is not None and not weekday.split.conjunction else None

    def _weekday(self, weekday: int, first: int, last: int) -> tuple[dt.date | None, int]:
        marker, end = self._marker(last)
        if self.published is None:
            return None, end
        back = (self.published.weekday() - weekday) % 7
        if marker == "next" or (marker is None and self._future(first, end)):
            ahead = (weekday - self.published.weekday()) % 7
            return self.published + (ahead or (7 if marker == "next" else 0)) * _DAY, end
        return self.published - (back or (7 if marker == "past" else 0)) * _DAY, end

    def _future(self, first: int, last: int) -> bool:
        forms = words.future_words()
        for place in range(first - 1, max(-1, first - 10), -1):
            if self.form(place) in (".", "،", ",", "؛"):
                break
            if self.form(place) in forms:
                return True
        return any(self.form(place) in forms for place in range(last + 1, last + 3))

    # spans counted from the publication

    def ago(self, place: int) -> DateMention | None:
        """قبل يومين, منذ ثلاثة أشهر."""
        if words.AGO.match(self.tokens, place) is None:
            return None
        counted = self._counted_unit(place + 1)
        if counted is None:
            return None
        unit, count, last = counted
        if self.form(place + 1).startswith(_ARTICLE) or (count == 1 and last == place + 1 and self._named(last + 1)):
            return None
        if self.form(last + 1) == _FROM and self.form(place) == fold("قبل"):
            return None
        if self.published is None:
            return self._mention(place, last, None, "day", "ago")
        if unit == "hour":
            day = self.published - (count // 24) * _DAY
        elif unit in ("day", "week"):
            day = self.published - count * (7 if unit == "week" else 1) * _DAY
        elif unit == "month":
            day = shift_months(self.published, -count)
        elif count > 900:
            return None
        else:
            return self._mention(place, last, _year(self.published.year - count), "year", "ago")
        return self._mention(place, last, (day, day), "day", "ago")

    def _named(self, at: int) -> bool:
        """Whether a name or number of the unit follows: عام 2012, يوم الجمعة, شهر شباط."""
        if at >= len(self.tokens):
            return False
        indexes = (words.WEEKDAYS, words.RELATIVE, words.MONTHS, words.HIJRI_MONTHS)
        return self.tokens[at].kind == "number" or any(index.match(self.tokens, at) for index in indexes)

    def during(self, place: int) -> DateMention | None:
        """خلال 24 ساعة, خلال الأيام الثلاثة الماضية, في الساعات الـ24 الماضية."""
        head = words.DURING.match(self.tokens, place)
        if head is None:
            return None
        at = head.last + 1
        counted = self._counted_unit(at)
        if counted is None:
            return None
        unit, count, last = counted
        marker, end = self._marker(last)
        strong = self.form(place) != fold("في")
        if (marker is None and not (strong and unit in ("hour", "day"))) or marker in ("next", "current"):
            return None
        if self.published is None:
            return self._mention(place, end, None, "range", "during")
        if unit == "hour":
            start = self.published - max(1, count // 24) * _DAY
        elif unit in ("day", "week"):
            start = self.published - count * (7 if unit == "week" else 1) * _DAY
        else:
            start = shift_months(self.published, -count * (12 if unit == "year" else 1))
        return self._mention(place, end, (start, self.published), "range", "during")

    def _counted_unit(self, at: int) -> tuple[str, int, int] | None:
        """A unit with its number: يومين, ثلاثة أشهر, 24 ساعة, الأيام الثلاثة, الساعات الـ24."""
        while self.form(at) == _ARTICLE:
            at += 1
        if at >= len(self.tokens):
            return None
        number = number_at(self.tokens, at)
        if number is not None:
            value, last = number
            if last + 1 >= len(self.tokens) or value != int(value) or not 0 < value <= 1000:
                return None
            unit = words.UNITS.match(self.tokens, last + 1)
            return (unit.value.unit, int(value), unit.last) if unit is not None else None
        unit = words.UNITS.match(self.tokens, at)
        if unit is None:
            return None
        last = unit.last
        behind = last + 1
        while self.form(behind) == _ARTICLE:
            behind += 1
        if behind < len(self.tokens):
            number = number_at(self.tokens, behind, article=True)
            if number is not None and unit.value.count is None and number[0] == int(number[0]) and 0 < number[0] <= 1000:
                return unit.value.unit, int(number[0]), number[1]
        return (unit.value.unit, unit.value.count, last) if unit.value.count else None

    def hours(self, place: int) -> DateMention | None:
        """الساعات الماضية, قبل ساعات: today or the night before."""
        few = words.FEW_HOURS.match(self.tokens, place)
        if few is None:
            return None
        span = (self.published - _DAY, self.published) if self.published else None
        return self._mention(place, few.last, span, "range", "hours")

    def weekend(self, place: int) -> DateMention | None:
        """نهاية الأسبوع: the last Saturday and Sunday."""
        weekend = words.WEEKEND.match(self.tokens, place)
        if weekend is None:
            return None
        marker, end = self._marker(weekend.last)
        if self.published is None:
            return self._mention(place, end, None, "range", "weekend")
        if marker == "next":
            saturday = self.published + ((5 - self.published.weekday()) % 7 or 7) * _DAY
        else:
            saturday = self.published - ((self.published.weekday() - 6) % 7 + 1) * _DAY
        return self._mention(place, end, (saturday, saturday + _DAY), "range", "weekend")

    # since and until

    def extended(self, mention: DateMention) -> DateMention:
        """The mention with "since" before it or "until" behind it: a span of days (codebook, ruling 14)."""
        if mention.first == 0 or mention.start is None or mention.precision not in ("day", "month") or mention.rule == "ago":
            return mention
        if self.form(mention.first - 1) not in _SINCE:
            return mention
        end = self.published
        last = mention.last
        if self.form(last + 1) in _UNTIL and last + 2 < len(self.tokens):
            until = self.at(last + 2)
            if until is not None and until.end is not None and until.end >= mention.start:
                end, last = until.end, until.last
        if end is None or end < mention.start:
            return mention
        return self._mention(mention.first - 1, last, (mention.start, end), "range", "since")


def _days(year: int, month: int, low: int, high: int) -> tuple[dt.date, dt.date] | None:
    try:
        return dt.date(year, month, low), dt.date(year, month, high)
    except ValueError:
        return None


def _year(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _nearest(day: dt.date, weekday: int) -> dt.date:
    """The day of that weekday nearest to a day: a stamp in another time zone is off by one."""
    ahead = (weekday - day.weekday()) % 7
    return day + (ahead if ahead <= 3 else ahead - 7) * _DAY


def _nearest_after(day: dt.date, weekday: int) -> dt.date:
    return day + (weekday - day.weekday()) % 7 * _DAY
