"""法律援助: reviewed, granted, a lawyer appointed; mediation stays open, and a settlement is a result of aid."""

from statemachine import State

from people.roles import Role
from workflows.charts.base import CaseChart, Clock


class LegalAid(CaseChart):
    """The union's own legal aid, by reference to the law (法律援助法 68): its limits are the union's own."""

    case_type = "legal_aid"
    label = "法律援助"
    version = 2

    class intake(State.Compound, name="受理"):  # noqa: N801 - the stage's own name
        registered = State("登记待审", initial=True)
        awaiting_materials = State("待补正")
        reviewing = State("援助审查")
        refused = State("不予援助")

        request_materials = registered.to(awaiting_materials) | reviewing.to(awaiting_materials)
        materials_received = awaiting_materials.to(registered)
        accept = registered.to(reviewing) | awaiting_materials.to(reviewing)
        refuse_aid = reviewing.to(refused)
        object_to_refusal = refused.to(reviewing)

    class mediation(State.Compound, name="调解"):  # noqa: N801
        appointing = State("待指派", initial=True)
        aiding = State("承办中")
        mediating = State("调解中")
        performing = State("待履行")
        breached = State("未履行")
        aid_result = State("援助有结果")

        appoint_lawyer = appointing.to(aiding)
        change_lawyer = aiding.to(appointing)
        invite_to_mediation = aiding.to(mediating) | aid_result.to(mediating)
        record_failure = mediating.to(aiding)
        record_breach = performing.to(breached)
        resume_mediation = breached.to(mediating)
        finish_aid = aiding.to(aid_result)

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

    grant_aid = intake.reviewing.to(mediation.appointing)
    answer_directly = intake.registered.to(closure.closing_review)
    serve_decline_notice = intake.refused.to(closure.closing_review)
    withdraw = (
        intake.registered.to(closure.closing_review)
        | intake.awaiting_materials.to(closure.closing_review)
        | intake.reviewing.to(closure.closing_review)
        | mediation.appointing.to(closure.closing_review)
        | mediation.aiding.to(closure.closing_review)
        | mediation.mediating.to(closure.closing_review)
    )
    end_aid = mediation.aiding.to(closure.closing_review)
    record_agreement = (
        mediation.aiding.to(mediation.performing)
        | mediation.mediating.to(mediation.performing)
        | mediation.breached.to(mediation.performing)
        | referral.handled_elsewhere.to(mediation.performing)
        | referral.result_received.to(mediation.performing)
    )
    all_performed = mediation.performing.to(closure.closing_review, cond="fully_paid") | referral.enforcing.to(
        closure.closing_review, cond="fully_paid"
    )
    refer = (
        intake.registered.to(referral.referring)
        | intake.reviewing.to(referral.referring)
        | mediation.aiding.to(referral.referring)
        | mediation.mediating.to(referral.referring)
        | mediation.performing.to(referral.referring)
        | mediation.breached.to(referral.referring)
        | mediation.aid_result.to(referral.referring)
        | referral.handled_elsewhere.to(referral.referring)
        | referral.result_received.to(referral.referring)
        | referral.enforcing.to(referral.referring)
    )
    cancel_referral = referral.referring.to(mediation.aiding)
    referral_returned = referral.awaiting_acknowledgement.to(mediation.aiding) | referral.handled_elsewhere.to(
        mediation.aiding
    )
    record_no_answer = referral.awaiting_acknowledgement.to(mediation.aiding) | referral.handled_elsewhere.to(
        mediation.aiding
    )
    return_to_mediation = referral.handled_elsewhere.to(mediation.mediating) | referral.result_received.to(
        mediation.mediating
    )
    request_closure = (
        mediation.aiding.to(closure.closing_review)
        | mediation.mediating.to(closure.closing_review)
        | mediation.performing.to(closure.closing_review)
        | mediation.breached.to(closure.closing_review)
        | mediation.aid_result.to(closure.closing_review)
        | referral.handled_elsewhere.to(closure.closing_review)
        | referral.result_received.to(closure.closing_review)
        | referral.enforcing.to(closure.closing_review)
    )
    # 并案: the matter lives on in another file; this one is closed without a review of its own.
    merge_away = closure.closed.from_(
        intake.registered,
        intake.awaiting_materials,
        intake.reviewing,
        intake.refused,
        mediation.appointing,
        mediation.aiding,
        mediation.mediating,
        mediation.performing,
        mediation.breached,
        mediation.aid_result,
        referral.referring,
        referral.awaiting_acknowledgement,
        referral.handled_elsewhere,
        referral.result_received,
        referral.enforcing,
        closure.closing_review,
        closure.callback,
        closure.quality_check,
    )
    send_back = closure.closing_review.to(mediation.aiding) | closure.callback.to(mediation.aiding)
    fail_quality_check = closure.quality_check.to(mediation.aiding, cond="sent_back") | closure.quality_check.to(
        closure.closed
    )
    reopen = closure.closed.to(mediation.aiding) | closure.archived.to(mediation.aiding)

    owners = {
        "registered": Role.OPERATOR,
        "awaiting_materials": "劳动者",
        "reviewing": Role.SUPERVISOR,
        "refused": Role.SUPERVISOR,
        "appointing": Role.SUPERVISOR,
        "aiding": "援助律师",
        "mediating": Role.MEDIATOR,
        "performing": "用人单位",
        "breached": Role.MEDIATOR,
        "aid_result": Role.MEDIATOR,
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
        Clock("reviewing", "SVC-AID-REVIEW", start="application_received"),
        Clock("refused", "SVC-AID-OBJECTION"),
        Clock("appointing", "SVC-AID-APPOINT"),
        Clock("aiding", "SVC-AID-PROGRESS"),
        Clock("mediating", "LA-14-1"),
        Clock("performing", "AR-74-1", kind="right", start="agreement_effective"),
        Clock("performing", "PM-33-1", kind="right", start="agreement_effective"),
        Clock("breached", "SVC-DECIDE"),
        Clock("aid_result", "SVC-AID-PAPERS"),
        Clock("referring", "SVC-REFER"),
        Clock("handled_elsewhere", "SVC-PROGRESS"),
        Clock("result_received", "SVC-DECIDE"),
        Clock("enforcing", "SVC-PROGRESS"),
        Clock("closing_review", "SVC-CLOSE"),
        Clock("callback", "SVC-CALLBACK"),
        Clock("quality_check", "SVC-QC"),
        Clock("closed", "SVC-ARCHIVE"),
    )
