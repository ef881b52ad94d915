"""Lists as files: which columns there are, always masked, and the file itself with its watermark and fingerprint."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import sqlalchemy as sa
import yaml
from sqlmodel import Session

from cases import codes
from cases.export_log import ExportLog
from cases.views.case_filters import Filters
from cases.views.case_list import exact_count, stream_cases
from cases.views.exported import first_people
from cases.views.search_viewer import Viewer
from documents.list_files import write_csv, write_xlsx
from foundation.clock import OFFICE, now
from foundation.crypto import mask_phone
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotPossible
from foundation.settings import settings
from foundation.work import Actor, begin
from notifications.ahead import danger
from workflows.charts.registry import find_state
from workflows.listing import read_list

_log_table: sa.Table = ExportLog.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
BATCH = 500


@dataclass(frozen=True)
class Limits:
    """From how many rows on a reason, an approval, and the end."""

    reason_above: int
    approval_above: int
    most: int


@lru_cache
def limits() -> Limits:
    """From exports.yaml."""
    read = yaml.safe_load((Path(__file__).parent / "exports.yaml").read_text(encoding="utf-8"))
    return Limits(**{name: row["value"] for name, row in read.items()})


@dataclass(frozen=True)
class Column:
    """One column: its heading, its value from a row (and the first person of the case), whether it is money."""

    title: str
    value: Callable[[Any, Any], Any]
    money: bool = False
    usual: bool = True
    personal: bool = False


def _at(value: datetime | None) -> str | None:
    if value is None:
        return None
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(OFFICE).strftime("%Y-%m-%d %H:%M")


def _state(row: Any) -> str:
    state = find_state(row.case_type, row.state, row.chart_version)
    return state.label if state else row.state


def masked_name(name: str | None) -> str:
    """赵*: the family name only."""
    return f"{name[:1]}{'*' * min(2, len(name) - 1)}" if name else ""


def _yes(value: bool) -> str:
    return "是" if value else "否"


COLUMNS: Mapping[str, Column] = {
    "number": Column("案号", lambda row, _: row.number),
    "case_type": Column("类型", lambda row, _: codes.word(codes.CASE_TYPE, row.case_type)),
    "state": Column("状态", lambda row, _: _state(row)),
    "title": Column("标题", lambda row, _: row.title),
    "district": Column("区县", lambda row, _: codes.word(codes.DISTRICT, row.district)),
    "channel": Column("渠道", lambda row, _: codes.word(codes.CHANNEL, row.channel)),
    "category": Column("诉求类别", lambda row, _: codes.word(codes.CLAIM_KIND, row.category), usual=False),
    "head_count": Column("人数", lambda row, _: row.head_count),
    "claimed": Column("诉求金额", lambda row, _: row.claimed, money=True),
    "agreed": Column("协议金额", lambda row, _: row.agreed, money=True, usual=False),
    "paid": Column("到账金额", lambda row, _: row.paid, money=True),
    "opened_at": Column("首次求助", lambda row, _: _at(row.opened_at)),
    "accepted_at": Column("受理", lambda row, _: _at(row.accepted_at), usual=False),
    "closed_at": Column("结案", lambda row, _: _at(row.closed_at), usual=False),
    "outcome": Column("办理结果", lambda row, _: codes.word(codes.OUTCOME, row.outcome), usual=False),
    "right_due_at": Column("劳动者权利届满", lambda row, _: _at(row.right_due_at)),
    "next_due_at": Column("最近截止", lambda row, _: _at(row.next_due_at)),
    "handler": Column("承办人", lambda row, _: row.handler),
    "unit": Column("承办单位", lambda row, _: row.unit, usual=False),
    "employer": Column("用人单位", lambda row, _: row.employer, usual=False),
    "is_collective": Column("集体", lambda row, _: _yes(row.is_collective), usual=False),
    "is_migrant": Column("农民工", lambda row, _: _yes(row.is_migrant), usual=False),
    "is_new_form": Column("新就业形态", lambda row, _: _yes(row.is_new_form), usual=False),
    "worker": Column(
        "劳动者（隐名）",
        lambda row, one: "保密" if row.is_confidential else masked_name(one.name if one else None),
        usual=False,
        personal=True,
    ),
    "phone": Column(
        "电话（隐号）",
        lambda row, one: "保密" if row.is_confidential else mask_phone(one.phone if one else None),
        usual=False,
        personal=True,
    ),
}
USUAL = tuple(name for name, column in COLUMNS.items() if column.usual)


def filters_of(session: Session, query: str) -> Filters:
    """The filters of a stored export."""
    return read_list(session, dict(parse_qsl(query)))[0]


def count_rows(session: Session, query: str, viewer: Viewer, at: datetime) -> int:
    """How many rows it would have."""
    return exact_count(session, filters_of(session, query), at, at + danger(), viewer=viewer)


# Session, the log's line, who takes it, when, where the file goes, its watermark; returns the file's SHA-256.
Writer = Callable[[Session, ExportLog, Viewer, datetime, Path, str], str]
WRITERS: dict[str, Writer] = {}
"""How the file of each list is written; a list of another kind declares its own beside its columns."""


def make_file(engine: sa.Engine, export_id: UUID, by: Actor, path: Path) -> ExportLog:
    """Write the approved file and note that it was taken. Raises NotFound, NotAllowed, NotPossible."""
    at = now()
    with reading(engine) as session:
        log = session.get(ExportLog, export_id)
        if log is None:
            raise NotFound("没有这次导出。")
        if log.account_id != by.account_id:
            raise NotAllowed("文件只能由申请导出的人取走。")
        if log.state != "approved":
            raise NotPossible("这次导出尚未批准，或未获批准，不能取文件。")
        watermark = (
            f"{settings().office_name}　导出人 {by.name}　{_at(at)}　登记号 {str(log.id)[-12:]}　内部资料，不得外传"
        )
        sha256 = WRITERS[log.list_name](session, log, Viewer(by.role, by.account_id), at, path, watermark)
        taken = log.taken + 1
    with begin(engine, by=by, at=at) as work:
        work.writes.update(ExportLog, {"id": export_id}, {"taken": taken, "taken_at": at, "sha256": sha256})
    return log


def _write_cases(session: Session, log: ExportLog, viewer: Viewer, at: datetime, path: Path, watermark: str) -> str:
    header = [COLUMNS[name].title for name in log.columns]
    rows = _rows(session, log, viewer, at)
    if log.form == "csv":
        return write_csv(path, watermark, header, rows)
    money = [place for place, name in enumerate(log.columns) if COLUMNS[name].money]
    return write_xlsx(path, "案件", watermark, header, rows, money)


WRITERS["cases"] = _write_cases


def _rows(session: Session, log: ExportLog, viewer: Viewer, at: datetime) -> Iterator[Sequence[Any]]:
    columns = [COLUMNS[name] for name in log.columns]
    personal = any(column.personal for column in columns)
    batch: list[Any] = []

    def told() -> Iterator[Sequence[Any]]:
        people = first_people(session, [row.id for row in batch]) if personal else {}
        for row in batch:
            yield [column.value(row, people.get(row.id)) for column in columns]

    # As many as were counted when it was asked for and approved, even if more have come since.
    with closing(stream_cases(session, filters_of(session, log.query), at, at + danger(), viewer=viewer)) as stream:
        for row in islice(stream, log.row_count):
            batch.append(row)
            if len(batch) == BATCH:
                yield from told()
                batch.clear()
    yield from told()
