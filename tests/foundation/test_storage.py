"""Sealed columns, money, running numbers and refused rows on both databases."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from cases.party import Party
from foundation.crypto import blind_index, mask_phone, seal, unseal
from foundation.numbers import take
from foundation.work import SYSTEM, begin
from tests.office import MORNING, Office
from tests.stories.scripts import opening


def test_phones_are_sealed_on_disk_and_found_by_index(office: Office) -> None:
    office.act("open_case", **opening("wage_arrears", phone="13800001234"))
    with office.engine.connect() as connection:
        stored = connection.execute(sa.text("SELECT phone, phone_index FROM party")).one()
        found = connection.execute(
            sa.select(Party.phone).where(Party.phone_index == blind_index("13800001234"))
        ).scalar_one()
        journal = str(connection.execute(sa.text("SELECT detail FROM journal_entry")).all())
    assert "13800001234" not in str(stored) + journal
    assert found == "13800001234"


def test_sealing() -> None:
    assert unseal(seal("秘密")) == "秘密"
    assert seal("a") != seal("a")
    assert (mask_phone("13800001234"), mask_phone("12351"), mask_phone(None)) == ("138****1234", "****51", "")


def test_money_is_exact(office: Office) -> None:
    case_id = office.act(
        "open_case",
        **opening("wage_arrears", claims=[{"kind": "wages", "amount": "0.1"}, {"kind": "bonus", "amount": "0.2"}]),
    ).case_id
    with office.engine.connect() as connection:
        from cases.case import Case

        assert connection.execute(sa.select(Case.claimed).where(Case.id == case_id)).scalar_one() == Decimal("0.3")


def test_a_rolled_back_act_gives_its_number_back(db: sa.Engine) -> None:
    def give_up() -> None:
        with begin(db, by=SYSTEM, at=MORNING) as work:
            assert take(work, "s") == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    with begin(db, by=SYSTEM, at=MORNING) as work:
        assert take(work, "s") == 1


def test_codes_that_no_list_knows_are_refused_by_the_database(office: Office) -> None:
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    with office.engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.text("UPDATE \"case\" SET stage = 'nowhere'"))
    assert case_id is not None
