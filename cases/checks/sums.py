"""Sums, people and numbers: what is kept on the case must equal what it is kept of."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check, found
from cases.views import tables as t

# 〔2026〕薪0001号: what its series shares, and its place in it.
FORM = re.compile(r"(〔\d{4}〕\D)(\d{4,})号", re.ASCII)


def _sum(column: sa.Column[Any]) -> sa.ScalarSelect[Any]:
    return sa.select(sa.func.sum(column)).where(column.table.c.case_id == t.case.c.id).scalar_subquery()


def _each(column: str) -> sa.ScalarSelect[Any]:
    """The sum over the people of the case, as the roster keeps it (workflows/commands/roster.py)."""
    return (
        sa.select(sa.func.sum(t.party.c[column]))
        .where(t.party.c.case_id == t.case.c.id, t.party.c.status == "present")
        .scalar_subquery()
    )


@check("claimed", "诉求金额与各项诉求一致")
def wrong_claims(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Cases whose claimed sum is neither that of their claims nor that of a complete roster."""
    query = sa.select(t.case.c.number).where(
        t.case.c.claimed.is_distinct_from(_sum(t.claim.c.amount)), t.case.c.claimed.is_distinct_from(_each("claimed"))
    )
    yield from found("claimed", "error", connection.execute(query), "案件的诉求金额与各项诉求的合计不一致。")


@check("agreed", "协议金额与现行协议一致")
def wrong_agreements(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Cases whose agreed sum is neither that of their last agreement nor that of a complete roster."""
    last = (
        sa.select(t.agreement.c.amount)
        .where(t.agreement.c.case_id == t.case.c.id)
        .order_by(t.agreement.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = sa.select(t.case.c.number).where(
        t.case.c.agreed.is_distinct_from(last), t.case.c.agreed.is_distinct_from(_each("agreed"))
    )
    yield from found("agreed", "error", connection.execute(query), "案件的协议金额与最后一份协议不一致。")


@check("overpaid", "到账没有超过约定")
def more_than_agreed(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """More money than was agreed: possible, and worth a look."""
    query = sa.select(t.case.c.number).where(t.case.c.paid > t.case.c.agreed)
    yield from found("overpaid", "warning", connection.execute(query), "确认到账超过了协议金额，请核对。")


@check("instalment", "已付的分期都有到账记录")
def paid_without_payment(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Instalments that count as paid in cases to which no money came."""
    came = sa.exists().where(t.payment.c.case_id == t.instalment.c.case_id)
    query = (
        sa.select(t.case.c.number, t.instalment.c.seq)
        .join(t.instalment, t.instalment.c.case_id == t.case.c.id)
        .where(t.instalment.c.paid_on.is_not(None), sa.not_(came))
    )
    yield from found("instalment", "error", connection.execute(query), "第 {} 期记为已付，却没有到账记录。")


@check("instalment_clock", "已付的分期不再催付")
def paid_but_chased(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Clocks of instalments that were paid."""
    query = (
        sa.select(t.case.c.number, t.clock.c.label)
        .join(t.clock, t.clock.c.case_id == t.case.c.id)
        .join(t.instalment, t.instalment.c.id == t.clock.c.instalment_id)
        .where(t.instalment.c.paid_on.is_not(None), t.clock.c.state == "running")
    )
    yield from found("instalment_clock", "error", connection.execute(query), "“{}”已付，期限却仍在计时。")


@check("collective", "人数达到的都标为集体")
def not_collective(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """So many people with one claim elect representatives: 劳动争议调解仲裁法 7."""
    if night.collective_from is None:
        return
    query = sa.select(t.case.c.number, t.case.c.head_count).where(
        t.case.c.head_count >= night.collective_from, t.case.c.is_collective.is_(False)
    )
    yield from found("collective", "error", connection.execute(query), "涉及 {} 人，没有标为集体。")


@check("case_numbers", "案号连续无缺")
def gaps_in_case_numbers(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Series of case numbers that do not run from one without a gap, and numbers that belong to no series.

    Read here and not in SQL: databases differ in what they do with a number that has no such form.
    """
    highest: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for number in connection.execute(sa.select(t.case.c.number)).scalars():
        parts = FORM.fullmatch(number)
        if parts is None:
            yield Finding("case_numbers", "error", number, "案号不合“〔年份〕类别序号号”的写法。")
            continue
        series, place = parts[1], int(parts[2])
        highest[series] = max(highest[series], place)
        times[series] += 1
    for series, last in sorted(highest.items()):
        if last != times[series]:
            words = f"案号到第 {last} 号，案件却有 {times[series]} 件。"
            yield Finding("case_numbers", "error", series, words)
