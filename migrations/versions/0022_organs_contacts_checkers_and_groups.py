"""Local names of organs, the union's own contact, checkers of the register, and the groups of a file"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
CHECKERS = ("first_checker_id", "second_checker_id")


def upgrade() -> None:
    op.create_table(
        "linkage_organ",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("organ", sa.String(20), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("checked_by", sa.String(200), nullable=False),
        sa.Column("recorded_by", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(60), nullable=True),
        sa.CheckConstraint(
            sa.text("organ IN ('court', 'procuratorate', 'labour', 'superior')"),
            name=op.f("ck_linkage_organ_organ_known"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_linkage_organ_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linkage_organ")),
    )
    holds = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_linkage_organ_holds",
        "linkage_organ",
        ["unit_id", "organ"],
        unique=True,
        sqlite_where=holds,
        postgresql_where=holds,
    )
    op.add_column("unit", sa.Column("phone", sa.String(40), nullable=True))
    op.add_column("unit", sa.Column("address", sa.String(200), nullable=True))
    op.add_column("case", sa.Column("key_groups", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("letter_item") as batch:
        for column in CHECKERS:
            batch.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_letter_item_{column}"), "supervisor", [column], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("letter_item") as batch:
        for column in CHECKERS:
            batch.drop_constraint(op.f(f"fk_letter_item_{column}"), type_="foreignkey")
            batch.drop_column(column)
    op.drop_column("case", "key_groups")
    op.drop_column("unit", "address")
    op.drop_column("unit", "phone")
    op.drop_index("ix_linkage_organ_holds", "linkage_organ")
    op.drop_table("linkage_organ")
