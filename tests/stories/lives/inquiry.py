"""An investigation as a record, in every kind of file: supervisors, papers, talks, a replacement, consent."""

from collections.abc import Sequence

from tests.stories.scripts import INVESTIGATION, VIOLATION, Line

ASKED = {
    "asked_at": "<day:0>",
    "place": "用人单位会议室",
    "person": "钱某",
    "person_role": "人事主管",
    "certificates_shown": True,
    "told_rights": True,
    "talk": [
        {"question": "工资发到哪个月？", "answer": "发到六月，七月起没有发。"},
        {"question": "有没有工资表？", "answer": "有，可以复印。"},
    ],
    "read_back": True,
}
INQUIRY: tuple[Line, ...] = (
    Line("record_disclosure_consent", "mediator", {"party_id": "<last:party>", "how": "written"}),
    Line("withdraw_disclosure_consent", "operator", {"party_id": "<last:party>"}),
    Line("record_violation", "mediator", VIOLATION),
    Line(
        "open_investigation",
        "mediator",
        {**INVESTIGATION, "first_supervisor_id": "<supervisor:3>", "second_supervisor_id": "<supervisor:4>"},
    ),
    Line(
        "issue_inquiry_letter",
        "supervisor",
        {
            "addressee": "测试用建筑劳务有限公司",
            "matters": "工资支付情况",
            "scope": "2026年的工资表和考勤",
            "valid_until": "2099-12-31",
        },
    ),
    Line(
        "give_investigation_notice",
        "mediator",
        {
            "told_how": "face",
            "receiver": "钱某",
            "purpose": "核实拖欠工资",
            "content": "工资支付情况",
            "requirements": "提供工资表、考勤表",
            "way": "询问、查阅复制材料",
        },
    ),
    Line(
        "replace_supervisor",
        "mediator",
        {
            "out_id": "<supervisor:4>",
            "in_id": "<supervisor:5>",
            "relation": "relative",
            "reason": "近亲属在该单位任职",
        },
    ),
    Line("add_investigation_record", "mediator", {**ASKED, "signed": True}),
    Line(
        "add_investigation_record",
        "mediator",
        {**ASKED, "person": "孙某", "person_role": "项目经理", "signed": "false", "refusal_reason": "称须请示公司"},
    ),
    Line(
        "add_investigation_evidence",
        "mediator",
        {"name": "工资表", "pages": "12", "form": "copy", "source": "用人单位财务部", "given_by": "钱某"},
    ),
    Line("skip_consultation", "mediator", {"skipped_why": "用人单位联系人外出，尚未约定"}),
    Line(
        "record_consultation",
        "mediator",
        {
            "place": "市总工会",
            "parties": "市总工会、用人单位、职工代表",
            "claims": "补发工资",
            "result": "failed",
            "outcome": "单位要求延期",
        },
    ),
    Line("close_investigation", "mediator", {"finding": "breach", "conclusion": "拖欠三个月工资属实"}),
)
# Once more in the short form: one text, its signature and what was talked over.
SHORT: tuple[Line, ...] = (
    Line("open_investigation", "mediator", INVESTIGATION),
    Line(
        "close_investigation",
        "mediator",
        {
            "record": "问答笔录全文",
            "employer_signed": "false",
            "refusal_reason": "负责人外出",
            "consultation": "未协商",
        },
    ),
)
SCRIPTS: dict[str, Sequence[tuple[Line, ...]]] = {
    "wage_arrears": (INQUIRY, SHORT),
    "labour_dispute": (INQUIRY,),
    "legal_aid": (INQUIRY,),
    "supervision": (
        (
            Line("accept", "operator", {}, "assigning"),
            Line("assign", "supervisor", {"handler_id": "<mediator>"}, "awaiting_sign_for"),
            Line("sign_for", "mediator", {}, "preparing"),
            Line("add_workers", "mediator", {"workers": [{"name": "李某"}]}),
            *INQUIRY,
        ),
    ),
}
