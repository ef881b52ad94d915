"""Referrals side by side, proceedings, aid, callback, quality check and archive, as they are lived."""

from tests.stories.scripts import ASSIGN, MEDIATOR, REASON, REFER, SIGN, Line

ARBITRATION = {"addressee": "arbitration", "addressee_name": "市劳动人事争议仲裁委员会", "matter": "支付工资"}
SCORES = [
    {"item": "accuracy", "points": 18},
    {"item": "timeliness", "points": 18},
    {"item": "handling", "points": 27},
    {"item": "papers", "points": 18},
    {"item": "attitude", "points": 9},
]
PACKAGE = {
    "facts": "拖欠工资54000元",
    "evidence": ["工资欠条", "考勤表"],
    "union_did": "两次电话联系用人单位",
    "contact": "调解员甲 0971-0000009",
}


def side_by_side(back: str) -> tuple[Line, ...]:
    """Two referrals at once, each with its own steps; `back` is where the case stands when both are over."""
    newest = {"referral_id": "<last:referral>"}
    return (
        Line("refer", "mediator", REFER, "referring"),
        Line("prepare_package", "mediator", PACKAGE, "referring"),
        Line("send_referral", "mediator", {"way": "post", "proof": "EMS001"}, "awaiting_acknowledgement"),
        Line("refer_also", "mediator", ARBITRATION, "referring"),
        Line("send_referral", "mediator", {"way": "in_person"}, "awaiting_acknowledgement"),
        Line("acknowledge_referral", "mediator", newest, "awaiting_acknowledgement"),
        Line("record_progress", "mediator", {**newest, "note": "已排期开庭"}, "awaiting_acknowledgement"),
        Line("acknowledge_referral", "mediator", {"proof": "监察立字1号"}, "handled_elsewhere"),
        Line(
            "record_referral_result",
            "mediator",
            {**newest, "result": "裁决支付", "result_kind": "award", "document_number": "裁字1号"},
            "handled_elsewhere",
        ),
        Line("referral_returned", "mediator", {"code": "duplicate", "reason": "已由仲裁处理"}, back),
    )


LOAN = {"borrower": "周某", "purpose": "查阅"}
NEWEST = {"proceeding_id": "<last:proceeding>"}
ADVANCE = {"payment_id": "<last:payment>", "advanced_by": "contractor", "name": "测试总承包公司", "amount": "1000.00"}
IN_COURT = (
    Line(
        "register_proceeding",
        "mediator",
        {"kind": "first_instance", "body": "城东区人民法院", "filed_on": "<day:-3>", "claimed": "54000.00"},
    ),
    Line("note_hearing", "mediator", {**NEWEST, "heard_on": "<day:-1>", "docket": "民初1号"}),
    Line(
        "record_proceeding_result",
        "mediator",
        {**NEWEST, "outcome": "partly", "received_on": "<day:0>", "awarded": "50000.00"},
    ),
    Line("confirm_payment", "mediator", {"amount": "1000.00", "is_advance": True}),
    Line("record_advance", "mediator", ADVANCE),
    Line("record_recourse", "mediator", {"advance_id": "<last:advance>", "recourse": "claimed"}),
    Line("ask_unreasonable", "mediator", {"grounds": "要求支付十倍工资，没有依据"}),
    Line("decide_unreasonable", "supervisor", {"approved": True}),
    Line("tell_unreasonable", "mediator", {"told_how": "电话告知理由和其他途径"}),
)


def the_end(back: str) -> tuple[Line, ...]:
    """Called back, not satisfied, worked on again, checked, stored, lent and opened again."""
    ask = Line("request_closure", "mediator", {"outcome": "other", "outcome_note": "测试"}, "closing_review")
    return (
        ask,
        Line("approve_closure", "supervisor", {}, "callback"),
        Line("record_callback", "operator", {"contacted": True, "satisfied": "false"}, "callback"),
        Line("decide_dissatisfied", "supervisor", {"decision": "send_back", "reason": "还有一笔未付"}, back),
        ask,
        Line("approve_closure", "supervisor", {}, "callback"),
        Line("record_callback", "operator", {"contacted": True, "satisfied": True, "truthful": True}, "callback"),
        Line("start_quality_check", "supervisor", {}, "quality_check"),
        Line("fail_quality_check", "supervisor", {"scores": SCORES, "defects": "缺到账凭证"}, "closed"),
        Line("appeal_quality_check", "mediator", {"reason": "凭证在卷"}, "closed"),
        Line("decide_quality_appeal", "leader", {"lifted": True, "note": "查明在卷"}, "closed"),
        Line("pass_quality_check", "supervisor", {"scores": SCORES}, "closed"),
        Line("make_catalogue", "operator", {"retention": "years_10", "archive_number": "2026-1"}, "closed"),
        Line("add_archive_item", "operator", {"item": "evidence", "title": "工资欠条", "pages": 2}, "closed"),
        Line("set_archive_pages", "operator", {"item_id": "<last:archive_item>", "pages": 3}, "closed"),
        Line("archive", "operator", {"incomplete_reason": "没有调解"}, "archived"),
        Line(
            "borrow_volume", "operator", {"volume_id": "<last:archive_volume>", "borrower": "周某", "purpose": "查阅"}
        ),
        Line("return_volume", "operator", {"loan_id": "<last:archive_loan>"}, "archived"),
        Line("reopen", "supervisor", REASON, back),
    )


WORKED_ON = (
    Line("accept", "operator", {}, "assigning"),
    ASSIGN,
    SIGN,
    Line("open_aid_beside", "mediator", {"reason": "申请仲裁需要代理"}, "preparing"),
    *side_by_side("preparing"),
    *IN_COURT,
    *the_end("preparing"),
)
SUBSIDY = {"subsidy_id": "<last:aid_subsidy>"}
AIDED = (
    Line("accept", "operator", {}, "reviewing"),
    Line(
        "apply_aid",
        "operator",
        {"situation": "外来务工，独自抚养子女", "exemption": "migrant", "urgent": True},
        "reviewing",
    ),
    Line("grant_aid", "supervisor", {"note": "符合条件"}, "appointing"),
    Line("appoint_lawyer", "supervisor", {"lawyer": "孙律师", "firm": "测试律师事务所"}, "aiding"),
    Line("reassign", "supervisor", {"handler_id": MEDIATOR}, "aiding"),
    Line("supply_formalities", "operator", {}, "aiding"),
    Line("record_aid_progress", "mediator", {"note": "已会见受援人"}, "aiding"),
    Line("log_aid_hours", "mediator", {"stage": "arbitration", "minutes": 180, "what": "起草申请书、开庭"}, "aiding"),
    *side_by_side("aiding"),
    *IN_COURT,
    Line("finish_aid", "mediator", {"result": "裁决支付50000元"}, "aid_result"),
    Line("receive_aid_papers", "mediator", {}, "aid_result"),
    Line("compute_subsidy", "mediator", {"stage": "arbitration"}, "aid_result"),
    Line("approve_subsidy", "leader", SUBSIDY, "aid_result"),
    Line("pay_subsidy", "supervisor", {**SUBSIDY, "proof": "付字1号"}, "aid_result"),
    *the_end("aiding"),
)
SCRIPTS = {"wage_arrears": (WORKED_ON,), "labour_dispute": (WORKED_ON,), "legal_aid": (AIDED,)}
