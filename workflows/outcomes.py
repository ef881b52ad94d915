"""Whether a case may end in this way: what the register asks for must be on file."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from cases.agreement import Agreement, Payment
from cases.outcomes import Outcome, register
from cases.referral import Referral
from foundation.errors import NotValid
from foundation.work import Work
from workflows.subjects import CaseNow

_payment: sa.Table = Payment.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_agreement: sa.Table = Agreement.__table__  # type: ignore[attr-defined]
_referral: sa.Table = Referral.__table__  # type: ignore[attr-defined]
REVIEW = "closure"


def on_file(
    connection: sa.Connection, case_id: Any, columns: Mapping[str, Any], note: str | None
) -> dict[str, Callable[[], bool]]:
    """For each thing that an outcome may need, how to see whether it is there; nothing is read before it is asked."""

    def there(table: sa.Table, *wanted: sa.ColumnElement[bool]) -> bool:
        query = sa.select(table.c.id).where(table.c.case_id == case_id, *wanted).limit(1)
        return connection.execute(query).one_or_none() is not None

    return {
        "payment": lambda: bool(columns["paid"]) or there(_payment),
        "advance": lambda: there(_payment, _payment.c.is_advance.is_(True)),
        "amounts": lambda: bool(columns["paid"]),
        "people": lambda: there(_payment, _payment.c.people.is_not(None)),
        "proof": lambda: there(_payment, _payment.c.proof.is_not(None)),
        "agreement": lambda: there(_agreement),
        "referral": lambda: there(_referral, _referral.c.sent_on.is_not(None)),
        "acknowledged": lambda: there(_referral, _referral.c.acknowledged_on.is_not(None)),
        "result": lambda: there(_referral, _referral.c.answered_on.is_not(None)),
        "note": lambda: bool(note),
    }


def missing(
    connection: sa.Connection, case_id: Any, columns: Mapping[str, Any], outcome: Outcome, note: str | None
) -> list[str]:
    """The words of what this outcome needs and the file does not have."""
    looks, words = on_file(connection, case_id, columns, note), register().needs
    return [words[need] for need in outcome.needs if not looks[need]()]


def check(work: Work, case: CaseNow, code: str | None, note: str | None) -> None:
    """Raises NotValid, with what is missing, unless the case may end with this outcome.

    What was published by others is taken as it stands: their papers are not ours to ask for.
    """
    if code is None:
        return
    outcome = register().outcomes[code]
    if work.history:
        looks = on_file(work.connection, case.id, case.columns, note)
        if code == "mediated_paid" and case.agreed and not looks["payment"]():
            raise _refused(outcome, ["款项没有确认到账"], "没有到账记录")
        return
    if case.alarm == "reported":
        raise _refused(outcome, ["必报事项还没有批示（请主管或领导“阅知批示”）"], "必报事项待批示")
    if outcome.types and case.case_type not in outcome.types:
        raise _refused(outcome, ["这类案件没有这一结案方式"], "不适用于本类案件")
    if case.stage != REVIEW and case.stage not in outcome.stages:
        raise _refused(outcome, ["这一方式由相应的办理事项写入，不能在此选用"], "不能在此选用")
    lacking = missing(work.connection, case.id, case.columns, outcome, note)
    if lacking:
        raise _refused(outcome, [f"缺少{one}" for one in lacking], f"缺少{lacking[0]}")


def _refused(outcome: Outcome, why: list[str], field: str) -> NotValid:
    return NotValid(f"不能以“{outcome.word}”结案：{'；'.join(why)}。", fields={"outcome": field})
