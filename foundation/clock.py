"""The only place that reads the time. Everything else is given the time as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def office_day(at: datetime) -> date:
    """The day on the office calendar, from which legal periods are counted."""
    return at.astimezone(OFFICE).date()


def moment(text: str) -> datetime:
    """An instant from office time such as '2025-03-19 00:00'; text with a zone keeps its zone."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=OFFICE)).astimezone(UTC)


def start_of(day: date) -> datetime:
    """Midnight at which the office day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=OFFICE).astimezone(UTC)
