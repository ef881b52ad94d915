"""An employer that refuses or obstructs the investigation: what happened, and what proves it (J5)."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from foundation.columns import one_of
from foundation.ids import new_id

OBSTRUCTION = {
    "refused": "拒绝接受调查",
    "obstructed": "阻挠监督员进入或者询问",
    "withheld": "拒不提供资料",
    "falsified": "提供虚假资料",
    "destroyed": "隐匿、毁灭证据",
}


class Obstruction(SQLModel, table=True):
    """One refusal or obstruction (天津20(一), 徐州22, 无锡23; 工会法54(三)). Never changed."""

    __tablename__ = "obstruction"
    __table_args__ = (one_of("kind", OBSTRUCTION),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    kind: str = Field(max_length=20)
    happened_on: date
    facts: str
    proof: str = Field(description="录音录像、照片、笔录、见证人")
    witness: str | None = Field(default=None, max_length=120)
    attachment_id: UUID | None = Field(default=None, foreign_key="attachment.id")
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime
