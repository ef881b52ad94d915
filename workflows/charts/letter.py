"""The letter: draft → review → signature → number → seal → service → answer → correction. A person signs.

One chart for the four kinds: where a kind takes another road (an authority files and feeds back, a public notice is
published and not served) a guard on the move says so. Source of the states: 内蒙古22-24, 湖北22-25, 昆明19.
"""

from statemachine import State

from people.roles import Role
from workflows.charts.base import CaseChart, Clock


class LetterChart(CaseChart):
    """One 提示函, 意见书, 建议书 or 公开提示函."""

    case_type = "letter"
    label = "一函两书"

    draft = State("草稿", initial=True)
    review = State("待审核")
    approval = State("待签发")
    approved = State("已签发待编号")
    numbered = State("已编号待用印")
    sealed = State("已用印待发出")
    dispatched = State("已发出待送达")
    undelivered = State("未能送达")
    refused = State("拒收")
    served = State("已送达待答复")
    overdue = State("逾期未答复")
    replied = State("已答复待评估")
    rejected = State("答复不予认可")
    rectifying = State("整改中")
    unrectified = State("逾期未整改")
    verified = State("已复查")
    filing = State("待部门立案")
    silent = State("部门逾期未答复")
    not_filed = State("部门不予立案")
    filed = State("部门已立案")
    disposed = State("部门已处理待反馈")
    fed_back = State("部门已反馈")
    published = State("已公开发布")
    escalated = State("已升级")
    closed = State("已办结")
    archived = State("已归档", final=True)
    handed_up = State("已提请上级发函", final=True)
    withdrawn = State("已撤回", final=True)
    void = State("已作废", final=True)
    recorded = State("历史登记", final=True)

    submit_letter = draft.to(review)
    return_letter = review.to(draft) | approval.to(draft)
    review_letter = review.to(approval)
    # A recommendation is for unions of county rank and above; the others ask the next union to send it.
    sign_letter = approval.to(
        approved,
        cond=["region_knows_notice", "investigation_closed", "issuer_may", "recommendation_opened"],
    )
    ask_superior = draft.to(handed_up, cond="issuer_may_not") | review.to(handed_up, cond="issuer_may_not")
    number_letter = approved.to(numbered)
    seal_letter = numbered.to(sealed)
    dispatch_letter = sealed.to(dispatched, cond="has_addressee") | undelivered.to(dispatched)
    publish_letter = sealed.to(published, cond="for_the_public")
    serve_letter = dispatched.to(filing, cond="to_authority") | dispatched.to(served, cond="to_employer")
    refuse_service = dispatched.to(refused)
    record_undelivered = dispatched.to(undelivered)
    # 留置 after a refusal: by analogy to 民诉法 89 the letter is served on that day.
    leave_letter = refused.to(filing, cond="to_authority") | refused.to(served, cond="to_employer")
    reply_overdue = served.to(overdue)
    record_reply = (
        served.to(replied)
        | overdue.to(replied)
        | escalated.to(replied)
        | rejected.to(replied)
        | refused.to(replied, cond="to_employer")
        | replied.to(replied)
    )
    assess_reply = (
        replied.to(rectifying, cond="reply_accepted")
        | replied.to(withdrawn, cond="objection_upheld")
        | replied.to(rejected, cond="reply_rejected")
    )
    rectify_overdue = rectifying.to(unrectified)
    verify_letter = (
        rectifying.to(verified, cond="put_right")
        | rectifying.to(unrectified, cond="not_put_right")
        | unrectified.to(verified, cond="put_right")
        | served.to(verified, cond="put_right")
        | escalated.to(verified, cond="put_right")
        | overdue.to(verified, cond="put_right")
        | rejected.to(verified, cond="put_right")
        | replied.to(verified, cond="put_right")
    )
    escalate_letter = escalated.from_(overdue, refused, rejected, unrectified)
    record_filed = filing.to(filed) | silent.to(filed) | not_filed.to(filed)
    record_not_filed = filing.to(not_filed) | silent.to(not_filed)
    authority_silent = filing.to(silent)
    record_disposed = filed.to(disposed)
    record_feedback = fed_back.from_(filed, disposed, silent, not_filed)
    close_letter = closed.from_(
        overdue, verified, rejected, unrectified, escalated, fed_back, silent, not_filed, published, refused
    )
    archive_letter = closed.to(archived)
    # Wrong facts: before it left the house by the supervisor, afterwards by whoever may sign.
    withdraw_letter = withdrawn.from_(
        draft, review, approval, approved, numbered, sealed, dispatched, undelivered, served, overdue, replied
    )
    void_letter = void.from_(approved, numbered, sealed, undelivered)
    # Letters that other unions sent are kept in the file and take no number of ours.
    record_history = draft.to(recorded)

    owners = {
        "draft": Role.MEDIATOR,
        "review": Role.SUPERVISOR,
        "approval": Role.LEADER,
        "approved": Role.SUPERVISOR,
        "numbered": Role.SUPERVISOR,
        "sealed": Role.MEDIATOR,
        "dispatched": Role.MEDIATOR,
        "undelivered": Role.MEDIATOR,
        "refused": Role.MEDIATOR,
        "served": "用人单位",
        "overdue": Role.MEDIATOR,
        "replied": Role.MEDIATOR,
        "rejected": Role.MEDIATOR,
        "rectifying": "用人单位",
        "unrectified": Role.MEDIATOR,
        "verified": Role.MEDIATOR,
        "filing": "主管部门",
        "silent": Role.MEDIATOR,
        "not_filed": Role.MEDIATOR,
        "filed": "主管部门",
        "disposed": "主管部门",
        "fed_back": Role.MEDIATOR,
        "published": Role.MEDIATOR,
        "escalated": Role.MEDIATOR,
        "closed": Role.MEDIATOR,
        "archived": "",
        "handed_up": "",
        "withdrawn": "",
        "void": "",
        "recorded": "",
    }
    # The limits for answer, correction and feedback are opened by the acts: they go by the kind and its region.
    clocks = (
        Clock("draft", "SVC-LETTER-STEP"),
        Clock("review", "SVC-LETTER-STEP"),
        Clock("approval", "SVC-LETTER-STEP"),
        Clock("approved", "SVC-LETTER-STEP"),
        Clock("numbered", "SVC-LETTER-STEP"),
        Clock("sealed", "SVC-LETTER-STEP"),
        Clock("dispatched", "SVC-LETTER-SERVICE"),
        Clock("undelivered", "SVC-LETTER-STEP"),
        Clock("refused", "SVC-LETTER-STEP"),
        Clock("overdue", "SVC-LETTER-STEP"),
        Clock("replied", "SVC-LETTER-STEP"),
        Clock("rejected", "SVC-LETTER-STEP"),
        Clock("unrectified", "SVC-LETTER-STEP"),
        Clock("verified", "SVC-LETTER-STEP"),
        Clock("silent", "SVC-LETTER-STEP"),
        Clock("not_filed", "SVC-LETTER-STEP"),
        Clock("fed_back", "SVC-LETTER-STEP"),
        Clock("published", "SVC-LETTER-STEP"),
        Clock("escalated", "SVC-PROGRESS"),
    )
