"""Files, evidence, meetings, talks, agreements and what makes them enforceable, in every kind of case."""

from collections.abc import Sequence

from tests.stories.scripts import FILE, LAWYER, REASON, TO_MEDIATION, Line

TALK = {"side": "employer", "who": "项目经理王某", "way": "phone", "reached": True, "said": "承认欠款，答应面谈"}
VAIN = {"side": "worker", "who": "赵某", "way": "visit", "reached": "false"}
MEETING = {
    "kind": "both",
    "starts_at": "2099-03-02T09:30",
    "minutes_long": "60",
    "place": "市总工会",
    "room": "第一调解室",
    "invited": [{"side": "worker", "name": "赵某"}, {"side": "employer", "name": "测试用建筑劳务有限公司"}],
}
HELD = {
    "kind": "visit",
    "started_at": "2026-01-05T10:00",
    "ended_at": "2026-01-05T11:00",
    "place": "工地",
    "people": [
        {"side": "worker", "name": "赵某", "present": True},
        {"side": "authority", "name": "劳动监察大队", "present": False, "reason": "另有任务"},
    ],
    "minutes": "核对了考勤和工资表",
    "signing": "refused",
    "signing_note": "项目经理拒绝签字，未说明理由",
}
LAST_MEETING = "<last:meeting>"
LAST_APPLICATION = "<last:confirmation>"
BOTH = {"worker_applied": True, "employer_applied": True}
PARTS = {
    "amount": "54000.00",
    "terms": "分两期付清",
    "items": [{"kind": "wages", "amount": "50000.00"}, {"kind": "overtime_pay", "amount": "4000.00"}],
    "instalments": [
        {"due_on": "<day:10>", "amount": "20000.00"},
        {"due_on": "<day:40>", "amount": "34000.00"},
    ],
    "payment_way": "bank",
    "breach_terms": "任何一期逾期的，其余各期立即到期。",
    "signed_on": "<day:0>",
    "worker_signed": True,
    "employer_signed": True,
}

DESK: tuple[Line, ...] = (
    Line("record_evidence", "operator", {"items": [{"code": "relation"}, {"code": "pay_paid"}], "state": "asked"}),
    Line(
        "record_evidence",
        "operator",
        {"items": [{"code": "attendance"}], "state": "promised", "promised_on": "<day:3>", "note": "周末送来"},
    ),
    Line("add_evidence_item", "operator", {"label": "记工本", "bringer": "worker", "is_essential": True}),
    Line("attach_evidence", "operator", {"code": "relation", "attachment_id": FILE}),
    Line("record_contact_attempt", "operator", VAIN),
    Line("record_contact_attempt", "mediator", TALK),
    Line("schedule_meeting", "mediator", MEETING),
    Line(
        "reschedule_meeting",
        "mediator",
        {"meeting_id": LAST_MEETING, "starts_at": "2099-03-03T09:30", "minutes_long": "90", "reason": "单位负责人出差"},
    ),
    Line("cancel_meeting", "mediator", {"meeting_id": LAST_MEETING, "reason": "单位不参加"}),
    Line("record_meeting", "mediator", HELD),
)
CONFIRMATIONS: tuple[Line, ...] = (
    Line("record_agreement", "mediator", PARTS, "performing"),
    Line("apply_jointly", "mediator", {"way": "court", "body": "区人民法院", **BOTH}, "performing"),
    Line("application_accepted", "mediator", {"confirmation_id": LAST_APPLICATION}),
    Line(
        "record_confirmation_result",
        "mediator",
        {"confirmation_id": LAST_APPLICATION, "result": "refused", "note": "材料不全"},
    ),
    Line("apply_jointly", "mediator", {"way": "arbitration", **BOTH}),
    Line("application_accepted", "mediator", {"confirmation_id": LAST_APPLICATION}),
    Line(
        "record_confirmation_result",
        "mediator",
        {"confirmation_id": LAST_APPLICATION, "result": "confirmed", "document": "〔2026〕调字2号"},
    ),
    Line("record_breach", "mediator", REASON, "breached"),
)
AIDED = (
    Line("accept", "operator", {}, "reviewing"),
    Line("grant_aid", "supervisor", {}, "appointing"),
    LAWYER,
    Line("reassign", "supervisor", {"handler_id": "<mediator>"}, "aiding"),
)
SCRIPTS: dict[str, Sequence[tuple[Line, ...]]] = {
    "wage_arrears": ((*TO_MEDIATION, *DESK, *CONFIRMATIONS),),
    "labour_dispute": ((*TO_MEDIATION, *DESK, *CONFIRMATIONS),),
    "legal_aid": ((*AIDED, *DESK, *CONFIRMATIONS),),
}
