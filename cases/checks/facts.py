"""Facts that must fit together: days in order, ends with an outcome, links that lead somewhere, places on the list."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check, found
from cases.outcomes import register
from cases.topics import TOPIC
from cases.views import tables as t
from people.account import IdempotentAnswer, SignIn

# Rows that nobody can use any more, and the nightly run has not put away.
LEFT_OVER = timedelta(hours=36)
_sign_in: sa.Table = SignIn.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_answer: sa.Table = IdempotentAnswer.__table__  # type: ignore[attr-defined]
_is_closed = t.case.c.closed_at.is_not(None)


@check("dates", "日期先后合理")
def days_out_of_order(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """What cannot have happened before something else."""
    for earlier, later, words in (
        ("opened_at", "accepted_at", "受理早于首次求助。"),
        ("opened_at", "closed_at", "结案早于首次求助。"),
        ("accepted_at", "closed_at", "结案早于受理。"),
        ("closed_at", "archived_at", "归档早于结案。"),
    ):
        query = sa.select(t.case.c.number).where(t.case.c[later] < t.case.c[earlier])
        yield from found("dates", "error", connection.execute(query), words)


@check("outcome", "已结案件都有结案方式")
def closed_without_outcome(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Closed cases that do not say how they ended."""
    query = sa.select(t.case.c.number).where(_is_closed, t.case.c.outcome.is_(None))
    yield from found("outcome", "error", connection.execute(query), "案件已结，没有结案方式。")


@check("outcome_needs", "结案方式所需的记录都在案")
def outcomes_unproven(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Closed cases whose outcome says what the file does not show; published cases are taken as they stand."""
    seen = {
        "payment": sa.exists().where(t.payment.c.case_id == t.case.c.id),
        "advance": sa.exists().where(t.payment.c.case_id == t.case.c.id, t.payment.c.is_advance.is_(True)),
        "agreement": sa.exists().where(t.agreement.c.case_id == t.case.c.id),
        "referral": sa.exists().where(t.referral.c.case_id == t.case.c.id, t.referral.c.sent_on.is_not(None)),
        "acknowledged": sa.exists().where(
            t.referral.c.case_id == t.case.c.id, t.referral.c.acknowledged_on.is_not(None)
        ),
        "result": sa.exists().where(t.referral.c.case_id == t.case.c.id, t.referral.c.answered_on.is_not(None)),
        "note": sa.func.coalesce(t.case.c.outcome_note, "") != "",
    }
    for need, words in register().needs.items():
        codes = [one.code for one in register().outcomes.values() if need in one.needs]
        if not codes:
            continue
        query = sa.select(t.case.c.number).where(
            _is_closed, t.case.c.origin.is_(None), t.case.c.outcome.in_(codes), sa.not_(seen[need])
        )
        lacking = words.split("（", maxsplit=1)[0]
        yield from found("outcome_needs", "error", connection.execute(query), f"按结案方式应有{lacking}，案卷中没有。")


@check("contact_case", "已立案的来电都有案件")
def contacts_without_case(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Calls that are said to have become a case, or part of one, and lead to none."""
    query = sa.select(t.contact.c.number).where(
        t.contact.c.handling.in_(("opened_case", "attached")), t.contact.c.case_id.is_(None)
    )
    yield from found("contact_case", "error", connection.execute(query), "来电记为已立案，却没有对应的案件。")


@check("links", "并案、分案的另一案都在")
def links_to_nowhere(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Links between cases of which one is not there."""
    one, other = t.case.alias("one"), t.case.alias("other")
    query = (
        sa.select(sa.func.coalesce(one.c.number, other.c.number, "（无案号）"))
        .select_from(
            t.case_link.outerjoin(one, one.c.id == t.case_link.c.from_case_id).outerjoin(
                other, other.c.id == t.case_link.c.to_case_id
            )
        )
        .where(sa.or_(one.c.id.is_(None), other.c.id.is_(None)))
    )
    yield from found("links", "error", connection.execute(query), "并案或分案所指的另一案不存在。")


@check("topic", "案件和诉求都在两级分类中")
def topics_off_the_list(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Cases and claims without a place on the two-level list."""
    unknown = (t.case.c.topic.is_(None), t.case.c.topic.not_in(sorted(TOPIC)))
    query = sa.select(t.case.c.number).where(sa.or_(*unknown))
    yield from found("topic", "error", connection.execute(query), "案件没有两级分类，或分类不在表中。")
    wrong = (t.claim.c.topic.is_(None), t.claim.c.topic.not_in(sorted(TOPIC)))
    query = sa.select(t.case.c.number).join(t.claim, t.claim.c.case_id == t.case.c.id).where(sa.or_(*wrong)).distinct()
    yield from found("topic", "error", connection.execute(query), "有诉求没有两级分类，或分类不在表中。")


@check("expired_rows", "过期的登录和请求记录都已清理")
def left_over(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Sign-ins and remembered answers that are of no use to anybody."""
    until = night.at - LEFT_OVER
    for column, words in ((_sign_in.c.expires_at, "登录"), (_answer.c.at, "请求")):
        query = sa.select(sa.func.count()).where(column < until)
        count = connection.execute(query).scalar_one()
        if count:
            yield Finding("expired_rows", "warning", f"{words}记录", f"有过期的{words}记录没有清理。")
