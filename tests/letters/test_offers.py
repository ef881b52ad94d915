"""What is offered on a letter can be done: no link to end where none is, no road that its kind never takes."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from cases.views.letters import letter_file
from foundation.clock import start_of
from foundation.database import reading
from foundation.errors import NotPossible
from tests.letter_office import drafted, on_file, one_row, rows, standing_in
from tests.letter_steps import sent
from tests.letters.lives import issued
from tests.office import MORNING, Office
from tests.service.making import SERVERS
from workflows.offers import offered_on_letter_file

REFUSAL = {"how": "direct", "reason": "拒收", "witness": "见证人", "proof": "照片", **SERVERS}


def offered(
    office: Office, letter_id: UUID, desk: str = "mediator", *, at: datetime = MORNING, title: str | None = None
) -> set[str]:
    """The names of what this desk is offered."""
    with reading(office.engine) as session:
        file = letter_file(session, letter_id, at)
    by = replace(office.actor(desk), title=title or office.actor(desk).title)
    return {act.name for act in offered_on_letter_file(file, by)}


def test_a_link_is_ended_where_one_is_live(office: Office) -> None:
    letter_id = issued(office)
    assert "make_reply_link" in offered(office, letter_id)
    assert "revoke_reply_link" not in offered(office, letter_id)
    with pytest.raises(NotPossible, match="没有有效的答复链接"):
        office.act("revoke_reply_link", letter_id, by="mediator")
    office.act("make_reply_link", letter_id, by="mediator")
    assert "revoke_reply_link" in offered(office, letter_id)
    office.act("revoke_reply_link", letter_id, by="mediator")
    assert "revoke_reply_link" not in offered(office, letter_id)
    # One that ran out by itself is no longer there to be ended.
    office.act("make_reply_link", letter_id, by="mediator")
    [live] = rows(office, "reply_link", revoked_at=None)
    over = start_of(live["last_day"] + timedelta(days=1))
    assert "revoke_reply_link" in offered(office, letter_id, at=over - timedelta(minutes=1))
    assert "revoke_reply_link" not in offered(office, letter_id, at=over)
    with pytest.raises(NotPossible, match="没有有效的答复链接"):
        office.act("revoke_reply_link", letter_id, by="mediator", at=over)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_who_may_issue_asks_nobody_above(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "recommendation", trigger="J1")
    assert "ask_superior" not in offered(office, letter_id)
    with standing_in("QH", "basic"):
        below = drafted(office, on_file(office), "recommendation", trigger="J1")
    assert "ask_superior" in offered(office, below)
    sent(office, below, until="review_letter")
    assert "sign_letter" not in offered(office, below, "leader")
    assert "return_letter" in offered(office, below, "leader")


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_an_authority_that_will_not_take_a_recommendation_owes_no_answer(office: Office) -> None:
    case_id = on_file(office)
    opinion = drafted(office, case_id, "opinion")
    sent(office, opinion, until="dispatch_letter")
    office.act("refuse_service", opinion, by="mediator", **REFUSAL)
    assert "record_reply" in offered(office, opinion)
    letter_id = one_row(office, "letter", kind="recommendation")["id"]
    sent(office, letter_id, until="dispatch_letter")
    office.act("refuse_service", letter_id, by="mediator", **REFUSAL)
    assert "record_reply" not in offered(office, letter_id)
    assert "leave_letter" in offered(office, letter_id)
    with pytest.raises(NotPossible, match="建议书由主管部门立案"):
        office.act("record_reply", letter_id, by="mediator", reply="答复")


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_what_has_left_the_house_is_taken_back_by_who_may_sign(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    sent(office, letter_id, until="seal_letter")
    assert "withdraw_letter" in offered(office, letter_id, "supervisor")
    sent(office, letter_id, since="dispatch_letter")
    assert "withdraw_letter" not in offered(office, letter_id, "supervisor")
    assert "withdraw_letter" in offered(office, letter_id, "leader")
    assert "withdraw_letter" in offered(office, letter_id, "supervisor", title="副主席")
