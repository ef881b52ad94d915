"""The case file"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "employer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("folded", sa.String(120), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=True),
        sa.Column("kind", sa.String(60), nullable=True),
        sa.Column("industry", sa.String(2), nullable=True),
        sa.Column("region", sa.String(60), nullable=True),
        sa.Column("address", sa.String(200), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("folded", name=op.f("uq_employer_folded")),
    )
    op.create_index(op.f("ix_employer_credit_code"), "employer", ["credit_code"], unique=False)
    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("case_type", sa.String(20), nullable=False),
        sa.Column("chart_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("narrative", sa.String(), nullable=False),
        sa.Column("channel", sa.String(30), nullable=False),
        sa.Column("district", sa.String(12), nullable=False),
        sa.Column("category", sa.String(30), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("project", sa.String(120), nullable=True),
        sa.Column("owed_from", sa.String(10), nullable=True),
        sa.Column("owed_to", sa.String(10), nullable=True),
        sa.Column("head_count", sa.Integer(), nullable=False),
        sa.Column("is_migrant", sa.Boolean(), nullable=False),
        sa.Column("is_new_form", sa.Boolean(), nullable=False),
        sa.Column("is_collective", sa.Boolean(), nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("has_violation", sa.Boolean(), nullable=False),
        sa.Column("claimed", sa.BigInteger(), nullable=True),
        sa.Column("agreed", sa.BigInteger(), nullable=True),
        sa.Column("paid", sa.BigInteger(), nullable=True),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("unit", sa.String(80), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("outcome_note", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_rule", sa.String(40), nullable=True),
        sa.Column("breaches", sa.Integer(), nullable=False),
        sa.Column("callbacks", sa.Integer(), nullable=False),
        sa.Column("journal_seq", sa.Integer(), nullable=False),
        sa.Column("journal_hash", sa.String(64), nullable=False),
        sa.Column("origin", sa.String(40), nullable=True),
        sa.Column("source_id", sa.String(60), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("dates_assumed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "case_type IN ('labour_dispute', 'wage_arrears', 'legal_aid')", name=op.f("ck_case_case_type_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('mediated_paid', 'mediated_partly_paid', 'settled_withdrawn', 'rectified', 'inspection_paid', 'arbitration_settled', 'award_paid', 'judgment_paid', 'enforced_paid', 'advance_paid', 'supported_suit_won', 'award_made', 'judgment_made', 'right_confirmed', 'aid_finished', 'declined_informed', 'transferred', 'mediation_failed_informed', 'answered', 'unreachable', 'merged', 'withdrawn', 'other')",
            name=op.f("ck_case_outcome_known"),
        ),
        sa.CheckConstraint("stage IN ('intake', 'mediation', 'referral', 'closure')", name=op.f("ck_case_stage_known")),
        sa.CheckConstraint("head_count >= 1", name=op.f("ck_case_head_count_positive")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_case_employer_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["account.id"], name=op.f("fk_case_handler_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("number", name=op.f("uq_case_number")),
        sa.UniqueConstraint("source_id", name=op.f("uq_case_source_id")),
    )
    op.create_index("ix_case_closed", "case", ["closed_at"], unique=False)
    op.create_index(op.f("ix_case_employer_id"), "case", ["employer_id"], unique=False)
    op.create_index("ix_case_opened", "case", ["opened_at"], unique=False)
    op.create_index("ix_case_state", "case", ["state", "next_due_at"], unique=False)
    op.create_index(
        "ix_case_worklist",
        "case",
        ["handler_id", "next_due_at", "case_type", "state", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('performing', 'performed', 'breached', 'replaced')", name=op.f("ck_agreement_status_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_agreement_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_case_id"), "agreement", ["case_id"], unique=False)
    op.create_table(
        "callback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contacted", sa.Boolean(), nullable=False),
        sa.Column("resolved", sa.Boolean(), nullable=True),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_callback_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback")),
    )
    op.create_index(op.f("ix_callback_case_id"), "callback", ["case_id"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('wages', 'wage_deduction', 'overtime_pay', 'leave_pay', 'bonus', 'double_wage', 'service_fee', 'freight_fee', 'relation', 'contract', 'illegal_termination_comp', 'severance', 'layoff', 'non_compete', 'social_insurance', 'work_injury', 'injury_compensation', 'occupational_disease', 'occupational_injury', 'death_benefit', 'funeral', 'working_time', 'leave', 'safety', 'women_minors', 'collective_bargaining', 'platform_rules', 'other')",
            name=op.f("ck_claim_kind_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_claim_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_case_id"), "claim", ["case_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("caller_name", sa.String(60), nullable=True),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_index", sa.String(32), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("handling", sa.String(20), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("taken_by_name", sa.String(60), nullable=False),
        sa.CheckConstraint(
            "channel IN ('hotline_12351', 'other_phone', 'walk_in', 'letter', 'website', 'app', 'wechat', 'ticket_12345', 'petition_office', 'court_delegation', 'arbitration_delegation', 'procuratorate_lead', 'labour_inspection', 'superior', 'subordinate', 'other_union', 'sentinel', 'check_up', 'union_initiated', 'service_station', 'legal_aid_window', 'leader_reception', 'media', 'unknown')",
            name=op.f("ck_contact_channel_known"),
        ),
        sa.CheckConstraint(
            "handling IN ('open', 'answered', 'attached', 'opened_case')", name=op.f("ck_contact_handling_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_contact_case_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["account.id"], name=op.f("fk_contact_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("number", name=op.f("uq_contact_number")),
    )
    op.create_index("ix_contact_at", "contact", ["at"], unique=False)
    op.create_index(op.f("ix_contact_case_id"), "contact", ["case_id"], unique=False)
    op.create_index(op.f("ix_contact_phone_index"), "contact", ["phone_index"], unique=False)
    op.create_table(
        "investigation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("first_supervisor", sa.String(60), nullable=False),
        sa.Column("first_certificate", sa.String(40), nullable=False),
        sa.Column("second_supervisor", sa.String(60), nullable=False),
        sa.Column("second_certificate", sa.String(40), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("record", sa.String(), nullable=True),
        sa.Column("employer_signed", sa.Boolean(), nullable=True),
        sa.Column("refusal_reason", sa.String(), nullable=True),
        sa.Column("consultation", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_investigation_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation")),
    )
    op.create_index(op.f("ix_investigation_case_id"), "investigation", ["case_id"], unique=False)
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(60), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("by_name", sa.String(60), nullable=False),
        sa.Column("by_role", sa.String(20), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_state", sa.String(40), nullable=True),
        sa.Column("to_state", sa.String(40), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("inferred", sa.Boolean(), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_journal_entry_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_journal_entry_case_id_seq")),
    )
    op.create_table(
        "party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_index", sa.String(32), nullable=True),
        sa.Column("id_number", sa.String(), nullable=True),
        sa.Column("id_index", sa.String(32), nullable=True),
        sa.Column("claimed", sa.BigInteger(), nullable=True),
        sa.Column("agreed", sa.BigInteger(), nullable=True),
        sa.Column("paid", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('worker', 'representative', 'relative', 'agent', 'caller')", name=op.f("ck_party_role_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_party_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    op.create_index(op.f("ix_party_case_id"), "party", ["case_id"], unique=False)
    op.create_index(op.f("ix_party_id_index"), "party", ["id_index"], unique=False)
    op.create_index(op.f("ix_party_phone_index"), "party", ["phone_index"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("is_advance", sa.Boolean(), nullable=False),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("confirmed_by", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_payment_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    op.create_index(op.f("ix_payment_case_id"), "payment", ["case_id"], unique=False)
    op.create_index(op.f("ix_payment_paid_on"), "payment", ["paid_on"], unique=False)
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("addressee", sa.String(30), nullable=False),
        sa.Column("addressee_name", sa.String(80), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("result_amount", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "addressee IN ('arbitration', 'labour_inspection', 'court', 'procuratorate', 'legal_aid_centre', 'police', 'lower_union', 'basic_union', 'other_union', 'industry_authority')",
            name=op.f("ck_referral_addressee_known"),
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'sent', 'acknowledged', 'returned', 'answered', 'unanswered')",
            name=op.f("ck_referral_state_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_referral_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_case_id"), "referral", ["case_id"], unique=False)
    op.create_table(
        "violation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("matter", sa.String(4), nullable=False),
        sa.Column("law_article", sa.String(200), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(60), nullable=False),
        sa.CheckConstraint(
            "matter IN ('M01', 'M02', 'M03', 'M04', 'M05', 'M06', 'M07', 'M08', 'M09', 'M10', 'M11', 'M12', 'M13', 'M14', 'M15', 'M99')",
            name=op.f("ck_violation_matter_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_violation_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_violation")),
    )
    op.create_index(op.f("ix_violation_case_id"), "violation", ["case_id"], unique=False)
    op.create_table(
        "instalment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_instalment_agreement_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_instalment_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
    )
    op.create_index(op.f("ix_instalment_agreement_id"), "instalment", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_instalment_case_id"), "instalment", ["case_id"], unique=False)


def downgrade() -> None:
    for table in (
        "instalment",
        "violation",
        "referral",
        "payment",
        "party",
        "journal_entry",
        "investigation",
        "contact",
        "claim",
        "callback",
        "agreement",
        "case",
        "employer",
    ):
        op.drop_table(table)
