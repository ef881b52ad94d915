"""Short ways to make things of the prevention register in tests."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cases.prevention.settings import checklist
from tests.office import MORNING, Office

LECTURE: dict[str, Any] = {
    "kind": "lecture",
    "held_on": "2026-10-12",
    "district": "630102",
    "place": "测试社区",
    "topic": "劳动合同法宣讲",
    "host_unit": "测试用工会",
}


def activity(office: Office, at: datetime = MORNING, **changes: Any) -> UUID:
    """A lecture that was held."""
    done = office.act("record_activity", at=at, **{**LECTURE, **changes})
    return UUID(str(done.made["activity_id"]))


def campaign(office: Office, rule: list[dict[str, str]], *, run: bool = True, **changes: Any) -> UUID:
    """A campaign with an applied rule, under way from the beginning of October."""
    fields = {"name": "测试行动", "kind": "other", "starts_on": "2026-10-01", **changes}
    done = office.act("create_campaign", by="supervisor", **fields)
    campaign_id = UUID(str(done.made["campaign_id"]))
    if rule:
        office.act("propose_campaign_rule", by="supervisor", campaign_id=str(campaign_id), rule=rule)
        office.act("apply_campaign_rule", by="supervisor", campaign_id=str(campaign_id))
    if run:
        office.act("move_campaign", by="supervisor", campaign_id=str(campaign_id), state="running")
    return campaign_id


def check_up(office: Office, *, answered: bool = True, **changes: Any) -> UUID:
    """A check-up of a firm, all items in order."""
    fields = {
        "employer_name": "测试用商贸有限公司",
        "district": "630102",
        "held_on": "2026-10-12",
        "first_member": "体检员甲",
        "second_member": "体检员乙",
        **changes,
    }
    done = office.act("open_check_up", **fields)
    check_up_id = UUID(str(done.made["check_up_id"]))
    if answered:
        answers = [{"item": one.item, "answer": "ok"} for one in checklist().items]
        office.act("answer_checklist", check_up_id=str(check_up_id), answers=answers)
    return check_up_id


def finding(office: Office, check_up_id: UUID, **changes: Any) -> UUID:
    """A finding that is due in October."""
    fields = {
        "check_up_id": str(check_up_id),
        "item": "wages",
        "issue": "未按月足额支付工资",
        "law_article": "《中华人民共和国劳动法》第五十条",
        "suggestion": "按月足额支付工资",
        "due_on": "2026-10-20",
        **changes,
    }
    return UUID(str(office.act("add_check_finding", **fields).made["finding_id"]))


def sentinel(office: Office) -> UUID:
    """A sentinel with a link."""
    done = office.act("add_sentinel", by="supervisor", name="钱某", phone="0971-0000008", district="630102")
    sentinel_id = UUID(str(done.made["sentinel_id"]))
    office.act("issue_lead_link", by="supervisor", sentinel_id=str(sentinel_id))
    return sentinel_id


def lead(office: Office, **changes: Any) -> UUID:
    """A lead registered at the desk."""
    fields = {
        "sign": "arrears",
        "content": "工人说两个月没发工资",
        "place": "测试工地",
        "district": "630102",
        **changes,
    }
    return UUID(str(office.act("register_lead", **fields).made["lead_id"]))
