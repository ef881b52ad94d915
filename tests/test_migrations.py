"""The migrations make exactly the tables that the models describe, and run twice without harm."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

import cases.models
from cases.search_document import engine_made
from foundation.database import connected
from migrations.upgrade import downgrade, newest, present, upgrade
from tests.databases import fresh_url
from tests.letter_office import drafted, on_file
from tests.office import MORNING, furnish
from workflows.indexing import rebuild


def _described(_object: object, name: str | None, *_more: object) -> bool:
    """Whether a model must describe it: not what belongs to one database's own full-text engine."""
    return not engine_made(name)


def test_migrations_equal_the_models(db: sa.Engine) -> None:
    assert cases.models.__all__
    with db.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _described})
        assert compare_metadata(context, SQLModel.metadata) == []
        assert present(connection) == newest()


def test_every_check_and_partial_index_is_there(db: sa.Engine) -> None:
    inspector = sa.inspect(db)
    for table in SQLModel.metadata.sorted_tables:
        planned = {c.name for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        found = {c["name"] for c in inspector.get_check_constraints(table.name)}
        assert planned <= found, table.name
        partial = {i.name for i in table.indexes if i.dialect_options["sqlite"]["where"] is not None}
        assert partial <= {i["name"] for i in inspector.get_indexes(table.name)}, table.name


def test_upgrading_twice_changes_nothing(db: sa.Engine) -> None:
    assert upgrade(db.url.render_as_string(hide_password=False)) == newest()


FILLED = ("case", "party", "employer", "clock", "letter", "journal_entry", "investigation", "search_document")
BEFORE_LETTERS = "0015"


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_an_office_at_work_is_upgraded_with_all_that_it_has(kind: str, tmp_path: Path) -> None:
    with fresh_url(kind, tmp_path) as url, connected(url) as engine:
        office = furnish(engine)
        drafted(office, on_file(office), "opinion")
        rebuild(engine, MORNING, lambda _done, _of: None)

        def counted() -> dict[str, int]:
            with engine.connect() as connection:
                return {
                    table: connection.execute(sa.text(f'SELECT count(*) FROM "{table}"')).scalar_one()  # noqa: S608
                    for table in FILLED
                }

        before = counted()
        assert min(before.values()) > 0
        downgrade(url, BEFORE_LETTERS)
        engine.dispose()
        assert upgrade(url) == newest()
        engine.dispose()
        assert counted() == before
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _described})
            assert compare_metadata(context, SQLModel.metadata) == []
        # And the office goes on.
        drafted(office, on_file(office, investigated=False), "notice")


def test_rows_that_refer_to_nothing_stop_an_upgrade(tmp_path: Path) -> None:
    with fresh_url("sqlite", tmp_path) as url, connected(url) as engine:
        downgrade(url, BEFORE_LETTERS)
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
            connection.connection.cursor().execute(
                "INSERT INTO file_view (id, attachment_id, name, at, how) "
                "VALUES ('0', 'f', 'x', '2026-01-01 00:00:00.000000', 'preview')"
            )
        engine.dispose()
        with pytest.raises(RuntimeError, match="file_view → attachment"):
            upgrade(url)
        with engine.connect() as connection:
            assert present(connection) == BEFORE_LETTERS
