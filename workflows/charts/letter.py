"""The letter: draft → review → signature and number → service → reply. A machine drafts, a person signs."""

from statemachine import State

from people.roles import Role
from workflows.charts.base import CaseChart


class LetterChart(CaseChart):
    """One 提示函, 意见书 or 建议书."""

    case_type = "letter"
    label = "一函两书"

    draft = State("草稿", initial=True)
    review = State("待审核")
    approval = State("待签发")
    numbered = State("已编号待送达")
    served = State("已送达待答复")
    overdue = State("逾期未答复")
    replied = State("已答复")
    closed = State("已办结", final=True)
    withdrawn = State("已撤回", final=True)
    recorded = State("历史登记", final=True)

    submit_letter = draft.to(review)
    return_letter = review.to(draft) | approval.to(draft)
    review_letter = review.to(approval)
    # An opinion needs its investigation, a recommendation an issuer of county rank or above.
    sign_letter = approval.to(numbered, cond=["investigation_closed", "issuer_county_or_above"])
    serve_letter = numbered.to(served)
    reply_overdue = served.to(overdue)
    record_reply = served.to(replied) | overdue.to(replied)
    close_letter = replied.to(closed) | overdue.to(closed) | served.to(closed)
    withdraw_letter = draft.to(withdrawn) | review.to(withdrawn) | approval.to(withdrawn) | numbered.to(withdrawn)
    # Letters that other unions sent are kept in the file and take no number of ours.
    record_history = draft.to(recorded)

    owners = {
        "draft": Role.MEDIATOR,
        "review": Role.SUPERVISOR,
        "approval": Role.LEADER,
        "numbered": Role.MEDIATOR,
        "served": "用人单位",
        "overdue": Role.MEDIATOR,
        "replied": Role.MEDIATOR,
        "closed": "",
        "withdrawn": "",
        "recorded": "",
    }
