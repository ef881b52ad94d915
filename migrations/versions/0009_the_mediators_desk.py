"""The mediator's desk: files and who saw them"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0006"

ATTACHMENT_KINDS = "kind IN ('identity', 'contract', 'wage_record', 'attendance', 'chat', 'witness', 'photo', 'recording', 'injury', 'insurance', 'dismissal', 'rules', 'application', 'minutes', 'agreement', 'receipt', 'ruling', 'payment', 'sign_in', 'other')"


def _files() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("name", sa.String(150), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_index(op.f("ix_stored_file_sha256"), "stored_file", ["sha256"])
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("label", sa.String(150), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(60), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(60), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.CheckConstraint(ATTACHMENT_KINDS, name=op.f("ck_attachment_kind_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_attachment_case_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_attachment_file_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["attachment.id"], name=op.f("fk_attachment_replaces_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_attachment_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_attachment_replaces_id")),
    )
    op.create_index(op.f("ix_attachment_case_id"), "attachment", ["case_id"])
    op.create_index(op.f("ix_attachment_file_id"), "attachment", ["file_id"])
    op.create_index("ix_attachment_subject", "attachment", ["subject_kind", "subject_id"])
    op.create_table(
        "file_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(10), nullable=False),
        sa.CheckConstraint("how IN ('preview', 'download', 'print')", name=op.f("ck_file_view_how_known")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_file_view_attachment_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_file_view_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_view")),
    )
    op.create_index(op.f("ix_file_view_attachment_id"), "file_view", ["attachment_id"])
    op.create_index(op.f("ix_file_view_account_id"), "file_view", ["account_id"])


def upgrade() -> None:
    _files()


def downgrade() -> None:
    for table in ("file_view", "attachment", "stored_file"):
        op.drop_table(table)
