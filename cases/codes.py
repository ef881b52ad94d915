"""Closed lists: the value that is stored and the word that people see.

Sources: the code lists proposed from published hotline practice and the Code of Supervised Matters
merged from the provincial regulations on union labour-law supervision (湖北13, 陕西14, 江苏15, 浙江9 ...).
"""

from collections.abc import Mapping
from types import MappingProxyType

from cases import letter_codes
from cases.outcomes import register

CodeList = Mapping[str, str]


def _codes(**values: str) -> CodeList:
    return MappingProxyType(values)


CASE_TYPE = _codes(labour_dispute="劳动争议", wage_arrears="欠薪", legal_aid="法律援助", supervision="劳动法律监督")
# What a worker comes with; a supervision file begins with a clue, at its own desk.
DISPUTE_TYPE = MappingProxyType({name: word for name, word in CASE_TYPE.items() if name != "supervision"})

CHANNEL = _codes(
    hotline_12351="12351 热线",
    other_phone="其他电话",
    walk_in="来访",
    letter="来信",
    website="网站",
    app="App／小程序",
    wechat="微信／QQ",
    ticket_12345="12345 转办",
    petition_office="信访转办",
    court_delegation="法院委派委托",
    arbitration_delegation="仲裁委委派委托",
    procuratorate_lead="检察机关移送",
    labour_inspection="劳动监察转来",
    superior="上级交办",
    subordinate="下级上报",
    other_union="外地或其他工会转来",
    sentinel="哨兵（片区信息员）",
    check_up="法治体检发现",
    union_initiated="工会主动发现",
    service_station="服务站点",
    legal_aid_window="法律援助窗口",
    leader_reception="领导接访",
    media="媒体",
    unknown="来源未载明",
)

HANDLING = _codes(open="待处理", answered="已答复", attached="已并入案件", opened_case="已立案")

ANSWER_KIND = _codes(
    policy_advice="政策咨询",
    progress="查询办理进度",
    out_of_scope="不属工会受理（告知受理部门）",
    suggestion="意见建议",
    union_affairs="工会事务（会籍、建会、经费）",
    hardship="生活帮扶咨询",
    thanks="表扬感谢",
    silent="无声、错拨、骚扰",
    other="其他",
)

TICKET_DIRECTION = {"in": "上级转来", "out": "向下转办"}

TICKET_STATE = _codes(received="待办", in_hand="办理中", answered="已有结果", sent_back="已反馈")

DISPATCH_KIND = _codes(dispatch="派单", transfer="转办", task="交办", supervised="督办")

RETURN_REASON = _codes(
    not_our_duty="不属本单位职责",
    incomplete="信息不全",
    duplicate="重复",
    wrong_place="管辖有误",
    other="其他（须说明）",
)

DISTRICT = MappingProxyType(
    {
        "630100": "西宁市本级",
        "630102": "城东区",
        "630103": "城中区",
        "630104": "城西区",
        "630105": "城北区",
        "630106": "湟中区",
        "630121": "大通县",
        "630123": "湟源县",
        "630102400": "东川工业园",
        "630103400": "南川工业园",
        "630105400": "生物科技产业园",
        "630106400": "甘河工业园",
        "990000": "外地（公开案例）",
    }
)

CLAIM_KIND = _codes(
    wages="拖欠工资",
    wage_deduction="克扣工资",
    overtime_pay="加班费",
    leave_pay="年休假工资",
    bonus="奖金提成",
    double_wage="未签合同双倍工资",
    service_fee="劳务费、服务费（新业态）",
    freight_fee="运费",
    relation="确认劳动关系",
    contract="劳动合同订立与履行",
    illegal_termination_comp="违法解除赔偿金",
    severance="经济补偿",
    layoff="裁员",
    non_compete="竞业限制",
    social_insurance="社会保险",
    work_injury="工伤待遇",
    injury_compensation="人身损害赔偿",
    occupational_disease="职业病",
    occupational_injury="职业伤害保障（新业态）",
    death_benefit="工亡待遇",
    funeral="丧葬补助",
    working_time="工时",
    leave="休息休假",
    safety="劳动安全卫生",
    women_minors="女职工、未成年工保护",
    collective_bargaining="集体协商、民主管理",
    platform_rules="平台规则",
    other="其他",
)

PARTY_ROLE = _codes(worker="劳动者", representative="代表", relative="近亲属", agent="代理人", caller="来电人")

INDUSTRY = MappingProxyType(
    {
        "A": "农、林、牧、渔业",
        "B": "采矿业",
        "C": "制造业",
        "D": "电力、热力、燃气及水",
        "E": "建筑业",
        "F": "批发和零售业",
        "G": "交通运输、仓储和邮政业",
        "H": "住宿和餐饮业",
        "I": "信息传输、软件和信息技术",
        "J": "金融业",
        "K": "房地产业",
        "L": "租赁和商务服务业",
        "M": "科学研究和技术服务业",
        "N": "水利、环境和公共设施管理业",
        "O": "居民服务、修理和其他服务业",
        "P": "教育",
        "Q": "卫生和社会工作",
        "R": "文化、体育和娱乐业",
        "S": "公共管理、社会保障和社会组织",
        "T": "国际组织",
    }
)

MATTER = MappingProxyType(
    {
        "M01": "平等就业",
        "M02": "劳动合同订立、履行、变更、解除、终止",
        "M03": "集体协商与集体合同",
        "M04": "工资报酬、最低工资、加班工资",
        "M05": "工作时间、休息休假",
        "M06": "劳动安全卫生、职业病、事故处理",
        "M07": "社会保险",
        "M08": "福利待遇",
        "M09": "女职工、未成年工、残疾职工特殊保护",
        "M10": "劳务派遣",
        "M11": "职业培训及教育经费",
        "M12": "民主管理、职代会",
        "M13": "规章制度与重大事项决定",
        "M14": "参加和组织工会",
        "M15": "新就业形态、平台用工",
        "M99": "其他",
    }
)

ADDRESSEE = _codes(
    arbitration="仲裁",
    labour_inspection="劳动监察",
    court="法院",
    procuratorate="检察院",
    legal_aid_centre="法律援助中心",
    police="公安",
    lower_union="下级工会",
    basic_union="基层工会",
    other_union="异地工会",
    industry_authority="行业主管",
)

# The lists of the letters stand in a file of their own.
ASSESSMENT = letter_codes.ASSESSMENT
CLUE_PROCEEDINGS = letter_codes.CLUE_PROCEEDINGS
CLUE_SOURCE = letter_codes.CLUE_SOURCE
DISPOSAL = letter_codes.DISPOSAL
ITEM_ADMITTED = letter_codes.ITEM_ADMITTED
ITEM_RESULT = letter_codes.ITEM_RESULT
KEY_GROUP = letter_codes.KEY_GROUP
LETTER_KIND = letter_codes.LETTER_KIND
LETTER_STATE = letter_codes.LETTER_STATE
LETTER_TRIGGER = letter_codes.LETTER_TRIGGER
RECTIFICATION = letter_codes.RECTIFICATION
REPLY_STANCE = letter_codes.REPLY_STANCE
REPLY_WAY = letter_codes.REPLY_WAY
SERVICE_OUTCOME = letter_codes.SERVICE_OUTCOME
SERVICE_WAY = letter_codes.SERVICE_WAY

CLOCK_KIND = _codes(
    citizen="群众时钟", stage="办理时限", obligation="对方义务期限", right="劳动者权利时效", pause="暂停"
)

REFERRAL_STATE = _codes(
    prepared="待移送", sent="待接收", acknowledged="办理中", returned="已退回", answered="已有结果", unanswered="无答复"
)

# Derived from the register: cases/outcomes.yaml.
OUTCOME: CodeList = MappingProxyType({code: one.word for code, one in register().outcomes.items()})

ALARM_STATE = _codes(reported="待批示", acknowledged="已批示", withdrawn="已撤销")

ALARM_REPORT = _codes(first="首报", follow_up="续报", final="终报")

CLOCK_REQUEST = _codes(pause="暂停（中止）", extension="延期")

CLOCK_REQUEST_STATE = _codes(asked="待批", approved="已批准", refused="未批准", ended="已结束")

PAUSE_GROUND = _codes(
    awaiting_recognition="等待工伤认定",
    awaiting_appraisal="等待鉴定",
    awaiting_other_case="等待另案结果",
    public_notice="公告送达期间",
    force_majeure="不可抗力",
    no_representative="没有法定代理人等正当理由",
    both_agree="双方同意",
    other="其他（须说明）",
)

INTERRUPTION = _codes(
    claim_made="向对方主张权利（含协商、申请调解）",
    relief_sought="向有关部门请求权利救济（监察、仲裁、诉讼、支付令）",
    debtor_agreed="对方同意履行义务",
)

CASE_LINK = _codes(merged="并案", split="分案", aid="另办法律援助", related="关联")
ATTACHMENT_KIND = _codes(
    identity="身份证件",
    contract="劳动合同",
    wage_record="工资条、银行流水、欠条",
    attendance="考勤、工时",
    chat="聊天记录",
    witness="证人证言",
    photo="照片",
    recording="录音录像",
    injury="伤情、工伤材料",
    insurance="社会保险材料",
    dismissal="解除、终止材料",
    rules="规章制度",
    application="申请书、委托书",
    minutes="笔录",
    agreement="协议书",
    receipt="回执、送达",
    ruling="仲裁、法院、监察文书",
    payment="付款凭证",
    sign_in="签到、活动材料",
    other="其他",
)

VIEWED_HOW = _codes(preview="查看", download="下载", print="打印")

EVIDENCE_STATE = _codes(asked="已告知", promised="答应提供", received="已收到", unavailable="无法提供")

EVIDENCE_BRINGER = _codes(worker="劳动者", employer="用人单位", third_party="有关部门、机构", union="工会调取")

MEETING_KIND = _codes(one_side="单方谈话", both="双方调解", joint="联合调解", visit="现场走访")

MEETING_STATE = _codes(planned="已安排", held="已举行", cancelled="已取消")

MEETING_SIDE = _codes(
    worker="劳动者一方", employer="用人单位一方", mediator="调解员", authority="联合单位", witness="证人", other="其他"
)

SIGNING = _codes(signed="各方已签字", refused="有人拒绝签字", unsigned="未要求签字")

CONTACT_WAY = _codes(phone="电话", visit="上门走访", message="微信、短信", letter="书面", in_office="来会面谈")

CONFIRMATION_WAY = _codes(arbitration="仲裁审查", court="司法确认")

CONFIRMATION_RESULT = _codes(confirmed="已确认", refused="不予确认", withdrawn="已撤回申请")

PAYMENT_WAY = _codes(
    bank="银行转账至本人账户", cash="现金当场支付并签收", account="农民工工资专用账户代发", other="其他方式"
)


def word(codes: CodeList, value: str | None) -> str:
    """The Chinese word for a stored value; the value itself where the list does not know it."""
    return "" if value is None else codes.get(value, value)


ID_KIND = _codes(
    resident="居民身份证",
    resident_15="居民身份证（旧版15位）",
    passport="外国护照",
    hk_macau="港澳居民来往内地通行证（居住证）",
    taiwan="台湾居民来往大陆通行证（居住证）",
    foreign_permanent="外国人永久居留身份证",
    other="其他证件",
)

PARTY_STATUS = _codes(present="在册", withdrawn="已退出", merged="重复登记，已合并")

EMPLOYER_BRANCH = _codes(branch="分公司", project_department="项目部", subsidiary="子公司")

UNION_STATUS = _codes(own="已建工会", joint="已入联合工会", none="未建工会", unknown="不清楚")

COMPANY_ROLE = _codes(owner="建设单位", contractor="施工总承包单位", subcontractor="分包单位", labour="劳务单位")

DEPOSIT_KIND = _codes(
    cash="现金存储", bank_guarantee="银行保函", insurance="保证保险", guarantee="工程担保公司保函", none="未缴存"
)

INTEREST = _codes(
    self="本人即当事人",
    relative="亲属任职",
    worked="曾任职",
    shares="持股",
    adviser="担任法律顾问或者代理人",
    debt="债权债务",
    townsman="同乡、同学、战友",
    other="其他可能影响公正的关系",
)
