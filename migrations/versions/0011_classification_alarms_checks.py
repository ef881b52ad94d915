"""Two-level topics, urgency and must-report marks, reports on them, findings of the nightly checks"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
# The second level of each kind of claim, as cases/topics.yaml had it when this was written.
BY_KIND = {
    "wages": "0101",
    "wage_deduction": "0102",
    "overtime_pay": "0103",
    "leave_pay": "0104",
    "bonus": "0105",
    "double_wage": "0106",
    "service_fee": "0108",
    "freight_fee": "0108",
    "relation": "0201",
    "contract": "0205",
    "illegal_termination_comp": "0301",
    "severance": "0302",
    "layoff": "0304",
    "non_compete": "0305",
    "social_insurance": "0401",
    "work_injury": "0502",
    "injury_compensation": "0506",
    "occupational_disease": "0503",
    "occupational_injury": "0504",
    "death_benefit": "0505",
    "funeral": "0505",
    "working_time": "0601",
    "leave": "0602",
    "safety": "0701",
    "women_minors": "0801",
    "collective_bargaining": "0901",
    "platform_rules": "0905",
    "other": "9901",
}
OPEN_ALARMS = sa.text("closed_at IS NULL AND alarm IS NOT NULL")
NOT_GONE = sa.text("gone_at IS NULL")


# Columns with their check in one statement: both databases take it, and no table is built anew.
URGENCY = """
    ALTER TABLE "case" ADD COLUMN urgency VARCHAR(10) DEFAULT 'ordinary' NOT NULL
    CONSTRAINT ck_case_urgency_known CHECK (urgency IN ('ordinary', 'urgent', 'critical'))
"""
ALARM = """
    ALTER TABLE "case" ADD COLUMN alarm VARCHAR(20)
    CONSTRAINT ck_case_alarm_known CHECK (alarm IN ('reported', 'acknowledged', 'withdrawn'))
"""


def upgrade() -> None:
    op.add_column("case", sa.Column("topic", sa.String(4), nullable=True))
    op.execute(sa.text(URGENCY))
    op.add_column("case", sa.Column("urgency_by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("case", sa.Column("triggers", sa.JSON(), nullable=False, server_default="[]"))
    op.execute(sa.text(ALARM))
    op.add_column("claim", sa.Column("topic", sa.String(4), nullable=True))
    op.create_index(
        "ix_case_alarm",
        "case",
        ["handler_id", "next_due_at"],
        unique=False,
        sqlite_where=OPEN_ALARMS,
        postgresql_where=OPEN_ALARMS,
    )
    for kind, topic in BY_KIND.items():
        for statement in (
            'UPDATE "case" SET topic = :topic WHERE category = :kind',
            "UPDATE claim SET topic = :topic WHERE kind = :kind",
        ):
            op.execute(sa.text(statement).bindparams(topic=topic, kind=kind))
    _alarms()
    _checks()


def _alarms() -> None:
    op.create_table(
        "alarm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("clock_id", sa.Uuid(), nullable=True),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("marked_by", sa.String(60), nullable=False),
        sa.Column("marked_by_id", sa.Uuid(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_by", sa.String(60), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("instruction", sa.String(), nullable=True),
        sa.Column("asked_back_by", sa.String(60), nullable=True),
        sa.Column("asked_back_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_back_why", sa.String(), nullable=True),
        sa.Column("withdrawn_by", sa.String(60), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('reported', 'acknowledged', 'withdrawn')", name=op.f("ck_alarm_state_known")),
        sa.CheckConstraint(
            "withdrawn_by_id IS NULL OR withdrawn_by_id <> asked_back_by_id", name=op.f("ck_alarm_two_persons")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_alarm_case_id")),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_alarm_clock_id")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["account.id"], name=op.f("fk_alarm_marked_by_id")),
        sa.ForeignKeyConstraint(["asked_back_by_id"], ["account.id"], name=op.f("fk_alarm_asked_back_by_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["account.id"], name=op.f("fk_alarm_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index(op.f("ix_alarm_case_id"), "alarm", ["case_id"], unique=False)
    op.create_table(
        "alarm_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("addressee", sa.String(120), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('first', 'follow_up', 'final')", name=op.f("ck_alarm_report_kind_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_alarm_report_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_report")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_alarm_report_case_id_seq")),
    )
    op.create_index(op.f("ix_alarm_report_case_id"), "alarm_report", ["case_id"], unique=False)


def _checks() -> None:
    op.create_table(
        "check_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("check_name", sa.String(40), nullable=False),
        sa.Column("severity", sa.String(10), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("severity IN ('error', 'warning')", name=op.f("ck_check_finding_severity_known")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_check_finding_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_finding")),
        sa.UniqueConstraint("key", name=op.f("uq_check_finding_key")),
    )
    op.create_index(
        "ix_check_finding_open",
        "check_finding",
        ["check_name"],
        unique=False,
        sqlite_where=NOT_GONE,
        postgresql_where=NOT_GONE,
    )
    op.create_table(
        "check_run",
        sa.Column("check_name", sa.String(40), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("check_name", name=op.f("pk_check_run")),
    )


def downgrade() -> None:
    for table in ("check_run", "check_finding", "alarm_report", "alarm"):
        op.drop_table(table)
    op.drop_index("ix_case_alarm", table_name="case")
    op.drop_column("claim", "topic")
    # Where a column of SQLite carries its own check, the two leave together.
    for column in ("topic", "urgency", "urgency_by_hand", "triggers", "alarm"):
        op.drop_column("case", column)
