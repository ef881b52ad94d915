"""The longest published life of each kind, act by act: money, clocks and letters on the way.

The days, sums and people are the source's; what it does not give is marked 示例 and chosen to fit.
"""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from cases.codes import DISPUTE_TYPE
from foundation.errors import NotPossible
from tests.letter_steps import CHECKERS
from tests.office import Office
from tests.stories.scripts import INVESTIGATION, RECORD
from tests.workflows.invariants import broken
from workflows.acts import ACTS
from workflows.effects import run_effects
from workflows.firing import fire_all_due
from workflows.importing import steps
from workflows.importing.plan import make_plan
from workflows.importing.reading import PublishedCase, read_lines

LINES = (Path(__file__).parents[2] / "demo" / "real_cases.jsonl").read_bytes()
PUBLISHED = [json.loads(line) for line in LINES.splitlines()]
# The words of case-life.md: what published cases say of their way.
WORDS = [
    "intake",
    "mediation",
    "joint_mediation",
    "agreement",
    "payment",
    "verification",
    "rectification",
    "consult",
    "letter:提示函",
    "letter:意见书",
    "letter:建议书",
    "letter:公函",
    "letter:仲裁建议书",
    "referral:劳动监察",
    "referral:仲裁",
    "referral:法院",
    "referral:检察院",
    "referral:公安",
    "referral:下级工会",
    "referral:基层工会",
    "referral:异地工会",
    "referral:行业主管",
    "legal_aid",
    "arbitration",
    "litigation",
    "enforcement",
    "judicial_confirmation",
    "property_preservation",
    "injury_recognition",
    "prosecutor_suggestion",
    "prosecutor_support",
    "labour_order",
    "advance_payment",
    "collective_bargaining",
    "visit_callback",
    "closure",
]


def longest(case_type: str) -> dict[str, Any]:
    """The published case of this kind with the most steps."""
    return max((one for one in PUBLISHED if one["case_type"] == case_type), key=lambda one: len(one["path"]))


def moment(day: str, hour: int = 2) -> datetime:
    """An instant of that day: ten in the morning at the office."""
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=UTC)


class Life:
    """One case lived day by day; what falls due in between fires, as it would have."""

    def __init__(self, office: Office, day: str, **opened: Any) -> None:
        self.office = office
        self.at = moment(day)
        given = {"district": "630102", "worker_name": "示例甲", **opened}
        made = office.act("open_case", by="operator", at=self.at, **given).case_id
        assert made is not None
        self.case_id: UUID = made

    def do(self, day: str, act: str, by: str, subject: UUID | None = None, **data: Any) -> Any:
        """One act on its day."""
        self.wait(day)
        return self.office.act(act, subject or self.case_id, by=by, at=self.at, **data)

    def wait(self, day: str) -> None:
        """The days until then pass."""
        self.at = max(self.at, moment(day))
        fire_all_due(self.office.engine, self.at)
        run_effects(self.office.engine, self.at)
        assert broken(self.office.engine, self.at) == []

    def into_mediation(self, accepted: str, invited: str) -> None:
        """受理、派单、签收、组织调解."""
        self.do(accepted, "accept", "operator")
        self.do(accepted, "assign", "supervisor", handler_id=str(self.office.account_id("tiaojie")))
        self.do(accepted, "sign_for", "mediator")
        self.do(invited, "invite_to_mediation", "mediator")

    def letter(self, day: str, kind: str, cause: str) -> UUID:
        """Drafted, reviewed, signed and served on one day."""
        letter = UUID(str(self.do(day, "draft_letter", "mediator", kind=kind, cause=cause).made["letter_id"]))
        self.do(day, "submit_letter", "mediator", letter)
        self.do(day, "review_letter", "supervisor", letter)
        self.do(day, "sign_letter", "leader", letter)
        self.do(day, "number_letter", "supervisor", letter)
        self.do(day, "seal_letter", "supervisor", letter)
        self.do(day, "dispatch_letter", "mediator", letter, how="direct")
        self.do(day, "serve_letter", "mediator", letter, how="direct", proof="示例：回证")
        return letter

    def to_the_archive(self, days: list[str], outcome: str | None = None) -> None:
        """提请结案（如未自动转入）、审核、回访、结案、归档."""
        if outcome is not None:
            self.do(days[0], "request_closure", "mediator", outcome=outcome)
        self.do(days[0], "approve_closure", "supervisor")
        self.do(days[1], "record_callback", "operator", contacted=True, resolved=True, satisfied=True)
        self.do(days[1], "close", "supervisor")
        # Where the office asks for papers that no published case has, it asks why they are missing.
        form = ACTS["archive"].form.model_fields
        missing = {name: "示例：公开案例没有载明" for name, field in form.items() if field.title == "材料不全的理由"}
        self.do(days[2], "archive", "operator", **missing)

    def rows(self, table: str, **wanted: Any) -> list[dict[str, Any]]:
        """Rows of the case."""
        one = SQLModel.metadata.tables[table]
        conditions = [one.c[name] == value for name, value in {"case_id": self.case_id, **wanted}.items()]
        with self.office.engine.connect() as connection:
            return [
                dict(row) for row in connection.execute(sa.select(one).where(*conditions).order_by(one.c.id)).mappings()
            ]

    @property
    def case(self) -> dict[str, Any]:
        """The case as it stands."""
        table = SQLModel.metadata.tables["case"]
        with self.office.engine.connect() as connection:
            return dict(connection.execute(sa.select(table).where(table.c.id == self.case_id)).mappings().one())

    def clock(self, rule: str) -> dict[str, Any]:
        """The newest clock by a rule."""
        return self.rows("clock", rule_id=rule)[-1]

    def running(self) -> set[str]:
        """The rules of the clocks that run."""
        return {clock["rule_id"] for clock in self.rows("clock", state="running")}

    def money(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Claimed, agreed, arrived."""
        case = self.case
        return case["claimed"], case["agreed"], case["paid"]


def test_wages_promised_twice_and_paid_after_the_opinion(office: Office) -> None:
    """RC001: five workers, two broken promises, a notice and an opinion, the money on 17 June."""
    told = longest("wage_arrears")
    assert told["id"] == "RC001"
    life = Life(
        office,
        "2025-04-08",  # 示例: the source gives no day of the call
        case_type="wage_arrears",
        channel="unknown",
        head_count=5,
        is_migrant=True,
        employer_name="示例劳务公司",
        claims=[{"kind": "wages", "amount": "84854.00"}],
    )
    life.into_mediation("2025-04-08", "2025-04-09")  # 示例
    assert life.clock("LA-14-1")["due_on"] == date(2025, 4, 23)  # fifteen days from the application

    # 县总工会线上调解: 7.49万元 by the end of April.
    promise = [{"due_on": "2025-04-30", "amount": "74854.00"}]
    life.do("2025-04-10", "record_agreement", "mediator", amount="74854.00", terms="四月底付清", instalments=promise)
    assert life.money() == (Decimal(84854), Decimal(74854), None)
    first = life.clock("AGREED")
    assert (first["kind"], first["due_on"]) == ("obligation", date(2025, 4, 30))
    assert life.clock("LA-14-1")["state"] == "met"
    assert {"AR-74-1", "PM-33-1"} <= life.running()

    life.wait("2025-04-30")
    assert not life.clock("AGREED")["breached"]
    life.wait("2025-05-01")
    assert life.clock("AGREED")["breached"]
    life.do("2025-05-06", "record_breach", "mediator", reason="四月底没有付款")
    assert life.case["state"] == "breached"

    # 5月21日第二次协商，并发提示函；承诺五月底。
    life.do("2025-05-21", "resume_mediation", "mediator", note="第二次协商，总承包方到场")
    facts = {"matter": "M04", "law_article": "《保障农民工工资支付条例》第三条", "facts": "拖欠5人工资84854元"}
    life.do("2025-05-21", "record_violation", "mediator", **facts)
    notice = life.letter("2025-05-21", "notice", "承诺未履行")
    [sent] = life.rows("letter", id=notice)
    assert (sent["kind"], sent["state"], sent["served_on"]) == ("notice", "served", date(2025, 5, 21))
    assert sent["number"]
    assert life.clock(sent["rule_snapshot"]["rule_id"])["due_on"] == sent["reply_due"]
    again = [{"due_on": "2025-05-30", "amount": "74854.00"}]
    life.do("2025-05-21", "record_agreement", "mediator", amount="74854.00", terms="五月底付清", instalments=again)
    assert life.clock("AGREED")["due_on"] == date(2025, 5, 30)
    life.do("2025-06-03", "record_breach", "mediator", reason="五月底的承诺再次落空")
    assert [one["breached"] for one in life.rows("clock", rule_id="AGREED")] == [True, True]

    # 6月9日意见书: only after an investigation that two supervisors have closed.
    with pytest.raises(NotPossible):
        life.letter("2025-06-09", "opinion", "两次承诺落空")
    life.do("2025-06-09", "open_investigation", "mediator", **INVESTIGATION)
    life.do("2025-06-09", "close_investigation", "mediator", **RECORD)
    opinion = life.letter("2025-06-09", "opinion", "两次承诺落空")
    [second] = life.rows("letter", id=opinion)
    assert (second["kind"], second["state"], second["served_on"]) == ("opinion", "served", date(2025, 6, 9))
    assert second["number"] != sent["number"]
    life.do("2025-06-10", "resume_mediation", "mediator", note="工会、法院、检察院、人社、司法联合机制")

    # 6月17日到账。
    life.do("2025-06-17", "confirm_payment", "mediator", paid_on="2025-06-17", amount="74854.00", people=5)
    assert life.money() == (Decimal(84854), Decimal(74854), Decimal(74854))
    assert life.case["paid"] == told["recovered_yuan"]
    for letter in (notice, opinion):
        checked = [{"seq": 1, "result": "done", "note": "示例：工资已付"}]
        life.do("2025-06-18", "verify_letter", "mediator", letter, items=checked, **CHECKERS)
        life.do("2025-06-18", "close_letter", "mediator", letter, report="示例：工资已付", told_complainant=True)
    life.to_the_archive(["2025-06-18", "2025-06-19", "2025-06-20"], "mediated_paid")  # 示例
    case = life.case
    assert (case["state"], case["outcome"]) == ("archived", "mediated_paid")
    assert life.running() == set()
    assert [one["rule_id"] for one in life.rows("clock", kind="citizen")] == ["CITIZEN"]
    assert case["breaches"] == sum(one["breached"] for one in life.rows("clock"))


def test_an_injury_settled_on_the_spot_and_confirmed_by_the_court(office: Office) -> None:
    """RC081: a seventh-degree injury of February 2020, 150,000 yuan, the agreement confirmed by the court."""
    told = longest("labor_dispute")
    assert told["id"] == "RC081"
    life = Life(
        office,
        "2023-09-04",  # 示例: the source gives the month of the injury only
        case_type="labour_dispute",
        channel="unknown",
        head_count=1,
        employer_name="示例企业",
        claims=[{"kind": "work_injury", "amount": "150000.00"}],
    )
    life.into_mediation("2023-09-04", "2023-09-05")
    life.do("2023-09-06", "record_agreement", "mediator", amount="150000.00", terms="一次性支付15万元，继续留用")
    joint = life.clock("PM-33-1")
    # Thirty days from the day after the agreement took effect, both parties together.
    assert (joint["kind"], joint["due_on"], joint["state"]) == ("right", date(2023, 10, 7), "running")
    assert life.case["right_due_at"] == life.clock("AR-74-1")["due_at"]

    life.do("2023-09-07", "apply_confirmation", "mediator", way="court", accepted_on="2023-09-07")
    assert life.case["state"] == "confirming"
    assert life.clock("PM-33-1")["state"] == "met"
    assert "SVC-PROGRESS" in life.running()
    with pytest.raises(NotPossible, match="审查确认中"):
        life.do("2023-09-08", "record_breach", "mediator", reason="还在审查")
    life.do("2023-09-11", "record_confirmation", "mediator", document="示例：民事裁定书")

    life.do("2023-09-12", "confirm_payment", "mediator", paid_on="2023-09-12", amount="150000.00", people=1)
    assert life.case["state"] == "closing_review"  # all of it arrived: by itself
    assert life.money() == (Decimal(150000), Decimal(150000), Decimal(told["recovered_yuan"]))
    life.to_the_archive(["2023-09-13", "2023-09-14", "2023-09-15"])  # 示例
    assert (life.case["state"], life.case["outcome"]) == ("archived", "mediated_paid")
    assert life.running() == set()


def test_an_old_debt_sued_for_with_aid_and_settled_online(office: Office) -> None:
    """RC089: an IOU of 2021 over 12,625 yuan, aid and a suit in 2024, 9,625 yuan agreed and paid in March 2025."""
    told = longest("legal_aid")
    assert told["id"] == "RC089"
    life = Life(
        office,
        "2024-10-15",  # 示例: the source says 2024
        case_type="legal_aid",
        channel="legal_aid_window",
        head_count=1,
        claims=[{"kind": "wages", "amount": "12625.00"}],
    )
    life.do("2024-10-15", "accept", "operator")
    review = life.clock("SVC-AID-REVIEW")
    assert review["due_on"] == date(2024, 10, 22)  # seven days by reference, the union's own
    life.do("2024-10-18", "grant_aid", "supervisor")
    assert life.clock("SVC-AID-REVIEW")["state"] == "met"
    life.do("2024-10-18", "reassign", "supervisor", handler_id=str(office.account_id("tiaojie")))
    life.do("2024-10-21", "appoint_lawyer", "supervisor", lawyer="示例律师", firm="示例律师事务所")
    assert life.case["state"] == "aiding"

    court = {"addressee": "court", "addressee_name": "示例人民法院", "matter": "追索劳动报酬"}
    life.do("2024-11-05", "refer", "mediator", **court)
    life.do("2024-11-06", "send_referral", "mediator")
    [sent] = life.rows("referral")
    filing = [one for one in life.rows("clock", state="running") if one["referral_id"] == sent["id"]]
    assert [one["kind"] for one in filing] == ["obligation"]  # the court's days to take the suit
    life.do("2024-11-11", "acknowledge_referral", "mediator")
    assert life.case["state"] == "handled_elsewhere"

    # 网上调解: the suit ends in an agreement below the claim.
    life.do("2025-03-03", "return_to_mediation", "mediator", note="法院网上调解")
    life.do("2025-03-03", "record_agreement", "mediator", amount="9625.00", terms="双方认可9625元")
    assert life.money() == (Decimal(12625), Decimal(9625), None)
    life.do("2025-03-10", "confirm_payment", "mediator", paid_on="2025-03-10", amount="9625.00", people=1)
    assert life.case["state"] == "closing_review"
    assert life.case["paid"] == told["recovered_yuan"]
    life.to_the_archive(["2025-03-11", "2025-03-12", "2025-03-13"])  # 示例
    assert life.case["state"] == "archived"
    assert life.running() == set()


@pytest.mark.parametrize("case_type", ["wage_arrears", "labor_dispute", "legal_aid"])
@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_a_published_path_has_its_acts(case_type: str, word: str) -> None:
    """Each word alone leads to acts that exist, and to a plan that the chart takes."""
    text = json.dumps({"id": "T", "case_type": case_type, "path": ["intake", word]}, ensure_ascii=False).encode()
    (case,) = read_lines(text)
    assert isinstance(case, PublishedCase)
    plan = make_plan(case)
    assert plan.unexpressed == []
    if word not in ("intake", "closure"):
        found = steps.goals(case, 1, word)
        assert not isinstance(found, str)
        assert found
        assert all(name in ACTS for goal in found for name in goal.acts)
        assert any(step.word == 1 for step in plan.steps)
    assert all(step.act in ACTS for step in plan.steps)


def test_the_published_words_are_those_that_have_acts() -> None:
    heads = {word.split(":")[0] for word in WORDS}
    published = {str(word).split(":")[0] for one in PUBLISHED for word in one["path"]}
    assert published - heads == set()
    assert {one["case_type"].replace("labor", "labour") for one in PUBLISHED} == set(DISPUTE_TYPE)
