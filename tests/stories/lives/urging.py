"""A supervisor gives a case a handler, and urges them."""

from tests.stories.scripts import MEDIATOR, Line

_URGED = (
    Line("reassign", "supervisor", {"handler_id": MEDIATOR}),
    Line("urge_handler", "supervisor", {"note": "请本周内联系用人单位"}),
    Line("urge_handler", "supervisor", {"note": "请报告进展"}),
)
SCRIPTS = {"wage_arrears": (_URGED,), "labour_dispute": (_URGED,), "legal_aid": (_URGED,)}
