"""Offices in which exactly one thing about people or employers is wrong."""

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa

from tests.office import Office
from tests.stories.scripts import opening


def _ticked(office: Office) -> UUID:
    """A case with a roster of two, one of them paid."""
    case_id = office.act("open_case", **opening("wage_arrears", head_count=2)).case_id
    assert case_id is not None
    office.act("update_person", case_id, party="赵某", claimed="1000")
    office.act("take_roster", case_id, roster_text="姓名,诉求金额\n钱某,2000")
    office.act("tick_paid", case_id, by="supervisor", parties=["钱某"])
    return case_id


def _run(office: Office, *statements: str) -> None:
    with office.engine.connect().execution_options(writing=True) as connection, connection.begin():
        for statement in statements:
            connection.execute(sa.text(statement))


def shares(office: Office) -> None:
    """A payment is larger than its shares; the case's sum follows it, so that only the shares are wrong."""
    _ticked(office)
    _run(office, "UPDATE payment SET amount = amount + 100", 'UPDATE "case" SET paid = paid + 100')


def person(office: Office) -> None:
    """A person's own sum is not what reached them."""
    _ticked(office)
    _run(office, "UPDATE party SET paid = 1 WHERE name = '赵某'")


def head_count(office: Office) -> None:
    """The case counts fewer people than its roster names."""
    _ticked(office)
    _run(office, 'UPDATE "case" SET head_count = 1')


def keys(office: Office) -> None:
    """An employer that cannot be found by its name."""
    office.act("open_case", **opening("wage_arrears"))
    _run(office, "DELETE FROM employer_key")


def merged(office: Office) -> None:
    """A case still names a file that went into another."""
    office.act("open_case", **opening("wage_arrears"))
    office.act("register_employer", name="青海测试商贸有限公司")
    _run(
        office,
        "UPDATE employer SET merged_into_id = (SELECT id FROM employer WHERE name = '青海测试商贸有限公司') "
        'WHERE id IN (SELECT employer_id FROM "case")',
    )


PLANTS: dict[str, Callable[[Office], None]] = {
    "payment_shares": shares,
    "person_paid": person,
    "head_count": head_count,
    "name_keys": keys,
    "merged_employer": merged,
}
