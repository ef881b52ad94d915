"""Closed lists of what happens outside the house and at the end: referral, proceedings, aid, callback, archive."""

from cases.codes import _codes

SENT_BY = _codes(in_person="当面", post="邮寄", electronic="电子", platform="平台")

RETURN_REASON = _codes(
    not_competent="不属其管辖",
    incomplete="材料不全",
    duplicate="已在办理或者重复",
    too_late="超过时效或者受理期限",
    conditions_missing="不符合受理条件",
    elsewhere="应向其他单位提出",
    withdrawn="本会或者当事人撤回",
    other="其他（写明理由）",
)

RESULT_KIND = _codes(
    correction_order="责令改正",
    penalty="行政处理、处罚",
    mediated="调解书",
    award="裁决书",
    judgment="判决书",
    ruling="裁定书",
    payment_order="支付令",
    aid_granted="给予法律援助",
    aid_refused="不予法律援助",
    case_filed="立案侦查",
    support_given="支持起诉、检察建议",
    not_accepted="不予受理",
    settled="当事人和解",
    other="其他",
)

REFERRAL_EVENT = _codes(
    prepared="决定移送",
    packed="备齐材料",
    sent="发出",
    acknowledged="对方接收",
    progress="进展",
    replied="对方回复",
    answered="结果",
    returned="退回",
    unanswered="无答复",
    cancelled="取消",
    superseded="改向他处移送",
)

PROCEEDING = _codes(
    arbitration="劳动仲裁",
    first_instance="一审",
    second_instance="二审",
    retrial="再审",
    enforcement="执行",
    payment_order="支付令",
    preservation="财产保全",
    advance_execution="先予执行",
    supported_suit="支持起诉",
    injury_recognition="工伤认定",
    ability_appraisal="劳动能力鉴定",
    prosecutor_suggestion="检察建议",
)

PROCEEDING_STATE = _codes(filed="已申请", accepted="已受理", decided="已有结果", ended="未受理或者撤回")

PROCEEDING_RESULT = _codes(
    supported="全部支持",
    partly="部分支持",
    dismissed="驳回",
    mediated="调解结案",
    withdrawn="撤回",
    not_accepted="不予受理",
    enforced="执行到位",
    enforced_partly="部分执行到位",
    enforcement_ended="终结本次执行",
    recognised="予以认定",
    not_recognised="不予认定",
    granted="准许",
    refused="不准许",
    other="其他",
)

ADVANCED_BY = _codes(
    contractor="施工总承包单位",
    owner="建设单位",
    deposit="农民工工资保证金",
    arrears_fund="欠薪应急周转金",
    government="政府部门",
    insurance="工伤保险基金先行支付",
    union="工会",
    other="其他",
)

RECOURSE_STATE = _codes(open="待追偿", claimed="已主张", recovered="已追回", partly="部分追回", waived="不再追偿")

# 法律援助法 42: no check of means; 32: no condition of means; else the means are checked (41).
AID_EXEMPTION = _codes(
    checked="须核查经济困难状况",
    no_steady_income="无固定生活来源的未成年人、老年人、残疾人等特定群体",
    relief="社会救助、司法救助或者优抚对象",
    migrant="申请支付劳动报酬或者请求工伤事故人身损害赔偿的进城务工人员",
    by_other_rule="法律、法规、规章规定的其他人员",
    no_condition="不受经济困难条件限制",
)
AID_ARTICLE = _codes(
    checked="法律援助法 41",
    no_steady_income="法律援助法 42(1)",
    relief="法律援助法 42(2)",
    migrant="法律援助法 42(3)",
    by_other_rule="法律援助法 42(4)",
    no_condition="法律援助法 32",
)

AID_STAGE = _codes(
    advice="咨询、代拟文书",
    mediation="调解、协商",
    arbitration="仲裁代理",
    litigation="诉讼代理",
    enforcement="执行代理",
)

SUBSIDY_STATE = _codes(computed="已计算", approved="已批准", paid="已发放")

DISSATISFIED = _codes(send_back="二次办理", justified="已依法办理，予以说明")

DEMAND_STATE = _codes(asked="待批", approved="已认定", refused="未认定")

APPEAL_STATE = _codes(none="未申诉", appealed="申诉待定", upheld="维持", lifted="撤销缺陷")

RETENTION = _codes(permanent="永久", years_30="30年", years_10="10年", years_5="5年", years_3="3年")
