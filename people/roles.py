"""The desks of the office."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is here to do."""

    OPERATOR = "operator"
    MEDIATOR = "mediator"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    ADMIN = "admin"
    SYSTEM = "system"


ROLE_WORDS = {
    Role.OPERATOR: "话务员",
    Role.MEDIATOR: "调解员",
    Role.SUPERVISOR: "主管",
    Role.LEADER: "领导",
    Role.ADMIN: "管理员",
    Role.SYSTEM: "系统",
}
