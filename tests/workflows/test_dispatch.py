"""Dispatch: down to a unit, bounced, not to be returned, signed for; retaliation; rules and workload."""

from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from cases.case import Case
from cases.clock_rows import Alert, ClockRow
from cases.dispatch import Dispatch
from cases.views.dispatches import dispatches_of, returned, unsigned
from cases.views.workload import loads
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.work import SYSTEM, begin
from people.account import Account
from people.unit import Unit
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows.assigning.suggest import AssigningRules, suggest
from workflows.intake_settings import intake_settings

_unit: sa.Table = Unit.__table__
_dispatch: sa.Table = Dispatch.__table__
HOUR = timedelta(hours=1)


def accepted(office: Office, **more: Any) -> UUID:
    """A case that waits to be sent to somebody."""
    case_id = office.act("open_case", **opening("wage_arrears", **more)).case_id
    assert case_id is not None
    office.act("accept", case_id)
    return case_id


def unit(office: Office, code: str = "630102") -> str:
    with office.engine.connect() as connection:
        return str(connection.execute(sa.select(_unit.c.id).where(_unit.c.code == code)).scalar_one())


def own_union(office: Office, case_id: UUID) -> str:
    """The union of the case's own employer, under 城东区总工会."""
    with office.engine.connect() as connection:
        employer = connection.execute(sa.select(Case.employer_id).where(Case.id == case_id)).scalar_one()
    made = office.act(
        "add_unit",
        by="admin",
        name="测试公司工会委员会",
        kind="enterprise_union",
        parent_id=unit(office),
        employer_id=str(employer),
    ).made
    return str(made["unit_id"])


def rows(office: Office, case_id: UUID) -> list[Any]:
    with office.engine.connect() as connection:
        query = sa.select(_dispatch).where(_dispatch.c.case_id == case_id).order_by(_dispatch.c.sent_at)
        return list(connection.execute(query))


def case_row(office: Office, case_id: UUID) -> Any:
    with office.engine.connect() as connection:
        return connection.execute(sa.select(Case.__table__).where(Case.id == case_id)).one()


def citizen(office: Office, case_id: UUID) -> Any:
    query = sa.select(ClockRow.__table__).where(ClockRow.case_id == case_id, ClockRow.kind == "citizen")
    with office.engine.connect() as connection:
        return connection.execute(query).one()


def test_sent_down_bounced_and_sent_again_while_the_citizen_waits(office: Office) -> None:
    """Every bounce is a row, is counted and told to the supervisor; the citizen's clock never stops or moves."""
    case_id = accepted(office)
    before = citizen(office, case_id)
    office.act("assign", case_id, by="supervisor", unit_id=unit(office), kind="transfer", at=MORNING + HOUR)
    assert case_row(office, case_id).unit == "城东区总工会"
    with reading(office.engine) as session:
        assert [one.sent_to for one in unsigned(session)] == ["城东区总工会"]
    with pytest.raises(NotValid, match="说明退回理由"):
        office.act("return_dispatch", case_id, by="supervisor", reason_code="other")
    office.act("return_dispatch", case_id, by="supervisor", reason_code="wrong_place", at=MORNING + 2 * HOUR)

    [bounced] = rows(office, case_id)
    assert (bounced.kind, bounced.reason_code, bounced.nth_return) == ("transfer", "wrong_place", 1)
    now_case = case_row(office, case_id)
    assert (now_case.state, now_case.unit, now_case.unit_id) == ("assigning", None, None)
    with reading(office.engine) as session:
        assert [one.nth_return for one in returned(session)] == [1]
        assert unsigned(session) == []
        [told] = session.connection().execute(sa.select(Alert.__table__).where(Alert.title.like("%退回%"))).all()
    assert told.role == "supervisor"
    assert "管辖有误" in told.body

    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")), at=MORNING + 3 * HOUR)
    office.act("sign_for", case_id, by="mediator", at=MORNING + 4 * HOUR)
    second = rows(office, case_id)[1]
    assert (second.signed_by, second.signed_at) == ("调解员甲", MORNING + 4 * HOUR)
    after = citizen(office, case_id)
    assert (after.state, after.opened_at, after.generation) == ("running", before.opened_at, before.generation)
    assert after.id == before.id


def test_after_so_many_returns_the_supervisor_decides(office: Office) -> None:
    case_id = accepted(office)
    most = intake_settings().most_returns
    mine = {"handler_id": str(office.account_id("tiaojie"))}
    for place in range(most):
        office.act("assign", case_id, by="supervisor", at=MORNING + (2 * place + 1) * HOUR, **mine)
        office.act(
            "return_dispatch",
            case_id,
            by="mediator",
            reason_code="incomplete",
            at=MORNING + (2 * place + 2) * HOUR,
        )
    office.act("assign", case_id, by="supervisor", at=MORNING + 9 * HOUR, **mine)
    with pytest.raises(NotPossible, match="由主管改派"):
        office.act("return_dispatch", case_id, by="mediator", reason_code="incomplete")
    theirs = {"handler_id": str(office.account_id("tiaojie2"))}
    office.act("reassign", case_id, by="supervisor", at=MORNING + 10 * HOUR, **theirs)
    last = rows(office, case_id)[-1]
    assert last.needs_signing
    assert rows(office, case_id)[-2].ended_at == MORNING + 10 * HOUR
    office.act("sign_for", case_id, by="mediator2", at=MORNING + 11 * HOUR)
    assert rows(office, case_id)[-1].signed_by == "调解员乙"


def test_what_must_not_be_returned_is_not(office: Office) -> None:
    case_id = accepted(office)
    office.act("assign", case_id, by="supervisor", unit="某街道工会", kind="supervised", do_not_return=True)
    with pytest.raises(NotPossible, match="不得退单"):
        office.act("return_dispatch", case_id, by="mediator", reason_code="not_our_duty")
    assert case_row(office, case_id).state == "awaiting_sign_for"


def test_a_unit_signs_with_its_own_people(office: Office) -> None:
    case_id = accepted(office)
    office.act("assign", case_id, by="supervisor", unit_id=unit(office))
    with pytest.raises(NotAllowed, match="由该单位的人签收"):
        office.act("sign_for", case_id, by="mediator")
    office.act("place_account", by="admin", account_id=str(office.account_id("tiaojie2")), unit_id=unit(office))
    with pytest.raises(NotAllowed, match="由该单位的人签收"):
        office.act("return_dispatch", case_id, by="mediator", reason_code="duplicate")
    office.act("sign_for", case_id, by="mediator2")
    assert case_row(office, case_id).handler_id == office.account_id("tiaojie2")
    with reading(office.engine) as session:
        [told] = dispatches_of(session, case_id)
    assert told.signed_by == "调解员乙"


def test_one_choice_only(office: Office) -> None:
    case_id = accepted(office)
    with pytest.raises(NotValid, match="不属于所选单位"):
        office.act(
            "assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")), unit_id=unit(office)
        )
    office.act("switch_unit", by="supervisor", unit_id=unit(office), active=False)
    with pytest.raises(NotValid, match="已停用"):
        office.act("assign", case_id, by="supervisor", unit_id=unit(office))
    with pytest.raises(NotValid, match="请选择承办人"):
        office.act("assign", case_id, by="supervisor")


@pytest.mark.parametrize("why", ["retaliation_risk", "is_confidential"])
def test_who_fears_retaliation_is_not_handed_to_the_employers_own_union(office: Office, why: str) -> None:
    case_id = accepted(office, **{why: True})
    own = own_union(office, case_id)
    with pytest.raises(NotPossible, match="请改派其上级工会“城东区总工会”"):
        office.act("assign", case_id, by="supervisor", unit_id=own, despite="离得近")
    with pytest.raises(NotPossible, match="用人单位自己的工会"):
        office.act("assign", case_id, by="supervisor", unit="测试用建筑劳务有限公司工会")
    # Nor through the back door: a person of that union.
    office.act("place_account", by="admin", account_id=str(office.account_id("tiaojie2")), unit_id=own)
    with pytest.raises(NotPossible, match="用人单位自己的工会"):
        office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie2")))
    office.act("assign", case_id, by="supervisor", unit_id=unit(office))
    with pytest.raises(NotPossible, match="用人单位自己的工会"):
        office.act("reassign", case_id, by="supervisor", unit_id=own)


def test_without_fear_it_may_go_there_with_a_warning(office: Office) -> None:
    case_id = accepted(office)
    own = own_union(office, case_id)
    done = office.act("assign", case_id, by="supervisor", unit_id=own)
    assert "注意保护劳动者" in done.made["warning"]
    with reading(office.engine) as session:
        assert [one.own_union for one in dispatches_of(session, case_id)] == [True]
    office.act("mark_retaliation_risk", case_id, by="operator", risk=True, reason="单位打听是谁投诉")
    with office.engine.connect() as connection:
        [told] = connection.execute(sa.select(Alert.__table__).where(Alert.title.like("%须改派%"))).all()
    assert "城东区总工会" in told.body
    with pytest.raises(NotAllowed, match="主管"):
        office.act("mark_retaliation_risk", case_id, by="operator", risk=False, reason="不怕了")


def test_unions_of_enterprises_name_their_employer(office: Office) -> None:
    with pytest.raises(NotValid, match="须选所属用人单位"):
        office.act("add_unit", by="admin", name="某公司工会", kind="enterprise_union")
    with pytest.raises(NotValid, match="已有这个名称"):
        office.act("add_unit", by="admin", name="城东区总工会", kind="district")
    with pytest.raises(NotAllowed):
        office.act("add_unit", by="mediator", name="某街道工会", kind="street")
    made = office.act("add_unit", by="supervisor", name="某街道工会", kind="street", parent_id=unit(office)).made
    values = {"name": "城东区总工会", "kind": "district", "parent_id": str(made["unit_id"])}
    with pytest.raises(NotValid, match="自己的下级"):
        office.act("change_unit", by="supervisor", unit_id=unit(office), **values)


def test_the_program_brings_its_units_once(office: Office) -> None:
    from people.units import seed_units

    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        assert seed_units(work.connection, MORNING) == 0
    with office.engine.connect() as connection:
        kinds = [row.kind for row in connection.execute(sa.select(_unit))]
    assert (kinds.count("city"), kinds.count("district"), kinds.count("park")) == (1, 7, 4)


def _rules(**more: Any) -> AssigningRules:
    return AssigningRules.model_validate(
        {"source": "工会自定", "weights": {"case": 1, "person": Decimal("0.1")}, **more}
    )


def test_whoever_has_least_in_hand_is_proposed_with_the_reason(office: Office) -> None:
    """Two files against one of forty workers: people weigh too."""
    for head_count, login in ((2, "tiaojie"), (2, "tiaojie"), (40, "tiaojie2")):
        case_id = accepted(office, head_count=head_count)
        office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id(login)))
    case_id = accepted(office)
    with reading(office.engine) as session:
        found = suggest(session, case_id, MORNING, _rules())
    assert found.first is not None
    assert found.first.name == "调解员甲"
    assert found.reason == "建议调解员甲：在办件最少（按人数加权），在办2件、逾期0件。"
    assert [one.open for one in found.candidates] == [2, 1]
    with reading(office.engine) as session:
        light = suggest(session, case_id, MORNING, _rules(weights={"case": 1, "person": 0}))
    assert light.first is not None
    assert light.first.name == "调解员乙"


def test_rules_come_before_the_workload(office: Office) -> None:
    case_id = accepted(office)
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie2")))
    other = accepted(office)
    with reading(office.engine) as session:
        skilled = suggest(session, other, MORNING, _rules(skills={"wage_arrears": ["tiaojie2"]}))
        district = suggest(session, other, MORNING, _rules(districts={"630102": {"unit": "630102"}}))
    assert skilled.reason.startswith("建议调解员乙：擅长欠薪案件")
    assert district.reason == "建议城东区总工会：按派单规则，城东区的案件先派该单位（在办0件）。"
    assert [one.kind for one in district.candidates] == ["unit", "mediator", "mediator"]


def test_nobody_is_proposed_against_a_guard(office: Office) -> None:
    """Were the district's unit the employer's own union, it comes last, with the reason, and its people not at all."""
    case_id = accepted(office, retaliation_risk=True)
    own = own_union(office, case_id)
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.update(Account, {"id": office.account_id("tiaojie")}, {"unit_id": UUID(own)})
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.connection.execute(_unit.update().where(_unit.c.id == UUID(unit(office))).values(code="x"))
        work.connection.execute(_unit.update().where(_unit.c.id == UUID(own)).values(code="630102"))
    with reading(office.engine) as session:
        found = suggest(session, case_id, MORNING, _rules(districts={"630102": {"unit": "630102"}}))
    assert found.first is not None
    assert found.first.name == "调解员乙"
    assert found.candidates[-1].kind == "unit"
    assert "用人单位自己的工会" in (found.candidates[-1].obstacle or "")


def test_the_workload_counts_what_is_open(office: Office) -> None:
    case_id = accepted(office, head_count=7)
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    office.act("return_dispatch", case_id, by="mediator", reason_code="duplicate")
    office.act("assign", case_id, by="supervisor", unit_id=unit(office))
    later = MORNING + timedelta(days=10)
    with reading(office.engine) as session:
        found = loads(session, later, returns_within=timedelta(days=90))
        long_ago = loads(session, later, returns_within=timedelta(days=1))
    mediator = next(one for one in found.people if one.name == "调解员甲")
    theirs = next(one for one in found.units if one.name == "城东区总工会")
    assert (mediator.open, mediator.returns) == (0, 1)
    assert (theirs.open, theirs.people, theirs.overdue, theirs.unsigned, theirs.age_days) == (1, 7, 1, 1, 10)
    assert next(one for one in long_ago.people if one.name == "调解员甲").returns == 0


def test_cases_that_waited_before_the_upgrade_have_their_dispatch(office: Office) -> None:
    """The migration writes the row that a dispatch writes from now on, so that they can be signed for."""
    case_id = accepted(office)
    mine = str(office.account_id("tiaojie"))
    office.act("assign", case_id, by="supervisor", handler_id=mine, at=MORNING + HOUR)
    migration = import_module("migrations.versions.0007_contacts_tickets_units_and_dispatch")

    with office.engine.begin() as connection:
        connection.execute(_dispatch.delete())
        with Operations.context(MigrationContext.configure(connection)):
            migration._those_that_wait()

    [found] = rows(office, case_id)
    assert (found.sent_to, found.sent_by, found.sent_at) == ("调解员甲", "主管甲", MORNING + HOUR)
    office.act("sign_for", case_id, by="mediator", at=MORNING + 2 * HOUR)
    assert rows(office, case_id)[0].signed_by == "调解员甲"
