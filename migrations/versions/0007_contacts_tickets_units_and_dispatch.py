"""Contacts in full, tickets between the levels, units, and every dispatch as a row of its own"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ANSWERS = "'policy_advice', 'progress', 'out_of_scope', 'suggestion', 'union_affairs', 'hardship', 'thanks', 'silent', 'other'"


def _reference(table: str, column: str, other: str) -> None:
    """A new column that points to a table. Spelt out: SQLite knows it only in this form."""
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    name = f"fk_{table}_{column}"
    op.execute(sa.text(f'ALTER TABLE "{table}" ADD COLUMN {column} {kind} CONSTRAINT {name} REFERENCES "{other}" (id)'))


def upgrade() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(20), nullable=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("district", sa.String(12), nullable=True),
        sa.Column("contact_role", sa.String(60), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('city', 'district', 'park', 'street', 'enterprise_union', 'partner')",
            name=op.f("ck_unit_kind_known"),
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
        sa.UniqueConstraint("name", name=op.f("uq_unit_name")),
    )
    op.create_index(op.f("ix_unit_employer_id"), "unit", ["employer_id"], unique=False)
    _reference("account", "unit_id", "unit")
    _reference("case", "unit_id", "unit")
    op.create_index(op.f("ix_case_unit_id"), "case", ["unit_id"], unique=False)
    op.add_column("case", sa.Column("retaliation_risk", sa.Boolean(), nullable=False, server_default=sa.false()))
    _contact()
    _ticket()
    _dispatch()
    _those_that_wait()


def _contact() -> None:
    for name in ("is_confidential", "retaliation_risk"):
        op.add_column("contact", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("contact", sa.Column("source_number", sa.String(60), nullable=True))
    op.add_column("contact", sa.Column("letter_number", sa.String(60), nullable=True))
    op.add_column("contact", sa.Column("letter_on", sa.Date(), nullable=True))
    op.add_column("contact", sa.Column("leader_name", sa.String(60), nullable=True))
    op.add_column("contact", sa.Column("instruction", sa.String(), nullable=True))
    _reference("contact", "repeat_of", "contact")
    op.execute(
        sa.text(
            "ALTER TABLE contact ADD COLUMN answer_kind VARCHAR(20) "
            f"CONSTRAINT ck_contact_answer_kind_known CHECK (answer_kind IN ({ANSWERS}))"
        )
    )
    op.add_column("contact", sa.Column("told_body", sa.String(80), nullable=True))
    op.add_column("contact", sa.Column("resolved", sa.Boolean(), nullable=True))
    op.add_column("contact", sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("contact", sa.Column("handled_by_name", sa.String(60), nullable=True))


def _ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(10), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("other_side", sa.String(80), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("caller_name", sa.String(60), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_index", sa.String(32), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_by", sa.String(60), nullable=True),
        sa.Column("taken_by_name", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_ticket_direction_known")),
        sa.CheckConstraint(
            "state IN ('received', 'in_hand', 'answered', 'sent_back')", name=op.f("ck_ticket_state_known")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ticket_unit_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["ticket.id"], name=op.f("fk_ticket_parent_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_ticket_contact_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_ticket_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("direction", "other_side", "number", name=op.f("uq_ticket_direction_other_side_number")),
    )
    for column in ("parent_id", "contact_id", "case_id"):
        op.create_index(op.f(f"ix_ticket_{column}"), "ticket", [column], unique=False)
    op.create_index("ix_ticket_owed", "ticket", ["state", "due_on"], unique=False)


def _dispatch() -> None:
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("sent_to", sa.String(80), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(60), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("despite", sa.String(), nullable=True),
        sa.Column("do_not_return", sa.Boolean(), nullable=False),
        sa.Column("needs_signing", sa.Boolean(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(60), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by", sa.String(60), nullable=True),
        sa.Column("reason_code", sa.String(20), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("nth_return", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('dispatch', 'transfer', 'task', 'supervised')", name=op.f("ck_dispatch_kind_known")
        ),
        sa.CheckConstraint(
            "reason_code IN ('not_our_duty', 'incomplete', 'duplicate', 'wrong_place', 'other')",
            name=op.f("ck_dispatch_reason_code_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_dispatch_case_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["account.id"], name=op.f("fk_dispatch_handler_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_dispatch_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
    )
    for column in ("case_id", "handler_id", "unit_id"):
        op.create_index(op.f(f"ix_dispatch_{column}"), "dispatch", [column], unique=False)


def _those_that_wait() -> None:
    """Cases that wait to be signed for get the row that a dispatch writes from now on, as of their last dispatch."""
    connection = op.get_bind()
    case = sa.table(
        "case",
        sa.column("id", sa.Uuid()),
        sa.column("handler_id", sa.Uuid()),
        sa.column("unit", sa.String()),
        sa.column("state", sa.String()),
    )
    account = sa.table("account", sa.column("id", sa.Uuid()), sa.column("name", sa.String()))
    entry = sa.table(
        "journal_entry",
        sa.column("case_id", sa.Uuid()),
        sa.column("seq", sa.Integer()),
        sa.column("act", sa.String()),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("by_name", sa.String()),
    )
    waiting = (
        sa.select(case.c.id, case.c.handler_id, case.c.unit, account.c.name, entry.c.at, entry.c.by_name)
        .select_from(
            case.outerjoin(account, account.c.id == case.c.handler_id).join(entry, entry.c.case_id == case.c.id)
        )
        .where(case.c.state == "awaiting_sign_for", entry.c.act == "assign")
        .order_by(entry.c.seq)
    )
    rows = {
        row.id: {
            "id": uuid4(),
            "case_id": row.id,
            "kind": "dispatch",
            "handler_id": row.handler_id,
            "sent_to": row.name or row.unit or "（未载明）",
            "sent_at": row.at,
            "sent_by": row.by_name,
            "do_not_return": False,
            "needs_signing": True,
            "nth_return": 0,
            "recorded_at": row.at,
        }
        for row in connection.execute(waiting)
    }
    if rows:
        table = sa.table(
            "dispatch",
            sa.column("id", sa.Uuid()),
            sa.column("case_id", sa.Uuid()),
            sa.column("kind", sa.String()),
            sa.column("handler_id", sa.Uuid()),
            sa.column("sent_to", sa.String()),
            sa.column("sent_at", sa.DateTime(timezone=True)),
            sa.column("sent_by", sa.String()),
            sa.column("do_not_return", sa.Boolean()),
            sa.column("needs_signing", sa.Boolean()),
            sa.column("nth_return", sa.Integer()),
            sa.column("recorded_at", sa.DateTime(timezone=True)),
        )
        connection.execute(table.insert(), list(rows.values()))


def downgrade() -> None:
    op.drop_table("dispatch")
    op.drop_table("ticket")
    op.drop_index("ix_case_unit_id", table_name="case")
    gone = {
        "contact": (
            "handled_by_name", "handled_at", "resolved", "told_body", "answer_kind", "repeat_of", "instruction",
            "leader_name", "letter_on", "letter_number", "source_number", "retaliation_risk", "is_confidential",
        ),
        "case": ("retaliation_risk", "unit_id"),
        "account": ("unit_id",),
    }  # fmt: skip
    for table, columns in gone.items():
        for column in columns:
            # The column's own check and reference go with it, on both databases.
            op.execute(sa.text(f'ALTER TABLE "{table}" DROP COLUMN {column}'))
    op.drop_table("unit")
