"""Service with proof: two people where the office asks for them, consent, the scan as evidence, and T0 that stays."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.views import tables as t
from cases.views.choosers import choices_for
from foundation.database import reading
from foundation.errors import NotFound, NotValid, Refusal
from foundation.work import begin
from rules.book import RuleBook, load_rules
from rules.papers import dump
from tests.letter_steps import sent
from tests.office import LOGINS, MORNING, Office
from tests.service.making import SERVERS, drafted, letter, link, row, rows, served
from tests.workflows.charts.test_every_state_role_and_act import LETTERS
from tests.workflows.clock_stories import in_mediation
from tests.workflows.test_calendar_versions import applied, at
from workflows import reply_links
from workflows.acts import acts_of
from workflows.attaching import attach, receive
from workflows.firing import fire_all_due
from workflows.perform import perform

AFTER_SERVICE = (
    "served",
    "overdue",
    "replied",
    "rejected",
    "rectifying",
    "unrectified",
    "verified",
    "escalated",
    "closed",
)


def dispatched(office: Office, kind: str = "notice") -> UUID:
    """A letter on its way."""
    letter_id = drafted(office, kind)
    sent(office, letter_id, until="dispatch_letter")
    return letter_id


def test_electronic_service_needs_consent(office: Office) -> None:
    letter_id = dispatched(office)
    told = {"how": "electronic", "proof": "邮件送达回执"}
    with pytest.raises(NotValid, match="同意") as refused:
        office.act("serve_letter", letter_id, by="mediator", **told)
    assert refused.value.fields == {"consent": "电子送达必填"}
    assert letter(office, letter_id).served_on is None
    office.act("serve_letter", letter_id, by="mediator", consent="10月12日人事经理书面确认邮箱", **told)
    assert row(office, t.letter_service).consent == "10月12日人事经理书面确认邮箱"


def test_refusal_and_leaving_need_two_people(office: Office) -> None:
    letter_id = dispatched(office)
    refused = {"how": "direct", "reason": "拒签", "witness": "社区网格员", "proof": "照片1"}
    for people, field in (({}, "first_server"), ({"first_server": "甲"}, "second_server")):
        with pytest.raises(NotValid, match="两名送达人") as why:
            office.act("refuse_service", letter_id, by="mediator", **refused, **people)
        assert field in why.value.fields
    with pytest.raises(NotValid, match="不同的人"):
        office.act("refuse_service", letter_id, by="mediator", **refused, first_server="甲", second_server="甲")
    assert letter(office, letter_id).state == "dispatched"
    office.act("refuse_service", letter_id, by="mediator", **refused, **SERVERS)
    with pytest.raises(NotValid, match="两名送达人"):
        office.act("leave_letter", letter_id, by="mediator", witness="全程录像", proof="录像1")
    office.act("leave_letter", letter_id, by="mediator", witness="全程录像", proof="录像1", **SERVERS)
    tries = rows(office, t.letter_service)
    assert [(one.outcome, one.how, one.second_server) for one in sorted(tries, key=lambda one: one.seq)] == [
        ("refused", "direct", "送达人乙"),
        ("served", "left", "送达人乙"),
    ]


def test_post_counts_from_the_day_on_the_receipt(office: Office) -> None:
    letter_id = drafted(office)
    sent(office, letter_id, until="seal_letter")
    office.act("dispatch_letter", letter_id, by="mediator", how="post")
    later = MORNING + timedelta(days=5)
    received = (MORNING + timedelta(days=3)).date()
    told = {"how": "post", "proof": "邮件号 XA0000000009CN", "served_on": received.isoformat(), "receiver": "前台"}
    office.act("serve_letter", letter_id, by="mediator", at=later, **told)
    now_it_is = letter(office, letter_id)
    assert now_it_is.served_on == received
    assert now_it_is.reply_due >= received + timedelta(days=15)


def test_the_proof_is_a_file_of_the_same_case(office: Office) -> None:
    letter_id = dispatched(office)
    other = in_mediation(office)

    def file(kind: str, subject: UUID, name: str) -> UUID:
        got = receive(BytesIO(name.encode()), f"{name}.txt")
        with begin(office.engine, by=office.actor("mediator"), at=MORNING) as work:
            return attach(work, kind, subject, {"kind": "receipt"}, got).attachment_id

    receipt, foreign = file("letter", letter_id, "送达回证"), file("case", other, "别案回证")
    with reading(office.engine) as session:
        offered = choices_for(session, letter_id, ["letter_attachment"])["letter_attachment"]
    assert offered == [(str(receipt), "回执、送达　送达回证.txt")]
    told = {"how": "direct", "proof": "回证1号", "receiver": "周某", "relation": "人事经理"}
    with pytest.raises(NotFound, match="没有这份附件"):
        office.act("serve_letter", letter_id, by="mediator", attachment_id=str(foreign), **told)
    office.act("serve_letter", letter_id, by="mediator", attachment_id=str(receipt), **told)
    kept = row(office, t.letter_service)
    assert (kept.attachment_id, kept.receiver, kept.relation) == (receipt, "周某", "人事经理")


class RolledBack(Exception):
    """Ends a try without leaving anything behind."""


def tries(office: Office, letter_id: UUID, state: str) -> Iterator[tuple[str, date | None, date | None]]:
    """(act, T0, day for the answer) after every act by every desk on the letter in this state; nothing stays."""
    for act in acts_of("letter").values():
        for desk in LOGINS:
            found: dict[str, Any] = {}
            with suppress(RolledBack, Refusal), begin(office.engine, by=office.actor(desk), at=MORNING) as work:
                work.connection.execute(sa.update(t.letter).where(t.letter.c.id == letter_id).values(state=state))
                data = {**LETTERS.get(act.name, {})}
                if "served_on" in act.form.model_fields:
                    data["served_on"] = MORNING.date().isoformat()
                perform(work, act.name, letter_id, data)
                work.write_now()
                query = sa.select(t.letter).where(t.letter.c.id == letter_id)
                found = dict(work.connection.execute(query).one()._mapping)
                raise RolledBack
            if found:
                yield act.name, found["served_on"], found["reply_due"]


def test_no_act_moves_the_day_of_service(office: Office) -> None:
    """T0 is frozen, and the day for the answer is never earlier: whatever anybody does."""
    letter_id = served(office)
    before, seen = letter(office, letter_id), set()
    for state in AFTER_SERVICE:
        for act, served_on, due in tries(office, letter_id, state):
            assert served_on == before.served_on, (state, act)
            assert due >= before.reply_due, (state, act)
            seen.add(act)
    assert {"record_reply", "verify_letter", "withdraw_letter", "make_reply_link", "close_letter"} <= seen
    token = link(office, letter_id)
    form = reply_links.LinkReply(
        items=({"seq": 1, "admitted": "yes"},),
        stance="accepts",
        reply="已改",
        answered_by="周某",
        answered_title="经理",
    )
    with begin(office.engine, by=reply_links.EMPLOYER, at=MORNING) as work:
        reply_links.take_answer(work, token, form, ())
    answered = letter(office, letter_id)
    assert (answered.served_on, answered.reply_due) == (before.served_on, before.reply_due)


NOTICE: dict[str, Any] = {
    "paper": "2027",
    "year": 2027,
    "notice": "（演练）国办发明电〔2026〕0号",
    "title": "（演练）关于2027年部分节假日安排的通知",
    "source": "https://www.gov.cn/example",
    "published": date(2026, 12, 23),
}
# The same letter under a notice that would end it sooner, and one that gives the employer more days.
SOONER = {**NOTICE, "days_off": ["2027-01-01..2027-01-01"], "make_up": ["2027-01-02", "2027-01-03"]}
LATER = {**NOTICE, "days_off": ["2027-01-01..2027-01-06"], "make_up": []}


@pytest.mark.parametrize("notice", [SOONER, LATER], ids=["sooner", "later"])
def test_a_new_calendar_never_brings_the_answer_forward(office: Office, notice: dict[str, Any]) -> None:
    when = at("2026-12-21")
    letter_id = drafted(office, "opinion", at=when)
    sent(office, letter_id, at=when)
    before = letter(office, letter_id)
    applied(office, dump(notice), at("2026-12-24"))
    after = letter(office, letter_id)
    assert after.served_on == before.served_on == date(2026, 12, 21)
    assert after.reply_due == before.reply_due if notice is SOONER else after.reply_due > before.reply_due
    clock = row(office, t.clock, t.clock.c.letter_id == letter_id, t.clock.c.rule_id == "LTR-OPINION-REPLY")
    assert clock.due_on == after.reply_due


def test_an_edited_parameter_moves_no_letter_that_was_served(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    letter_id = served(office)
    before = letter(office, letter_id)
    book = load_rules()
    shorter = [replace(one, length=3) if one.id.startswith("LTR-") else one for one in book.all()]
    made = RuleBook([*shorter, *book.duties()])
    for module in ("rules.deadline", "workflows.letters", "workflows.clocks", "workflows.rule_change"):
        monkeypatch.setattr(f"{module}.load_rules", lambda: made)
    fire_all_due(office.engine, MORNING + timedelta(days=5))
    link(office, letter_id, at=MORNING + timedelta(days=5))
    after = letter(office, letter_id)
    assert (after.served_on, after.reply_due, after.state) == (before.served_on, before.reply_due, "served")
    assert after.rule_snapshot == before.rule_snapshot
    # A letter served from now on goes by the new length.
    fresh = letter(office, served(office))
    assert fresh.reply_due < before.reply_due
