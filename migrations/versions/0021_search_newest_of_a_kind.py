"""The newest documents of each kind, for the search on PostgreSQL"""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    # SQLite's full-text index gives its hits newest first by itself.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_search_document_newest ON search_document (kind, id)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_search_document_newest")
