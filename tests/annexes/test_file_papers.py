"""The papers of a file, each from a real sequence of acts: opened again as Word and as PDF, the facts are there."""

from uuid import UUID

import pytest

from foundation.errors import NotFound, NotPossible, NotValid
from tests.annexes.papers import (
    FIRM,
    INFORMANT,
    PACKAGE,
    REMEDIES,
    docx_words,
    drafted,
    facts,
    holds,
    in_hand,
    investigated,
    paper,
    registered,
    served,
    whole_way,
)
from tests.letter_office import one_row
from tests.office import Office
from tests.outside.stories import rows
from tests.stories.scripts import opening


def test_a_file_fills_its_papers_on_its_way(office: Office) -> None:
    case_id, letter_id, inquiry = whole_way(office)
    number = one_row(office, "case", id=case_id)["number"]
    holds(
        office,
        "clue_register",
        case_id,
        None,
        (
            number,
            "2026年10月13日9时00分",
            "职工投诉举报",
            INFORMANT,
            "实名否",
            FIRM,
            "M04 工资报酬",
            "3人／54000.00元",
            "拖欠三名工人2026年7月至8月工资",
            "受理。属于本会监督范围",
            "主管甲　2026年10月13日",
        ),
    )
    holds(
        office,
        "handling_approval",
        case_id,
        None,
        (
            number,
            FIRM,
            "拖欠三名工人",
            "《保障农民工工资支付条例》第三条",
            "监督员甲（证号001）、监督员乙（证号002）",
            "受理。属于本会监督范围",
        ),
    )
    told = {
        "investigation_letter": ("监调〔2026〕1号", "2026年7月至8月工资支付情况", "2026年12月31日"),
        "interview_record": ("人事主管", "工资发到哪个月？", "须请示公司", "已出示监督员证"),
        "evidence_list": ("工资表（复制件）", "12页", "财务部"),
        "consultation_record": ("工地会议室", "未达成一致", "单位要求分期"),
    }
    for name, said in told.items():
        holds(office, name, case_id, UUID(str(inquiry[name])), said)
    letter = one_row(office, "letter", id=letter_id)
    holds(
        office,
        "closing_report",
        case_id,
        None,
        (
            number,
            FIRM,
            letter["number"],
            "登记线索（职工投诉举报）",
            "监督员甲、监督员乙调查",
            "结论：存在违法事实",
            "组织协商，未达成一致",
            "2026年10月16日用人单位答复（按期）",
            "2026年10月21日复查，部分整改",
            "整改完成。已补发工资",
            "3人／54000.00元",
            "2026年10月22日",
        ),
    )
    # What a report says of the course names nobody who told it.
    assert INFORMANT not in docx_words(paper(office, "closing_report", case_id))


def test_a_refusal_is_told_with_reason_and_other_ways(office: Office) -> None:
    case_id = registered(office)
    with pytest.raises(NotFound):
        paper(office, "rejection", case_id)
    office.act("decline", case_id, by="supervisor", reason="已由仲裁委受理，不属于受理范围")
    with pytest.raises(NotValid, match="其他救济途径（请办理“写明其他救济途径”）") as refused:
        paper(office, "rejection", case_id)
    assert set(refused.value.fields) == {"remedies"}
    office.act("state_remedies", case_id, remedies=REMEDIES)
    holds(
        office,
        "rejection",
        case_id,
        None,
        (
            f"{INFORMANT}：",
            "您于2026年10月13日向本会反映",
            "已由仲裁委受理，不属于受理范围。",
            f"{REMEDIES}。",
            "西宁市总工会",
        ),
    )
    # The refusal fell, and the next one has its own words; the old ones are not told with it.
    office.act("object_to_decline", case_id, reason="劳动者补充了材料")
    office.act("decline", case_id, by="supervisor", reason="超出本会地域")
    with pytest.raises(NotValid, match="其他救济途径"):
        paper(office, "rejection", case_id)
    office.act("state_remedies", case_id, remedies="可以向当地总工会反映")
    assert facts(office, "rejection", case_id)["remedies"] == "可以向当地总工会反映。"
    assert facts(office, "clue_register", case_id)["opinion"] == "不予受理。超出本会地域"


def test_a_worker_who_is_refused_hears_which_right_runs(office: Office) -> None:
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    assert case_id is not None
    office.act("decline", case_id, by="supervisor", reason="不属于受理范围", remedies=REMEDIES)
    right = next(row for row in rows(office, "clock", case_id) if row.kind == "right" and row.state == "running")
    said = facts(office, "rejection", case_id)["remedies"]
    assert said.startswith(f"{REMEDIES}。\n")
    assert f"{right.label}至{right.due_on.year}年{right.due_on.month}月{right.due_on.day}日" in said
    # What labour-law supervision alone has is not offered in a worker's case.
    with pytest.raises(NotFound):
        paper(office, "clue_register", case_id)


def test_a_clue_of_nobody_is_told_to_nobody(office: Office) -> None:
    case_id = registered(office, informant_name=None, phone=None, is_real_name=False, source="inspection")
    assert facts(office, "clue_register", case_id)["complainant"] == "没有登记反映人"
    office.act("decline", case_id, by="supervisor", reason="查无此单位", remedies=REMEDIES)
    with pytest.raises(NotPossible, match="没有可以告知的人"):
        paper(office, "rejection", case_id)


def test_too_early_is_said_with_the_act_that_is_missing(office: Office) -> None:
    case_id = registered(office)
    # Nothing is decided yet: the boxes of the opinion stay free for the pen.
    assert facts(office, "clue_register", case_id)["opinion"] is None
    with pytest.raises(NotPossible, match="请先办理“受理”"):
        paper(office, "handling_approval", case_id)
    with pytest.raises(NotPossible, match="请先办理“提请结案”"):
        paper(office, "closing_report", case_id)
    office.act("accept", case_id, note="属于范围")
    # Before there is an investigation whoever handles it stands there; an operator's word is the handler's opinion.
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    found = facts(office, "handling_approval", case_id)
    assert found["handlers"] == "调解员甲（证号＿＿＿＿＿＿）"
    assert found["handler_opinion"] == "受理。属于范围\n话务员甲　2026年10月13日"
    assert found["department_opinion"] is None


def test_a_gap_that_somebody_was_to_enter_is_no_blank(office: Office) -> None:
    case_id = in_hand(office)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE \"case\" SET employer_id = NULL, narrative = ''")
    with pytest.raises(NotValid, match="被反映单位（请办理“补充案情”的用人单位）、反映事项") as refused:
        paper(office, "clue_register", case_id)
    assert set(refused.value.fields) == {"employer", "facts"}


def test_a_referral_goes_with_its_materials_and_a_slip(office: Office) -> None:
    case_id = in_hand(office, district="630103")
    office.act(
        "refer",
        case_id,
        by="mediator",
        addressee="labour_inspection",
        addressee_name="市劳动保障监察支队",
        matter="查处",
    )
    referral_id = rows(office, "referral", case_id)[0].id
    with pytest.raises(NotPossible, match=r"材料尚缺：事实、证据目录.*请办理“备齐移送材料”"):
        paper(office, "transfer_letter", referral_id)
    office.act("prepare_package", case_id, by="mediator", **PACKAGE)
    number = one_row(office, "case", id=case_id)["number"]
    said = (
        f"{number}移送（1013）",
        "市劳动保障监察支队：",
        FIRM,
        "M04",
        "调解员甲　0971-0000001",
        "请依法查处拖欠工资。",
        "该单位拖欠三名工人工资。",
        "工资表复印件",
        "考勤记录",
        "＿＿＿＿年＿＿月＿＿日",
        "回执",
    )
    holds(office, "transfer_letter", referral_id, None, said)
    office.act("send_referral", case_id, by="mediator")
    assert facts(office, "transfer_letter", referral_id)["issued_on"] == "2026年10月13日"


def test_a_referral_without_supervision_has_the_letter_of_its_package_only(office: Office) -> None:
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    assert case_id is not None
    office.act("refer", case_id, addressee="police", addressee_name="市公安局", matter="查处")
    with pytest.raises(NotFound):
        paper(office, "transfer_letter", rows(office, "referral", case_id)[0].id)


def test_a_clue_for_the_procuratorate_goes_with_what_the_file_has(office: Office) -> None:
    case_id = in_hand(office, matter="M09")
    investigated(office, case_id)
    letter_id = drafted(office, case_id)
    served(office, letter_id)
    office.act("record_obstruction", case_id, by="mediator", kind="withheld", facts="拒不提供工资表", proof="录像")
    [copy] = [row for row in rows(office, "letter_copy", case_id) if row.action == "transfer"]
    number = one_row(office, "letter", id=letter_id)["number"]
    said = (
        copy.organ_name,
        FIRM,
        "M04",
        f"提示函（{number}）及送达回证",
        "监督调查笔录和证据材料清单",
        "拖欠工资54000元",
    )
    holds(
        office, "clue_transfer", case_id, copy.id, (*said, "用人单位阻挠调查的记录及凭证", "＿＿＿〔＿＿＿＿〕＿＿号")
    )
    # Once it went, the paper names what went with it.
    sent_with = {"copy_id": str(copy.id), "how": "direct", "receipt": "签收", "materials": "提示函一份\n录像一份"}
    office.act("transfer_clue", case_id, by="mediator", **sent_with)
    found = facts(office, "clue_transfer", case_id, copy.id)
    assert found["materials"] == [{"name": "提示函一份"}, {"name": "录像一份"}]
    assert found["issued_on"] == "2026年10月13日"
