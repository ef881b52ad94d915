"""Closed lists of the prevention register: the value that is stored and the word that people see.

Kinds follow the seed report of a city federation (campaigns, 普法, 法治体检, 联席会议, 样板站点, 哨兵) and the
statistics H1 and H2 of the union's own reports.
"""

from types import MappingProxyType

from cases.codes import CodeList


def _codes(**values: str) -> CodeList:
    return MappingProxyType(values)


CAMPAIGN_KIND = _codes(
    arrears="根治欠薪",
    new_form="新就业形态",
    legal_service="公益法律服务",
    letters="一函两书",
    publicity="普法宣传",
    check_up="法治体检",
    bargaining="集体协商、民主管理",
    other="其他",
)
CAMPAIGN_STATE = _codes(planned="筹备", running="进行中", ended="已结束", stopped="已停止")
TAG_SUBJECT = _codes(case="案件", activity="活动", check_up="法治体检")
TAG_HOW = _codes(auto="自动", hand="手工")
CASE_FLAG = _codes(is_migrant="农民工", is_new_form="新就业形态", is_collective="集体")

ACTIVITY_KIND = _codes(
    lecture="普法宣传",
    check_up="法治体检活动",
    consultation="法律咨询",
    bargaining="集体协商",
    congress="职代会",
    training="培训",
)
ACTIVITY_STATE = _codes(held="已举办", planned="计划中", cancelled="已取消")
AUDIENCE = _codes(
    worker="一线职工",
    migrant="农民工",
    new_form="新就业形态劳动者",
    women="女职工",
    cadre="工会干部",
    manager="企业经营管理人员",
    public="社会公众",
    unsorted="未分类",
)

CHECK_UP_STATE = _codes(open="体检中", done="已完成", cancelled="已取消")
CHECK_ANSWER = _codes(ok="合规", breach="不合规", na="不适用")
FINDING_STATE = _codes(open="待整改", corrected="已整改", dropped="不再跟踪")

SIGN = _codes(
    arrears="欠薪苗头",
    stoppage="停工聚集",
    safety="安全隐患",
    layoff="裁员、关停",
    opinion="网络舆情",
    platform="平台规则、派单争议",
    relations="劳动关系紧张",
    other="其他",
)
RISK = _codes(red="红", yellow="黄", none="一般")
LEAD_STATE = _codes(new="待核实", verified="已核实", rejected="不采纳", merged="已并入已知事项", case="已立案")

MEETING_KIND = _codes(
    joint="政府工会联席会议", tripartite="劳动关系三方机制", reception="工会领导接访", other="其他会议"
)
ISSUE_STATE = _codes(open="办理中", done="已落实", dropped="不再办理")

SITE_KIND = _codes(
    service_centre="劳动关系公共服务中心",
    model_station="劳动关系样板站点",
    outdoor_station="户外劳动者服务站",
    mediation_centre="劳动争议调解中心",
)
CONTRACT_KIND = _codes(general="综合集体合同", wages="工资专项", safety="劳动安全卫生专项", women="女职工权益保护专项")
