"""Deadlines for machines: asked, explained, verified; the same contract as the command line."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query
from fastapi.encoders import jsonable_encoder

from api.acts import PROBLEMS
from api.caller import Calling
from cases.views.clock_file import clock_file
from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotFound, NotValid
from rules import checker
from rules.asking import as_object, ask, when_text
from rules.book import Duty, Rule, load_rules
from rules.errors import RuleError
from rules.examples import examples
from rules.picture import entries
from rules.verification import faults
from rules.whatif import changes, question_again
from workflows import calendars
from workflows.rule_uses import uses

router = APIRouter(tags=["期限"], responses={key: PROBLEMS[key] for key in (401, 404, 422)})


def _line(row: Rule | Duty) -> dict[str, Any]:
    found: dict[str, Any] = jsonable_encoder(asdict(row))
    return {**found, "certainty": row.certainty}


@router.get("/rules", summary="全部期限规则和义务")
def rules(calling: Calling) -> dict[str, Any]:
    """每条规则的每个版本和地区，以及没有天数的义务。"""
    book = load_rules()
    return {"rules": [_line(rule) for rule in book.all()], "duties": [_line(duty) for duty in book.duties()]}


@router.get("/rules/{rule_id}", summary="一条规则")
def rule(calling: Calling, rule_id: str) -> dict[str, Any]:
    """各版本和地区、例子，以及用在哪里；没有天数的义务 computable 为 false。"""
    book = load_rules()
    rows: list[Rule] = list(book.rows(rule_id))
    duties: list[Rule | Duty] = [duty for duty in book.duties() if duty.id == rule_id]
    lines = [*rows, *duties]
    if not lines:
        raise NotFound("没有这条规则。")
    return {
        "id": lines[0].id,
        "computable": bool(rows),
        "rows": [_line(row) for row in lines],
        "examples": [
            {"from": when_text(one.question.start), "due": when_text(one.due), "sentence": one.sentence}
            for one in (examples(rows[0]) if rows else ())
        ],
        "used": list(uses(rule_id)),
    }


@router.get("/deadlines", summary="计算一个期限")
def deadline(
    calling: Calling,
    rule: Annotated[str, Query(description="规则编号，例如 LA-27-1")],
    start: Annotated[str, Query(alias="from", description="2026-03-02；按小时的规则写 2026-03-02T09:30")],
    extend: Annotated[int, Query(description="延长的数目，单位同规则")] = 0,
    suspend: Annotated[list[str] | None, Query(description="起..止，止日不含；可多次")] = None,
    restart: Annotated[str | None, Query(description="重新计算之日")] = None,
    region: Annotated[str | None, Query(description="地区代码，例如 QH")] = None,
    as_of: Annotated[str | None, Query(description="按此日已公布的放假安排计算")] = None,
) -> dict[str, Any]:
    """与 weiquan deadline --json 相同，另附 sentence、changes 和 certificate。"""
    asked = {"rule": rule, "from": start, "extend": extend, "suspend": suspend or [], "restart": restart}
    try:
        found = ask(asked | {"region": region, "as_of": as_of})
    except (RuleError, OverflowError) as refused:
        raise NotValid(str(refused) if isinstance(refused, RuleError) else "日期超出可计算的范围。") from None
    more = {"sentence": found.sentence, "changes": changes(found), "certificate": found.certificate()}
    return as_object(found) | more


@router.get("/cases/{case_id}/clocks/{clock_id}", summary="一个时钟为什么是这一天")
def explain(calling: Calling, case_id: UUID, clock_id: UUID) -> dict[str, Any]:
    """现行期限的凭证、逐日台账、什么会改变它、历次期限，以及第二程序的核验结果；没有期限的说明为什么没有。"""
    with reading(calling.engine) as session:
        found = clock_file(session, case_id, clock_id, now())
        notices = calendars.texts(session.connection())
    certificate = found.certificate
    again = question_again(certificate)
    return {
        "rule": found.row.rule_id,
        "label": found.row.label,
        "kind": found.row.kind,
        "state": found.row.state,
        "reason": found.row.reason,
        "certificate": certificate or None,
        "days": [{"day": str(one.day), "kind": one.kind, "nth": one.nth or None} for one in entries(certificate)],
        "changes": changes(again) if again is not None else [],
        "faults": checker.faults(certificate, notices) if certificate else [],
        "history": jsonable_encoder(
            [
                {
                    "seq": one.seq,
                    "due": one.due,
                    "provisional": one.provisional,
                    "cause": one.cause,
                    "recorded_at": one.recorded_at,
                }
                for one in found.deadlines
            ]
        ),
    }


@router.post("/certificates/verify", summary="核验一份期限凭证")
def verify(calling: Calling, certificate: Annotated[dict[str, Any], Body()]) -> dict[str, Any]:
    """由独立的第二程序逐日核验，并与规则库、日历核对。"""
    with reading(calling.engine) as session:
        found = faults(certificate, calendars.texts(session.connection()))
    return {"valid": not found, "faults": found}
