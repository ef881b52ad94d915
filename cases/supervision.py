"""The clue that a supervision file begins with 线索登记."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from cases.codes import CLUE_PROCEEDINGS, CLUE_SOURCE, MATTER
from foundation.columns import one_of
from foundation.ids import new_id


class SupervisionClue(SQLModel, table=True):
    """Where a matter of labour-law supervision came from: every clue is registered (湖北20, 江苏17, 陕西18)."""

    __tablename__ = "supervision_clue"
    __table_args__ = (
        one_of("source", CLUE_SOURCE),
        one_of("matter", MATTER),
        one_of("proceedings", CLUE_PROCEEDINGS),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", unique=True)
    source: str = Field(max_length=20)
    source_number: str | None = Field(default=None, max_length=60, description="来文文号（司法建议、交办函）")
    source_organ: str | None = Field(default=None, max_length=120)
    matter: str = Field(max_length=4)
    is_real_name: bool = Field(default=False, description="实名反映：不予受理须告知本人")
    proceedings: str = Field(default="unknown", max_length=20, description="是否已在监察、仲裁、诉讼中")
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime
