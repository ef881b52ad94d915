"""Cases that are related without being one matter"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
BEFORE = "kind IN ('merged', 'split', 'aid')"
AFTER = "kind IN ('merged', 'split', 'aid', 'related')"


def _known(kinds: str) -> None:
    name = op.f("ck_case_link_kind_known")
    with op.batch_alter_table("case_link") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(kinds))


def upgrade() -> None:
    _known(AFTER)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM case_link WHERE kind = 'related'"))
    _known(BEFORE)
