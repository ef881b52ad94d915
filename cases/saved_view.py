"""The saved view 常用视图: filters and order of the case list under a name."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from foundation.ids import new_id


class SavedView(SQLModel, table=True):
    """A named list, of one person or shared. `query` is the address's own words: still=open&sort=opened_at."""

    __tablename__ = "saved_view"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    owner: str = Field(max_length=60)
    name: str = Field(max_length=30)
    query: str = Field(max_length=1000)
    shared: bool = False
    default_for: str | None = Field(
        default=None, max_length=20, unique=True, description="the role that begins with it"
    )
    created_at: datetime
