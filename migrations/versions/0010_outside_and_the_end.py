"""Outside the house and the end: referrals step by step, proceedings, legal aid, callback, quality check, archive"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
COLUMNS = (
    ("referral", "package"),
    ("referral", "followed"),
    ("case", "settled_at"),
    ("callback", "by_id"),
    ("callback", "truthful"),
)
TABLES = (
    "referral_event",
    "hearing",
    "callback_decision",
    "archive_loan",
    "archive_item",
    "advance",
    "unreasonable_demand",
    "quality_check",
    "proceeding",
    "archive_volume",
    "aid_subsidy",
    "aid_hours",
    "aid_file",
    "lawyer",
)
INDEXES = {
    "lawyer": ("phone_index",),
    "aid_file": ("lawyer_id",),
    "aid_hours": ("case_id",),
    "aid_subsidy": ("case_id",),
    "archive_volume": (
        "case_id",
        "review_on",
    ),
    "proceeding": ("case_id",),
    "quality_check": ("case_id",),
    "unreasonable_demand": ("case_id",),
    "advance": ("case_id",),
    "archive_item": (
        "case_id",
        "volume_id",
    ),
    "archive_loan": (
        "case_id",
        "volume_id",
    ),
    "callback_decision": ("case_id",),
    "hearing": (
        "case_id",
        "proceeding_id",
    ),
    "referral_event": (
        "case_id",
        "referral_id",
    ),
}
NOW = "kind IN ('merged', 'split', 'aid')"
BEFORE = "kind IN ('merged', 'split')"
# Of several referrals of one case the newest is the one that its state follows.
FOLLOWED = """
    UPDATE referral SET followed = (id = (SELECT r.id FROM referral r WHERE r.case_id = referral.case_id
                                          ORDER BY r.prepared_at DESC, r.id DESC LIMIT 1))
"""
# The result was given when closing was last asked for.
SETTLED = """
    UPDATE "case" SET settled_at = (SELECT max(j.at) FROM journal_entry j WHERE j.case_id = "case".id
                                    AND j.act = 'request_closure')
    WHERE closed_at IS NOT NULL
"""


def _links(known: str) -> None:
    """SQLite cannot change a CHECK in place: the table is made anew there."""
    name = op.f("ck_case_link_kind_known")
    with op.batch_alter_table("case_link") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(known))


def _recorded() -> sa.Column[Any]:
    return sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False)


def _of_case(name: str, *parts: sa.schema.SchemaItem) -> None:
    """A table of records that belong to a case."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        *parts,
        _recorded(),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f(f"fk_{name}_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def upgrade() -> None:
    op.create_table(
        "lawyer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("firm", sa.String(80), nullable=False),
        sa.Column("licence", sa.String(40), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_index", sa.String(32), nullable=True),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        _recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawyer")),
        sa.UniqueConstraint("licence", name=op.f("uq_lawyer_licence")),
    )
    op.create_table(
        "aid_file",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("situation", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=True),
        sa.Column("exemption", sa.String(30), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("aid_first", sa.Boolean(), nullable=False),
        sa.Column("formalities_on", sa.Date(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(60), nullable=True),
        sa.Column("decision_reasons", sa.String(), nullable=True),
        sa.Column("lawyer_id", sa.Uuid(), nullable=True),
        sa.Column("appointed_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("papers_on", sa.Date(), nullable=True),
        sa.Column("papers_in_time", sa.Boolean(), nullable=True),
        _recorded(),
        sa.CheckConstraint(
            "exemption IN ('checked', 'no_steady_income', 'relief', 'migrant', 'by_other_rule', 'no_condition')",
            name=op.f("ck_aid_file_exemption_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_aid_file_case_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_aid_file_lawyer_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_aid_file")),
    )
    _of_case(
        "aid_hours",
        sa.Column("lawyer_id", sa.Uuid(), nullable=True),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('advice', 'mediation', 'arbitration', 'litigation', 'enforcement')",
            name=op.f("ck_aid_hours_stage_known"),
        ),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_aid_hours_minutes_positive")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_aid_hours_lawyer_id")),
    )
    _of_case(
        "aid_subsidy",
        sa.Column("lawyer_id", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tariff", sa.String(200), nullable=False),
        sa.Column("computed_by", sa.String(60), nullable=False),
        sa.Column("computed_by_id", sa.Uuid(), nullable=True),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(60), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(80), nullable=True),
        sa.CheckConstraint(
            "stage IN ('advice', 'mediation', 'arbitration', 'litigation', 'enforcement')",
            name=op.f("ck_aid_subsidy_stage_known"),
        ),
        sa.CheckConstraint("state IN ('computed', 'approved', 'paid')", name=op.f("ck_aid_subsidy_state_known")),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> computed_by_id", name=op.f("ck_aid_subsidy_two_persons")
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["account.id"], name=op.f("fk_aid_subsidy_approved_by_id")),
        sa.ForeignKeyConstraint(["computed_by_id"], ["account.id"], name=op.f("fk_aid_subsidy_computed_by_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_aid_subsidy_lawyer_id")),
    )
    _of_case(
        "archive_volume",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("archive_number", sa.String(60), nullable=True),
        sa.Column("retention", sa.String(20), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("incomplete_reason", sa.String(), nullable=True),
        sa.Column("catalogued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_by", sa.String(60), nullable=True),
        sa.CheckConstraint(
            "retention IN ('permanent', 'years_30', 'years_10', 'years_5', 'years_3')",
            name=op.f("ck_archive_volume_retention_known"),
        ),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_archive_volume_case_id_seq")),
    )
    _of_case(
        "proceeding",
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("body", sa.String(80), nullable=False),
        sa.Column("docket", sa.String(80), nullable=True),
        sa.Column("lawyer_id", sa.Uuid(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(30), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("document_number", sa.String(80), nullable=True),
        sa.Column("claimed", sa.BigInteger(), nullable=True),
        sa.Column("awarded", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('arbitration', 'first_instance', 'second_instance', 'retrial', 'enforcement', 'payment_order', 'preservation', 'advance_execution', 'supported_suit', 'injury_recognition', 'ability_appraisal', 'prosecutor_suggestion')",
            name=op.f("ck_proceeding_kind_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('supported', 'partly', 'dismissed', 'mediated', 'withdrawn', 'not_accepted', 'enforced', 'enforced_partly', 'enforcement_ended', 'recognised', 'not_recognised', 'granted', 'refused', 'other')",
            name=op.f("ck_proceeding_outcome_known"),
        ),
        sa.CheckConstraint(
            "state IN ('filed', 'accepted', 'decided', 'ended')", name=op.f("ck_proceeding_state_known")
        ),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_proceeding_lawyer_id")),
    )
    _of_case(
        "quality_check",
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("sent_back", sa.Boolean(), nullable=False),
        sa.Column("defects", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appeal", sa.String(20), nullable=False),
        sa.Column("appeal_reason", sa.String(), nullable=True),
        sa.Column("appealed_by", sa.String(60), nullable=True),
        sa.Column("appeal_decided_by", sa.String(60), nullable=True),
        sa.Column("appeal_note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "appeal IN ('none', 'appealed', 'upheld', 'lifted')", name=op.f("ck_quality_check_appeal_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_quality_check_by_id")),
    )
    _of_case(
        "unreasonable_demand",
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("asked_by", sa.String(60), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(60), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_how", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'approved', 'refused')", name=op.f("ck_unreasonable_demand_state_known")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> asked_by_id", name=op.f("ck_unreasonable_demand_two_persons")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_unreasonable_demand_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_unreasonable_demand_decided_by_id")),
    )
    _of_case(
        "advance",
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("advanced_by", sa.String(30), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("advanced_on", sa.Date(), nullable=False),
        sa.Column("recourse_against", sa.String(80), nullable=True),
        sa.Column("recourse", sa.String(20), nullable=False),
        sa.Column("recovered", sa.BigInteger(), nullable=True),
        sa.Column("recourse_note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "advanced_by IN ('contractor', 'owner', 'deposit', 'arrears_fund', 'government', 'insurance', 'union', 'other')",
            name=op.f("ck_advance_advanced_by_known"),
        ),
        sa.CheckConstraint(
            "recourse IN ('open', 'claimed', 'recovered', 'partly', 'waived')", name=op.f("ck_advance_recourse_known")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_advance_payment_id")),
    )
    _of_case(
        "archive_item",
        sa.Column("volume_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(30), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("source", sa.String(80), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("page_from", sa.Integer(), nullable=False),
        sa.Column("page_to", sa.Integer(), nullable=False),
        sa.CheckConstraint("page_to >= page_from", name=op.f("ck_archive_item_pages_in_order")),
        sa.ForeignKeyConstraint(["volume_id"], ["archive_volume.id"], name=op.f("fk_archive_item_volume_id")),
    )
    _of_case(
        "archive_loan",
        sa.Column("volume_id", sa.Uuid(), nullable=False),
        sa.Column("borrower", sa.String(60), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("borrowed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["volume_id"], ["archive_volume.id"], name=op.f("fk_archive_loan_volume_id")),
    )
    _of_case(
        "callback_decision",
        sa.Column("callback_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision IN ('send_back', 'justified')", name=op.f("ck_callback_decision_decision_known")),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"], name=op.f("fk_callback_decision_callback_id")),
        sa.UniqueConstraint("callback_id", name=op.f("uq_callback_decision_callback_id")),
    )
    _of_case(
        "hearing",
        sa.Column("proceeding_id", sa.Uuid(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(80), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["proceeding_id"], ["proceeding.id"], name=op.f("fk_hearing_proceeding_id")),
    )
    _of_case(
        "referral_event",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("way", sa.String(20), nullable=True),
        sa.Column("proof", sa.String(80), nullable=True),
        sa.Column("return_code", sa.String(30), nullable=True),
        sa.Column("result_kind", sa.String(30), nullable=True),
        sa.Column("document_number", sa.String(80), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('prepared', 'packed', 'sent', 'acknowledged', 'progress', 'replied', 'answered', 'returned', 'unanswered', 'cancelled', 'superseded')",
            name=op.f("ck_referral_event_kind_known"),
        ),
        sa.CheckConstraint(
            "result_kind IN ('correction_order', 'penalty', 'mediated', 'award', 'judgment', 'ruling', 'payment_order', 'aid_granted', 'aid_refused', 'case_filed', 'support_given', 'not_accepted', 'settled', 'other')",
            name=op.f("ck_referral_event_result_kind_known"),
        ),
        sa.CheckConstraint(
            "return_code IN ('not_competent', 'incomplete', 'duplicate', 'too_late', 'conditions_missing', 'elsewhere', 'withdrawn', 'other')",
            name=op.f("ck_referral_event_return_code_known"),
        ),
        sa.CheckConstraint(
            "way IN ('in_person', 'post', 'electronic', 'platform')", name=op.f("ck_referral_event_way_known")
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_referral_event_referral_id")),
    )
    op.add_column("callback", sa.Column("truthful", sa.Boolean(), nullable=True))
    op.add_column("callback", sa.Column("by_id", sa.Uuid(), nullable=True))
    op.add_column("case", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("referral", sa.Column("followed", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("referral", sa.Column("package", sa.JSON(), server_default="{}", nullable=False))
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.execute(sa.text(FOLLOWED))
    op.execute(sa.text(SETTLED))
    _links(NOW)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM case_link WHERE kind = 'aid'"))
    _links(BEFORE)
    for table, column in COLUMNS:
        op.drop_column(table, column)
    for table in TABLES:
        op.drop_table(table)
