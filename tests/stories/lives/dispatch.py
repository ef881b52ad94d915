"""Cases that are sent, bounced, sent again not to be returned, and protected from retaliation."""

from collections.abc import Sequence

from tests.stories.scripts import MEDIATOR, Line

RISK = {"risk": True, "reason": "劳动者说单位扬言报复"}
_SENT_AND_BOUNCED: tuple[Line, ...] = (
    Line("mark_retaliation_risk", "operator", RISK, "registered"),
    Line("accept", "operator", {}, "assigning"),
    Line("assign", "supervisor", {"unit": "城东区总工会劳动争议调解中心", "kind": "transfer"}, "awaiting_sign_for"),
    Line("return_dispatch", "supervisor", {"reason_code": "wrong_place", "reason": "用人单位在城西"}, "assigning"),
    Line(
        "assign",
        "supervisor",
        {"handler_id": MEDIATOR, "kind": "supervised", "do_not_return": True, "despite": "人手不足", "note": "督办"},
        "awaiting_sign_for",
    ),
    Line("reassign", "supervisor", {"handler_id": MEDIATOR, "note": "仍由其承办"}, "awaiting_sign_for"),
    Line("sign_for", "mediator", {}, "preparing"),
    Line("mark_retaliation_risk", "supervisor", {"risk": "false", "reason": "劳动者已离职，不再担心"}, "preparing"),
)
# Legal aid knows no dispatch: a handler is given, and the risk is marked all the same.
_AID: tuple[Line, ...] = (
    Line("mark_retaliation_risk", "operator", RISK, "registered"),
    Line("reassign", "supervisor", {"handler_id": MEDIATOR}, "registered"),
    Line("mark_retaliation_risk", "supervisor", {"risk": "false", "reason": "不再担心"}, "registered"),
)
SCRIPTS: dict[str, Sequence[tuple[Line, ...]]] = {
    "wage_arrears": (_SENT_AND_BOUNCED,),
    "labour_dispute": (_SENT_AND_BOUNCED,),
    "legal_aid": (_AID,),
}
