"""Plain papers of the desk as values: invitations, minutes, agreements, lists; both writers take only this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from foundation.clock import OFFICE

Kind = Literal["heading", "body", "plain", "small", "right", "table", "form", "sign"]
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Block:
    """One piece of a paper: words, the rows of a table (the first its head), a form, or who signs.

    A row of a form is label, value once or twice. `heights` are the lines of room in its rows, or in those of a table
    below the head; `shares` are the widths of a table's columns, by its longest words where none are given.
    """

    kind: Kind
    text: str = ""
    rows: Sequence[Sequence[str]] = ()
    heights: Sequence[int] = ()
    shares: Sequence[int] = ()


@dataclass(frozen=True)
class PaperText:
    """One paper, ready to be set."""

    title: str
    number: str
    blocks: Sequence[Block]
    issuer: str


def day_words(day: date | None) -> str:
    """2026年10月31日; room to write where it is not known."""
    return "　　　　年　　月　　日" if day is None else f"{day.year}年{day.month}月{day.day}日"


def moment_words(at: datetime) -> str:
    """2026年10月31日（星期六）9:30, in office time."""
    local = at.astimezone(OFFICE)
    return f"{day_words(local.date())}（星期{WEEKDAYS[local.weekday()]}）{local.hour}:{local.minute:02d}"


def time_words(at: datetime) -> str:
    """9:30, in office time."""
    local = at.astimezone(OFFICE)
    return f"{local.hour}:{local.minute:02d}"
