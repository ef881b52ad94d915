"""Closed lists of the letters 一函两书 and of the clues they follow."""

from collections.abc import Mapping
from types import MappingProxyType


def _codes(**values: str) -> Mapping[str, str]:
    return MappingProxyType(values)


# 重点群体 of the notice of 2024, apart from 新就业形态, which every file has as a mark of its own.
KEY_GROUP = _codes(women="女职工", minors="未成年工", disabled="残疾职工", older="老年劳动者")

LETTER_KIND = _codes(
    notice="提示函", opinion="意见书", recommendation="建议书", public_notice="公开提示函", other="其他函件"
)

LETTER_STATE = _codes(
    draft="草稿",
    review="待审核",
    approval="待签发",
    approved="已签发待编号",
    numbered="已编号待用印",
    sealed="已用印待发出",
    dispatched="已发出待送达",
    undelivered="未能送达",
    refused="拒收",
    served="已送达待答复",
    overdue="逾期未答复",
    replied="已答复待评估",
    rejected="答复不予认可",
    rectifying="整改中",
    unrectified="逾期未整改",
    verified="已复查",
    filing="待部门立案",
    silent="部门逾期未答复",
    not_filed="部门不予立案",
    filed="部门已立案",
    disposed="部门已处理待反馈",
    fed_back="部门已反馈",
    published="已公开发布",
    escalated="已升级",
    closed="已办结",
    archived="已归档",
    handed_up="已提请上级发函",
    withdrawn="已撤回",
    void="已作废",
    recorded="历史登记",
)

# What opens a recommendation: who refused what, in the words of the regional regulations.
LETTER_TRIGGER = MappingProxyType(
    {
        "J1": "拒绝签收意见书",
        "J2": "逾期不书面答复",
        "J3": "无正当理由不改正",
        "J4": "答复不适当、不真实",
        "J5": "拒绝、阻挠调查或者毁匿证据",
        "J6": "不落实承诺的整改措施",
        "J7": "对意见书无正当理由持异议",
    }
)

SERVICE_WAY = _codes(
    direct="直接送达", post="邮寄送达", electronic="电子送达（经同意）", left="留置送达", entrusted="委托送达"
)

SERVICE_OUTCOME = _codes(served="已送达", refused="拒收", undelivered="未能送达")

REPLY_STANCE = _codes(accepts="接受并整改", partly="部分接受", objects="有异议（附理由）", refuses="拒绝改正")

REPLY_WAY = _codes(paper="书面递交", post="邮寄", electronic="电子邮件、传真", link="网上答复（一次性链接）")

ASSESSMENT = _codes(
    accepted="认可，转整改",
    objection_upheld="异议成立，撤回文书",
    inadequate="答复不适当",
    false="答复不真实",
    refused="无正当理由不改正或者持异议",
)

ITEM_ADMITTED = _codes(yes="认可", partly="部分认可", no="不认可")

ITEM_RESULT = _codes(done="已改", partial="部分改", none="未改")

RECTIFICATION = _codes(full="全部整改", partial="部分整改", none="未整改")

CLUE_SOURCE = _codes(
    inspection="日常监督检查",
    complaint="职工投诉举报",
    lead="哨兵线索",
    campaign="专项行动",
    court="法院通报",
    judicial_advice="法院司法建议抄送",
    procuratorate="检察机关线索",
    superior="上级工会交办",
    check_up="法治体检发现",
    media="媒体舆情",
    other="其他",
)

CLUE_PROCEEDINGS = _codes(none="无", inspection="劳动监察", arbitration="仲裁", court="诉讼", unknown="不清楚")

DISPOSAL = _codes(
    corrected="责令改正",
    decision="行政处理决定",
    penalty="行政处罚",
    withdrawn="撤销立案",
    transferred="移送其他机关",
    other="其他",
)
