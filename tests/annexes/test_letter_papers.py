"""The papers of a letter, each from a real sequence of acts: opened again as Word and as PDF, the facts are there."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from foundation.errors import NotFound, NotPossible
from tests.annexes.papers import (
    FIRM,
    answered,
    drafted,
    facts,
    holds,
    in_hand,
    investigated,
    paper,
    served,
    whole_way,
)
from tests.letter_office import one_row, rows, standing_in
from tests.letter_steps import ANSWER, CHECKERS, sent
from tests.office import MORNING, Office
from workflows.annexes.of_letter import NOT_ANSWERED


def test_a_letter_fills_its_papers_on_its_way(office: Office) -> None:
    _, letter_id, _ = whole_way(office)
    number = one_row(office, "letter", id=letter_id)["number"]
    holds(
        office,
        "issue_sheet",
        letter_id,
        None,
        (
            "工会劳动法律监督提示函",
            "起草理由：协商不成",
            FIRM,
            "调解员甲",
            "事实清楚，依据准确",
            "主管甲",
            "同意，抓紧送达",
            "主席甲（主席）",
            number,
            "2份",
            "实体章",
            "2026年10月13日",
        ),
    )
    slip = one_row(office, "letter_service", letter_id=letter_id)["id"]
    holds(
        office,
        "service_receipt",
        letter_id,
        slip,
        (
            number,
            "西宁市总工会",
            FIRM,
            "单位办公室",
            "直接送达",
            "周某",
            "人事主管",
            "监督员甲、监督员乙",
            "凭证：回证1号",
        ),
    )
    asked = (number, FIRM, "未足额支付三名工人工资", "要求：足额支付并提交凭证", "要求：依法补订劳动合同")
    holds(office, "reply_form", letter_id, None, asked)
    holds(
        office,
        "reply_answers",
        letter_id,
        None,
        (
            *asked,
            "认可",
            "分两批补发",
            "孙某",
            "2026年10月30日",
            "转账凭证",
            "不认可",
            "合同已经订立",
            NOT_ANSWERED,
            "2026年10月16日书面答复（周某人事主管）：见异议理由",
        ),
    )
    holds(
        office,
        "recheck_record",
        letter_id,
        None,
        (
            number,
            "2026年10月21日",
            "监督员甲（证号001）、监督员乙（证号002）",
            "已改",
            "部分改",
            "抽查三人均已到账",
            "部分整改",
        ),
    )
    holds(
        office,
        "letter_closing_report",
        letter_id,
        None,
        (number, "工资已付清，合同补订中", "部分整改", "监归〔2026〕1号", "2026年10月22日"),
    )


def test_the_papers_follow_the_letter_and_say_why_they_wait(office: Office) -> None:
    case_id = in_hand(office)
    letter_id = drafted(office, case_id)
    # A draft has its sheet, with free boxes for those who come later.
    found = facts(office, "issue_sheet", letter_id)
    assert [found[name] for name in ("reviewed_by", "signed_by", "number", "count", "sealed")] == [None] * 5
    for name, act in (
        ("reply_form", "编号"),
        ("service_receipt", "编号"),
        ("reply_answers", "登记答复"),
        ("recheck_record", "复查整改"),
        ("letter_closing_report", "文书办结"),
    ):
        with pytest.raises(NotPossible, match=f"“{act}”"):
            paper(office, name, letter_id)
    with pytest.raises(NotFound):
        paper(office, "request_superior", letter_id)
    sent(office, letter_id, until="dispatch_letter")
    # With the letter goes a form that names its items, its limit and its basis, and nothing else.
    given = facts(office, "reply_form", letter_id)
    assert given["due_on"].endswith("（本会自定期限）")
    assert given["received_on"] is None
    assert [set(one) for one in given["items"]] == [{"finding"}, {"finding"}]
    # Whoever says nothing beside the decision agrees by it.
    assert facts(office, "issue_sheet", letter_id)["signed_by"] == "同意签发\n主席甲（主席）\n2026年10月13日"
    # The slip to take along; after the service that one is gone and the record's own stands there.
    assert facts(office, "service_receipt", letter_id)["way"] == "直接送达"
    office.act("serve_letter", letter_id, by="mediator", how="direct", proof="回证1号")
    with pytest.raises(NotFound):
        paper(office, "service_receipt", letter_id)
    assert facts(office, "reply_form", letter_id)["due_on"] == "2026年10月28日"


def test_what_was_sent_back_is_not_reviewed_and_what_is_over_waits_for_nothing(office: Office) -> None:
    letter_id = drafted(office, in_hand(office))
    sent(office, letter_id, until="review_letter")
    assert facts(office, "issue_sheet", letter_id)["reviewed_by"] == "审核通过\n主管甲\n2026年10月13日"
    office.act("return_letter", letter_id, by="leader", reason="补写依据")
    assert facts(office, "issue_sheet", letter_id)["reviewed_by"] is None
    sent(office, letter_id, until="review_letter", at=MORNING + timedelta(days=1))
    assert facts(office, "issue_sheet", letter_id)["reviewed_by"] == "审核通过\n主管甲\n2026年10月14日"
    office.act("return_letter", letter_id, by="leader", reason="再补", at=MORNING + timedelta(days=1))
    office.act("withdraw_letter", letter_id, by="supervisor", reason="事实有误")
    for name in ("reply_form", "reply_answers", "recheck_record", "service_receipt", "letter_closing_report"):
        with pytest.raises(NotFound):
            paper(office, name, letter_id)


def test_every_try_to_serve_has_its_slip(office: Office) -> None:
    letter_id = drafted(office, in_hand(office))
    sent(office, letter_id, until="dispatch_letter")
    two = {"first_server": "监督员甲", "second_server": "监督员乙"}
    office.act("record_undelivered", letter_id, by="mediator", how="post", proof="邮件1号", reason="查无此人", **two)
    office.act("dispatch_letter", letter_id, by="mediator", how="direct")
    office.act(
        "refuse_service",
        letter_id,
        by="mediator",
        how="direct",
        proof="照片",
        reason="负责人拒收",
        witness="居委会王某",
        **two,
    )
    tries = rows(office, "letter_service", letter_id=letter_id)
    first, second = (row["id"] for row in sorted(tries, key=lambda row: row["seq"]))
    assert facts(office, "service_receipt", letter_id, first)["remarks"] == "未能送达：查无此人\n凭证：邮件1号"
    found = facts(office, "service_receipt", letter_id, second)
    assert (found["refusal"], found["witness"], found["served_at"]) == (
        "负责人拒收（2026年10月13日）",
        "居委会王某",
        "未送达",
    )


def test_an_objection_and_a_checker_whom_nobody_certified(office: Office) -> None:
    letter_id = drafted(office, in_hand(office))
    served(office, letter_id)
    later = MORNING + timedelta(days=3)
    answered(office, letter_id, later)
    assert facts(office, "reply_answers", letter_id)["objection"] == "合同一项有异议，其余整改"
    items = [{"seq": 1, "result": "done"}, {"seq": 2, "result": "done"}]
    office.act("verify_letter", letter_id, by="mediator", at=later, items=items, **CHECKERS)
    # Names that were typed before checkers came from the register stay what they are.
    typed = sa.update(SQLModel.metadata.tables["letter_item"]).values(
        second_checker_id=None, second_checker="外来监督员"
    )
    with office.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(typed)
    found = facts(office, "recheck_record", letter_id)
    assert found["supervisors"] == "监督员甲（证号001）、外来监督员（证号＿＿＿＿＿＿）"
    assert found["conclusion"] == "全部整改"


def test_a_union_below_the_county_asks_the_superior(office: Office) -> None:
    with standing_in("QH", "basic"):
        case_id = in_hand(office)
        investigated(office, case_id)
        opinion = drafted(office, case_id, "opinion")
        served(office, opinion)
        letter_id = drafted(office, case_id, "recommendation")
        with pytest.raises(NotPossible, match="请先办理“提请上级发函”"):
            paper(office, "request_superior", letter_id)
        office.act("ask_superior", letter_id, by="mediator", superior="城东区总工会", reason="本会为基层工会，无权发函")
        number = one_row(office, "letter", id=opinion)["number"]
        holds(
            office,
            "request_superior",
            letter_id,
            None,
            (
                "城东区总工会：",
                FIRM,
                "未足额支付三名工人工资",
                number,
                "2026年10月13日送达",
                "本会为基层工会，无权发函",
                "调解员甲",
                "＿＿＿〔＿＿＿＿〕＿＿号",
                "送达回证",
            ),
        )


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_request_says_what_is_true_on_its_day(office: Office) -> None:
    """Handed up while a limit runs, after it, and after an answer that came when the draft was written already."""
    due = "2026年11月3日"
    runs = f"答复期限至{due}，截至2026年10月13日尚未届满。"
    for days, has_answer, end in (
        (0, False, runs),
        (40, False, f"至{due}未予书面答复。"),
        (40, True, "于2026年10月14日答复。"),
    ):
        case_id = in_hand(office)
        investigated(office, case_id)
        with standing_in("QH", "basic"):
            opinion = drafted(office, case_id, "opinion")
            served(office, opinion)
            letter_id = drafted(office, case_id, "recommendation")
            at = MORNING + timedelta(days=days)
            if has_answer:
                office.act("record_reply", opinion, by="mediator", at=MORNING + timedelta(days=1), **ANSWER)
            asked = {"superior": "城东区总工会", "reason": "无权发函"}
            office.act("ask_superior", letter_id, by="mediator", at=at, **asked)
            found = facts(office, "request_superior", letter_id)
        assert found["previous"].endswith(end), found["previous"]
        statement = any("尚未届满" in one["name"] for one in found["materials"])
        assert statement == (end == runs)


def test_a_long_answer_is_not_cut(office: Office) -> None:
    letter_id = drafted(office, in_hand(office))
    served(office, letter_id)
    text = "".join(f"第{place}笔工资已经支付；" for place in range(1, 400))
    office.act("record_reply", letter_id, by="mediator", reply=text, stance="accepts")
    holds(office, "reply_answers", letter_id, None, ("第1笔工资", "第399笔工资已经支付"))


def test_a_public_notice_has_a_sheet_and_no_slip(office: Office) -> None:
    case_id = in_hand(office)
    made = office.act(
        "draft_letter", case_id, by="mediator", kind="public_notice", cause="年底欠薪", audience="全市建筑企业"
    ).made
    holds(office, "issue_sheet", made["letter_id"], None, ("公开提示函", "全市建筑企业"))
    for name in ("service_receipt", "reply_form", "recheck_record"):
        with pytest.raises(NotFound):
            paper(office, name, made["letter_id"])
