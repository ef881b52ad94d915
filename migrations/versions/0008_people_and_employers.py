"""People and employers: registers, rosters with shares of payments, keys of names, declared interests"""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

from cases.employer_names import fold_employer, keys_of, reduce_employer, reduce_project
from foundation.clock import now
from foundation.ids import new_id

revision = "0008"
down_revision = "0007"

TABLES = (
    "payment_share",
    "party_merge",
    "employer_move",
    "project_key",
    "project_company",
    "employer_merge",
    "employer_key",
    "employer_entry",
    "employer_alias",
    "account_interest",
    "project",
)
ID_KINDS = "'resident', 'resident_15', 'passport', 'hk_macau', 'taiwan', 'foreign_permanent', 'other'"
# Table, column, type on SQLite, type on PostgreSQL, and what it must hold.
COLUMNS = (
    ("case", "project_id", "CHAR(32)", "UUID", "CONSTRAINT fk_case_project_id REFERENCES project (id)"),
    ("case_link", "kept", "JSON", "JSON", "NOT NULL DEFAULT '{}'"),
    ("case_link", "undone_at", "DATETIME", "TIMESTAMP WITH TIME ZONE", ""),
    ("case_link", "undone_by", "VARCHAR(60)", "VARCHAR(60)", ""),
    ("employer", "parent_id", "CHAR(32)", "UUID", "CONSTRAINT fk_employer_parent_id REFERENCES employer (id)"),
    (
        "employer",
        "branch_kind",
        "VARCHAR(20)",
        "VARCHAR(20)",
        "CONSTRAINT ck_employer_branch_kind_known CHECK (branch_kind IN ('branch', 'project_department', 'subsidiary'))",
    ),
    (
        "employer",
        "union_status",
        "VARCHAR(20)",
        "VARCHAR(20)",
        "CONSTRAINT ck_employer_union_status_known CHECK (union_status IN ('own', 'joint', 'none', 'unknown'))",
    ),
    ("employer", "contact", "VARCHAR(60)", "VARCHAR(60)", ""),
    ("employer", "phone", "VARCHAR", "VARCHAR", ""),
    (
        "employer",
        "merged_into_id",
        "CHAR(32)",
        "UUID",
        "CONSTRAINT fk_employer_merged_into_id REFERENCES employer (id)",
    ),
    (
        "party",
        "id_kind",
        "VARCHAR(20)",
        "VARCHAR(20)",
        f"CONSTRAINT ck_party_id_kind_known CHECK (id_kind IN ({ID_KINDS}))",
    ),
    (
        "party",
        "status",
        "VARCHAR(20)",
        "VARCHAR(20)",
        "DEFAULT 'present' NOT NULL CONSTRAINT ck_party_status_known CHECK (status IN ('present', 'withdrawn', 'merged'))",
    ),
    ("party", "merged_into_id", "CHAR(32)", "UUID", "CONSTRAINT fk_party_merged_into_id REFERENCES party (id)"),
    ("party", "place", "INTEGER", "INTEGER", "DEFAULT 0 NOT NULL"),
)


def upgrade() -> None:
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("folded", sa.String(120), nullable=False),
        sa.Column("address", sa.String(200), nullable=True),
        sa.Column("district", sa.String(12), nullable=True),
        sa.Column("wage_bank", sa.String(80), nullable=True),
        sa.Column("wage_account", sa.String(), nullable=True),
        sa.Column("deposit_kind", sa.String(20), nullable=True),
        sa.Column("deposit_amount", sa.BigInteger(), nullable=True),
        sa.Column("has_real_names", sa.Boolean(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "deposit_kind IN ('cash', 'bank_guarantee', 'insurance', 'guarantee', 'none')",
            name=op.f("ck_project_deposit_kind_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("folded", name=op.f("uq_project_folded")),
    )
    op.create_table(
        "account_interest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("person_index", sa.String(32), nullable=True),
        sa.Column("relation", sa.String(20), nullable=False),
        sa.Column("note", sa.String(200), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("declared_by", sa.String(60), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "relation IN ('self', 'relative', 'worked', 'shares', 'adviser', 'debt', 'townsman', 'other')",
            name=op.f("ck_account_interest_relation_known"),
        ),
        sa.CheckConstraint(
            "employer_id IS NOT NULL OR person_index IS NOT NULL", name=op.f("ck_account_interest_to_somebody")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_interest_account_id")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_account_interest_employer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_interest")),
    )
    op.create_index(op.f("ix_account_interest_account_id"), "account_interest", ["account_id"], unique=False)
    op.create_index(op.f("ix_account_interest_employer_id"), "account_interest", ["employer_id"], unique=False)
    op.create_index(op.f("ix_account_interest_person_index"), "account_interest", ["person_index"], unique=False)
    op.create_table(
        "employer_alias",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("folded", sa.String(120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_employer_alias_employer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_alias")),
        sa.UniqueConstraint("folded", name=op.f("uq_employer_alias_folded")),
    )
    op.create_index(op.f("ix_employer_alias_employer_id"), "employer_alias", ["employer_id"], unique=False)
    op.create_table(
        "employer_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_employer_entry_employer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_entry")),
    )
    op.create_index(op.f("ix_employer_entry_employer_id"), "employer_entry", ["employer_id"], unique=False)
    op.create_table(
        "employer_key",
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_employer_key_employer_id")),
        sa.PrimaryKeyConstraint("key", "employer_id", name=op.f("pk_employer_key")),
    )
    op.create_index("ix_employer_key_employer", "employer_key", ["employer_id"], unique=False)
    op.create_table(
        "employer_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(60), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["employer.id"], name=op.f("fk_employer_merge_from_id")),
        sa.ForeignKeyConstraint(["into_id"], ["employer.id"], name=op.f("fk_employer_merge_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_merge")),
    )
    op.create_index(op.f("ix_employer_merge_from_id"), "employer_merge", ["from_id"], unique=False)
    op.create_index(op.f("ix_employer_merge_into_id"), "employer_merge", ["into_id"], unique=False)
    op.create_table(
        "project_company",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('owner', 'contractor', 'subcontractor', 'labour')", name=op.f("ck_project_company_role_known")
        ),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_project_company_employer_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_company_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_company")),
    )
    op.create_index(op.f("ix_project_company_employer_id"), "project_company", ["employer_id"], unique=False)
    op.create_index("ix_project_company_project", "project_company", ["project_id"], unique=False)
    op.create_table(
        "project_key",
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_key_project_id")),
        sa.PrimaryKeyConstraint("key", "project_id", name=op.f("pk_project_key")),
    )
    op.create_index("ix_project_key_project", "project_key", ["project_id"], unique=False)
    op.create_table(
        "employer_move",
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["employer_merge.id"], name=op.f("fk_employer_move_merge_id")),
        sa.PrimaryKeyConstraint("merge_id", "place", "row_id", name=op.f("pk_employer_move")),
    )
    op.create_table(
        "party_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(60), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_party_merge_case_id")),
        sa.ForeignKeyConstraint(["from_id"], ["party.id"], name=op.f("fk_party_merge_from_id")),
        sa.ForeignKeyConstraint(["into_id"], ["party.id"], name=op.f("fk_party_merge_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_merge")),
    )
    op.create_index(op.f("ix_party_merge_case_id"), "party_merge", ["case_id"], unique=False)
    op.create_table(
        "payment_share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("moved_from_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_payment_share_case_id")),
        sa.ForeignKeyConstraint(["moved_from_id"], ["party.id"], name=op.f("fk_payment_share_moved_from_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_payment_share_party_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_share_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_share")),
    )
    op.create_index(op.f("ix_payment_share_case_id"), "payment_share", ["case_id"], unique=False)
    op.create_index(op.f("ix_payment_share_party_id"), "payment_share", ["party_id"], unique=False)
    op.create_index(op.f("ix_payment_share_payment_id"), "payment_share", ["payment_id"], unique=False)
    # Written out: SQLite takes a new column with its constraints in place, and no table need be rebuilt.
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, column, on_sqlite, on_postgres, rest in COLUMNS:
        op.execute(sa.text(f'ALTER TABLE "{table}" ADD COLUMN {column} {on_sqlite if sqlite else on_postgres} {rest}'))
    op.drop_index("ix_case_employer_id", table_name="case")
    op.create_index("ix_case_employer", "case", ["employer_id", "opened_at"], unique=False)
    op.create_index("ix_case_project", "case", ["project_id", "opened_at"], unique=False)
    op.drop_index("ix_employer_credit_code", table_name="employer")
    op.create_index("ix_employer_credit_code", "employer", ["credit_code"], unique=True)
    op.create_index("ix_employer_merged_into_id", "employer", ["merged_into_id"], unique=False)
    op.create_index("ix_employer_parent_id", "employer", ["parent_id"], unique=False)
    _fill()


def _fill() -> None:
    """Keys for the employers on file, and a project for every site that a case names."""
    connection = op.get_bind()
    employer_key = sa.table("employer_key", sa.column("key"), sa.column("employer_id", sa.Uuid()))
    project_key = sa.table("project_key", sa.column("key"), sa.column("project_id", sa.Uuid()))
    project = sa.table(
        "project",
        *(sa.column("id", sa.Uuid()), sa.column("name"), sa.column("folded")),
        sa.column("recorded_at", sa.DateTime(timezone=True)),
    )
    case = sa.table("case", sa.column("id", sa.Uuid()), sa.column("project"), sa.column("project_id", sa.Uuid()))
    employer = sa.table("employer", sa.column("id", sa.Uuid()), sa.column("name"))
    for row in connection.execute(sa.select(employer.c.id, employer.c.name)).all():
        keys = [{"key": key, "employer_id": row.id} for key in keys_of(reduce_employer(row.name))]
        if keys:
            connection.execute(sa.insert(employer_key), keys)
    found: dict[str, UUID] = {}
    for (name,) in connection.execute(sa.select(case.c.project).where(case.c.project.is_not(None)).distinct()).all():
        folded = fold_employer(name)
        if not folded:
            continue
        if folded not in found:
            found[folded] = new_id()
            values = {"id": found[folded], "name": name, "folded": folded, "recorded_at": now()}
            connection.execute(sa.insert(project), values)
            keys = [{"key": key, "project_id": found[folded]} for key in keys_of(reduce_project(name))]
            connection.execute(sa.insert(project_key), keys)
        connection.execute(sa.update(case).where(case.c.project == name).values(project_id=found[folded]))


def downgrade() -> None:
    op.drop_index("ix_employer_parent_id", table_name="employer")
    op.drop_index("ix_employer_merged_into_id", table_name="employer")
    op.drop_index("ix_employer_credit_code", table_name="employer")
    op.create_index("ix_employer_credit_code", "employer", ["credit_code"], unique=False)
    op.drop_index("ix_case_project", table_name="case")
    op.drop_index("ix_case_employer", table_name="case")
    op.create_index("ix_case_employer_id", "case", ["employer_id"], unique=False)
    for table, column, *_ in reversed(COLUMNS):
        op.drop_column(table, column)
    for table in TABLES:
        op.drop_table(table)
