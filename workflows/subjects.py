"""The case and the letter as an act sees them: the row as it was read under lock, and what changed."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.clock_rows import ClockRow
from cases.letter import Letter
from foundation.database import is_postgres
from foundation.errors import NotFound
from foundation.work import Work


class Row:
    """A row read for an act: columns as attributes, changes noted for the one write at the end."""

    def __init__(self, columns: dict[str, Any]) -> None:
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "changes", {})

    columns: dict[str, Any]
    changes: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.columns:
            raise AttributeError(name)
        if self.columns[name] != value:
            self.columns[name] = value
            self.changes[name] = value


class CaseNow(Row):
    """A case under lock, with its running clocks (read when first asked for)."""

    def __init__(self, columns: dict[str, Any], clocks: list[dict[str, Any]] | None = None) -> None:
        super().__init__(columns)
        object.__setattr__(self, "_clocks", clocks)
        object.__setattr__(self, "extra", {})

    _clocks: list[dict[str, Any]] | None
    extra: dict[str, Any]

    def running_clocks(self, work: Work) -> list[dict[str, Any]]:
        """Clocks that run or are paused, as plain rows; a new clock is appended by whoever opens it."""
        clocks = self._clocks
        if clocks is None:
            clocks = [dict(row._mapping) for row in work.connection.execute(_RUNNING, {"case": self.id})]
            object.__setattr__(self, "_clocks", clocks)
        return clocks


class LetterNow(Row):
    """A letter under lock."""


_CASE = sa.select(Case.__table__).where(Case.__table__.c.id == sa.bindparam("id"))  # type: ignore[attr-defined]
_LETTER = sa.select(Letter.__table__).where(Letter.__table__.c.id == sa.bindparam("id"))  # type: ignore[attr-defined]
_clock = ClockRow.__table__  # type: ignore[attr-defined]
_RUNNING = sa.select(_clock).where(
    _clock.c.case_id == sa.bindparam("case"),
    # Spelt as in the partial index, so that both databases use it.
    sa.text("clock.state IN ('running', 'paused')"),
)


def read_case(work: Work, case_id: UUID) -> CaseNow:
    """The case, locked for this act. Raises NotFound."""
    query = _CASE.with_for_update() if is_postgres(work.connection) else _CASE
    row = work.connection.execute(query, {"id": case_id}).one_or_none()
    if row is None:
        raise NotFound("没有这个案件，或您无权查看。")
    return CaseNow(dict(row._mapping))


def read_letter(work: Work, letter_id: UUID) -> LetterNow:
    """The letter, locked for this act. Raises NotFound."""
    query = _LETTER.with_for_update() if is_postgres(work.connection) else _LETTER
    row = work.connection.execute(query, {"id": letter_id}).one_or_none()
    if row is None:
        raise NotFound("没有这份文书，或您无权查看。")
    return LetterNow(dict(row._mapping))
