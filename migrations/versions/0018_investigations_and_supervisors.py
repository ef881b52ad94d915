"""The register of supervisors, the papers of an investigation, and consent to be named"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
# One line for each column and constraint.
# fmt: off
INTEREST = ("self", "relative", "worked", "shares", "adviser", "debt", "townsman", "other")
TABLES = (
    "consultation", "investigation_evidence", "investigation_record", "investigation_change", "investigation_notice",
    "investigation_letter", "supervisor_interest", "supervisor_term", "supervisor",
)


def _one_of(column: str, values: Sequence[str]) -> sa.TextClause:
    return sa.text(f"{column} IN ({', '.join(repr(value) for value in values)})")


def _known(table: str, column: str, values: Sequence[str]) -> sa.CheckConstraint:
    return sa.CheckConstraint(_one_of(column, values), name=op.f(f"ck_{table}_{column}_known"))


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _text(name: str, length: int | None = None, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length) if length else sa.String(), nullable=empty)


def _uuid(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=empty)


def _day(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=empty)


def _recorded(by: str = "recorded_by") -> tuple[sa.Column[Any], ...]:
    return _text(by, 60), sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False)


def _table(name: str, *parts: Any, index: Sequence[str] = ()) -> None:
    op.create_table(name, _uuid("id"), *parts, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")))
    for column in index:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _of_investigation(name: str) -> tuple[Any, ...]:
    return (
        _uuid("investigation_id"), _uuid("case_id"),
        _to(name, "investigation_id", "investigation"), _to(name, "case_id", "case"),
    )


def _supervisors() -> None:
    order = "valid_to >= valid_from"
    _table(
        "supervisor",
        _text("name", 60), _text("certificate", 40), _text("authority", 120), _day("trained_on", empty=True),
        _day("valid_from"), _day("valid_to"), _day("withdrawn_on", empty=True), _text("withdrawn_why", empty=True),
        _uuid("account_id", empty=True), _uuid("employer_id", empty=True), _text("unit", 120, empty=True), *_recorded(),
        sa.CheckConstraint(order, name=op.f("ck_supervisor_days_in_order")),
        _to("supervisor", "account_id", "account"), _to("supervisor", "employer_id", "employer"),
        sa.UniqueConstraint("certificate", name=op.f("uq_supervisor_certificate")),
        index=("account_id", "employer_id"),
    )
    _table(
        "supervisor_term",
        _uuid("supervisor_id"), _day("valid_from"), _day("valid_to"), *_recorded(),
        sa.CheckConstraint(order, name=op.f("ck_supervisor_term_days_in_order")),
        _to("supervisor_term", "supervisor_id", "supervisor"),
        index=("supervisor_id",),
    )
    _table(
        "supervisor_interest",
        _uuid("supervisor_id"), _uuid("employer_id", empty=True), _uuid("case_id", empty=True), _text("relation", 20),
        _text("note", 200, empty=True), _day("from_on"), _day("until_on", empty=True), *_recorded("declared_by"),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        _known("supervisor_interest", "relation", INTEREST),
        sa.CheckConstraint("employer_id IS NOT NULL OR case_id IS NOT NULL", name=op.f("ck_supervisor_interest_to_something")),
        _to("supervisor_interest", "supervisor_id", "supervisor"),
        _to("supervisor_interest", "employer_id", "employer"), _to("supervisor_interest", "case_id", "case"),
        index=("supervisor_id", "employer_id", "case_id"),
    )


def _papers() -> None:
    _table(
        "investigation_letter", *_of_investigation("investigation_letter"),
        _text("number", 60), _text("addressee", 120), sa.Column("supervisors", sa.JSON(), nullable=False),
        _text("matters"), _text("scope"), _day("issued_on"), _day("valid_until"), *_recorded("issued_by"),
        sa.CheckConstraint("valid_until >= issued_on", name=op.f("ck_investigation_letter_days_in_order")),
        sa.UniqueConstraint("number", name=op.f("uq_investigation_letter_number")),
        index=("investigation_id", "case_id"),
    )
    _table(
        "investigation_notice", *_of_investigation("investigation_notice"),
        _day("told_on"), _text("told_how", 20), _text("receiver", 60), _text("purpose"), _text("content"),
        _text("requirements"), _text("way"), *_recorded(),
        _known("investigation_notice", "told_how", ("face", "paper", "phone", "electronic")),
        index=("investigation_id", "case_id"),
    )
    _table(
        "investigation_change", *_of_investigation("investigation_change"),
        _uuid("out_id", empty=True), _text("out_name", 60), _text("out_certificate", 40), _uuid("in_id"),
        _text("relation", 20, empty=True), _text("reason"), _day("changed_on"), *_recorded(),
        _known("investigation_change", "relation", INTEREST),
        _to("investigation_change", "out_id", "supervisor"), _to("investigation_change", "in_id", "supervisor"),
        index=("investigation_id", "case_id"),
    )
    _table(
        "investigation_record", *_of_investigation("investigation_record"),
        sa.Column("seq", sa.Integer(), nullable=False), sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        _text("place", 120), _text("person", 60), _text("person_role", 60), _text("first_supervisor", 60),
        _text("first_certificate", 40), _text("second_supervisor", 60), _text("second_certificate", 40),
        *(sa.Column(name, sa.Boolean(), nullable=True) for name in ("certificates_shown", "told_rights")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("read_back", "signed", "supervisors_signed")),
        sa.Column("talk", sa.JSON(), nullable=False), _text("text", empty=True), _text("refusal_reason", empty=True),
        _uuid("attachment_id", empty=True), *_recorded(),
        sa.CheckConstraint("signed OR refusal_reason IS NOT NULL", name=op.f("ck_investigation_record_signed_or_why_not")),
        sa.UniqueConstraint("investigation_id", "seq", name=op.f("uq_investigation_record_investigation_id_seq")),
        _to("investigation_record", "attachment_id", "attachment"),
        index=("case_id",),
    )
    _table(
        "investigation_evidence", *_of_investigation("investigation_evidence"),
        sa.Column("seq", sa.Integer(), nullable=False), _text("name", 120), sa.Column("pages", sa.Integer(), nullable=False),
        _text("form", 20), _text("source", 120), _text("given_by", 60, empty=True), _day("taken_on"),
        _uuid("attachment_id", empty=True), *_recorded(),
        _known("investigation_evidence", "form", ("original", "copy", "photo", "electronic")),
        sa.CheckConstraint("pages >= 1", name=op.f("ck_investigation_evidence_pages_positive")),
        sa.UniqueConstraint("investigation_id", "seq", name=op.f("uq_investigation_evidence_investigation_id_seq")),
        _to("investigation_evidence", "attachment_id", "attachment"),
        index=("case_id",),
    )
    _table(
        "consultation",
        _uuid("case_id"), _day("held_on", empty=True), _text("place", 120, empty=True), _text("parties", empty=True), _text("claims", empty=True),
        _text("result", 20, empty=True), _text("outcome", empty=True), _text("skipped_why", empty=True), *_recorded(),
        _known("consultation", "result", ("agreed", "partly", "failed", "refused")),
        sa.CheckConstraint("(held_on IS NULL) <> (skipped_why IS NULL)", name=op.f("ck_consultation_held_or_why_not")),
        _to("consultation", "case_id", "case"),
        index=("case_id",),
    )


def _of_old() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "investigation": (
            _uuid("first_supervisor_id", empty=True), _uuid("second_supervisor_id", empty=True),
            _day("first_since", empty=True), _day("second_since", empty=True),
            _text("finding", 10, empty=True), _text("conclusion", empty=True),
        ),
        "party": (
            _day("disclosure_consent_on", empty=True), _text("disclosure_consent_how", 20, empty=True),
            _day("disclosure_withdrawn_on", empty=True),
        ),
    }


CHECKS = {
    "investigation": ("finding", ("breach", "none")),
    "party": ("disclosure_consent_how", ("written", "message", "phone", "face")),
}


def upgrade() -> None:
    _supervisors()
    for table, columns in _of_old().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.add_column(column)
            name, values = CHECKS[table]
            batch.create_check_constraint(op.f(f"ck_{table}_{name}_known"), _one_of(name, values))
            if table == "investigation":
                for which in ("first_supervisor_id", "second_supervisor_id"):
                    batch.create_foreign_key(op.f(f"fk_investigation_{which}"), "supervisor", [which], ["id"])
    _papers()


def downgrade() -> None:
    for table in TABLES[:6]:
        op.drop_table(table)
    for table, columns in _of_old().items():
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{CHECKS[table][0]}_known"), type_="check")
            if table == "investigation":
                for which in ("first_supervisor_id", "second_supervisor_id"):
                    batch.drop_constraint(op.f(f"fk_investigation_{which}"), type_="foreignkey")
            for column in columns:
                batch.drop_column(column.name)
    for table in TABLES[6:]:
        op.drop_table(table)
