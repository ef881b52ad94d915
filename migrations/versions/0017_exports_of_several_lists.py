"""The export log names the list: cases, or the ledger of letters"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    with op.batch_alter_table("export_log") as batch:
        batch.add_column(sa.Column("list_name", sa.String(20), nullable=False, server_default="cases"))
        batch.create_check_constraint(op.f("ck_export_log_list_name_known"), "list_name IN ('cases', 'letters')")


def downgrade() -> None:
    with op.batch_alter_table("export_log") as batch:
        batch.drop_constraint(op.f("ck_export_log_list_name_known"), type_="check")
        batch.drop_column("list_name")
