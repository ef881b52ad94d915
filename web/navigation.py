"""The main menu: what each desk finds there, one line for each page."""

from dataclasses import dataclass

from people.roles import Role

DESKS = frozenset({Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR})
INTAKE = frozenset({Role.OPERATOR, Role.SUPERVISOR})
EVERYONE = frozenset(role for role in Role if role is not Role.SYSTEM)


@dataclass(frozen=True)
class Entry:
    """One page in the menu; `folded` ones stand under 更多. `key` is the access key."""

    address: str
    label: str
    roles: frozenset[Role] = EVERYONE
    key: str = ""
    folded: bool = False


MENU = (
    Entry("/", "工作台"),
    Entry("/contacts/new", "来电登记", DESKS, key="l"),
    Entry("/cases/new", "登记立案", DESKS, key="n"),
    Entry("/contacts", "来电", DESKS),
    Entry("/tickets", "工单", INTAKE, folded=True),
    Entry("/workload", "在办负荷", frozenset({Role.SUPERVISOR, Role.LEADER}), folded=True),
    Entry("/units", "单位", frozenset({Role.ADMIN, Role.SUPERVISOR}), folded=True),
    Entry("/linkage-organs", "联动机关名称", frozenset({Role.ADMIN, Role.SUPERVISOR}), folded=True),
    Entry("/cases?still=open", "案件", key="c"),
    Entry("/office/register-clue", "登记监督线索", DESKS, folded=True),
    Entry("/cases?still=open&case_type=supervision", "监督案卷", folded=True),
    Entry("/letters", "文书"),
    Entry("/letters/ledger", "文书台账", folded=True),
    Entry("/letters/indicators", "文书指标", folded=True),
    Entry("/letters/numbers", "文号簿", folded=True),
    Entry("/letters/templates", "文书模板", folded=True),
    Entry("/alerts", "提醒"),
    Entry("/figures", "统计"),
    Entry("/rules", "规则"),
    Entry("/seals", "印章与用印", frozenset({Role.SUPERVISOR, Role.LEADER, Role.ADMIN}), folded=True),
    Entry("/letters/print", "合并打印文书", DESKS, folded=True),
    Entry("/referrals", "移送", folded=True),
    Entry("/lawyers", "律师库", folded=True),
    Entry("/archive", "档案", folded=True),
    Entry("/codes", "诉求分类", folded=True),
    Entry("/outcomes", "结案方式", folded=True),
    Entry("/checks", "核对", folded=True),
    Entry("/meetings", "调解会议", DESKS, folded=True),
    Entry("/employers", "用人单位", folded=True),
    Entry("/projects", "工程项目", folded=True),
    Entry("/interests", "利害关系申报", folded=True),
    Entry("/supervisors", "监督员", folded=True),
    Entry("/prevention", "预防", folded=True),
    Entry("/exports", "导出登记", folded=True),
    Entry("/bulk", "批量办理", DESKS, folded=True),
    Entry("/file-looks", "文件查看记录", frozenset({Role.SUPERVISOR, Role.LEADER, Role.ADMIN}), folded=True),
    Entry("/runs", "运行记录", folded=True),
    Entry("/accounts", "账号", frozenset({Role.ADMIN}), folded=True),
)


def menu(role: str, *, folded: bool) -> list[Entry]:
    """The entries for a role, in their order."""
    return [entry for entry in MENU if entry.folded is folded and role in entry.roles]
