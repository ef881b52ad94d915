"""A matter that must be reported: marked, seen, reported on, taken back by two people; urgency and topic put right."""

from tests.stories.scripts import REASON, Line

REPORT = {"addressee": "市总工会值班室", "body": "工地门口聚集约二十人，情绪激动，已到场。"}
ALARM = (
    Line("mark_must_report", "operator", {"triggers": ["stoppage", "opinion"], "note": "工地门口聚集"}),
    Line("record_alarm_report", "operator", {"kind": "first", **REPORT}),
    Line("acknowledge_alarm", "leader", {"instruction": "分管副主席带队到场"}),
    Line("record_alarm_report", "supervisor", {"kind": "follow_up", **REPORT}),
    Line("set_urgency", "supervisor", {"urgency": "critical", "reason": "有人登高"}),
    Line("set_urgency", "supervisor", {"reason": "人已安全下来，按情形确定"}),
    Line("record_alarm_report", "supervisor", {"kind": "final", **REPORT}),
    Line("ask_alarm_back", "operator", REASON),
    Line("decide_alarm_back", "supervisor", {"agreed": True, "note": "系误报"}),
    Line("reclassify", "operator", {"topic": "0107", "reason": "系工程款混合工资"}),
    Line("reclassify", "operator", {"topic": "0102", "claim_id": "<last:claim>", "reason": "克扣而非拖欠"}),
)
SCRIPTS = {"wage_arrears": (ALARM,), "labour_dispute": (ALARM,), "legal_aid": (ALARM,)}
