"""Copies of letters to court and procuratorate; obstructed investigations"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
# One line for each column and constraint.
# fmt: off


def _one_of(column: str, values: Sequence[str]) -> sa.TextClause:
    return sa.text(f"{column} IN ({', '.join(repr(value) for value in values)})")


def upgrade() -> None:
    op.create_table(
        "letter_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owed_key", sa.String(120), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("rule", sa.String(4), nullable=True),
        sa.Column("organ", sa.String(20), nullable=False),
        sa.Column("organ_name", sa.String(120), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("is_optional", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(200), nullable=False),
        sa.Column("tag", sa.String(1), nullable=False),
        sa.Column("cause", sa.String(40), nullable=False),
        sa.Column("owed_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("how", sa.String(20), nullable=True),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("sent_by", sa.String(60), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_one_of("organ", ("court", "procuratorate", "labour", "superior")), name=op.f("ck_letter_copy_organ_known")),
        sa.CheckConstraint(_one_of("action", ("notify", "copy", "transfer", "feedback", "joint")), name=op.f("ck_letter_copy_action_known")),
        sa.CheckConstraint(_one_of("rule", tuple(f"L{n}" for n in range(1, 10))), name=op.f("ck_letter_copy_rule_known")),
        sa.CheckConstraint(_one_of("how", ("direct", "post", "electronic", "left", "entrusted")), name=op.f("ck_letter_copy_how_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_letter_copy_case_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_copy_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_copy")),
        sa.UniqueConstraint("owed_key", name=op.f("uq_letter_copy_owed_key")),
    )
    op.create_index(op.f("ix_letter_copy_case_id"), "letter_copy", ["case_id"], unique=False)
    op.create_index(op.f("ix_letter_copy_letter_id"), "letter_copy", ["letter_id"], unique=False)
    op.create_table(
        "obstruction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("witness", sa.String(120), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_one_of("kind", ("refused", "obstructed", "withheld", "falsified", "destroyed")), name=op.f("ck_obstruction_kind_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_obstruction_case_id")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_obstruction_attachment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstruction")),
    )
    op.create_index(op.f("ix_obstruction_case_id"), "obstruction", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_obstruction_case_id"), "obstruction")
    op.drop_table("obstruction")
    op.drop_index(op.f("ix_letter_copy_letter_id"), "letter_copy")
    op.drop_index(op.f("ix_letter_copy_case_id"), "letter_copy")
    op.drop_table("letter_copy")
