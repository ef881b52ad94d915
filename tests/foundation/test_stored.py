"""Values in the driver's spelling are the same values."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa

from foundation.database import reading
from foundation.stored import rows_as_stored
from people.account import Account
from tests.office import Office
from workflows.due import spelling


def test_an_identifier_and_an_instant_survive_the_spelling(office: Office) -> None:
    at = datetime(2026, 10, 10, 15, 59, 59, 123456, tzinfo=UTC)
    with reading(office.engine) as session:
        account = session.execute(sa.select(Account.id)).scalars().first()
        assert account is not None
        spelt = spelling(session.connection())
        raw = session.connection().exec_driver_sql("SELECT id FROM account").cursor.fetchall()
    assert spelt.spell_id(account) in [row[0] for row in raw]
    assert spelt.id_text(spelt.spell_id(account)) == str(account)
    assert spelt.instant(spelt.spell_instant(at)) == at
    assert UUID(spelt.id_text(spelt.new_id())).version == 7


def test_what_the_database_refuses_is_told_as_by_any_query_and_without_the_values(office: Office) -> None:
    nowhere: sa.Select[tuple[str]] = (
        sa.select(sa.column("name")).select_from(sa.table("nowhere")).where(sa.column("name") == "赵某")
    )
    with reading(office.engine) as session, pytest.raises(sa.exc.DBAPIError) as refused:
        rows_as_stored(session.connection(), nowhere, {})
    assert "nowhere" in str(refused.value)
    assert "赵某" not in str(refused.value)
