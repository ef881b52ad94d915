"""Seals with the register of their use; one-time links for the employer's answer; consent to electronic service"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "seal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("issuer", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("keeper_id", sa.Uuid(), nullable=True),
        sa.Column("keeper_name", sa.String(60), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("registered_by", sa.String(60), nullable=False),
        sa.Column("registered_at", AT, nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("retired_at", AT, nullable=True),
        sa.Column("retired_why", sa.String(), nullable=True),
        sa.Column("retired_by", sa.String(60), nullable=True),
        sa.CheckConstraint("kind IN ('union', 'committee')", name=op.f("ck_seal_kind_known")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_seal_file_id")),
        sa.ForeignKeyConstraint(["keeper_id"], ["account.id"], name=op.f("fk_seal_keeper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
        sa.UniqueConstraint("name", name=op.f("uq_seal_name")),
    )
    op.create_table(
        "seal_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seal_id", sa.Uuid(), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(200), nullable=False),
        sa.Column("used_at", AT, nullable=False),
        sa.Column("used_by", sa.String(60), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["seal_id"], ["seal.id"], name=op.f("fk_seal_use_seal_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_seal_use_letter_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_seal_use_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_use")),
    )
    op.create_index(op.f("ix_seal_use_seal_id"), "seal_use", ["seal_id"], unique=False)
    op.create_index(op.f("ix_seal_use_letter_id"), "seal_use", ["letter_id"], unique=False)
    op.create_index("ix_seal_use_used_at", "seal_use", ["used_at"], unique=False)
    op.create_table(
        "reply_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("shown_at", AT, nullable=True),
        sa.Column("opened_at", AT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", AT, nullable=True),
        sa.Column("used_at", AT, nullable=True),
        sa.Column("reply_id", sa.Uuid(), nullable=True),
        sa.Column("receipt", sa.String(40), nullable=True),
        sa.Column("revoked_at", AT, nullable=True),
        sa.Column("revoked_by", sa.String(60), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_reply_link_letter_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["letter_reply.id"], name=op.f("fk_reply_link_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reply_link_token_hash")),
        sa.UniqueConstraint("receipt", name=op.f("uq_reply_link_receipt")),
    )
    op.create_index(op.f("ix_reply_link_letter_id"), "reply_link", ["letter_id"], unique=False)
    with op.batch_alter_table("letter_service") as batch:
        batch.add_column(sa.Column("consent", sa.String(200), nullable=True))
    with op.batch_alter_table("letter_reply") as batch:
        batch.add_column(sa.Column("answered_by", sa.String(60), nullable=True))
        batch.add_column(sa.Column("answered_title", sa.String(60), nullable=True))


def downgrade() -> None:
    op.drop_table("reply_link")
    with op.batch_alter_table("letter_reply") as batch:
        batch.drop_column("answered_title")
        batch.drop_column("answered_by")
    with op.batch_alter_table("letter_service") as batch:
        batch.drop_column("consent")
    op.drop_table("seal_use")
    op.drop_table("seal")
