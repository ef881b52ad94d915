"""Conflicts of interest: found over branches, parents, sites and merged files, and told as a path."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from foundation.errors import NotAllowed, NotPossible
from foundation.work import begin
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows.assigning.conflict import GUARD
from workflows.engine import save
from workflows.subjects import read_case

FIRM = "青海恒远建筑劳务有限公司"


def declare(office: Office, **what: Any) -> None:
    """The mediator declares a tie."""
    office.act("declare_interest", by="mediator", **{"from_on": "2024-01-01", **what})


def a_case(office: Office, **more: Any) -> UUID:
    """A case against the firm."""
    case_id = office.act("open_case", **opening("wage_arrears", **{"employer_name": FIRM, **more})).case_id
    assert case_id is not None
    return case_id


def guard(office: Office, case_id: UUID, *, despite: str | None = None, by: str = "supervisor") -> None:
    """Ask whether the mediator may have the case."""
    with begin(office.engine, by=office.actor(by), at=MORNING) as work:
        case = read_case(work, case_id)
        GUARD(work, case, office.account_id("tiaojie"), None, despite)
        save(work, case)


def test_nothing_declared_stops_nobody(office: Office) -> None:
    guard(office, a_case(office))


def test_a_declared_tie_to_the_house_is_told_as_a_path(office: Office) -> None:
    register = office.act("register_employer", name=FIRM).made["employer_id"]
    office.act("add_branch", employer_id=register, name=f"{FIRM}西宁分公司", branch_kind="branch")
    declare(office, relation="worked", employer_name=f"{FIRM}西宁分公司")
    with pytest.raises(NotPossible) as refused:
        guard(office, a_case(office))
    assert (
        f"调解员甲 —（曾任职，2024-01 起申报）→ {FIRM}西宁分公司 —（本案用人单位的分公司）→ 本案"
        in refused.value.detail
    )


def test_from_the_branch_up_to_the_house_and_over_an_alias(office: Office) -> None:
    register = office.act("register_employer", name=FIRM).made["employer_id"]
    office.act("add_branch", employer_id=register, name=f"{FIRM}西宁分公司", branch_kind="branch")
    office.act("add_alias", employer_id=register, name="恒远队")
    declare(office, relation="shares", employer_name="恒远队")
    with pytest.raises(NotPossible, match="本案用人单位的上级单位"):
        guard(office, a_case(office, employer_name=f"{FIRM}西宁分公司"))


def test_over_the_site_and_over_a_merged_file(office: Office) -> None:
    declare(office, relation="shares", employer_name="青海总包建设有限公司")
    gone = office.act("register_employer", name="青海总包建设集团").made["employer_id"]
    companies = [{"employer_name": "青海总包建设集团", "role": "contractor"}]
    office.act("register_project", name="一号工程", companies=companies)
    office.act("merge_employers", by="supervisor", employer_id=gone, into="青海总包建设有限公司", reason="同一单位")
    with pytest.raises(NotPossible, match="本案工程的施工总承包单位"):
        guard(office, a_case(office, project="一号工程"))


def test_a_written_reason_of_the_supervisor_passes_and_is_kept(office: Office) -> None:
    declare(office, relation="townsman", employer_name=FIRM)
    case_id = a_case(office)
    with pytest.raises(NotAllowed, match="只有主管"):
        guard(office, case_id, despite="别无他人", by="operator")
    guard(office, case_id, despite="别无他人")
    with office.engine.connect() as connection:
        detail = connection.execute(
            sa.text("SELECT detail FROM journal_entry WHERE act = 'conflict_accepted'")
        ).scalar()
    assert "别无他人" in str(detail)


@pytest.mark.parametrize("relation", ["relative", "self"])
def test_blood_and_ones_own_matter_pass_with_no_reason(office: Office, relation: str) -> None:
    declare(office, relation=relation, phone="0971-0000009")
    with pytest.raises(NotPossible, match=r"须回避（工会自定）.*赵某 —（本案当事人）→ 本案") as refused:
        guard(office, a_case(office), despite="别无他人")
    assert "0000009" not in refused.value.detail


def test_a_tie_that_is_over_stops_nobody(office: Office) -> None:
    declare(office, relation="worked", employer_name=FIRM, until_on="2025-12-31")
    guard(office, a_case(office))


def test_the_employers_own_union_sits_on_both_sides(office: Office) -> None:
    with office.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE account SET unit = :unit WHERE login = 'tiaojie'"), {"unit": f"{FIRM}工会委员会"}
        )
    with pytest.raises(NotPossible, match="该单位的工会"):
        guard(office, a_case(office))


def test_nobody_declares_for_others_but_the_supervisor(office: Office) -> None:
    data = {"relation": "worked", "employer_name": FIRM, "from_on": "2024-01-01"}
    mediator = str(office.account_id("tiaojie"))
    with pytest.raises(NotAllowed):
        office.act("declare_interest", by="operator", account_id=mediator, **data)
    made = office.act("declare_interest", by="supervisor", account_id=mediator, **data).made
    office.act("end_interest", by="mediator", interest_id=made["interest_id"], until_on="2026-01-01")
    guard(office, a_case(office))
