"""The month's roll-up 月度滚存: opening open letters + issued − closed = closing open letters, by kind.

The four figures come from different records: what was issued from the number book, what was closed from the day on
which the letter ended, what is open from where the letter stands. They balance where these agree. A month that has
passed is never restated: each record carries its own day, and a correction is a new act on a later day.
"""

from bisect import bisect_left
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


class RollUp:
    """The letters made ready for many months: those without a flaw are counted by their days alone."""

    def __init__(self, letters: Iterable[Lived]) -> None:
        self._kinds: dict[str, _Kind] = {kind: _Kind() for kind in LETTER_KIND}
        for one in letters:
            self._kinds.setdefault(one.kind, _Kind()).add(one)
        for kind in self._kinds.values():
            kind.issued.sort()
            kind.closed.sort()

    def lines(self, first: date, after: date) -> Sequence[Line]:
        """The lines of a span of days [first, after): each kind that has any, then the total."""
        lines = [kind.line(name, first, after) for name, kind in self._kinds.items()]
        lines = [one for one in lines if one.opening or one.issued or one.closed or one.closing or one.causes]
        opening, issued = sum(one.opening for one in lines), sum(one.issued for one in lines)
        closed, closing = sum(one.closed for one in lines), sum(one.closing for one in lines)
        causes = tuple(cause for one in lines for cause in one.causes)
        return [*lines, Line(TOTAL, opening, issued, closed, closing, causes)]


class _Kind:
    def __init__(self) -> None:
        self.issued: list[date] = []
        self.closed: list[date] = []
        self.flawed: list[Lived] = []

    def add(self, one: Lived) -> None:
        if one.flaw or one.issued_on is None:
            self.flawed.append(one)
            return
        self.issued.append(one.issued_on)
        if one.closed_on is not None:
            self.closed.append(one.closed_on)

    def line(self, kind: str, first: date, after: date) -> Line:
        begun, begun_after = bisect_left(self.issued, first), bisect_left(self.issued, after)
        ended, ended_after = bisect_left(self.closed, first), bisect_left(self.closed, after)
        opening, closing = begun - ended, begun_after - ended_after
        issued, closed = begun_after - begun, ended_after - ended
        causes = []
        for one in self.flawed:
            counted = _counted(one, first, after)
            opening, issued, closed, closing = (
                a + b for a, b in zip((opening, issued, closed, closing), counted, strict=True)
            )
            if counted[3] != counted[0] + counted[1] - counted[2]:
                causes.append(Cause(one.letter_id, one.number, one.flaw))
        return Line(kind, opening, issued, closed, closing, tuple(causes))


def _counted(one: Lived, first: date, after: date) -> tuple[int, int, int, int]:
    """What one letter adds to opening, issued, closed, closing."""
    return (
        int(one.stands_open(first)),
        int(one.taken_on is not None and first <= one.taken_on < after),
        int(one.closed_on is not None and first <= one.closed_on < after),
        int(one.stands_open(after)),
    )
