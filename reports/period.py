"""A month of the office calendar, and the months it is compared with."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from foundation.clock import start_of
from foundation.errors import NotValid

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Month:
    """One calendar month; instants run from midnight to midnight in office time."""

    year: int
    month: int

    @classmethod
    def read(cls, text: str) -> "Month":
        """From 2026-10. Raises NotValid."""
        found = _MONTH.fullmatch(text)
        if found is None:
            raise NotValid(f"月份的写法应为 2026-10，现为“{text}”。", fields={"month": "应为 2026-10"})
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def words(self) -> str:
        """2026年10月."""
        return f"{self.year}年{self.month}月"

    def back(self, months: int) -> "Month":
        """So many months earlier."""
        place = self.year * 12 + self.month - 1 - months
        return Month(place // 12, place % 12 + 1)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def after(self) -> date:
        """The first day of the next month."""
        return self.back(-1).first

    @property
    def last(self) -> date:
        """The last day."""
        return self.after - timedelta(days=1)

    @property
    def begin(self) -> datetime:
        """Midnight at which it begins."""
        return start_of(self.first)

    @property
    def end(self) -> datetime:
        """Midnight at which the next begins."""
        return start_of(self.after)
