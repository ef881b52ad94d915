"""Calendar versions"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_LIVE = sa.text("status IN ('candidate', 'approved', 'applied')")


def upgrade() -> None:
    op.create_table(
        "calendar_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(120), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("supersedes", sa.Uuid(), nullable=True),
        sa.Column("imported_by", sa.Uuid(), nullable=False),
        sa.Column("imported_by_name", sa.String(60), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_by_name", sa.String(60), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by_name", sa.String(60), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_name", sa.String(60), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "status IN ('candidate', 'approved', 'applied', 'withdrawn', 'rejected')",
            name=op.f("ck_calendar_version_status_known"),
        ),
        sa.ForeignKeyConstraint(["supersedes"], ["calendar_version.id"], name=op.f("fk_calendar_version_supersedes")),
        sa.ForeignKeyConstraint(["imported_by"], ["account.id"], name=op.f("fk_calendar_version_imported_by")),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_calendar_version_approved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_version")),
        sa.UniqueConstraint("seq", name=op.f("uq_calendar_version_seq")),
    )
    op.create_index(
        "uq_calendar_version_live",
        "calendar_version",
        ["sha256"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )


def downgrade() -> None:
    op.drop_table("calendar_version")
