"""Lives of rosters: pasted, ticked, joined and parted; a case joined with another and parted again."""

from tests.stories.scripts import ASSIGN, OTHER, SIGN, Line

ROSTER = "姓名\t诉求金额\n" + "\n".join(f"工友{mark}\t1000" for mark in "甲乙丙丁戊己庚辛壬癸子丑")
ROSTER_LIFE = (
    Line("take_roster", "operator", {"roster_text": ROSTER}),
    Line("choose_representatives", "operator", {"parties": ["工友甲", "工友乙", "工友丙"], "note": "当场推举"}),
    Line("update_person", "operator", {"party": "工友丑", "phone": "0971-0000012", "claimed": "1200.00"}),
    Line("take_roster", "operator", {"roster_text": "工友寅\t500"}),
    Line("link_project", "operator", {"project": "测试项目二期"}),
    Line("merge_people", "supervisor", {"gone": "工友寅", "stays": "工友丑", "reason": "同一人"}),
    Line("unmerge_people", "supervisor", {"merge_id": "<last:party_merge>", "reason": "不是同一人"}),
    Line("accept", "operator", {}),
)
TICKED = (
    Line("tick_agreed", "supervisor", {"parties": ["工友甲", "工友乙"]}),
    Line("tick_paid", "supervisor", {"parties": ["工友甲"], "proof": "工资专户流水"}),
    Line("tick_paid", "supervisor", {"roster_text": "工友乙\t400"}),
)
PARTED = (
    Line("merge_case", "supervisor", {"into": OTHER, "reason": "同一事项"}, "closed"),
    Line("unmerge_case", "supervisor", {"reason": "并错了"}, "registered"),
)
SCRIPTS = {
    "wage_arrears": ((*ROSTER_LIFE, ASSIGN, SIGN, *TICKED), PARTED),
    "labour_dispute": ((*ROSTER_LIFE, ASSIGN, SIGN, *TICKED), PARTED),
    "legal_aid": ((*ROSTER_LIFE, *TICKED), PARTED),
}
