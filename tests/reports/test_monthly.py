"""The month: figures by hand, drill-down equal to the number, and files opened again."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from uuid import UUID

import openpyxl
import pdfplumber
import pytest
import sqlalchemy as sa

from foundation.database import reading
from foundation.errors import NotValid
from reports.catalogue import catalogue
from reports.monthly import BROKEN_DOWN, case_ids, change, monthly
from reports.monthly_files import write_monthly
from tests.letter_steps import put_right
from tests.letters.lives import answered, issued
from tests.office import MORNING, Office
from tests.stories.players import filled
from tests.stories.scripts import TO_MEDIATION, opening
from tests.workflows.standing import stand
from workflows.importing.replay import import_cases

# 23:59 and 00:00 in Xining at the turn of September to October.
LAST_MINUTE = datetime(2026, 9, 30, 15, 59, tzinfo=UTC)
FIRST_MINUTE = LAST_MINUTE + timedelta(minutes=1)
OCTOBER = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
CASES = (Path(__file__).parents[2] / "demo" / "real_cases.jsonl").read_bytes()


def through_mediation(office: Office, at: datetime, **changes: object) -> UUID:
    """A case accepted and in mediation at one instant."""
    data = {**opening("wage_arrears"), **changes}
    case_id = office.act("open_case", at=at, **data).case_id
    assert case_id is not None
    for line in TO_MEDIATION:
        office.act(line.act, case_id, by=line.by, at=at, **filled(office, line.data))
    return case_id


def test_a_month_by_hand(office: Office) -> None:
    through_mediation(office, LAST_MINUTE, head_count=100)
    through_mediation(office, FIRST_MINUTE, head_count=2, claims=[{"kind": "wages"}], infringement_known_on=None)
    third = through_mediation(office, OCTOBER, head_count=5, district="630104", channel="walk_in")
    # Five who come in together are a matter to report; nobody closes it before it was answered.
    office.act("acknowledge_alarm", third, by="leader", at=OCTOBER, instruction="依法办理")
    office.act("record_agreement", third, by="mediator", at=OCTOBER + timedelta(hours=1), amount="50000.00")
    office.act("confirm_payment", third, by="mediator", at=OCTOBER + timedelta(days=1), amount="20000.00")
    office.act(
        "confirm_payment", third, by="mediator", at=OCTOBER + timedelta(days=2), amount="30000.00", is_advance=True
    )
    office.act("approve_closure", third, by="supervisor", at=OCTOBER + timedelta(days=3))
    for hours in (0, 4, 8):
        office.act("record_callback", third, at=OCTOBER + timedelta(days=3, hours=hours), contacted=False)
    office.act("close", third, by="supervisor", at=OCTOBER + timedelta(days=4))
    office.act("register_contact", at=OCTOBER, channel="hotline_12351", is_anonymous=True, content="咨询")
    with reading(office.engine) as session:
        found = monthly(session, "2026-10")
        shown = {code: figure.value for code, figure in found.figures.items()}
        behind = case_ids(session, "accepted", "2026-10")
        by_channel = case_ids(session, "accepted", "2026-10", by="channel", value="walk_in")
    assert shown["accepted"] == 2
    assert shown["people"] == 7
    assert shown["claimed"] == Decimal("54000.00")
    assert found.figures["claimed"].unknown == 1
    assert shown["agreed"] == Decimal("50000.00")
    assert shown["paid"] == Decimal("50000.00")
    assert shown["advanced"] == Decimal("30000.00")
    assert shown["closed"] == 1
    assert shown["open"] == 2
    assert shown["contacts"] == 1
    assert len(behind) == 2
    assert by_channel == [third]
    accepted = found.figures["accepted"]
    assert accepted.previous == 1
    assert (accepted.against_previous, accepted.against_year_ago) == ("+100.0%", "上期为零")
    districts = {line.word: line.values["accepted"] for line in found.breakdowns["district"]}
    assert districts == {"城东区": 1, "城西区": 1}


def test_what_people_said_when_they_were_called_back(office: Office) -> None:
    """Each case once, by its last call that reached somebody; resolved and satisfied are two rates."""
    first, second, third = (stand(office, "wage_arrears", "callback", at=MORNING) for _ in range(3))
    answers = (
        (first, {"contacted": True, "resolved": True, "satisfied": "false"}),
        (first, {"contacted": True, "resolved": True, "satisfied": True}),
        (second, {"contacted": True, "resolved": "false"}),
        (third, {"contacted": False}),
    )
    for hours, (case_id, said) in enumerate(answers):
        office.act("record_callback", case_id, by="operator", at=MORNING + timedelta(hours=hours), **said)
    with reading(office.engine) as session:
        found = monthly(session, "2026-10")
        assert set(case_ids(session, "resolved", "2026-10")) == {first}
    resolved, satisfied = found.figures["resolved"], found.figures["satisfied"]
    assert (resolved.shown, resolved.base) == ("50.0", 2)
    assert (satisfied.shown, satisfied.base) == ("100.0", 1)


def test_letters_of_a_month(office: Office) -> None:
    """Answers and corrections are two rates, and what comes after the month's end does not change them."""
    first, second = issued(office, at=OCTOBER), issued(office, at=OCTOBER)
    issued(office, at=OCTOBER, until="number_letter")
    office.act("void_letter", issued(office, at=OCTOBER, until="number_letter"), by="supervisor", reason="误编")
    answered(office, first, at=OCTOBER + timedelta(days=2), rectify_on="2026-10-20")
    put_right(office, first, at=OCTOBER + timedelta(days=7))
    office.act("record_reply", second, by="mediator", at=OCTOBER + timedelta(days=25), reply="已整改")
    with reading(office.engine) as session:
        found = monthly(session, "2026-10").figures
    assert found["letters"].value == found["letters_notice"].value == 3
    assert found["letters_opinion"].value == 0
    assert (found["replies_due"].shown, found["replied"].shown) == ("2", "1")
    assert [found[code].shown for code in ("reply_rate", "reply_on_time_rate", "rectified_rate")] == [
        "50.0", "50.0", "100.0",
    ]  # fmt: skip
    assert [found[code].base for code in ("reply_rate", "rectified_rate")] == [2, 1]


def test_by_what_people_come_with_on_both_levels(office: Office) -> None:
    for claims in ([{"kind": "wages", "amount": "100"}], [{"kind": "overtime_pay"}], [{"kind": "social_insurance"}]):
        case_id = office.act("open_case", **opening("wage_arrears", claims=claims)).case_id
        office.act("accept", case_id, by="operator")
    with office.engine.begin() as connection:
        connection.execute(sa.text("UPDATE \"case\" SET topic = NULL WHERE category = 'social_insurance'"))
    with reading(office.engine) as session:
        found = monthly(session, "2026-10")
        unknown = case_ids(session, "accepted", "2026-10", by="first", value="")
    firsts = {line.word: line.values["accepted"] for line in found.breakdowns["first"]}
    assert firsts == {"劳动报酬": 2, "未分类": 1}
    assert len(found.breakdowns["topic"]) == 3
    assert len(unknown) == 1


def test_sums_numbers_and_files_agree_on_real_cases(db: sa.Engine, tmp_path: Path) -> None:
    import_cases(db, CASES, datetime(2026, 11, 24, tzinfo=UTC))
    with reading(db) as session:
        found = monthly(session, "2026-10")
        for code in BROKEN_DOWN:
            value = found.figures[code].value
            for lines in found.breakdowns.values():
                assert sum(line.values[code] for line in lines) == value
        for code in ("accepted", "closed", "open", "opened"):
            assert len(case_ids(session, code, "2026-10")) == found.figures[code].value
        assert sum(values["accepted"] for _, values in found.series) > 5
        xlsx, pdf = write_monthly(session, "2026-10", tmp_path, issuer="西宁市总工会", generated_on=date(2026, 11, 1))
    book = openpyxl.load_workbook(xlsx)
    rows = {row[0]: row for row in book["总体"].iter_rows(min_row=3, values_only=True)}
    for figure in found.figures.values():
        cell = rows[figure.indicator.name][2]
        assert cell is None if figure.value is None else cell == pytest.approx(float(figure.value), abs=0.01)
    assert sum(len(sheet._charts) for sheet in book.worksheets) >= 4
    with pdfplumber.open(BytesIO(pdf.read_bytes())) as printed:
        text = "".join("".join(page.extract_text().split()) for page in printed.pages)
    for figure in found.figures.values():
        assert figure.indicator.name in text
        assert figure.shown in text
    assert not list(tmp_path.glob("*.part"))


def test_an_empty_month_is_shown_as_empty(db: sa.Engine, tmp_path: Path) -> None:
    with reading(db) as session:
        found = monthly(session, "2020-02")
        assert found.figures["on_time"].value is None
        assert found.figures["accepted"].against_previous == "—"
        assert len(write_monthly(session, "2020-02", tmp_path, issuer="某总工会", generated_on=date(2020, 3, 1))) == 2


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "202610", "", "2026-10-01"])
def test_months_are_written_one_way(db: sa.Engine, text: str) -> None:
    with reading(db) as session, pytest.raises(NotValid, match="2026-10"):
        monthly(session, text)


def test_changes() -> None:
    accepted, rate = catalogue()["accepted"], catalogue()["on_time"]
    assert change(accepted, Decimal(3), Decimal(4)) == "-25.0%"
    assert change(accepted, Decimal(0), Decimal(0)) == "—"
    assert change(rate, Decimal(90), Decimal("92.5")) == "-2.5 个百分点"
    assert change(rate, None, Decimal(1)) == "—"
