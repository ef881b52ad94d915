"""欠薪: a worker is owed wages. Promises broken go back; money that arrived ends it."""

from statemachine import State

from people.roles import Role
from workflows.charts.base import CaseChart, Clock, Overdue


class WageArrears(CaseChart):
    """拖欠工资: from the call to the money in hand."""

    case_type = "wage_arrears"
    label = "欠薪"
    version = 2

    class intake(State.Compound, name="受理"):  # noqa: N801 - the stage's own name
        registered = State("登记待审", initial=True)
        awaiting_materials = State("待补正")
        declined = State("不予受理")

        request_materials = registered.to(awaiting_materials)
        materials_received = awaiting_materials.to(registered)
        decline = registered.to(declined) | awaiting_materials.to(declined)
        object_to_decline = declined.to(registered)

    class mediation(State.Compound, name="调解"):  # noqa: N801
        assigning = State("待派单", initial=True)
        awaiting_sign_for = State("待签收")
        preparing = State("调查核实")
        mediating = State("调解中")
        performing = State("待履行")
        breached = State("未履行")
        failed = State("调解不成")

        assign = assigning.to(awaiting_sign_for)
        sign_for = awaiting_sign_for.to(preparing)
        return_dispatch = awaiting_sign_for.to(assigning)
        invite_to_mediation = preparing.to(mediating)
        record_employer_refusal = preparing.to(failed)
        record_failure = mediating.to(failed)
        record_breach = performing.to(breached)
        resume_mediation = breached.to(mediating) | failed.to(mediating)

    class referral(State.Compound, name="转办移送"):  # noqa: N801
        referring = State("待移送", initial=True)
        awaiting_acknowledgement = State("待接收")
        handled_elsewhere = State("办理中")
        result_received = State("结果已收")
        enforcing = State("执行中")

        # Several referrals at once: the case follows the most open one; when that is over it follows the next.
        refer_also = awaiting_acknowledgement.to(referring) | handled_elsewhere.to(referring)
        follow_sent = referring.to(awaiting_acknowledgement)
        follow_taken = referring.to(handled_elsewhere) | awaiting_acknowledgement.to(handled_elsewhere)
        send_referral = referring.to(awaiting_acknowledgement)
        acknowledge_referral = awaiting_acknowledgement.to(handled_elsewhere)
        record_referral_result = handled_elsewhere.to(result_received) | enforcing.to(result_received)
        start_enforcement = result_received.to(enforcing)

    class closure(State.Compound, name="结案"):  # noqa: N801
        closing_review = State("结案审核", initial=True)
        callback = State("回访")
        quality_check = State("质检")
        closed = State("已结")
        archived = State("归档")

        approve_closure = closing_review.to(callback, cond="outcome_recorded")
        close = callback.to(closed, cond=["callback_recorded", "quality_checked"])
        # 质检 before closing; a check after closing is noted on the closed file and moves nothing.
        start_quality_check = callback.to(quality_check, cond="callback_recorded")
        pass_quality_check = quality_check.to(closed)
        archive = closed.to(archived)

    accept = intake.registered.to(mediation.assigning) | intake.awaiting_materials.to(mediation.assigning)
    answer_directly = intake.registered.to(closure.closing_review)
    serve_decline_notice = intake.declined.to(closure.closing_review)
    withdraw = (
        intake.registered.to(closure.closing_review)
        | intake.awaiting_materials.to(closure.closing_review)
        | mediation.assigning.to(closure.closing_review)
        | mediation.awaiting_sign_for.to(closure.closing_review)
        | mediation.preparing.to(closure.closing_review)
        | mediation.mediating.to(closure.closing_review)
    )
    record_agreement = (
        mediation.mediating.to(mediation.performing)
        | mediation.breached.to(mediation.performing)
        | referral.handled_elsewhere.to(mediation.performing)
        | referral.result_received.to(mediation.performing)
    )
    all_performed = mediation.performing.to(closure.closing_review, cond="fully_paid") | referral.enforcing.to(
        closure.closing_review, cond="fully_paid"
    )
    refer = (
        intake.registered.to(referral.referring)
        | mediation.preparing.to(referral.referring)
        | mediation.mediating.to(referral.referring)
        | mediation.performing.to(referral.referring)
        | mediation.breached.to(referral.referring)
        | mediation.failed.to(referral.referring)
        | referral.handled_elsewhere.to(referral.referring)
        | referral.result_received.to(referral.referring)
        | referral.enforcing.to(referral.referring)
    )
    cancel_referral = referral.referring.to(mediation.preparing)
    referral_returned = referral.awaiting_acknowledgement.to(mediation.preparing) | referral.handled_elsewhere.to(
        mediation.preparing
    )
    record_no_answer = referral.awaiting_acknowledgement.to(mediation.preparing) | referral.handled_elsewhere.to(
        mediation.preparing
    )
    return_to_mediation = referral.handled_elsewhere.to(mediation.mediating) | referral.result_received.to(
        mediation.mediating
    )
    request_closure = (
        mediation.preparing.to(closure.closing_review)
        | mediation.mediating.to(closure.closing_review)
        | mediation.performing.to(closure.closing_review)
        | mediation.breached.to(closure.closing_review)
        | mediation.failed.to(closure.closing_review)
        | referral.handled_elsewhere.to(closure.closing_review)
        | referral.result_received.to(closure.closing_review)
        | referral.enforcing.to(closure.closing_review)
    )
    # 并案: the matter lives on in another file; this one is closed without a review of its own.
    merge_away = closure.closed.from_(
        intake.registered,
        intake.awaiting_materials,
        intake.declined,
        mediation.assigning,
        mediation.awaiting_sign_for,
        mediation.preparing,
        mediation.mediating,
        mediation.performing,
        mediation.breached,
        mediation.failed,
        referral.referring,
        referral.awaiting_acknowledgement,
        referral.handled_elsewhere,
        referral.result_received,
        referral.enforcing,
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
        "registered": Role.OPERATOR,
        "awaiting_materials": "劳动者",
        "declined": Role.SUPERVISOR,
        "assigning": Role.SUPERVISOR,
        "awaiting_sign_for": Role.MEDIATOR,
        "preparing": Role.MEDIATOR,
        "mediating": Role.MEDIATOR,
        "performing": "用人单位",
        "breached": Role.MEDIATOR,
        "failed": Role.MEDIATOR,
        "referring": Role.MEDIATOR,
        "awaiting_acknowledgement": "接收单位",
        "handled_elsewhere": "接收单位",
        "result_received": Role.MEDIATOR,
        "enforcing": "人民法院",
        "closing_review": Role.SUPERVISOR,
        "callback": Role.OPERATOR,
        "quality_check": Role.SUPERVISOR,
        "closed": Role.SUPERVISOR,
        "archived": Role.SUPERVISOR,
    }
    clocks = (
        Clock("registered", "SVC-REVIEW"),
        Clock("awaiting_materials", "SVC-MATERIALS"),
        Clock("declined", "LTR-REJECT-NOTICE"),
        Clock("assigning", "SVC-DISPATCH"),
        Clock("awaiting_sign_for", "SVC-SIGN"),
        Clock("preparing", "SVC-FIRST-RESPONSE"),
        # An overdue mediation alerts; it drafts a notice only where a breach of the law is on file.
        Clock("mediating", "LA-14-1", start="application_received", overdue=Overdue(draft="notice")),
        Clock("performing", "AR-74-1", kind="right", start="agreement_effective"),
        Clock("performing", "PM-33-1", kind="right", start="agreement_effective"),
        Clock("breached", "SVC-DECIDE"),
        Clock("failed", "SVC-DECIDE"),
        Clock("referring", "SVC-REFER"),
        Clock("handled_elsewhere", "SVC-PROGRESS"),
        Clock("result_received", "SVC-DECIDE"),
        Clock("enforcing", "SVC-PROGRESS"),
        Clock("closing_review", "SVC-CLOSE"),
        Clock("callback", "SVC-CALLBACK"),
        Clock("quality_check", "SVC-QC"),
        Clock("closed", "SVC-ARCHIVE"),
    )
