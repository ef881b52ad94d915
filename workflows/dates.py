"""Days that people enter: not in the future, not before what they follow."""

from datetime import date

from foundation.errors import NotValid
from foundation.work import Work


def past_day(work: Work, given: date | None, *, field: str, label: str, not_before: date | None = None) -> date:
    """The day given, else today. Raises NotValid for a day in the future or before `not_before`."""
    day = given or work.day
    if day > work.day:
        raise NotValid(f"{label}不能晚于今天。", fields={field: "不能晚于今天"})
    if not_before is not None and day < not_before:
        raise NotValid(f"{label}不能早于 {not_before}。", fields={field: f"不能早于 {not_before}"})
    return day
