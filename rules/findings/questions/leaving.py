"""离职付什么 (劳动合同法 36 to 48, 71, 87; 解释一 47)."""

from typing import Annotated

from pydantic import Field

from rules.findings.asked import Asked, Day, OneOf
from rules.findings.asking_table import table_question

GROUNDS = {
    "worker_38": "劳动者因单位违法而解除（第三十八条）",
    "resigned": "劳动者辞职（第三十七条）",
    "agreed_employer": "单位提出并协商一致解除",
    "agreed_worker": "劳动者提出并协商一致解除",
    "fault_39": "单位因劳动者过错解除（第三十九条）",
    "noticed_40": "单位依第四十条解除（已提前三十日通知）",
    "replaced_40": "单位依第四十条解除（没有提前通知）",
    "layoff_41": "经济性裁员（第四十一条）",
    "expiry_employer": "合同期满单位不续订或降低条件",
    "expiry_worker": "合同期满单位维持或提高条件而劳动者不续订",
    "closed": "单位破产、吊销、关闭或解散",
    "retired": "劳动者开始享受养老保险待遇",
    "unlawful": "单位违法解除或终止",
}


class Leaving(Asked):
    """Why the relation ended."""

    day: Day = Field(title="解除或终止之日")
    ground: Annotated[str, OneOf(GROUNDS)] = Field(title="理由")
    part_time: bool = Field(False, title="非全日制用工")
    union: bool | None = Field(None, title="单位建立了工会")
    union_told: bool | None = Field(None, title="解除前通知了工会")
    cured: bool | None = Field(None, title="起诉前已补正通知")


table_question("TP", "termination_pay", Leaving)
