"""Numbers that were fingerprinted as they were typed are found again, once and for all."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

import cases.models  # noqa: F401 - every table
from cases.contact import Contact
from cases.party import Party
from cases.views.radar import Asked, look
from foundation.crypto import blind_index
from foundation.database import reading
from foundation.work import SYSTEM, begin
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows import phone_fingerprints
from workflows.phone_fingerprints import HOLDERS, recompute

NUMBER = "13971000077"
TYPED = ("139 7100 0077", "+86 13971000077", "139-7100-0077")


def as_typed(office: Office, text: str) -> UUID:
    """A case whose worker's number was stored and fingerprinted as it was typed."""
    case_id = office.act("open_case", **opening("wage_arrears", phone="13900000000")).case_id
    assert case_id is not None
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        query = sa.select(Party.id).where(Party.case_id == case_id)
        party_id = work.connection.execute(query).scalar_one()
        work.writes.update(Party, {"id": party_id}, {"phone": text, "phone_index": blind_index(text)})
    return case_id


def found(office: Office) -> set[UUID]:
    with reading(office.engine) as session:
        return {one.case_id for one in look(session, Asked(phones=[NUMBER]), MORNING).hints}


def fingerprints(office: Office) -> list[tuple[Any, ...]]:
    with office.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.select(Party.id, Party.phone, Party.phone_index))]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_fingerprints, "BATCH", 2)


@pytest.mark.usefixtures("small")
def test_numbers_are_found_however_they_were_typed_then(office: Office) -> None:
    cases = {as_typed(office, text) for text in TYPED}
    sound = as_typed(office, NUMBER)
    assert found(office) == {sound}
    assert recompute(office.engine, MORNING) == len(TYPED)
    assert found(office) == cases | {sound}
    assert {phone for _, phone, _ in fingerprints(office)} == {*TYPED, NUMBER}
    after = fingerprints(office)
    assert recompute(office.engine, MORNING) == 0
    assert fingerprints(office) == after


@pytest.mark.usefixtures("small")
def test_killed_in_the_middle_it_goes_on_where_it_is_needed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = {as_typed(office, text) for text in (*TYPED, TYPED[0])}
    write, batches = phone_fingerprints._write, iter((True, False))

    def dying(*given: Any) -> int:
        if not next(batches):
            raise KeyboardInterrupt
        return write(*given)

    monkeypatch.setattr(phone_fingerprints, "_write", dying)
    with pytest.raises(KeyboardInterrupt):
        recompute(office.engine, MORNING)
    assert len(found(office)) == 2
    monkeypatch.setattr(phone_fingerprints, "_write", write)
    assert recompute(office.engine, MORNING) == 2
    assert found(office) == cases


def test_an_act_that_gave_another_number_meanwhile_is_not_overwritten(office: Office) -> None:
    as_typed(office, TYPED[0])
    [(party_id, _, old)] = fingerprints(office)
    newer = "13971000088"
    change = {"which": party_id, "old": old, "new": blind_index(NUMBER)}
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.update(Party, {"id": party_id}, {"phone": newer, "phone_index": blind_index(newer)})
    assert phone_fingerprints._write(office.engine, Party.__table__, [change], MORNING) == 0
    assert fingerprints(office) == [(party_id, newer, blind_index(newer))]


def test_a_call_that_lost_its_fingerprint_gets_it_back(office: Office) -> None:
    made = office.act("register_contact", channel="walk_in", caller_name="孙某", phone=NUMBER, content="欠薪").made
    contact_id = UUID(str(made["contact_id"]))
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.update(Contact, {"id": contact_id}, {"phone_index": None})
    assert recompute(office.engine, MORNING) == 1
    again = office.act("register_contact", channel="walk_in", caller_name="孙某", phone=NUMBER, content="又欠").made
    with reading(office.engine) as session:
        assert session.get_one(Contact, UUID(str(again["contact_id"]))).repeat_of == contact_id


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_no_table_with_fingerprints_is_forgotten(db: sa.Engine) -> None:
    known = {model.__table__.name for model in HOLDERS}  # type: ignore[attr-defined]  # SQLModel adds it
    assert known == {table.name for table in SQLModel.metadata.tables.values() if "phone_index" in table.c}
