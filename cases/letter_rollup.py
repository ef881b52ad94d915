"""The month's roll-up 月度滚存: opening open letters + issued − closed = closing open letters, by kind.

The four figures come from different records: what was issued from the number book, what was closed from the day on
which the letter ended, what is open from where the letter stands. They balance where these agree. A month that has
passed is never restated: each record carries its own day, and a correction is a new act on a later day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.codes import LETTER_KIND
from cases.letter_life import OVER

TOTAL = "total"


@dataclass(frozen=True)
class Lived:
    """One letter with a number: what the number book says of it, and what it says of itself."""

    letter_id: UUID
    number: str
    kind: str
    state: str
    taken_on: date | None
    """The day on which the book gave the number; none where the book does not know the letter."""
    issued_on: date | None
    """The day of issue on the letter."""
    closed_on: date | None
    """The day on which it ended: closed, withdrawn, or made void."""

    def stands_open(self, on: date) -> bool:
        """Whether it was open as that day began, by what the letter itself says."""
        if self.issued_on is None or self.issued_on >= on:
            return False
        if self.state not in OVER:
            return True
        return self.closed_on is not None and self.closed_on >= on

    @property
    def flaw(self) -> str:
        """What in its dates does not fit; empty where all fits."""
        if self.taken_on is None:
            return "有文号，文号簿上没有"
        if self.issued_on is None:
            return "文号簿上有，文书没有签发日"
        if self.issued_on != self.taken_on:
            return f"签发日{self.issued_on.isoformat()}与取号日{self.taken_on.isoformat()}不一致"
        if self.state in OVER and self.closed_on is None:
            return "已经办结，没有结案日"
        if self.state not in OVER and self.closed_on is not None:
            return f"有结案日{self.closed_on.isoformat()}，文书却没有办结"
        if self.closed_on is not None and self.closed_on < self.issued_on:
            return f"结案日{self.closed_on.isoformat()}早于签发日{self.issued_on.isoformat()}"
        return ""


@dataclass(frozen=True)
class Cause:
    """A letter by which a month does not balance."""

    letter_id: UUID
    number: str
    why: str


@dataclass(frozen=True)
class Line:
    """One kind in one month."""

    kind: str
    opening: int
    issued: int
    closed: int
    closing: int
    causes: tuple[Cause, ...] = ()

    @property
    def word(self) -> str:
        """The kind in Chinese."""
        return LETTER_KIND.get(self.kind, "合计")

    @property
    def difference(self) -> int:
        """What is too many or too few at the end; zero where it balances."""
        return self.closing - (self.opening + self.issued - self.closed)

    @property
    def sound(self) -> bool:
        """Whether it balances, also where two faults would cancel each other out."""
        return self.difference == 0 and not self.causes


def roll_up(letters: Iterable[Lived], first: date, after: date) -> Sequence[Line]:
    """The lines of a span of days [first, after): each kind that has any, then the total."""
    by_kind: dict[str, list[Lived]] = {}
    for one in letters:
        by_kind.setdefault(one.kind, []).append(one)
    lines = [_line(kind, by_kind[kind], first, after) for kind in LETTER_KIND if kind in by_kind]
    lines = [one for one in lines if one.opening or one.issued or one.closed or one.closing or one.causes]
    opening, issued = sum(one.opening for one in lines), sum(one.issued for one in lines)
    closed, closing = sum(one.closed for one in lines), sum(one.closing for one in lines)
    causes = tuple(cause for one in lines for cause in one.causes)
    return [*lines, Line(TOTAL, opening, issued, closed, closing, causes)]


def _line(kind: str, letters: Sequence[Lived], first: date, after: date) -> Line:
    counts = [_counted(one, first, after) for one in letters]
    off = [
        Cause(one.letter_id, one.number, one.flaw or "日期与状态不一致")
        for one, (opening, issued, closed, closing) in zip(letters, counts, strict=True)
        if closing != opening + issued - closed
    ]
    opening, issued, closed, closing = (sum(column) for column in zip(*counts, strict=True))
    return Line(kind, opening, issued, closed, closing, tuple(off))


def _counted(one: Lived, first: date, after: date) -> tuple[int, int, int, int]:
    """What one letter adds to the four figures."""
    return (
        int(one.stands_open(first)),
        int(one.taken_on is not None and first <= one.taken_on < after),
        int(one.closed_on is not None and first <= one.closed_on < after),
        int(one.stands_open(after)),
    )
