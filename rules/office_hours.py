"""Office hours 办公时间: in which minutes of a working day a target of working minutes runs."""

from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache
from pathlib import Path

from rules.errors import BrokenRules
from rules.reading import read_yaml

ZERO = timedelta(0)


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)


@dataclass(frozen=True)
class OfficeHours:
    """Spans within a day, from up to but not including; in order and apart."""

    spans: tuple[tuple[time, time], ...]

    def __post_init__(self) -> None:
        ends = [moment for span in self.spans for moment in span]
        if not ends or ends != sorted(set(ends)):
            raise BrokenRules("office hours: spans in order that do not touch are wanted")

    def as_texts(self) -> list[list[str]]:
        """[["09:00", "12:00"], ...], as a certificate holds them."""
        return [[first.isoformat("minutes"), last.isoformat("minutes")] for first, last in self.spans]

    @property
    def whole_day(self) -> timedelta:
        """How much a working day holds."""
        return self.worked_before(time.max)

    def worked_before(self, moment: time) -> timedelta:
        """Office time of a working day that lies before a moment."""
        at = _since_midnight(moment)
        spans = [(_since_midnight(first), _since_midnight(last)) for first, last in self.spans]
        return sum((max(ZERO, min(at, last) - first) for first, last in spans), ZERO)

    def moment_after(self, worked: timedelta) -> timedelta:
        """The time of day, since midnight, when so much of the day is worked; at the end of a span its close."""
        for first, last in self.spans:
            length = _since_midnight(last) - _since_midnight(first)
            if worked <= length:
                return _since_midnight(first) + worked
            worked -= length
        raise ValueError("more than a day")


@lru_cache
def office_hours() -> OfficeHours:
    """The configured hours (工会自定). Raises BrokenRules."""
    row = read_yaml(Path(__file__).with_name("office_hours.yaml"))
    try:
        spans = tuple((time.fromisoformat(first), time.fromisoformat(last)) for first, last in row["spans"])
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenRules(f"office_hours.yaml: {error}") from None
    return OfficeHours(spans)
