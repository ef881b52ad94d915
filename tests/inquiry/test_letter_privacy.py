"""The complainant does not reach a letter: directly, by inference, in what is attached, and never by the refusal."""

from io import BytesIO
from typing import Any
from uuid import UUID

import docx
import pytest
import sqlalchemy as sa
import typst
from sqlmodel import SQLModel

from cases.letter import Letter
from documents.fonts import find_fonts
from foundation.clock import now
from foundation.errors import NotPossible
from foundation.work import SYSTEM, begin
from tests.letter_steps import sent
from tests.office import Office
from tests.stories.scripts import INVESTIGATION, RECORD, opening
from workflows.attaching import attach, receive

NAME, PHONE, FIRM = "阿依古丽", "13900000017", "大通测试建筑有限公司"
LAW = "《保障农民工工资支付条例》第三条"
_letter: sa.Table = Letter.__table__


def a_letter(office: Office, facts: str, *, kind: str = "notice", **more: Any) -> tuple[UUID, UUID]:
    """A file of a worker and a letter with this finding in draft; returns both."""
    person = {"worker_name": NAME, "phone": PHONE, "employer_name": FIRM, "claims": [{"kind": "wages"}]}
    case_id = office.act("open_case", **opening("wage_arrears", **{**person, **more})).case_id
    assert case_id is not None
    office.act("record_violation", case_id, by="mediator", matter="M04", law_article=LAW, facts=facts)
    audience = {"audience": "全市建筑企业"} if kind == "public_notice" else {}
    made = office.act("draft_letter", case_id, by="mediator", kind=kind, cause="测试", **audience).made
    return case_id, UUID(str(made["letter_id"]))


def refused(office: Office, letter_id: UUID) -> str:
    """What is said when the letter is submitted; empty where nothing is."""
    try:
        office.act("submit_letter", letter_id, by="mediator")
    except NotPossible as no:
        return no.detail
    return ""


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (f"拖欠{NAME}等三人工资", "姓名"),
        ("拖欠阿 依 古 丽等三人工资", "姓名"),
        ("拖欠阿·依·古·丽工资", "姓名"),
        ("联系电话139 0000 0017", "电话号码"),
        ("联系电话１３９００００００１７", "电话号码"),
        ("联系电话139****0017", "电话号码"),
        ("手机尾号0017的职工", "号码尾数"),
        ("工资应汇入6228480402564890018账户", "银行卡号"),
    ],
)
def test_names_and_numbers_are_refused_and_not_repeated(office: Office, facts: str, kind: str) -> None:
    said = refused(office, a_letter(office, facts)[1])
    assert f"查明的问题第1项出现{kind}" in said
    for secret in (NAME, PHONE, "0017", "阿", "6228"):
        assert secret not in said


@pytest.mark.parametrize(
    "facts",
    [
        "拖欠三名工人工资54000元",
        "拖欠三名工人2026年3月至5月工资54000元",
        "社会信用代码91630100MA7520XX0A的单位拖欠工资，应付18613900000元",
    ],
)
def test_what_says_nothing_of_anybody_passes(office: Office, facts: str) -> None:
    assert refused(office, a_letter(office, facts)[1]) == ""


def test_a_short_name_inside_the_employers_own_is_no_hit(office: Office) -> None:
    who = {"worker_name": "大通", "head_count": 3}
    assert refused(office, a_letter(office, f"{FIRM}拖欠三名工人工资", **who)[1]) == ""
    assert "姓名" in refused(office, a_letter(office, f"{FIRM}拖欠大通等三名工人工资", **who)[1])
    # A person's own name as the addressee hides nothing.
    _, letter_id = a_letter(office, "拖欠三名工人工资")
    office.act("edit_letter", letter_id, by="mediator", addressee=f"{NAME}女士")
    assert "主送单位出现姓名" in refused(office, letter_id)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ("拖欠木工班组工资18600元", "确切金额"),
        ("拖欠2026年3月至5月工资1.86万元", "确切金额"),
        ("该职工2026年8月31日离职，至今未结清工资", "入职、离职或者受伤的日期"),
        ("拖欠塔吊司机工资", "岗位、职务"),
        ("拖欠资金管理员工资", "岗位、职务"),
        ("拖欠阿师傅工资", "以姓氏指称"),
        ("老板当着大家的面说要钱没有，要命一条，谁再来闹事就打断谁的腿", "反映人的原话"),
    ],
)
def test_of_one_person_that_which_lets_infer_them_is_refused(office: Office, facts: str, kind: str) -> None:
    alone = {
        "head_count": 1,
        "claims": [{"kind": "wages", "amount": "18600.00"}],
        "owed_from": "2026-03",
        "owed_to": "2026-05",
        "employment_ended_on": "2026-08-31",
        "narrative": "来电人在木工班组开塔吊，是塔吊司机，后担任资金管理员，"
        "老板当着大家的面说要钱没有、要命一条，谁再来闹事就打断谁的腿。",
    }
    assert kind in refused(office, a_letter(office, facts, **alone)[1])
    # The sum by itself, or in a matter of several, says nothing of anybody.
    assert refused(office, a_letter(office, "拖欠工资18600元", **alone)[1]) == ""
    assert refused(office, a_letter(office, facts, **{**alone, "head_count": 5})[1]) == ""


def test_with_consent_the_name_passes_in_a_letter_and_never_in_public(office: Office) -> None:
    case_id, letter_id = a_letter(office, f"拖欠{NAME}工资", head_count=1)
    assert "登记同意披露" in refused(office, letter_id)
    with office.engine.connect() as connection:
        party = str(UUID(str(connection.execute(sa.text("SELECT id FROM party")).scalar())))
    office.act("record_disclosure_consent", case_id, by="mediator", party_id=party, how="written")
    assert refused(office, letter_id) == ""
    office.act("withdraw_disclosure_consent", case_id, by="mediator", party_id=party)
    with pytest.raises(NotPossible, match="姓名"):
        office.act("review_letter", letter_id, by="supervisor")
    office.act("record_disclosure_consent", case_id, by="mediator", party_id=party, how="phone")
    sent(office, letter_id, since="review_letter", until="number_letter")
    public = {"kind": "public_notice", "cause": "公开", "audience": "全市企业"}
    made = office.act("draft_letter", case_id, by="mediator", **public).made
    said = refused(office, UUID(str(made["letter_id"])))
    assert "公开提示函不得出现" in said


def test_the_signature_looks_again(office: Office) -> None:
    case_id, letter_id = a_letter(office, "拖欠三名工人工资", kind="opinion")
    sent(office, letter_id, until="review_letter")
    office.act("open_investigation", case_id, by="mediator", **INVESTIGATION)
    talked = {**RECORD, "consultation": f"单位拒绝与{NAME}协商"}
    office.act("close_investigation", case_id, by="mediator", **talked)
    with pytest.raises(NotPossible, match="协商情况出现姓名"):
        office.act("sign_letter", letter_id, by="leader")
    with office.engine.connect() as connection:
        assert connection.execute(sa.select(_letter.c.state)).scalar() == "approval"


def a_docx(text: str) -> bytes:
    paper = docx.Document()
    # Word parts what is written in one go: the name stands in two runs.
    paragraph = paper.add_paragraph(text[:2])
    paragraph.add_run(text[2:])
    held = BytesIO()
    paper.save(held)
    return held.getvalue()


def a_pdf(text: str) -> bytes:
    fonts = find_fonts()
    source = f'#set text(font: "{fonts.families["song"][0]}")\n{text}'
    return bytes(typst.compile(source.encode(), font_paths=fonts.loaded, ignore_system_fonts=True, format="pdf"))


@pytest.mark.parametrize(("name", "make"), [("工资表.txt", str.encode), ("工资表.docx", a_docx), ("工资表.pdf", a_pdf)])
def test_what_is_attached_is_read_too(office: Office, name: str, make: Any) -> None:
    for text, hit in ((f"{NAME} 18600", True), ("三名工人 54000", False)):
        _, letter_id = a_letter(office, "拖欠三名工人工资")
        got = receive(BytesIO(make(text)), name)
        with begin(office.engine, by=SYSTEM, at=now()) as work:
            attach(work, "letter", letter_id, {"kind": "other", "label": "材料一"}, got)
        assert ("附件第1件的内容出现姓名" in refused(office, letter_id)) is hit
        # One that only the list of materials names goes out with it as well.
        case_id, other = a_letter(office, "拖欠三名工人工资")
        with begin(office.engine, by=SYSTEM, at=now()) as work:
            attach(work, "case", case_id, {"kind": "other", "label": "工资表复印件"}, got)
        assert refused(office, other) == ""
        office.act("return_letter", other, by="supervisor", reason="补材料")
        office.act("edit_letter", other, by="mediator", materials=["工资表复印件"])
        assert ("附件第1件的内容出现姓名" in refused(office, other)) is hit


def test_an_inspection_that_nobody_asked_for_has_nobody_to_protect(office: Office) -> None:
    facts = "拖欠一名工人2026年3月工资54000元，拒不支付、逃匿"
    clue = opening("supervision", head_count=1, law_article=LAW, facts=facts)
    case_id = office.act("register_clue", **clue).case_id
    assert case_id is not None
    made = office.act("draft_letter", case_id, by="mediator", kind="notice", cause="检查").made
    assert refused(office, UUID(str(made["letter_id"]))) == ""


def a_clue(office: Office, **more: Any) -> tuple[UUID, str]:
    """A file of a worker in a key group whose employer hinders the inquiry: a clue is owed; returns file and clue."""
    case_id, _ = a_letter(office, "拖欠工资", **more)
    office.act("accept", case_id, by="supervisor")
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    office.act("sign_for", case_id, by="mediator")
    office.act("record_key_groups", case_id, by="mediator", groups=["women"])
    office.act("record_obstruction", case_id, by="mediator", kind="withheld", facts="拒不提供工资表", proof="录像")
    copy = SQLModel.metadata.tables["letter_copy"].c
    with office.engine.connect() as connection:
        query = sa.select(copy.id).where(copy.case_id == case_id, copy.action == "transfer")
        return case_id, str(connection.execute(query).scalar_one())


def transferred(office: Office, case_id: UUID, copy_id: str, materials: str) -> str:
    """What is said when the clue is entered with these materials; empty where nothing is."""
    try:
        office.act(
            "transfer_clue", case_id, by="mediator", copy_id=copy_id, how="direct", receipt="签收", materials=materials
        )
    except NotPossible as no:
        return no.detail
    return ""


def test_what_goes_with_a_clue_is_looked_at_as_a_letter_is(office: Office) -> None:
    case_id, copy_id = a_clue(office)
    said = transferred(office, case_id, copy_id, f"提示函一份\n\n{NAME}的工资欠条，电话139 0000 0017\n录像一份")
    assert said == (
        "移送材料会暴露反映人或者劳动者，不能继续：随附材料第2项出现姓名、电话号码。"
        "请改写为不指明个人的表述；本人同意披露的，先办理“登记同意披露”。"
    )
    same = refused(office, a_letter(office, f"拖欠{NAME}等三人工资")[1])
    assert same.startswith("文书会暴露反映人或者劳动者，不能继续：")
    assert "请改写为不指明个人的表述；本人同意披露的，先办理“登记同意披露”。" in same
    with office.engine.connect() as connection:
        copy = SQLModel.metadata.tables["letter_copy"].c
        assert (
            connection.execute(sa.select(copy.sent_on, copy.note).where(copy.id == UUID(copy_id))).one() == (None,) * 2
        )
    # The employer, who acts for the union and the organ are named as ever.
    innocent = f"{FIRM}工资表一份\n调解员甲制作的笔录一份"
    assert transferred(office, case_id, copy_id, innocent) == ""


def test_what_lets_infer_the_one_person_does_not_go_with_a_clue(office: Office) -> None:
    alone = {"head_count": 1, "employment_ended_on": "2026-08-31", "narrative": "来电人开塔吊，是塔吊司机。"}
    case_id, copy_id = a_clue(office, **alone)
    said = transferred(office, case_id, copy_id, "工资表一份\n塔吊司机的离职证明（2026年8月31日）")
    assert "随附材料第2项出现" in said
    for kind in ("岗位、职务", "入职、离职或者受伤的日期"):
        assert kind in said
    assert "塔吊" not in said


def test_with_consent_the_name_goes_with_a_clue(office: Office) -> None:
    case_id, copy_id = a_clue(office)
    assert "姓名" in transferred(office, case_id, copy_id, f"{NAME}的工资欠条")
    with office.engine.connect() as connection:
        party = str(UUID(str(connection.execute(sa.text("SELECT id FROM party")).scalar())))
    office.act("record_disclosure_consent", case_id, by="mediator", party_id=party, how="written")
    assert transferred(office, case_id, copy_id, f"{NAME}的工资欠条") == ""
