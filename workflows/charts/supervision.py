"""劳动法律监督: a clue is registered, looked into, talked over, and where that does not help, letters are sent.

Source of the stages: 昆明19 (受理、调查、处理、督促、归档), 湖北20-25, 内蒙古18-26.
"""

from statemachine import State

from people.roles import Role
from workflows.charts.base import CaseChart, Clock


class Supervision(CaseChart):
    """监督事项: from the clue to the verified correction."""

    case_type = "supervision"
    label = "劳动法律监督"
    version = 1

    class intake(State.Compound, name="受理"):  # noqa: N801 - the stage's own name
        registered = State("线索待审", initial=True)
        awaiting_materials = State("待补正")
        declined = State("不予受理")

        request_materials = registered.to(awaiting_materials)
        materials_received = awaiting_materials.to(registered)
        decline = registered.to(declined) | awaiting_materials.to(declined)
        object_to_decline = declined.to(registered)

    class mediation(State.Compound, name="调解"):  # noqa: N801
        assigning = State("待派单", initial=True)
        awaiting_sign_for = State("待签收")
        preparing = State("调查中")
        consulting = State("协商督促中")
        issuing = State("发函督促中")

        assign = assigning.to(awaiting_sign_for)
        sign_for = awaiting_sign_for.to(preparing)
        return_dispatch = awaiting_sign_for.to(assigning)
        start_consulting = preparing.to(consulting)
        start_issuing = preparing.to(issuing) | consulting.to(issuing)
        resume_investigation = consulting.to(preparing) | issuing.to(preparing)

    class referral(State.Compound, name="转办移送"):  # noqa: N801
        referring = State("待移送", initial=True)
        awaiting_acknowledgement = State("待接收")
        handled_elsewhere = State("办理中")
        result_received = State("结果已收")

        # Several referrals at once: the case follows the most open one; when that is over it follows the next.
        refer_also = awaiting_acknowledgement.to(referring) | handled_elsewhere.to(referring)
        follow_sent = referring.to(awaiting_acknowledgement)
        follow_taken = referring.to(handled_elsewhere) | awaiting_acknowledgement.to(handled_elsewhere)
        send_referral = referring.to(awaiting_acknowledgement)
        acknowledge_referral = awaiting_acknowledgement.to(handled_elsewhere)
        record_referral_result = handled_elsewhere.to(result_received)

    class closure(State.Compound, name="结案"):  # noqa: N801
        closing_review = State("结案审核", initial=True)
        callback = State("回访")
        quality_check = State("质检")
        closed = State("已结")
        archived = State("归档")

        # A file that nobody came with (inspection, campaign) has nobody to call back.
        approve_closure = closing_review.to(closed, cond=["outcome_recorded", "nobody_to_call"]) | closing_review.to(
            callback, cond="outcome_recorded"
        )
        close = callback.to(closed, cond=["callback_recorded", "quality_checked"])
        # 质检 before closing; a check after closing is noted on the closed file and moves nothing.
        start_quality_check = callback.to(quality_check, cond="callback_recorded")
        pass_quality_check = quality_check.to(closed)
        archive = closed.to(archived)

    accept = intake.registered.to(mediation.assigning) | intake.awaiting_materials.to(mediation.assigning)
    answer_directly = intake.registered.to(closure.closing_review)
    serve_decline_notice = intake.declined.to(closure.closing_review)
    withdraw = closure.closing_review.from_(
        intake.registered,
        intake.awaiting_materials,
        mediation.assigning,
        mediation.awaiting_sign_for,
        mediation.preparing,
        mediation.consulting,
    )
    refer = referral.referring.from_(
        intake.registered,
        mediation.preparing,
        mediation.consulting,
        mediation.issuing,
        referral.handled_elsewhere,
        referral.result_received,
    )
    cancel_referral = referral.referring.to(mediation.preparing)
    referral_returned = referral.awaiting_acknowledgement.to(mediation.preparing) | referral.handled_elsewhere.to(
        mediation.preparing
    )
    record_no_answer = referral.awaiting_acknowledgement.to(mediation.preparing) | referral.handled_elsewhere.to(
        mediation.preparing
    )
    request_closure = closure.closing_review.from_(
        mediation.preparing,
        mediation.consulting,
        mediation.issuing,
        referral.handled_elsewhere,
        referral.result_received,
    )
    # 并案: the matter lives on in another file; this one is closed without a review of its own.
    merge_away = closure.closed.from_(
        intake.registered,
        intake.awaiting_materials,
        intake.declined,
        mediation.assigning,
        mediation.awaiting_sign_for,
        mediation.preparing,
        mediation.consulting,
        mediation.issuing,
        referral.referring,
        referral.awaiting_acknowledgement,
        referral.handled_elsewhere,
        referral.result_received,
        closure.closing_review,
        closure.callback,
        closure.quality_check,
    )
    send_back = closure.closing_review.to(mediation.preparing) | closure.callback.to(mediation.preparing)
    fail_quality_check = closure.quality_check.to(mediation.preparing, cond="sent_back") | closure.quality_check.to(
        closure.closed
    )
    reopen = closure.closed.to(mediation.preparing) | closure.archived.to(mediation.preparing)

    owners = {
        "registered": Role.SUPERVISOR,
        "awaiting_materials": "劳动者",
        "declined": Role.SUPERVISOR,
        "assigning": Role.SUPERVISOR,
        "awaiting_sign_for": Role.MEDIATOR,
        "preparing": Role.MEDIATOR,
        "consulting": Role.MEDIATOR,
        "issuing": Role.MEDIATOR,
        "referring": Role.MEDIATOR,
        "awaiting_acknowledgement": "接收单位",
        "handled_elsewhere": "接收单位",
        "result_received": Role.MEDIATOR,
        "closing_review": Role.SUPERVISOR,
        "callback": Role.OPERATOR,
        "quality_check": Role.SUPERVISOR,
        "closed": Role.SUPERVISOR,
        "archived": Role.SUPERVISOR,
    }
    clocks = (
        Clock("registered", "SVC-CLUE-REVIEW"),
        Clock("awaiting_materials", "SVC-MATERIALS"),
        Clock("declined", "LTR-REJECT-NOTICE"),
        Clock("assigning", "SVC-DISPATCH"),
        Clock("awaiting_sign_for", "SVC-SIGN"),
        Clock("preparing", "LTR-INVESTIGATE"),
        Clock("consulting", "SVC-CONSULT"),
        Clock("issuing", "SVC-SUPERVISE"),
        Clock("referring", "SVC-REFER"),
        Clock("handled_elsewhere", "SVC-PROGRESS"),
        Clock("result_received", "SVC-DECIDE"),
        Clock("closing_review", "SVC-CLOSE"),
        Clock("callback", "SVC-CALLBACK"),
        Clock("quality_check", "SVC-QC"),
        Clock("closed", "SVC-ARCHIVE"),
    )
