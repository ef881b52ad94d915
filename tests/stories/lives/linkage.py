"""Who else is told: an obstructed investigation, a clue for the procuratorate, copies, an answer."""

from tests.stories.lives.supervision import ACCEPTED
from tests.stories.scripts import REASON, VIOLATION, Line

SENT = {"how": "direct", "receipt": "回执1号"}
LAST = "<last:letter_copy>"
STORY = (
    Line("record_violation", "mediator", VIOLATION),
    Line(
        "record_obstruction",
        "mediator",
        {"kind": "refused", "facts": "项目部拒绝监督员进入", "proof": "录像1段", "witness": "社区干部孙某"},
    ),
    Line("transfer_clue", "mediator", {"copy_id": LAST, "materials": "工资表、考勤表", **SENT}),
    Line("record_copy_answer", "mediator", {"copy_id": LAST, "answer": "已立案"}),
    Line("record_copy", "supervisor", {"organ": "labour", "note": "抄送线索", **SENT}),
    Line("feed_back_to_court", "mediator", {"result": "已督促整改", "organ_name": "城东区人民法院", **SENT}),
)
# New forms of employment are a key group: a clue may go to the procuratorate.
NEW_FORM = Line("update_case", "mediator", {"is_new_form": True})
SCRIPTS = {
    "wage_arrears": ((NEW_FORM, *STORY),),
    "labour_dispute": ((NEW_FORM, *STORY),),
    "legal_aid": ((NEW_FORM, *STORY),),
    "supervision": ((*ACCEPTED, NEW_FORM, *STORY, Line("withdraw", "operator", REASON)),),
}
