"""Letters from draft to verified correction; supervision files and the clues they begin with"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
# One line for each column and constraint.
# fmt: off
TYPES = ("labour_dispute", "wage_arrears", "legal_aid")
KINDS = ("notice", "opinion", "recommendation", "other")
STATES = ("draft", "review", "approval", "numbered", "served", "overdue", "replied", "closed", "withdrawn", "recorded")
NEW_STATES = (
    "draft", "review", "approval", "approved", "numbered", "sealed", "dispatched", "undelivered", "refused", "served",
    "overdue", "replied", "rejected", "rectifying", "unrectified", "verified", "filing", "silent", "not_filed", "filed",
    "disposed", "fed_back", "published", "escalated", "closed", "archived", "handed_up", "withdrawn", "void", "recorded",
)
OUTCOMES = (
    "mediated_paid", "mediated_partly_paid", "settled_withdrawn", "rectified", "inspection_paid", "arbitration_settled",
    "award_paid", "judgment_paid", "enforced_paid", "advance_paid", "supported_suit_won", "award_made", "judgment_made",
    "right_confirmed", "aid_finished", "declined_informed", "transferred", "mediation_failed_informed", "answered",
    "unreachable", "merged", "withdrawn", "other",
)
# What a letter of the shorter life is nearest to.
BACK = {
    "approved": "approval", "sealed": "numbered", "dispatched": "numbered", "undelivered": "numbered", "refused": "overdue",
    "rejected": "replied", "rectifying": "replied", "unrectified": "replied", "verified": "replied", "filing": "served",
    "silent": "overdue", "not_filed": "replied", "filed": "replied", "disposed": "replied", "fed_back": "replied",
    "published": "closed", "escalated": "overdue", "archived": "closed", "handed_up": "withdrawn", "void": "withdrawn",
}
def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("trigger", sa.String(4), nullable=True),
        sa.Column("composed", sa.JSON(), nullable=True),
        sa.Column("signed_title", sa.String(20), nullable=True),
        sa.Column("numbered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_by", sa.String(60), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispatched_on", sa.Date(), nullable=True),
        sa.Column("dispatched_how", sa.String(20), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_where", sa.String(200), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("assessed_as", sa.String(20), nullable=True),
        sa.Column("assessed_by", sa.String(60), nullable=True),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assessment", sa.String(), nullable=True),
        sa.Column("rectify_due", sa.Date(), nullable=True),
        sa.Column("rectification", sa.String(10), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filing_reason", sa.String(), nullable=True),
        sa.Column("disposed_on", sa.Date(), nullable=True),
        sa.Column("disposal", sa.String(20), nullable=True),
        sa.Column("fed_back_on", sa.Date(), nullable=True),
        sa.Column("feedback", sa.String(), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=True),
        sa.Column("closing_report", sa.String(), nullable=True),
        sa.Column("archive_number", sa.String(40), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
    )


def _one_of(column: str, values: Sequence[str]) -> sa.TextClause:
    return sa.text(f"{column} IN ({', '.join(repr(value) for value in values)})")


def _known(table: str, **columns: Sequence[str]) -> None:
    with op.batch_alter_table(table) as batch:
        for column, values in columns.items():
            name = op.f(f"ck_{table}_{column}_known")
            batch.drop_constraint(name, type_="check")
            batch.create_check_constraint(name, _one_of(column, values))


def upgrade() -> None:
    _known("case", case_type=(*TYPES, "supervision"), outcome=(*OUTCOMES, "no_breach", "recommended"))
    _known("chart_migration", case_type=(*TYPES, "supervision"))
    with op.batch_alter_table("letter") as batch:
        for column in _columns():
            batch.add_column(column)
        batch.create_foreign_key(op.f("fk_letter_employer_id"), "employer", ["employer_id"], ["id"])
        for name, values in (("kind", (*KINDS[:3], "public_notice", "other")), ("state", NEW_STATES)):
            batch.drop_constraint(op.f(f"ck_letter_{name}_known"), type_="check")
            batch.create_check_constraint(op.f(f"ck_letter_{name}_known"), _one_of(name, values))
    op.create_index(op.f("ix_letter_employer_id"), "letter", ["employer_id"], unique=False)
    op.create_table(
        "letter_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("demand", sa.String(), nullable=False),
        sa.Column("admitted", sa.String(10), nullable=True),
        sa.Column("measure", sa.String(), nullable=True),
        sa.Column("person", sa.String(60), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("result", sa.String(10), nullable=True),
        sa.Column("check_note", sa.String(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("first_checker", sa.String(60), nullable=True),
        sa.Column("second_checker", sa.String(60), nullable=True),
        sa.CheckConstraint(_one_of("admitted", ("yes", "partly", "no")), name=op.f("ck_letter_item_admitted_known")),
        sa.CheckConstraint(_one_of("result", ("done", "partial", "none")), name=op.f("ck_letter_item_result_known")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_item_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_item")),
        sa.UniqueConstraint("letter_id", "seq", name=op.f("uq_letter_item_letter_id_seq")),
    )
    op.create_table(
        "letter_service",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("how", sa.String(20), nullable=False),
        sa.Column("tried_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(200), nullable=True),
        sa.Column("receiver", sa.String(60), nullable=True),
        sa.Column("relation", sa.String(60), nullable=True),
        sa.Column("first_server", sa.String(60), nullable=True),
        sa.Column("second_server", sa.String(60), nullable=True),
        sa.Column("witness", sa.String(120), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_one_of("how", ("direct", "post", "electronic", "left", "entrusted")), name=op.f("ck_letter_service_how_known")),
        sa.CheckConstraint(_one_of("outcome", ("served", "refused", "undelivered")), name=op.f("ck_letter_service_outcome_known")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_service_letter_id")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_letter_service_attachment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_service")),
        sa.UniqueConstraint("letter_id", "seq", name=op.f("uq_letter_service_letter_id_seq")),
    )
    op.create_table(
        "letter_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=False),
        sa.Column("stance", sa.String(10), nullable=True),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_one_of("stance", ("accepts", "partly", "objects", "refuses")), name=op.f("ck_letter_reply_stance_known")),
        sa.CheckConstraint(_one_of("way", ("paper", "post", "electronic", "link")), name=op.f("ck_letter_reply_way_known")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_reply_letter_id")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_letter_reply_attachment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_reply")),
        sa.UniqueConstraint("letter_id", "seq", name=op.f("uq_letter_reply_letter_id_seq")),
    )
    op.create_table(
        "supervision_clue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("source_number", sa.String(60), nullable=True),
        sa.Column("source_organ", sa.String(120), nullable=True),
        sa.Column("matter", sa.String(4), nullable=False),
        sa.Column("is_real_name", sa.Boolean(), nullable=False),
        sa.Column("proceedings", sa.String(20), nullable=False),
        sa.Column("recorded_by", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_one_of("source", ("inspection", "complaint", "lead", "campaign", "court", "judicial_advice", "procuratorate", "superior", "check_up", "media", "other")), name=op.f("ck_supervision_clue_source_known")),
        sa.CheckConstraint(_one_of("matter", tuple(f"M{n:02d}" for n in (*range(1, 16), 99))), name=op.f("ck_supervision_clue_matter_known")),
        sa.CheckConstraint(_one_of("proceedings", ("none", "inspection", "arbitration", "court", "unknown")), name=op.f("ck_supervision_clue_proceedings_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_supervision_clue_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_clue")),
        sa.UniqueConstraint("case_id", name=op.f("uq_supervision_clue_case_id")),
    )


def downgrade() -> None:
    count = op.get_bind().execute(sa.text("SELECT count(*) FROM \"case\" WHERE case_type = 'supervision'")).scalar_one()
    if count:
        raise RuntimeError(f"库中有 {count} 件劳动法律监督案卷，旧版本不认识它们；不能退回。")
    for table in ("supervision_clue", "letter_reply", "letter_service", "letter_item"):
        op.drop_table(table)
    for state, older in BACK.items():
        op.execute(sa.text("UPDATE letter SET state = :older WHERE state = :state").bindparams(older=older, state=state))
    op.execute(sa.text("UPDATE letter SET kind = 'notice' WHERE kind = 'public_notice'"))
    op.drop_index(op.f("ix_letter_employer_id"), "letter")
    with op.batch_alter_table("letter") as batch:
        batch.drop_constraint(op.f("fk_letter_employer_id"), type_="foreignkey")
        for name, values in (("kind", KINDS), ("state", STATES)):
            batch.drop_constraint(op.f(f"ck_letter_{name}_known"), type_="check")
            batch.create_check_constraint(op.f(f"ck_letter_{name}_known"), _one_of(name, values))
        for column in _columns():
            batch.drop_column(column.name)
    _known("case", case_type=TYPES, outcome=OUTCOMES)
    _known("chart_migration", case_type=TYPES)
