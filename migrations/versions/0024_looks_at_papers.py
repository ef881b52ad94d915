"""Who opened the papers that the house prints of a case, or asked for telephone numbers in full"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "paper_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("paper", sa.String(40), nullable=False),
        sa.Column("form", sa.String(4), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(10), nullable=False),
        sa.CheckConstraint("how IN ('preview', 'download', 'print')", name=op.f("ck_paper_look_how_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_paper_look_case_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_paper_look_contact_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_paper_look_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_look")),
    )
    op.create_index(op.f("ix_paper_look_case_id"), "paper_look", ["case_id"], unique=False)
    op.create_index(op.f("ix_paper_look_account_id"), "paper_look", ["account_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_paper_look_account_id"), "paper_look")
    op.drop_index(op.f("ix_paper_look_case_id"), "paper_look")
    op.drop_table("paper_look")
