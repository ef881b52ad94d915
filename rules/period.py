"""The arithmetic of periods: 民法典 200 to 204, 民事诉讼法 85, 劳动人事争议仲裁办案规则 80.

The day of the start event is not counted. Extensions and suspensions work on the raw last day; rolling
comes last. Months and years end on the corresponding day, else on the month's last day.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from rules.calendar import ONE, Calendar
from rules.office_hours import OfficeHours

Span = tuple[date, date]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans (from, up to but not including) in order, overlaps joined: the order and splitting do not matter."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months later, else that month's last day (民法典 202)."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def past_suspensions(start: date, last: date, spans: Sequence[Span]) -> date:
    """Move the last day on by every suspended day of the period (start + 1 to last); an empty period stays."""
    if last <= start:
        return last
    for begin, end in spans:
        if begin > last:
            break
        left_out = (end - max(begin, start + ONE)).days
        if left_out > 0:
            last += timedelta(days=left_out)
    return last


def working_days(calendar: Calendar, start: date, count: int, spans: Sequence[Span]) -> date:
    """The count-th working day after start that is not suspended; the start itself for none."""
    if not count:
        return start
    last = calendar.add_worked(start, count)
    for begin, end in spans:
        if begin > last:
            break
        left_out = calendar.worked_between(max(begin, start + ONE), end)
        if left_out > 0:
            last = calendar.add_worked(last, left_out)
    return last


def office_time(
    calendar: Calendar, hours: OfficeHours, start: datetime, length: timedelta, spans: Sequence[Span]
) -> datetime:
    """The end of so much office time after an instant of local time; off days and suspended days hold none.

    The sum is made on whole days and on the wall clock of the last one, so that no change of the clocks matters.
    """
    if not length:
        return start
    day = start.date()
    runs = calendar.is_worked(day) and not any(begin <= day < end for begin, end in spans)
    total = length + (hours.worked_before(start.time()) if runs else timedelta(0))
    whole, rest = divmod(total, hours.whole_day)
    if not rest:
        whole, rest = whole - 1, hours.whole_day
    further = whole if runs else whole + 1
    last = working_days(calendar, day, further, spans) if further else day
    at = hours.moment_after(rest)
    return datetime(last.year, last.month, last.day, tzinfo=start.tzinfo) + at


def instants(start: datetime, length: timedelta, spans: Sequence[tuple[datetime, datetime]]) -> datetime:
    """The end of a period of hours; suspended time is left out, nothing is rolled. Instants are UTC: hours are real."""
    if not length:
        return start
    end = start + length
    for begin, until in spans:
        if begin >= end:
            break
        left_out = until - max(begin, start)
        if left_out > timedelta(0):
            end += left_out
    return end
