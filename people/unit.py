"""The unit 单位: a union, a park, a street or a partner that a matter can be sent to."""

from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlmodel import Field, SQLModel

from foundation.columns import one_of
from foundation.ids import new_id

UNIT_KIND = MappingProxyType(
    {
        "city": "市总工会",
        "district": "区县总工会",
        "park": "园区工会",
        "street": "乡镇（街道）工会",
        "enterprise_union": "企业工会",
        "partner": "其他单位",
    }
)


class Unit(SQLModel, table=True):
    """Where a case or ticket can go. Never deleted: what was sent to it still names it."""

    __tablename__ = "unit"
    __table_args__ = (one_of("kind", UNIT_KIND),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str | None = Field(default=None, unique=True, max_length=20, description="of units that the program brings")
    name: str = Field(unique=True, max_length=80)
    kind: str = Field(max_length=20)
    parent_id: UUID | None = Field(default=None, foreign_key="unit.id")
    district: str | None = Field(default=None, max_length=12)
    contact_role: str | None = Field(default=None, max_length=60, description="who signs for: 联络员 and the like")
    # What a letter gives for those who answer it; a letter without them names the person alone.
    phone: str | None = Field(default=None, max_length=40)
    address: str | None = Field(default=None, max_length=200)
    # No foreign key: this room knows no cases. The acts and the nightly check keep it true.
    employer_id: UUID | None = Field(default=None, index=True, description="whose union an enterprise union is")
    active: bool = True
    recorded_at: datetime
