"""Dispatches, tickets and units say the same as the cases that they speak of."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check

# Withdrawing a case that waits rightly leaves its dispatch unsigned; only signing for it must leave a mark.
_UNSIGNED = sa.text(
    'SELECT c.number FROM dispatch d JOIN "case" c ON c.id = d.case_id '
    "WHERE d.needs_signing AND d.signed_at IS NULL AND d.returned_at IS NULL AND d.ended_at IS NULL "
    "AND c.state NOT IN ('registered', 'assigning', 'awaiting_sign_for') "
    "AND EXISTS (SELECT 1 FROM journal_entry j WHERE j.case_id = c.id AND j.act = 'sign_for' AND j.at >= d.sent_at)"
)
_NO_RESULT = sa.text(
    "SELECT number, other_side FROM ticket WHERE state IN ('answered', 'sent_back') AND (result IS NULL OR result = '')"
)
_NO_EMPLOYER = sa.text(
    "SELECT u.name FROM unit u LEFT JOIN employer e ON e.id = u.employer_id "
    "WHERE u.kind = 'enterprise_union' AND e.id IS NULL"
)


@check("dispatch_signed", "已签收的案件派单记录也已签收")
def unsigned_dispatches(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Cases that were signed for while their dispatch says that nobody did."""
    for row in connection.execute(_UNSIGNED):
        yield Finding("dispatch_signed", "error", row.number, "案件已经签收办理，派单记录却没有签收。")


@check("ticket_result", "已报结果的工单都有结果")
def tickets_without_result(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Tickets that are done without a word of what came of them."""
    for row in connection.execute(_NO_RESULT):
        yield Finding("ticket_result", "error", row.number, f"工单（{row.other_side}）已报结果，却没有结果文字。")


@check("unit_employer", "企业工会都有所属用人单位")
def unions_without_employer(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Enterprise unions of an employer that is in no file: retaliation could not be seen."""
    for row in connection.execute(_NO_EMPLOYER):
        yield Finding("unit_employer", "error", row.name, "企业工会没有所属用人单位，无法识别被反映单位自己的工会。")
