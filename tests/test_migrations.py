"""The migrations make exactly the tables that the models describe, and run twice without harm."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

import cases.models
from cases.search_document import engine_made
from migrations.upgrade import newest, present, upgrade


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
