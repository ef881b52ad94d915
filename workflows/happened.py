"""When something happened in the world, where that is earlier than the moment at which it is entered (补录)."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import Field

from foundation.clock import start_of
from foundation.errors import NotPossible, NotValid
from foundation.work import Work
from rules.deadline import Question, answer
from workflows import calendars
from workflows.forms import Form

LATE_RECORD = "SVC-LATE-RECORD"


class LateForm(Form):
    """For acts that name the day on which the thing was done."""

    late_reason: str | None = Field(
        default=None, title="补录原因", max_length=500, description="事情发生在期限内、现在才登记的，写明原因"
    )


@dataclass(frozen=True)
class Happened:
    """A day in the world, why it is entered only now, and the field to name when something is missing."""

    day: date
    reason: str | None
    field: str
    proved: bool = False  # a receipt of somebody else stands behind the day: no limit for late entries

    def in_time_for(self, due_at: datetime) -> bool:
        """Whether the day lies within a period that ends then: one moment of it is enough."""
        return start_of(self.day) < due_at

    def check(self, work: Work, label: str) -> str:
        """The reason for which a recorded breach is taken back.

        Raises NotValid without a reason, and NotPossible when the day lies further back than the union's own
        time for late entries allows.
        """
        if not self.reason:
            raise NotValid(
                f"“{label}”已记为逾期，而所填日期在期限之内；请填写补录原因，逾期记录将撤销（不删除）。",
                fields={"late_reason": "撤销逾期须写明原因"},
            )
        if self.proved:
            return self.reason
        limit = answer(Question(LATE_RECORD, self.day), calendars.in_force(work))
        if work.at > limit.due_at:
            raise NotPossible(
                f"所填日期 {self.day} 距今已超过补录期限（{limit.rule.label}，工会自定，至 {limit.due}）；"
                "请由主管核对证据后办理“撤销逾期”。"
            )
        return self.reason
