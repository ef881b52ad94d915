"""A worker who asked for secrecy is named to intake, to the supervisor and to the case's handler only."""

from typing import Any

from foundation.errors import NotAllowed
from foundation.work import Actor
from people.roles import Role

NOT_NAMED = "（要求保密）"
NAMED_TO = (Role.OPERATOR, Role.SUPERVISOR, Role.SYSTEM)


def may_see_people(case: Any, by: Actor) -> bool:
    """Whether this person may read the names in this file. `case` has is_confidential and handler_id."""
    if not case.is_confidential or by.role in NAMED_TO:
        return True
    return by.account_id is not None and by.account_id == case.handler_id


def check_people(case: Any, by: Actor) -> None:
    """Raises NotAllowed unless this person may read the names in this file."""
    if not may_see_people(case, by):
        raise NotAllowed("此案的劳动者要求保密，名册和材料只对受理岗位、主管和承办人开放。")


def may_see_numbers(case: Any, by: Actor) -> bool:
    """Whether this person may read telephone numbers in full: who takes calls, decides, or handles the case."""
    return by.role in NAMED_TO or (by.account_id is not None and by.account_id == case.handler_id)


def person_name(case: Any, by: Actor, name: str) -> str:
    """A person's name as this reader may see it."""
    return name if may_see_people(case, by) else NOT_NAMED
