"""The mediator's desk: files and who saw them, evidence, meetings, agreements and what makes them enforceable"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

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


def _agreements() -> None:
    # A named check that comes with its column: the one spelling that both databases take without rebuilding the table.
    op.execute(
        "ALTER TABLE agreement ADD COLUMN payment_way VARCHAR(20) CONSTRAINT ck_agreement_payment_way_known "
        "CHECK (payment_way IN ('bank', 'cash', 'account', 'other'))"
    )
    op.add_column("agreement", sa.Column("breach_terms", sa.String(), nullable=True))
    op.add_column("agreement", sa.Column("signed_on", sa.Date(), nullable=True))
    op.add_column("agreement", sa.Column("worker_signed", sa.Boolean(), nullable=True))
    op.add_column("agreement", sa.Column("employer_signed", sa.Boolean(), nullable=True))
    op.add_column("agreement", sa.Column("mediator_name", sa.String(60), nullable=True))


def _desk() -> None:
    op.create_table(
        "agreement_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(500), nullable=True),
        sa.CheckConstraint(
            "kind IN ('wages', 'wage_deduction', 'overtime_pay', 'leave_pay', 'bonus', 'double_wage', 'service_fee', 'freight_fee', 'relation', 'contract', 'illegal_termination_comp', 'severance', 'layoff', 'non_compete', 'social_insurance', 'work_injury', 'injury_compensation', 'occupational_disease', 'occupational_injury', 'death_benefit', 'funeral', 'working_time', 'leave', 'safety', 'women_minors', 'collective_bargaining', 'platform_rules', 'other')",
            name=op.f("ck_agreement_item_kind_known"),
        ),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_item_agreement_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_agreement_item_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_item")),
    )
    op.create_index("ix_agreement_item_agreement_id", "agreement_item", ["agreement_id"])
    op.create_index("ix_agreement_item_case_id", "agreement_item", ["case_id"])
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("body", sa.String(80), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(20), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(80), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "result IN ('confirmed', 'refused', 'withdrawn')", name=op.f("ck_confirmation_result_known")
        ),
        sa.CheckConstraint("way IN ('arbitration', 'court')", name=op.f("ck_confirmation_way_known")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_confirmation_agreement_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_confirmation_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    op.create_index("ix_confirmation_agreement_id", "confirmation", ["agreement_id"])
    op.create_index("ix_confirmation_case_id", "confirmation", ["case_id"])
    op.create_table(
        "contact_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "side IN ('worker', 'employer', 'mediator', 'authority', 'witness', 'other')",
            name=op.f("ck_contact_attempt_side_known"),
        ),
        sa.CheckConstraint(
            "way IN ('phone', 'visit', 'message', 'letter', 'in_office')", name=op.f("ck_contact_attempt_way_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_contact_attempt_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_attempt")),
    )
    op.create_index("ix_contact_attempt_case_id", "contact_attempt", ["case_id"])
    op.create_table(
        "evidence_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(50), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("bringer", sa.String(20), nullable=False),
        sa.Column("is_essential", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "bringer IN ('worker', 'employer', 'third_party', 'union')", name=op.f("ck_evidence_item_bringer_known")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'promised', 'received', 'unavailable')", name=op.f("ck_evidence_item_state_known")
        ),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_evidence_item_attachment_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_evidence_item_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_item")),
        sa.UniqueConstraint("case_id", "code", name=op.f("uq_evidence_item_case_id_code")),
    )
    op.create_index("ix_evidence_item_case_id", "evidence_item", ["case_id"])
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(120), nullable=True),
        sa.Column("room", sa.String(60), nullable=True),
        sa.Column("online_link", sa.String(300), nullable=True),
        sa.Column("mediator_id", sa.Uuid(), nullable=True),
        sa.Column("mediator_name", sa.String(60), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("minutes", sa.String(), nullable=True),
        sa.Column("signing", sa.String(20), nullable=True),
        sa.Column("signing_note", sa.String(), nullable=True),
        sa.Column("planned_by", sa.String(60), nullable=False),
        sa.Column("recorded_by", sa.String(60), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meeting_ends_after_start")),
        sa.CheckConstraint("kind IN ('one_side', 'both', 'joint', 'visit')", name=op.f("ck_meeting_kind_known")),
        sa.CheckConstraint("signing IN ('signed', 'refused', 'unsigned')", name=op.f("ck_meeting_signing_known")),
        sa.CheckConstraint("state IN ('planned', 'held', 'cancelled')", name=op.f("ck_meeting_state_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_meeting_case_id")),
        sa.ForeignKeyConstraint(["mediator_id"], ["account.id"], name=op.f("fk_meeting_mediator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index("ix_meeting_calendar", "meeting", ["starts_at", "state"])
    op.create_index("ix_meeting_case_id", "meeting", ["case_id"])
    op.create_index("ix_meeting_mediator_id", "meeting", ["mediator_id"])
    op.create_table(
        "meeting_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.CheckConstraint(
            "side IN ('worker', 'employer', 'mediator', 'authority', 'witness', 'other')",
            name=op.f("ck_meeting_person_side_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_meeting_person_case_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_person_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_person")),
    )
    op.create_index("ix_meeting_person_case_id", "meeting_person", ["case_id"])
    op.create_index("ix_meeting_person_meeting_id", "meeting_person", ["meeting_id"])


def upgrade() -> None:
    _files()
    _agreements()
    _desk()


def downgrade() -> None:
    for table in ("meeting_person", "meeting", "evidence_item", "contact_attempt", "confirmation", "agreement_item"):
        op.drop_table(table)
    for column in ("mediator_name", "employer_signed", "worker_signed", "signed_on", "breach_terms"):
        op.drop_column("agreement", column)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("agreement", "payment_way")
    else:
        with op.batch_alter_table("agreement") as changed:
            changed.drop_constraint(op.f("ck_agreement_payment_way_known"), type_="check")
            changed.drop_column("payment_way")
    for table in ("file_view", "attachment", "stored_file"):
        op.drop_table(table)
