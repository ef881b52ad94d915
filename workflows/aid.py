"""Legal aid inside acts: the one file of a case, and the subsidy by the office's own tariff (workflows/aid.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import yaml

from cases.legal_aid import AidFile, Lawyer
from foundation.errors import NotValid
from foundation.work import Work
from workflows.subjects import CaseNow

_file: sa.Table = AidFile.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_lawyer: sa.Table = Lawyer.__table__  # type: ignore[attr-defined]
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Tariff:
    """One line: a base, something for each hour, and a most."""

    base: Decimal
    per_hour: Decimal
    most: Decimal

    def amount(self, minutes: int) -> Decimal:
        """The subsidy for so much work."""
        worked = self.base + self.per_hour * minutes / 60
        return min(worked, self.most).quantize(CENT)

    def words(self, minutes: int) -> str:
        """How it was computed."""
        return f"基数{self.base}元＋每小时{self.per_hour}元×{minutes}分钟，最高{self.most}元（{tariff_label()}）"


@lru_cache
def _loaded() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "aid.yaml").read_text(encoding="utf-8"))
    return loaded


def tariff_label() -> str:
    """Where the tariff comes from."""
    return str(_loaded()["tariff"]["label"])


@lru_cache
def tariffs() -> Mapping[str, Tariff]:
    """The tariff by stage of the work."""
    rows = _loaded()["tariff"]["stages"]
    return {row["id"]: Tariff(Decimal(row["base"]), Decimal(row["per_hour"]), Decimal(row["most"])) for row in rows}


def file_of(work: Work, case: CaseNow) -> Any:
    """The aid file of the case, or None."""
    return work.connection.execute(sa.select(_file).where(_file.c.case_id == case.id)).one_or_none()


def keep(work: Work, case: CaseNow, **changes: Any) -> None:
    """Write into the aid file, which begins with the first thing that is known."""
    if file_of(work, case) is None:
        work.writes.insert(AidFile, {"case_id": case.id, **changes, "recorded_at": work.recorded_at})
    else:
        work.writes.update(AidFile, {"case_id": case.id}, changes)


def lawyer(work: Work, lawyer_id: UUID) -> Any:
    """A lawyer who can be appointed. Raises NotValid."""
    query = sa.select(_lawyer).where(_lawyer.c.id == lawyer_id, _lawyer.c.active.is_(True))
    row = work.connection.execute(query).one_or_none()
    if row is None:
        raise NotValid("律师库里没有这名律师，或者已经停用。", fields={"lawyer_id": "不在律师库"})
    return row
