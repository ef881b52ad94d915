"""Running cases brought to another version of their chart"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
_UNDER_WAY = sa.text("state IN ('applying', 'undoing')")


def upgrade() -> None:
    op.create_table(
        "chart_migration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_type", sa.String(20), nullable=False),
        sa.Column("to_version", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("by_name", sa.String(60), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_name", sa.String(60), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "case_type IN ('labour_dispute', 'wage_arrears', 'legal_aid')",
            name=op.f("ck_chart_migration_case_type_known"),
        ),
        sa.CheckConstraint(
            "state IN ('rehearsed', 'applying', 'applied', 'undoing', 'undone')",
            name=op.f("ck_chart_migration_state_known"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_chart_migration_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_migration")),
    )
    op.create_index(
        "uq_chart_migration_under_way",
        "chart_migration",
        ["case_type"],
        unique=True,
        sqlite_where=_UNDER_WAY,
        postgresql_where=_UNDER_WAY,
    )
    op.create_table(
        "chart_migration_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("migration_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("from_version", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(40), nullable=False),
        sa.Column("to_state", sa.String(40), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=True),
        sa.Column("clocks", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('mapped', 'ambiguous', 'impossible')", name=op.f("ck_chart_migration_case_outcome_known")
        ),
        sa.CheckConstraint(
            "state IN ('left', 'moved', 'restored', 'stayed')", name=op.f("ck_chart_migration_case_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["migration_id"], ["chart_migration.id"], name=op.f("fk_chart_migration_case_migration_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_chart_migration_case_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_migration_case")),
        sa.UniqueConstraint("migration_id", "case_id", name=op.f("uq_chart_migration_case_migration_id_case_id")),
    )
    op.create_index(op.f("ix_chart_migration_case_case_id"), "chart_migration_case", ["case_id"])


def downgrade() -> None:
    op.drop_table("chart_migration_case")
    op.drop_table("chart_migration")
