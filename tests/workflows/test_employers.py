"""Employers: one file per enterprise, merged and parted exactly, found under every name."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.check_digits import code_check
from cases.checks.run import run_checks
from cases.views.employers import employer_file, list_employers, possible_duplicates
from foundation.clock import office_day
from foundation.database import reading
from foundation.errors import NotFound, NotPossible, NotValid, Refusal
from foundation.settings import Settings
from tests.office import MORNING, Office
from tests.stories.scripts import REFER, opening
from tests.workflows.test_rosters import STATES, rows

ONE, OTHER = "青海恒远建筑劳务有限公司", "青海恒源建筑劳务有限公司"
CODE = "91990000MA0000000"
CODE += code_check(CODE)


def register(office: Office, name: str, **more: Any) -> str:
    """A new file."""
    return str(office.act("register_employer", name=name, **more).made["employer_id"])


def a_case(office: Office, employer: str, **more: Any) -> UUID:
    """A case against this employer."""
    case_id = office.act("open_case", **opening("wage_arrears", employer_name=employer, **more)).case_id
    assert case_id is not None
    return case_id


def owner(office: Office, case_id: UUID) -> str:
    """Whose case it is."""
    with office.engine.connect() as connection:
        query = sa.text('SELECT e.name FROM "case" c JOIN employer e ON e.id = c.employer_id WHERE c.id = :id')
        return str(
            connection.execute(query, {"id": case_id.hex if connection.dialect.name == "sqlite" else case_id}).scalar()
        )


def everything(office: Office) -> list[Any]:
    """Who owns what, for comparing before and after."""
    return [
        rows(office, 'SELECT id, employer_id FROM "case" ORDER BY id'),
        rows(office, "SELECT id, employer_id FROM employer_alias ORDER BY id"),
        rows(office, "SELECT id, parent_id, merged_into_id FROM employer ORDER BY id"),
        rows(office, "SELECT id, employer_id FROM project_company ORDER BY id"),
        rows(office, "SELECT id, employer_id FROM account_interest ORDER BY id"),
        rows(office, "SELECT key, employer_id FROM employer_key ORDER BY key, employer_id"),
    ]


def furnished(office: Office) -> tuple[str, str, UUID]:
    """Two files, each with a case, an alias, a branch, a project and a declared interest."""
    ids = []
    for name, short, project in ((ONE, "恒远", "一号工程"), (OTHER, "恒源", "二号工程")):
        ids.append(register(office, name))
        office.act("add_alias", employer_id=ids[-1], name=f"{short}队")
        office.act("add_branch", employer_id=ids[-1], name=f"{name}西宁分公司", branch_kind="branch")
        office.act("register_project", name=project, companies=[{"employer_name": name, "role": "labour"}])
        office.act("declare_interest", by="mediator", relation="worked", employer_name=name, from_on="2024-01-01")
        a_case(office, name)
    return ids[0], ids[1], a_case(office, OTHER)


def test_a_merge_takes_everything_along_and_its_undoing_brings_exactly_that_back(office: Office) -> None:
    one, other, case_id = furnished(office)
    before = everything(office)
    made = office.act("merge_employers", by="supervisor", employer_id=other, into=ONE, reason="同一单位").made
    assert owner(office, case_id) == ONE
    late = a_case(office, OTHER)
    later = a_case(office, "恒源队")
    assert owner(office, late) == owner(office, later) == ONE
    assert not [one for one in run_checks(office.engine, MORNING, Settings(), STATES) if one.severity == "error"]
    office.act("unmerge_employers", by="supervisor", merge_id=made["merge_id"], reason="不是同一单位")
    after = everything(office)
    # What came after the merge stays where it was entered; everything else is as it was.
    added = {row[0] for row in after[0]} - {row[0] for row in before[0]}
    assert len(added) == 2
    after[0] = [row for row in after[0] if row[0] not in added]
    assert after == before
    assert owner(office, late) == ONE
    assert owner(office, a_case(office, "恒源队")) == OTHER
    assert UUID(one) != UUID(other)


def test_merges_on_merges_are_undone_in_reverse(office: Office) -> None:
    one, other, case_id = furnished(office)
    third = register(office, "甘肃宏图建设有限公司")
    before = everything(office)
    first = office.act("merge_employers", by="supervisor", employer_id=other, into=ONE, reason="同一单位").made
    second = office.act(
        "merge_employers", by="supervisor", employer_id=one, into="甘肃宏图建设有限公司", reason="更名"
    ).made
    assert owner(office, case_id) == owner(office, a_case(office, "恒源队")) == "甘肃宏图建设有限公司"
    with pytest.raises(NotPossible, match="先撤销后来的"):
        office.act("unmerge_employers", by="supervisor", merge_id=first["merge_id"], reason="x")
    office.act("unmerge_employers", by="supervisor", merge_id=second["merge_id"], reason="x")
    office.act("unmerge_employers", by="supervisor", merge_id=first["merge_id"], reason="x")
    assert everything(office)[1:] == before[1:]
    assert third


def test_two_who_merge_the_same_files_at_once_merge_once(office: Office) -> None:
    one, other, _ = furnished(office)

    def merge(turn: int) -> bool:
        gone, into = (one, OTHER) if turn % 2 else (other, ONE)
        try:
            office.act("merge_employers", by="supervisor", employer_id=gone, into=into, reason="同一单位")
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(merge, range(4))).count(True) == 1
    assert not [one for one in run_checks(office.engine, MORNING, Settings(), STATES) if one.severity == "error"]


def test_what_is_no_duplicate_is_not_merged(office: Office) -> None:
    one, other, _ = furnished(office)
    with pytest.raises(NotPossible, match="同一份"):
        office.act("merge_employers", by="supervisor", employer_id=one, into="恒远队", reason="x")
    with pytest.raises(NotFound, match="没有名为"):
        office.act("merge_employers", by="supervisor", employer_id=one, into="不存在的单位", reason="x")
    with pytest.raises(NotPossible, match="分支机构"):
        office.act("merge_employers", by="supervisor", employer_id=one, into=f"{ONE}西宁分公司", reason="x")
    assert other


def test_names_and_codes_are_nobody_elses(office: Office) -> None:
    one = register(office, ONE, credit_code=CODE.lower())
    with pytest.raises(NotPossible, match="合并单位档案"):
        register(office, OTHER, credit_code=CODE)
    with pytest.raises(NotPossible, match="已另有档案"):
        register(office, "青海恒远建筑劳务（有限公司）")
    with pytest.raises(NotValid, match="校验位") as wrong:
        register(office, OTHER, credit_code=CODE[:-1] + ("0" if CODE[-1] != "0" else "1"))
    assert CODE[:10] not in wrong.value.detail
    office.act("edit_employer", employer_id=one, name="青海恒远建设集团有限公司")
    assert owner(office, a_case(office, ONE)) == "青海恒远建设集团有限公司"
    with reading(office.engine) as session:
        for text in ("恒远建设", ONE, "hy", CODE):
            assert [row.name for row in list_employers(session, text, 1).rows] == ["青海恒远建设集团有限公司"], text


def test_files_that_may_be_one_are_suggested_but_not_a_house_and_its_branch(office: Office) -> None:
    furnished(office)
    with reading(office.engine) as session:
        pairs = {frozenset((pair.one[1], pair.other[1])) for pair in possible_duplicates(session)}
    assert frozenset((ONE, OTHER)) in pairs
    assert frozenset((ONE, f"{ONE}西宁分公司")) not in pairs


def test_a_risk_score_shows_where_every_point_comes_from(office: Office) -> None:
    one = register(office, ONE)
    case_id = a_case(office, ONE, head_count=25)
    a_case(office, f"{ONE}西宁分公司")
    office.act("add_branch", employer_id=one, name=f"{ONE}西宁分公司", branch_kind="branch")
    with reading(office.engine) as session:
        file = employer_file(session, UUID(one), office_day(MORNING))
    points = {reason.title: reason.points for reason in file.risk.reasons}
    assert points == {"未结欠薪案件": 20, "未结案件涉及人数": 4, "一年内再次发生": 5, "一年内集体案件": 10}
    assert file.risk.points == sum(points.values())
    assert "工会自定" in file.risk.source
    assert all(reason.sources for reason in file.risk.reasons)
    assert f"/cases/{case_id}" in {address for reason in file.risk.reasons for _, address in reason.sources}
    assert REFER
