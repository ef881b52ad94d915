"""Versions of the office's own letter templates; the template that a letter was signed with"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "letter_template_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("note", sa.String(200), nullable=True),
        sa.Column("by_name", sa.String(60), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("at", AT, nullable=False),
        sa.Column("recorded_at", AT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('notice', 'opinion', 'recommendation', 'public_notice')",
            name=op.f("ck_letter_template_version_kind_known"),
        ),
        sa.CheckConstraint(
            "origin IN ('saved', 'restored', 'disk', 'delivered')",
            name=op.f("ck_letter_template_version_origin_known"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_letter_template_version_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template_version")),
        sa.UniqueConstraint("kind", "seq", name=op.f("uq_letter_template_version_kind_seq")),
    )
    with op.batch_alter_table("letter") as batch:
        batch.add_column(sa.Column("template", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("letter") as batch:
        batch.drop_column("template")
    op.drop_table("letter_template_version")
