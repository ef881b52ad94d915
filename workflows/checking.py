"""The nightly checks, with what the charts know; what they find is kept, and a new error is told at once."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

import workflows.calendar_checks  # declares the checks of the calendar
import workflows.letter_templates  # noqa: F401 - declares the check of letter templates
from cases.case import Case
from cases.check_finding import CheckFinding, CheckRun
from cases.checks import Finding
from cases.checks.registry import Night
from cases.checks.run import Looked, look_at_all
from cases.clock_rows import Alert
from foundation.settings import settings
from foundation.work import SYSTEM, Work, begin
from people.account import IdempotentAnswer, SignIn
from people.roles import Role
from people.sign_in import STAYS
from workflows.charts.registry import VERSIONS, known_states
from workflows.commands.intake import COLLECTIVE_FROM
from workflows.following import ENDS

TOLD = (Role.SUPERVISOR, Role.ADMIN)
# So many new errors are told of one by one; the rest in one word.
TOLD_EACH = 20
_finding: sa.Table = CheckFinding.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_run: sa.Table = CheckRun.__table__  # type: ignore[attr-defined]
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]
_sign_in: sa.Table = SignIn.__table__  # type: ignore[attr-defined]
_answer: sa.Table = IdempotentAnswer.__table__  # type: ignore[attr-defined]
AT_A_TIME = 500


def tonight(at: datetime) -> Night:
    """What the checks may look at beside the database."""
    return Night(
        at,
        settings(),
        known_states=known_states(),
        owners={
            which: {key: str(state.owner) for key, state in chart.states.items() if key not in ENDS}
            for which, chart in VERSIONS.items()
        },
        ends=ENDS,
        collective_from=COLLECTIVE_FROM,
    )


def check_everything(engine: sa.Engine, at: datetime) -> list[Finding]:
    """All integrity checks on this database; nothing is kept."""
    return [finding for looked in look_at_all(engine, tonight(at)) for finding in looked.findings]


def check_and_keep(engine: sa.Engine, at: datetime) -> list[Finding]:
    """All integrity checks: findings are kept from their first night to their last, new errors are told."""
    looked = list(look_at_all(engine, tonight(at)))
    with begin(engine, by=SYSTEM, at=at) as work:
        _keep(work, looked)
    return [finding for one in looked for finding in one.findings]


def tidy(engine: sa.Engine, at: datetime) -> int:
    """Put away sign-ins that have ended and answers that nobody will ask for again."""
    with begin(engine, by=SYSTEM, at=at) as work:
        gone = work.connection.execute(sa.delete(_sign_in).where(_sign_in.c.expires_at <= at)).rowcount
        # A request is repeated within minutes; nobody repeats one after the sign-in that sent it has ended.
        return int(gone + work.connection.execute(sa.delete(_answer).where(_answer.c.at < at - STAYS)).rowcount)


def key_of(finding: Finding) -> str:
    """What makes two findings the same, on whatever night."""
    words = "\n".join((finding.check, finding.severity, finding.subject, finding.message))
    return hashlib.sha256(words.encode()).hexdigest()


def _keep(work: Work, looked: Sequence[Looked]) -> None:
    connection = work.connection
    columns = (_finding.c.id, _finding.c.key, _finding.c.gone_at, _finding.c.check_name)
    kept = {row.key: row for row in connection.execute(sa.select(*columns))}
    present: dict[str, Finding] = {}
    for one in looked:
        present.update({key_of(finding): finding for finding in one.findings})
        ran = {"ran_at": work.at, "findings": len(one.findings), "took_ms": one.took_ms}
        _upsert_run(work, one.check.name, ran)
    cases = _cases_of(connection, sorted({one.subject for key, one in present.items() if key not in kept}))
    new: list[tuple[str, Finding]] = []
    for key, finding in present.items():
        row = kept.get(key)
        if row is None:
            work.writes.insert(
                CheckFinding,
                {
                    "key": key,
                    "check_name": finding.check,
                    "severity": finding.severity,
                    "subject": finding.subject[:120],
                    "message": finding.message,
                    "case_id": cases.get(finding.subject),
                    "first_seen": work.at,
                    "last_seen": work.at,
                },
            )
        else:
            work.writes.update(CheckFinding, {"id": row.id}, {"last_seen": work.at, "gone_at": None})
        if finding.severity == "error" and (row is None or row.gone_at is not None):
            new.append((key, finding))
    for key, row in kept.items():
        if key not in present and row.gone_at is None:
            work.writes.update(CheckFinding, {"id": row.id}, {"gone_at": work.at})
    _tell(work, new, cases)


def _upsert_run(work: Work, name: str, ran: dict[str, Any]) -> None:
    changed = work.connection.execute(sa.update(_run).where(_run.c.check_name == name).values(**ran)).rowcount
    if not changed:
        work.writes.insert(CheckRun, {"check_name": name, **ran}, unless_exists=True)


def _cases_of(connection: sa.Connection, numbers: Sequence[str]) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for place in range(0, len(numbers), AT_A_TIME):
        some = numbers[place : place + AT_A_TIME]
        query = sa.select(_case.c.number, _case.c.id).where(_case.c.number.in_(some))
        found.update({row.number: row.id for row in connection.execute(query)})
    return found


def _tell(work: Work, new: Sequence[tuple[str, Finding]], cases: dict[str, UUID]) -> None:
    for key, finding in new[:TOLD_EACH]:
        title = f"核对发现错误：{finding.subject}"
        _alert(work, f"check:{key}", title, finding.message, cases.get(finding.subject))
    if len(new) > TOLD_EACH:
        title = f"核对发现 {len(new)} 项新的错误"
        _alert(work, "check:many", title, "其余见“核对”页。", None)


def _alert(work: Work, key: str, title: str, body: str, case_id: UUID | None) -> None:
    for role in TOLD:
        work.writes.insert(
            Alert,
            {
                # An error that comes back is told again.
                "key": f"alert:{key}:{work.at.isoformat()}:{role.value}",
                "case_id": case_id,
                "role": role.value,
                "title": title[:120],
                "body": body,
                "at": work.at,
                "recorded_at": work.recorded_at,
            },
            unless_exists=True,
        )
