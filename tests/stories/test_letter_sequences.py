"""Two published sequences of letters, step by step: RC001 and 淮北. What their sources do not give is marked 示例.

Days are asked of the rules, never typed: a rule that changes changes the story with it.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from cases.views.letter_copies import copies_of_case
from foundation.clock import start_of
from foundation.database import reading
from rules.deadline import Question, answer
from tests.letter_office import one_row, rows, standing_in
from tests.letter_steps import CHECKERS, sent
from tests.office import Office
from tests.stories.scripts import INVESTIGATION, RECORD
from tests.stories.test_longest_paths import Life, longest, moment

SERVICE = {
    "how": "direct",
    "proof": "示例：送达回证",
    "first_server": "送达人甲",
    "second_server": "送达人乙",
    "receiver": "门卫（示例）",
    "relation": "工作人员",
}
TOLD = {"how": "direct", "receipt": "示例：收文回执"}


class File(Life):
    """A supervision file instead of a call."""

    def __init__(self, office: Office, day: str, **clue: Any) -> None:
        self.office = office
        self.at = moment(day)
        made = office.act("register_clue", by="supervisor", at=self.at, **clue).case_id
        assert made is not None
        self.case_id: UUID = made


def last_day(rule: str, start: date, region: str) -> date:
    """The last day by the rule of the region."""
    due = answer(Question(rule, start, region=region)).due
    return due.date() if isinstance(due, datetime) else due


def issue(life: Life, day: str, letter: UUID, **service: Any) -> dict[str, Any]:
    """Submitted, reviewed, signed, numbered, sealed, sent and served on one day, each by its own desk."""
    life.wait(day)
    sent(life.office, letter, until="dispatch_letter", at=life.at)
    life.do(day, "serve_letter", "mediator", letter, **{**SERVICE, **service})
    return one_row(life.office, "letter", id=letter)


def letter_of(life: Life, letter: UUID) -> dict[str, Any]:
    """The letter as it stands."""
    return one_row(life.office, "letter", id=letter)


def day_after(day: date) -> str:
    """The next day, as the story tells days."""
    return (day + timedelta(days=1)).isoformat()


def told_to_court(life: Life, day: str, letter: UUID) -> None:
    """青海: the court of the same level is told at the same time (L2)."""
    owed = one_row(life.office, "letter_copy", letter_id=letter, rule="L2")
    assert (owed["organ"], owed["is_optional"], owed["sent_on"]) == ("court", False, None)
    life.do(day, "record_copy", "mediator", copy_id=str(owed["id"]), organ_name="示例人民法院", **TOLD)
    with reading(life.office.engine) as session:
        (copy,) = (one for one in copies_of_case(session, life.case_id) if one.row.letter_id == letter)
    assert (copy.row.rule, copy.row.sent_on, copy.is_open) == ("L2", date.fromisoformat(day), False)


def test_a_promise_broken_twice_a_notice_an_opinion_and_the_money(office: Office) -> None:
    """RC001: 提示函 of 21 May, 意见书 of 9 June, the money on 17 June; the machine drafts what follows."""
    told = longest("wage_arrears")
    assert told["id"] == "RC001"
    life = Life(
        office,
        "2025-04-08",  # 示例
        case_type="wage_arrears",
        channel="unknown",
        head_count=5,
        is_migrant=True,
        employer_name="示例劳务公司",
        claims=[{"kind": "wages", "amount": "84854.00"}],
    )
    life.into_mediation("2025-04-08", "2025-04-09")  # 示例
    promise = [{"due_on": "2025-04-30", "amount": "74854.00"}]
    life.do("2025-04-10", "record_agreement", "mediator", amount="74854.00", terms="四月底付清", instalments=promise)
    life.do("2025-05-06", "record_breach", "mediator", reason="四月底没有付款")
    life.do("2025-05-21", "resume_mediation", "mediator", note="第二次协商")
    facts = {"matter": "M04", "law_article": "《保障农民工工资支付条例》第三条", "facts": "拖欠5人工资84854元"}
    life.do("2025-05-21", "record_violation", "mediator", **facts)

    notice = UUID(
        str(life.do("2025-05-21", "draft_letter", "mediator", kind="notice", cause="承诺未履行").made["letter_id"])
    )
    first = issue(life, "2025-05-21", notice)
    due = last_day("LTR-NOTICE-REPLY", date(2025, 5, 21), "QH")
    assert (first["number"], first["reply_due"], first["signed_title"]) == ("宁工劳监函〔2025〕1号", due, "主席")
    assert first["rule_snapshot"]["statutory"] is False  # 工会自定期限
    (item,) = rows(office, "letter_item", letter_id=notice)
    assert (item["seq"], item["finding"]) == (1, "拖欠5人工资84854元")
    (tried,) = rows(office, "letter_service", letter_id=notice)
    assert (tried["outcome"], tried["second_server"]) == ("served", "送达人乙")
    told_to_court(life, "2025-05-21", notice)
    again = [{"due_on": "2025-05-30", "amount": "74854.00"}]
    life.do("2025-05-21", "record_agreement", "mediator", amount="74854.00", terms="五月底付清", instalments=again)
    life.do("2025-06-03", "record_breach", "mediator", reason="五月底的承诺再次落空")

    # No answer: the day after the limit the machine has drafted the opinion and signed nothing.
    assert due < date(2025, 6, 9)
    life.wait(day_after(due))
    assert letter_of(life, notice)["state"] == "overdue"
    draft = one_row(office, "letter", kind="opinion")
    assert (draft["state"], draft["previous_id"], draft["signed_by"]) == ("draft", notice, None)
    (earlier,) = draft["facts"]["previous"]
    assert (earlier["number"], earlier["served_on"], earlier["reply_due"], earlier["reply"]) == (
        first["number"],
        "2025-05-21",
        due.isoformat(),
        None,
    )

    # 6月9日意见书, after an investigation by two.
    life.do("2025-06-09", "open_investigation", "mediator", **INVESTIGATION)
    life.do("2025-06-09", "close_investigation", "mediator", **RECORD)
    opinion: UUID = draft["id"]
    second = issue(life, "2025-06-09", opinion)
    assert second["number"] == "宁工劳监意〔2025〕1号"
    assert second["reply_due"] == last_day("LTR-OPINION-REPLY", date(2025, 6, 9), "QH")
    assert letter_of(life, notice)["state"] == "escalated"
    told_to_court(life, "2025-06-09", opinion)
    life.do("2025-06-10", "resume_mediation", "mediator", note="工会、法院、检察院、人社、司法联合机制")

    # 示例: the answer and its day; the source gives the payment of 17 June.
    reply = {"reply": "示例：承诺6月17日前付清", "stance": "accepts"}
    items = [{"seq": 1, "admitted": "yes", "measure": "付清工资", "person": "项目经理", "due_on": "2025-06-17"}]
    life.do("2025-06-11", "record_reply", "mediator", opinion, items=items, **reply)
    assert letter_of(life, opinion)["replied_on_time"] is True
    good = {"assessed_as": "accepted", "note": "措施可行", "rectify_on": "2025-06-17"}
    life.do("2025-06-12", "assess_reply", "mediator", opinion, **good)
    assert life.clock("AGREED")["due_on"] == date(2025, 6, 17)
    life.do("2025-06-17", "confirm_payment", "mediator", paid_on="2025-06-17", amount="74854.00", people=5)
    seen = [{"seq": 1, "result": "done", "note": "银行回单"}]
    for letter in (opinion, notice):
        life.do("2025-06-17", "verify_letter", "mediator", letter, items=seen, **CHECKERS)
        life.do("2025-06-18", "close_letter", "mediator", letter, report="示例：工资已付", told_complainant=True)
        life.do("2025-06-18", "archive_letter", "supervisor", letter)
    ended = letter_of(life, opinion)
    assert (ended["state"], ended["rectified"], ended["verified_on"]) == ("archived", True, date(2025, 6, 17))
    assert (ended["rectify_due"], ended["archive_number"]) == (date(2025, 6, 17), "监归〔2025〕1号")
    first = letter_of(life, notice)
    assert (first["replied_on"], first["replied_on_time"], first["rectified"]) == (None, None, True)
    (item,) = rows(office, "letter_item", letter_id=opinion)
    assert (item["admitted"], item["result"], item["first_checker"]) == ("yes", "done", "监督员甲")
    assert life.case["paid"] == told["recovered_yuan"]
    life.to_the_archive(["2025-06-18", "2025-06-19", "2025-06-20"], "mediated_paid")  # 示例
    assert life.running() == set()
    assert [one["kind"] for one in rows(office, "letter") if one["signed_by"]] == ["notice", "opinion"]


def test_a_notice_without_an_answer_an_opinion_a_broken_promise_and_the_authority(office: Office) -> None:
    """淮北: 150 migrant workers, 4.8 million; the notice's fifteen days pass without a word, the opinion follows."""
    with standing_in("HBS"):
        _huaibei(office)


def _huaibei(office: Office) -> None:
    life = File(
        office,
        "2025-03-03",  # 示例: the source gives no days
        source="complaint",  # 示例
        employer_name="示例建筑公司",
        district="630102",  # 示例
        matter="M04",
        facts="拖欠150余名农民工工资480万元",
        law_article="《保障农民工工资支付条例》第三条",
        head_count=150,
        amount="4800000.00",
        informant_name="示例甲",
    )
    life.do("2025-03-03", "accept", "operator")
    life.do("2025-03-04", "assign", "supervisor", handler_id=str(office.account_id("tiaojie")))
    life.do("2025-03-04", "sign_for", "mediator")
    life.do("2025-03-04", "update_case", "mediator", is_migrant=True, is_collective=True)
    life.do("2025-03-05", "start_issuing", "mediator", note="示例：单位拒绝协商")
    notice = UUID(
        str(life.do("2025-03-06", "draft_letter", "mediator", kind="notice", cause="示例：拖欠工资").made["letter_id"])
    )
    first = issue(life, "2025-03-06", notice)
    due = last_day("LTR-NOTICE-REPLY", date(2025, 3, 6), "HBS")
    assert (first["region"], first["reply_due"]) == ("HBS", due)
    assert first["rule_snapshot"]["length"] == 15
    # 安徽 knows no rule by which the court is told of a notice: nothing is owed.
    assert rows(office, "letter_copy", letter_id=notice) == []

    life.wait(due.isoformat())
    assert letter_of(life, notice)["state"] == "served"
    life.wait(day_after(due))
    assert letter_of(life, notice)["state"] == "overdue"
    # Many migrant workers and no cooperation: the clue may go to the procuratorate (L5).
    clue = one_row(office, "letter_copy", rule="L5")
    assert (clue["organ"], clue["is_optional"], clue["due"]) == ("procuratorate", True, None)

    opinion: UUID = one_row(office, "letter", kind="opinion", state="draft")["id"]
    began = day_after(due)
    life.do(began, "open_investigation", "mediator", **INVESTIGATION)
    life.do(began, "close_investigation", "mediator", **{**RECORD, "employer_signed": False, "refusal_reason": "示例"})
    second = issue(life, day_after(date.fromisoformat(began)), opinion, how="post")
    assert second["served_on"] is not None
    assert second["reply_due"] == last_day("LTR-OPINION-REPLY", second["served_on"], "HBS")
    assert second["rule_snapshot"]["legal_basis"] == "《安徽省工会劳动法律监督条例》第22条"

    # 示例 from here: an answer on the last day, a promise, nothing done by its day.
    last = second["reply_due"]
    life.do(last.isoformat(), "record_reply", "mediator", opinion, reply="示例：承诺两周内付清", stance="accepts")
    promised = last + timedelta(days=14)
    good = {"assessed_as": "accepted", "note": "示例：可行", "rectify_on": promised.isoformat()}
    life.do(last.isoformat(), "assess_reply", "mediator", opinion, **good)
    life.wait(day_after(promised))
    found = letter_of(life, opinion)
    assert (found["state"], found["replied_on_time"], found["rectified"]) == ("unrectified", True, None)

    # 安徽22 knows J3, not J6: that is what the machine has drafted, with the whole chain.
    recommended = one_row(office, "letter", kind="recommendation")
    assert (recommended["state"], recommended["trigger"]) == ("draft", "J3")
    assert [one["number"] for one in recommended["facts"]["previous"]] == [first["number"], second["number"]]
    assert [one["served_on"] for one in recommended["facts"]["previous"]] == [
        first["served_on"].isoformat(),
        second["served_on"].isoformat(),
    ]
    listed = "\n".join(recommended["facts"]["materials"])
    for words in (
        f"提示函（{first['number']}）的送达回证",
        f"未对提示函（{first['number']}）作出书面答复的情况说明",
        f"意见书（{second['number']}）的送达回证",
        f"对意见书（{second['number']}）的书面答复",
        f"未按意见书（{second['number']}）完成整改的情况说明",
        "用人单位拒签并注明原因",
    ):
        assert words in listed, (words, listed)
    sent_on = day_after(promised + timedelta(days=1))
    third = issue(life, sent_on, recommended["id"])
    assert (third["state"], third["addressee"]) == ("filing", "人力资源和社会保障局")
    assert letter_of(life, opinion)["state"] == "escalated"
    copied = one_row(office, "letter_copy", letter_id=recommended["id"], rule="L6")
    life.do(sent_on, "record_copy", "mediator", copy_id=str(copied["id"]), **TOLD)
    life.do(sent_on, "transfer_clue", "mediator", copy_id=str(clue["id"]), materials="示例：案卷复印件", **TOLD)

    filed = day_after(date.fromisoformat(sent_on))
    life.do(filed, "record_filed", "mediator", recommended["id"])
    disposed = day_after(date.fromisoformat(filed) + timedelta(days=20))
    life.do(disposed, "record_disposed", "mediator", recommended["id"], disposal="corrected")
    feedback = next(one for one in life.rows("clock", rule_id="LTR-AUTHORITY-FEEDBACK"))
    assert feedback["due_on"] == last_day("LTR-AUTHORITY-FEEDBACK", date.fromisoformat(disposed), "HBS")
    life.do(disposed, "record_feedback", "mediator", recommended["id"], feedback="示例：已责令支付并付清")
    seen = [{"seq": 1, "result": "done", "note": "示例：已付清"}]
    for letter in (opinion, notice):
        life.do(disposed, "verify_letter", "mediator", letter, items=seen, **CHECKERS)
    for letter in (recommended["id"], opinion, notice):
        life.do(disposed, "close_letter", "mediator", letter, report="示例：已付清", told_complainant=True)
        life.do(disposed, "archive_letter", "supervisor", letter)
    found = letter_of(life, opinion)
    assert (found["replied_on_time"], found["rectified"]) == (True, True)
    assert found["verified_on"] > found["rectify_due"]
    assert {one["state"] for one in rows(office, "letter")} == {"archived"}
    assert [one["number"] for one in rows(office, "letter")] == [
        first["number"],
        second["number"],
        third["number"],
    ]
    of_letters = {notice, opinion, recommended["id"]}
    with reading(office.engine) as session:
        copies = [one for one in copies_of_case(session, life.case_id) if one.row.letter_id in of_letters]
    assert {one.row.rule for one in copies if not one.is_open} == {"L5", "L6"}
    assert start_of(date.fromisoformat(disposed)) > moment("2025-03-03")
