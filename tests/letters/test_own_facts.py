"""What a real letter says beside its matter: contact, words of the region, credit code, enclosures."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.views import tables as t
from documents.letter_facts import FACTS, flatten, usable, values_by_name
from documents.letter_value import LetterText
from foundation.work import begin
from tests.letter_office import drafted, on_file, one_row, rows, standing_in
from tests.letter_steps import sent
from tests.office import MORNING, Office
from tests.stories.scripts import INVESTIGATION, RECORD
from workflows.attaching import attach, receive
from workflows.letter_regions import letter_region, regions

CODE = "91630100MA7520XX0A"
CONTACT = {"phone": "0971-0000012", "address": "示例路2号"}


def furnished(office: Office) -> UUID:
    """A file whose employer has a credit code, and a union that says where it is; returns the file."""
    case_id = on_file(office, investigated=False)
    office.act("open_investigation", case_id, by="mediator", **INVESTIGATION)
    paper = {"name": "工资表", "pages": 3, "form": "copy", "source": "用人单位"}
    office.act("add_investigation_evidence", case_id, by="mediator", **paper)
    office.act("close_investigation", case_id, by="mediator", **RECORD)
    employer = one_row(office, "case", id=case_id)["employer_id"]
    with office.engine.begin() as connection:
        connection.execute(sa.update(t.employer).where(t.employer.c.id == employer).values(credit_code=CODE))
        connection.execute(sa.update(t.unit).where(t.unit.c.name == "西宁市总工会").values(**CONTACT))
    return case_id


def enclosed(office: Office, letter_id: UUID, label: str = "示例附件", **more: str) -> UUID:
    """A file that goes out with the letter."""
    got = receive(BytesIO("规定摘编".encode()), "摘编.txt")
    with begin(office.engine, by=office.actor("mediator"), at=MORNING) as work:
        return attach(work, "letter", letter_id, {"kind": "other", "label": label, **more}, got).attachment_id


def said(office: Office, letter_id: UUID) -> str:
    """All its paragraphs as numbered."""
    composed = one_row(office, "letter", id=letter_id)["composed"]
    return "\n".join(words for _, words in LetterText.from_json(composed).paragraphs)


def test_whom_to_ask_and_what_is_enclosed(office: Office) -> None:
    letter_id = drafted(office, furnished(office), "notice")
    enclosed(office, letter_id)
    replaced = enclosed(office, letter_id, "示例附件（旧）")
    enclosed(office, letter_id, "示例附件（新）", replaces=str(replaced))
    sent(office, letter_id, until="number_letter")
    assert "联系人：调解员甲，电话：0971-0000012，地址：示例路2号。" in said(office, letter_id)
    composed = LetterText.from_json(one_row(office, "letter", id=letter_id)["composed"])
    assert composed.attachments == ("示例附件", "示例附件（新）")


def test_another_handler_and_another_telephone_before_the_signature_are_what_is_printed(office: Office) -> None:
    case_id = furnished(office)
    letter_id = drafted(office, case_id, "notice")
    sent(office, letter_id, until="review_letter")
    office.act("reassign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie2")))
    unit = one_row(office, "unit", name="西宁市总工会")
    given = {"unit_id": str(unit["id"]), "name": unit["name"], "kind": unit["kind"]}
    office.act("change_unit", by="admin", **given, phone="0971-0000013")
    sent(office, letter_id, since="sign_letter", until="number_letter")
    assert "联系人：调解员乙，电话：0971-0000013。" in said(office, letter_id)


def test_a_union_that_has_entered_nothing_names_the_person_alone(office: Office) -> None:
    letter_id = drafted(office, on_file(office), "notice")
    sent(office, letter_id, until="number_letter")
    assert "联系人：调解员甲。" in said(office, letter_id)


# Written from the regulations' duties of content (domain letters 3.7, 6.2, 7.2), not from the configuration.
ARTICLES = {
    ("HB", "notice"): "第22条",
    ("SN", "notice"): "第18条",
    ("TJ", "notice"): "第15条",
    ("TJ", "opinion"): "第19条",
    ("FJ", "opinion"): "第24条",
    ("NM", "opinion"): "第22条",
    ("ZJ", "opinion"): "第22条",
    ("NB", "opinion"): "第22条",
    ("YN", "opinion"): "第21条",
    ("HB", "recommendation"): "第24条",
    ("JS", "recommendation"): "第23条",
    ("WX", "recommendation"): "第23条",
    ("XZ", "recommendation"): "第15条",
}


@pytest.mark.parametrize("region", regions())
def test_each_region_wants_said_what_its_regulation_says(region: str) -> None:
    for kind in ("notice", "opinion", "recommendation", "public_notice"):
        notes = letter_region(region).notes_for(kind)
        assert len(notes) == ((region, kind) in ARTICLES), (region, kind)
        assert all(ARTICLES[region, kind] in one for one in notes)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_the_words_of_the_region_are_printed_with_their_article(office: Office) -> None:
    with standing_in("ZJ"):
        letter_id = drafted(office, on_file(office), "opinion")
        sent(office, letter_id, until="number_letter")
    assert "应当书面说明理由（《浙江省工会劳动法律监督条例》第22条）。" in said(office, letter_id)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_every_fact_that_a_template_may_use_is_filled_for_some_real_letter(office: Office) -> None:
    """In Tianjin all kinds of letters exist and notes are said; what Hubei wants said in a 建议书 is tried too."""
    filled: set[tuple[str, str]] = set()
    for region, kinds in (("TJ", KINDS), ("HB", ("opinion", "notice", *KINDS[2:]))):
        with standing_in(region):
            filled |= chain(office, kinds)
    wanted = {(kind, fact.key) for kind in KINDS for fact in usable(kind)}
    # No regulation that was read wants anything said in a public notice.
    assert wanted - filled == {("public_notice", "region_notes")}
    assert {fact.key for fact in FACTS} == {key for _, key in filled}


KINDS = ("notice", "opinion", "recommendation", "public_notice")


def chain(office: Office, kinds: Sequence[str]) -> set[tuple[str, str]]:
    """A letter of each kind, sent; returns which facts each had."""
    case_id = furnished(office)
    found: set[tuple[str, str]] = set()
    for kind in kinds:
        more: dict[str, Any] = {"audience": "全体企业"} if kind == "public_notice" else {}
        letter_id = drafted(office, case_id, kind, **({"trigger": "J2"} if kind == "recommendation" else more))
        enclosed(office, letter_id)
        office.act("edit_letter", letter_id, by="mediator", rectify_on="2026-12-30")
        office.act("change_copies", letter_id, by="mediator", organs=["superior"], reason="报告上级")
        sent(
            office, letter_id, until="number_letter" if kind in ("recommendation", "public_notice") else "serve_letter"
        )
        row = one_row(office, "letter", id=letter_id)
        known = flatten(kind, row["facts"], row["rule_snapshot"])
        known |= {name: row[name] for name in ("issuer", "number", "addressee", "issued_on")}
        values = values_by_name(kind, known)
        found |= {(kind, fact.key) for fact in usable(kind) if values.get(fact.name)}
        if kind == "opinion":
            # It runs out unanswered; the next letter is drafted by hand here.
            with office.engine.begin() as connection:
                connection.execute(sa.update(t.letter).where(t.letter.c.id == letter_id).values(state="overdue"))
    assert len(rows(office, "letter", case_id=case_id)) == len(KINDS)
    return found
