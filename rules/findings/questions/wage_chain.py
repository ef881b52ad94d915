"""DT-8 工程建设领域欠薪."""

from pydantic import Field

from rules.findings.asked import Asked, Day
from rules.findings.asking_table import table_question


class WageChain(Asked):
    """The facts of a site."""

    day: Day = Field(title="拖欠之日")
    subcontractor: bool = Field(False, title="分包单位拖欠")
    passed_on: bool = Field(False, title="工程转包")
    owner_unpaid: bool = Field(False, title="建设单位没有按约拨付工程款")
    unqualified: bool = Field(False, title="发包给个人或不具备资格的单位")
    licence_lent: bool = Field(False, title="允许他人以本单位名义施工（挂靠）")
    illegal: bool = Field(False, title="工程违法违规建设")
    disputed: bool = Field(False, title="工程数量、质量、造价有争议")
    still_unpaid: bool = Field(False, title="以上单位仍未清偿")


table_question("DT-8", "wage_chain", WageChain)
