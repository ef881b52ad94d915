"""A supervision file: a clue looked into, talked over, followed by letters, referred, declined, withdrawn."""

from tests.stories.lives.outside_and_the_end import side_by_side, the_end
from tests.stories.scripts import ASSIGN, CLOSE_OUT, OTHER, REASON, REFER, RESULT, SENT, SIGN, TAKEN, VIOLATION, Line

ACCEPTED = (Line("accept", "operator", {}, "assigning"), ASSIGN, SIGN)
ENDED = Line("request_closure", "mediator", {"outcome": "rectified", "outcome_note": "已补发"}, "closing_review")
SCRIPTS = {
    "supervision": (
        (
            Line("request_materials", "operator", {"materials": "花名册"}, "awaiting_materials"),
            Line("materials_received", "operator", {}, "registered"),
            Line("accept", "operator", {}, "assigning"),
            ASSIGN,
            Line("return_dispatch", "mediator", {"reason_code": "other", "reason": "测试理由"}, "assigning"),
            ASSIGN,
            SIGN,
            Line("start_consulting", "mediator", {"note": "约谈负责人"}, "consulting"),
            Line("resume_investigation", "mediator", REASON, "preparing"),
            Line("record_violation", "mediator", VIOLATION, "preparing"),
            Line("start_consulting", "mediator", {}, "consulting"),
            Line("start_issuing", "mediator", {}, "issuing"),
            *TAKEN,
            RESULT,
            ENDED,
            Line("send_back", "supervisor", REASON, "preparing"),
            ENDED,
            # Nobody came with it: nobody is called back.
            Line("approve_closure", "supervisor", {}, "closed"),
            Line("archive", "supervisor", {"incomplete_reason": "测试"}, "archived"),
            Line("reopen", "supervisor", REASON, "preparing"),
        ),
        (
            Line("refer", "mediator", REFER, "referring"),
            Line("cancel_referral", "mediator", REASON, "preparing"),
            *SENT,
            Line("referral_returned", "mediator", REASON, "preparing"),
            *SENT,
            Line("record_no_answer", "mediator", {}, "preparing"),
            Line("merge_case", "supervisor", {"into": OTHER, "reason": "同一单位同一事项"}, "closed"),
            Line("unmerge_case", "supervisor", REASON),
        ),
        (
            Line("decline", "supervisor", REASON, "declined"),
            Line("object_to_decline", "operator", REASON, "registered"),
            Line("decline", "supervisor", REASON, "declined"),
            Line("state_remedies", "operator", {"remedies": "可以依法申请仲裁"}, "declined"),
            Line("serve_decline_notice", "operator", {}, "closing_review"),
        ),
        (Line("answer_directly", "operator", {"answer": "政策解答"}, "closing_review"),),
        (Line("withdraw", "operator", REASON, "closing_review"),),
        # With an informant the ordinary end: called back, checked, closed.
        (
            *ACCEPTED,
            Line("add_workers", "mediator", {"workers": [{"name": "孙某"}]}),
            *side_by_side("preparing"),
            *the_end("preparing"),
            ENDED,
            *CLOSE_OUT,
        ),
    )
}
