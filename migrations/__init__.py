"""The schema's history: Alembic revisions, and the one function that brings a database up to date."""
