"""Who else is told of a letter 抄送与联动: owed to court, procuratorate and others, and what they answered."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import SERVICE_WAY
from foundation.columns import one_of
from foundation.ids import new_id

COPY_ORGAN = {
    "court": "人民法院",
    "procuratorate": "人民检察院",
    "labour": "人力资源社会保障部门",
    "superior": "上级工会",
}
COPY_ACTION = {
    "notify": "通报",
    "copy": "抄送",
    "transfer": "移送线索",
    "feedback": "反馈结果",
    "joint": "商请一并发出司法建议",
}
LINKAGE_RULE = {f"L{place}": f"联动规则L{place}" for place in range(1, 10)}


class LetterCopy(SQLModel, table=True):
    """One word that the linkage rules of the region want said to another organ; once for each cause and organ.

    `is_optional`: the rule says 可以, so it stands ready and nobody is reminded of it.
    """

    __tablename__ = "letter_copy"
    __table_args__ = (
        one_of("organ", COPY_ORGAN),
        one_of("action", COPY_ACTION),
        one_of("rule", LINKAGE_RULE),
        one_of("how", SERVICE_WAY),
        sa.UniqueConstraint("owed_key"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    owed_key: str = Field(max_length=120)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    letter_id: UUID | None = Field(default=None, foreign_key="letter.id", index=True)
    rule: str | None = Field(default=None, max_length=4, description="L1 to L9; none where people decided it")
    organ: str = Field(max_length=20)
    organ_name: str = Field(max_length=120)
    action: str = Field(max_length=20)
    is_optional: bool = False
    basis: str = Field(max_length=200)
    tag: str = Field(max_length=1)
    cause: str = Field(max_length=40, description="the event that called for it")
    owed_on: date
    due: date | None = Field(default=None, description="the union's own limit; none where the rule says 可以")
    sent_on: date | None = None
    how: str | None = Field(default=None, max_length=20)
    receipt: str | None = Field(default=None, description="回执、签收、邮件号")
    note: str | None = Field(default=None, description="随附材料，或者反馈的结果")
    sent_by: str | None = Field(default=None, max_length=60)
    answered_on: date | None = None
    answer: str | None = None
    recorded_at: datetime
