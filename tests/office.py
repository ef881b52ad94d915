"""An office of five desks for tests: accounts, and a short way to act as one of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

import workflows.commands  # noqa: F401 - declares the acts
from cases.supervisor import Supervisor, SupervisorTerm
from foundation.work import SYSTEM, Actor, Work, begin
from people.account import Account
from workflows.perform import Done, perform

# A Tuesday morning in office time; nothing in the tests depends on the day on which they run.
MORNING = datetime(2026, 10, 13, 1, 0, tzinfo=UTC)
LOGINS = {
    "operator": "huawu",
    "mediator": "tiaojie",
    "mediator2": "tiaojie2",
    "supervisor": "zhuguan",
    "leader": "lingdao",
    "admin": "guanli",
}
NAMES = {
    "operator": "话务员甲",
    "mediator": "调解员甲",
    "mediator2": "调解员乙",
    "supervisor": "主管甲",
    "leader": "主席甲",
    "admin": "管理员甲",
}
PASSWORD = "weiquan-tests-2026"
# Two supervisors who are always there, so that an investigation can be named as data.
FIRST_SUPERVISOR = UUID("00000000-0000-4000-8000-000000000001")
SECOND_SUPERVISOR = UUID("00000000-0000-4000-8000-000000000002")
SUPERVISORS = ((FIRST_SUPERVISOR, "监督员甲", "001"), (SECOND_SUPERVISOR, "监督员乙", "002"))


@dataclass(frozen=True)
class Office:
    """A database with the five desks."""

    engine: sa.Engine
    actors: dict[str, Actor]

    def actor(self, desk: str) -> Actor:
        """The person at a desk."""
        return self.actors[desk]

    def account_id(self, login: str) -> UUID:
        """The account with this login name."""
        desk = next(desk for desk, name in LOGINS.items() if name == login)
        found = self.actors[desk].account_id
        assert found is not None
        return found

    def act(
        self,
        act_name: str,
        subject_id: UUID | None = None,
        *,
        by: str = "operator",
        at: datetime = MORNING,
        expected_version: int | None = None,
        **data: Any,
    ) -> Done:
        """Perform one act in a transaction of its own."""
        actor = SYSTEM if by == "system" else self.actors[by]
        with begin(self.engine, by=actor, at=at) as work:
            return perform(work, act_name, subject_id, data, expected_version=expected_version)


def furnish(engine: sa.Engine, password_hash: str = "!") -> Office:
    """Make the accounts. Without a hash nobody can sign in with a password."""
    actors = {}
    with begin(engine, by=SYSTEM, at=MORNING) as work:
        for desk, login in LOGINS.items():
            role = desk.removesuffix("2")
            title = "主席" if role == "leader" else None
            account = Account(
                login=login,
                name=NAMES[desk],
                role=role,
                title=title,
                email=f"{login}@office.test",
                password_hash=password_hash,
                created_at=MORNING,
            )
            work.writes.insert(Account, account.model_dump())
            actors[desk] = Actor(account.name, role, account.id, None, title)
        for supervisor_id, name, certificate in SUPERVISORS:
            certify(work, supervisor_id, name, certificate)
    return Office(engine, actors)


def certify(work: Work, supervisor_id: UUID, name: str, certificate: str) -> None:
    """A supervisor whose certificate holds in every test."""
    term = {"valid_from": date(2020, 1, 1), "valid_to": date(2039, 12, 31)}
    said = {"recorded_by": "管理员甲", "recorded_at": MORNING}
    who = {"id": supervisor_id, "name": name, "certificate": certificate, "authority": "测试市总工会"}
    work.writes.insert(Supervisor, {**who, **term, **said})
    work.writes.insert(SupervisorTerm, {"supervisor_id": supervisor_id, **term, **said})
