"""A life of each case type as data: who does what. Played through the core, the API and the console's buttons.

Every act of a type stands in at least one of its scripts; the test that plays them checks it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.office import FIRST_SUPERVISOR, SECOND_SUPERVISOR

# Stands for the account of the mediator, which exists only when the story is played.
MEDIATOR = "<mediator>"
# "<clock:RULE>" stands for the case's newest clock by that rule, REQUEST for its newest request about a clock,
# OTHER for the number of another open case, "<day:-40>" for the day forty days ago, "<last:TABLE>" for the
# identifier of the case's newest row in that table, "<supervisor:3>" for the third supervisor with a certificate.
REQUEST = "<request>"
OTHER = "<other>"
# Stands for a file that is attached to the case at that moment.
FILE = "<file>"


@dataclass(frozen=True)
class Line:
    """One act, by whom, with what; `state` is where the case stands afterwards (None: not asked)."""

    act: str
    by: str
    data: dict[str, Any] = field(default_factory=dict)
    state: str | None = None


def opener(data: dict[str, Any]) -> str:
    """The act that begins a file with this form."""
    return "open_case" if "case_type" in data else "register_clue"


def opening(case_type: str, **more: Any) -> dict[str, Any]:
    """What is typed to begin a file of this type: a call, or a clue."""
    if case_type == "supervision":
        return {
            "source": "inspection",
            "employer_name": "测试用建筑劳务有限公司",
            "district": "630102",
            "matter": "M04",
            "facts": "拖欠三名工人工资54000元",
            "head_count": 3,
            "amount": "54000.00",
            **more,
        }
    return {
        "case_type": case_type,
        "channel": "hotline_12351",
        "district": "630102",
        "worker_name": "赵某",
        "phone": "0971-0000009",
        "employer_name": "测试用建筑劳务有限公司",
        "head_count": 3,
        "claims": [{"kind": "wages", "amount": "54000.00"}, {"kind": "overtime_pay"}],
        "infringement_known_on": "2026-09-01",
        **more,
    }


REASON = {"reason": "测试理由"}
VIOLATION = {"matter": "M04", "law_article": "《保障农民工工资支付条例》第三条", "facts": "拖欠工资54000元"}
INVESTIGATION = {
    "first_supervisor_id": str(FIRST_SUPERVISOR),
    "second_supervisor_id": str(SECOND_SUPERVISOR),
    "purpose": "核实拖欠工资",
}
RECORD = {"record": "问答笔录全文", "employer_signed": True, "consultation": "已协商，未达成一致"}
REFER = {"addressee": "labour_inspection", "addressee_name": "市劳动保障监察支队", "matter": "拖欠工资"}
CLOSE_OUT = (
    Line("approve_closure", "supervisor", {}, "callback"),
    Line("record_callback", "operator", {"contacted": True, "resolved": True, "satisfied": True}, "callback"),
    Line("close", "supervisor", {}, "closed"),
    Line("archive", "supervisor", {"incomplete_reason": "测试"}, "archived"),
)
ASSIGN = Line("assign", "supervisor", {"handler_id": MEDIATOR}, "awaiting_sign_for")
SIGN = Line("sign_for", "mediator", {}, "preparing")
SENT = (
    Line("refer", "mediator", REFER, "referring"),
    Line("send_referral", "mediator", {}, "awaiting_acknowledgement"),
)
TAKEN = (*SENT, Line("acknowledge_referral", "mediator", {}, "handled_elsewhere"))
RESULT = Line("record_referral_result", "mediator", {"result": "责令限期支付"}, "result_received")

TO_MEDIATION = (
    Line("accept", "operator", {}, "assigning"),
    ASSIGN,
    SIGN,
    Line("invite_to_mediation", "mediator", {}, "mediating"),
)
AGREED = Line("record_agreement", "mediator", {"amount": "54000.00", "terms": "分两期付清"}, "performing")

COMMON: tuple[tuple[Line, ...], ...] = (
    # The main road, with a broken promise, a referral and everything that is noted on the way.
    (
        Line("request_materials", "operator", {"materials": "工资欠条"}, "awaiting_materials"),
        Line("materials_received", "operator", {}, "registered"),
        Line("accept", "operator", {}, "assigning"),
        ASSIGN,
        Line("return_dispatch", "mediator", {"reason_code": "other", "reason": "测试理由"}, "assigning"),
        ASSIGN,
        SIGN,
        Line("reassign", "supervisor", {"handler_id": MEDIATOR}, "preparing"),
        Line("add_note", "mediator", {"note": "电话联系用人单位"}, "preparing"),
        Line("update_case", "mediator", {"project": "测试项目", "employment_ended_on": "2026-08-31"}, "preparing"),
        Line("record_key_groups", "mediator", {"groups": ["women"]}, "preparing"),
        Line("add_workers", "mediator", {"workers": [{"name": "钱某"}]}, "preparing"),
        Line("record_violation", "mediator", VIOLATION, "preparing"),
        Line("invite_to_mediation", "mediator", {}, "mediating"),
        Line("record_failure", "mediator", REASON, "failed"),
        Line("resume_mediation", "mediator", {}, "mediating"),
        AGREED,
        Line("confirm_payment", "mediator", {"amount": "4000.00"}, "performing"),
        Line("record_breach", "mediator", REASON, "breached"),
        *TAKEN,
        RESULT,
        Line("start_enforcement", "mediator", {}, "enforcing"),
        Line("confirm_payment", "mediator", {"amount": "50000.00"}, "closing_review"),
        Line("send_back", "supervisor", REASON, "preparing"),
        Line("request_closure", "mediator", {"outcome": "enforced_paid"}, "closing_review"),
        *CLOSE_OUT,
        Line("reopen", "supervisor", REASON, "preparing"),
    ),
    # Ways a referral can go.
    (
        Line("refer", "operator", REFER, "referring"),
        Line("cancel_referral", "mediator", REASON, "preparing"),
        *SENT,
        Line("referral_returned", "mediator", REASON, "preparing"),
        *SENT,
        Line("record_no_answer", "mediator", {}, "preparing"),
        *TAKEN,
        Line("return_to_mediation", "mediator", {}, "mediating"),
        Line("request_closure", "mediator", {"outcome": "other", "outcome_note": "测试"}, "closing_review"),
    ),
    # Ways it ends early.
    (
        Line("decline", "supervisor", REASON, "declined"),
        Line("object_to_decline", "operator", REASON, "registered"),
        Line("decline", "supervisor", REASON, "declined"),
        Line("state_remedies", "operator", {"remedies": "可以依法申请仲裁"}, "declined"),
        Line("serve_decline_notice", "operator", {}, "closing_review"),
    ),
    (Line("answer_directly", "operator", {"answer": "政策解答"}, "closing_review"),),
    (Line("withdraw", "operator", REASON, "closing_review"),),
    (
        Line("accept", "operator", {}, "assigning"),
        ASSIGN,
        SIGN,
        Line("record_employer_refusal", "mediator", REASON, "failed"),
    ),
)
# Pausing, extending, interrupting, using and taking back: the acts on clocks, in an order in which each is possible.
RIGHT = "<clock:LA-27-1>"
TIMES: tuple[Line, ...] = (
    Line("request_materials", "operator", {"materials": "工资欠条"}, "awaiting_materials"),
    Line("ask_extension", "supervisor", {"clock_id": "<clock:SVC-MATERIALS>", "amount": 3, "reason": "劳动者在外地"}),
    Line("approve_clock_request", "leader", {"request_id": REQUEST}),
    Line("materials_received", "operator", {}, "registered"),
    Line("accept", "operator", {}),
    Line("record_right_fact", "operator", {"fact": "infringement_known", "happened_on": "<day:-40>"}),
    Line(
        "ask_pause",
        "supervisor",
        {"clock_id": RIGHT, "ground": "force_majeure", "reason": "道路中断", "until_on": "<day:30>"},
    ),
    Line("refuse_clock_request", "leader", {"request_id": REQUEST, "note": "证据不足"}),
    Line(
        "ask_pause",
        "supervisor",
        {"clock_id": RIGHT, "ground": "force_majeure", "reason": "道路中断，附公告", "until_on": "<day:30>"},
    ),
    Line("approve_clock_request", "leader", {"request_id": REQUEST}),
    Line("resume_clock", "supervisor", {"clock_id": RIGHT, "reason": "道路恢复"}),
    Line(
        "record_interruption",
        "operator",
        {"clock_id": RIGHT, "ground": "claim_made", "happened_on": "<day:-5>", "evidence": "催告函及签收"},
    ),
    Line(
        "record_right_used",
        "operator",
        {"clock_id": "<clock:LA-27-2>", "used_on": "<day:-1>", "evidence": "仲裁受理通知书"},
    ),
    Line("record_right_fact", "operator", {"fact": "award_received", "happened_on": "<day:-60>"}),
    # Entered as used after its end, so it has run out; then the receipt turns up.
    Line(
        "record_right_used",
        "operator",
        {"clock_id": "<clock:LA-50-1>", "used_on": "<day:-1>", "evidence": "立案回执"},
    ),
    Line(
        "withdraw_breach",
        "supervisor",
        {"clock_id": "<clock:LA-50-1>", "happened_on": "<day:-55>", "reason": "立案回执的日期看错了"},
    ),
    Line("record_right_fact", "operator", {"fact": "violation_ended", "happened_on": "<day:-40>"}),
    Line(
        "split_case",
        "supervisor",
        {
            "case_type": "wage_arrears",
            "title": "分出的一案",
            "worker_name": "钱某",
            "claims": [{"kind": "wages"}],
            "reason": "诉求不同",
        },
    ),
    Line("merge_case", "supervisor", {"into": OTHER, "reason": "同一事项"}, "closed"),
)
CONFIRMED = (
    *TO_MEDIATION,
    AGREED,
    Line("apply_confirmation", "mediator", {"way": "court"}, "confirming"),
    Line("confirmation_refused", "mediator", REASON, "mediating"),
    AGREED,
    Line("apply_confirmation", "mediator", {"way": "arbitration"}, "confirming"),
    Line("record_confirmation", "mediator", {"document": "〔2026〕调字1号"}, "performing"),
)
LAWYER = Line("appoint_lawyer", "supervisor", {"lawyer": "孙律师", "firm": "测试律师事务所"}, "aiding")
AID: tuple[tuple[Line, ...], ...] = (
    (
        Line("request_materials", "operator", {"materials": "身份证明"}, "awaiting_materials"),
        Line("materials_received", "operator", {}, "registered"),
        Line("accept", "operator", {}, "reviewing"),
        Line("refuse_aid", "supervisor", REASON, "refused"),
        Line("object_to_refusal", "operator", REASON, "reviewing"),
        Line("grant_aid", "supervisor", {}, "appointing"),
        LAWYER,
        Line("change_lawyer", "supervisor", REASON, "appointing"),
        LAWYER,
        Line("reassign", "supervisor", {"handler_id": MEDIATOR}, "aiding"),
        Line("add_note", "mediator", {"note": "会见受援人"}, "aiding"),
        Line("update_case", "mediator", {"accident_on": "2026-08-01"}, "aiding"),
        Line("record_key_groups", "mediator", {"groups": ["disabled"]}, "aiding"),
        Line("add_workers", "mediator", {"workers": [{"name": "钱某"}]}, "aiding"),
        Line("record_violation", "mediator", VIOLATION, "aiding"),
        Line("invite_to_mediation", "mediator", {}, "mediating"),
        Line("record_failure", "mediator", REASON, "aiding"),
        *TAKEN,
        RESULT,
        AGREED,
        Line("record_breach", "mediator", REASON, "breached"),
        Line("resume_mediation", "mediator", {}, "mediating"),
        AGREED,
        Line("confirm_payment", "mediator", {"settles_all": True}, "closing_review"),
        Line("send_back", "supervisor", REASON, "aiding"),
        Line("finish_aid", "mediator", {"result": "调解结案"}, "aid_result"),
        Line("request_closure", "mediator", {"outcome": "aid_finished"}, "closing_review"),
        *CLOSE_OUT,
        Line("reopen", "supervisor", REASON, "aiding"),
        *SENT,
        Line("referral_returned", "mediator", REASON, "aiding"),
        *SENT,
        Line("record_no_answer", "mediator", {}, "aiding"),
        Line("refer", "mediator", REFER, "referring"),
        Line("cancel_referral", "mediator", REASON, "aiding"),
        *TAKEN,
        RESULT,
        Line("start_enforcement", "mediator", {}, "enforcing"),
        Line("record_referral_result", "mediator", {"result": "终结本次执行"}, "result_received"),
        Line("return_to_mediation", "mediator", {}, "mediating"),
    ),
    (
        Line("accept", "operator", {}, "reviewing"),
        Line("refuse_aid", "supervisor", REASON, "refused"),
        Line("serve_decline_notice", "operator", {}, "closing_review"),
    ),
    (
        Line("accept", "operator", {}, "reviewing"),
        Line("grant_aid", "supervisor", {}, "appointing"),
        LAWYER,
        Line("end_aid", "supervisor", {"ground": "requested"}, "closing_review"),
    ),
    (Line("answer_directly", "operator", {"answer": "政策解答"}, "closing_review"),),
    (Line("withdraw", "operator", REASON, "closing_review"),),
)
SCRIPTS: dict[str, Sequence[tuple[Line, ...]]] = {
    "wage_arrears": (*COMMON, TIMES),
    "labour_dispute": (*COMMON, CONFIRMED, TIMES),
    "legal_aid": (*AID, TIMES),
    "supervision": (),
}
