"""Requests to pause and extend clocks, what replaced what, joined and divided cases, alerts taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "clock_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("clock_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("ground", sa.String(40), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("pause_clock_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by", sa.String(60), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(60), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('pause', 'extension')", name=op.f("ck_clock_request_kind_known")),
        sa.CheckConstraint(
            "state IN ('asked', 'approved', 'refused', 'ended')", name=op.f("ck_clock_request_state_known")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> asked_by_id", name=op.f("ck_clock_request_two_persons")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_clock_request_case_id")),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_clock_request_clock_id")),
        sa.ForeignKeyConstraint(["pause_clock_id"], ["clock.id"], name=op.f("fk_clock_request_pause_clock_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_clock_request_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_clock_request_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_request")),
    )
    op.create_index(op.f("ix_clock_request_case_id"), "clock_request", ["case_id"], unique=False)
    op.create_index(op.f("ix_clock_request_clock_id"), "clock_request", ["clock_id"], unique=False)
    op.create_table(
        "clock_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clock_id", sa.Uuid(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_clock_link_clock_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["clock.id"], name=op.f("fk_clock_link_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_link")),
        sa.UniqueConstraint("clock_id", "replaces_id", name=op.f("uq_clock_link_clock_id_replaces_id")),
    )
    op.create_index(op.f("ix_clock_link_replaces_id"), "clock_link", ["replaces_id"], unique=False)
    op.create_table(
        "case_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("from_case_id", sa.Uuid(), nullable=False),
        sa.Column("to_case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('merged', 'split')", name=op.f("ck_case_link_kind_known")),
        sa.ForeignKeyConstraint(["from_case_id"], ["case.id"], name=op.f("fk_case_link_from_case_id")),
        sa.ForeignKeyConstraint(["to_case_id"], ["case.id"], name=op.f("fk_case_link_to_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_link")),
        sa.UniqueConstraint(
            "kind", "from_case_id", "to_case_id", name=op.f("uq_case_link_kind_from_case_id_to_case_id")
        ),
    )
    op.create_index(op.f("ix_case_link_from_case_id"), "case_link", ["from_case_id"], unique=False)
    op.create_index(op.f("ix_case_link_to_case_id"), "case_link", ["to_case_id"], unique=False)
    op.add_column("alert", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("alert", sa.Column("withdrawn_why", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("alert", "withdrawn_why")
    op.drop_column("alert", "withdrawn_at")
    for table in ("case_link", "clock_link", "clock_request"):
        op.drop_table(table)
