"""DT-3 支付令."""

from typing import Annotated

from pydantic import Field

from rules.findings.asked import Asked, Day, OneOf
from rules.findings.asking_table import table_question

DEBTS = {"pay": "劳动报酬", "medical": "工伤医疗费", "severance": "经济补偿", "damages": "赔偿金", "other": "其他"}


class Order(Asked):
    """A debt, and how certain it is."""

    day: Day = Field(title="申请日")
    debt: Annotated[str, OneOf(DEBTS)] = Field(title="欠付内容")
    agreement: bool | None = Field(None, title="有调解协议")
    overdue: bool | None = Field(None, title="已过约定支付日")
    certain: bool | None = Field(None, title="金额明确没有争议")
    servable: bool | None = Field(None, title="能够送达对方")
    counter: bool = Field(False, title="双方有其他债务纠纷或反请求")


table_question("DT-3", "payment_order", Order)
