"""The worker's rights first: the nearest end of a running right on every case"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
BACKFILL = """
    UPDATE "case" SET right_due_at =
        (SELECT min(k.due_at) FROM clock k WHERE k.case_id = "case".id AND k.kind = 'right' AND k.state = 'running')
    WHERE EXISTS (
        SELECT 1 FROM clock k
        WHERE k.case_id = "case".id AND k.kind = 'right' AND k.state = 'running' AND k.due_at IS NOT NULL
    )
"""


def upgrade() -> None:
    op.add_column("case", sa.Column("right_due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_case_right",
        "case",
        ["handler_id", "right_due_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND right_due_at IS NOT NULL"),
        postgresql_where=sa.text("closed_at IS NULL AND right_due_at IS NOT NULL"),
    )
    op.execute(sa.text(BACKFILL))


def downgrade() -> None:
    op.drop_index("ix_case_right", table_name="case")
    op.drop_column("case", "right_due_at")
