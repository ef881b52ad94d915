"""Making and changing accounts."""

import re
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from foundation.errors import NotFound, NotValid
from foundation.work import Actor, Work
from people.account import Account, SignIn
from people.passwords import SHORTEST, hash_password
from people.roles import ROLE_WORDS, Role
from people.units import unit_below

_account: sa.Table = Account.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")


@dataclass(frozen=True)
class Person:
    """An account as lists show it."""

    id: UUID
    login: str
    name: str
    role: str
    title: str | None
    unit: str | None
    email: str | None
    active: bool


def add_account(
    work: Work,
    login: str,
    name: str,
    role: str,
    password: str,
    *,
    title: str | None = None,
    unit: str | None = None,
    unit_id: UUID | None = None,
    district: str | None = None,
    email: str | None = None,
) -> UUID:
    """Make an account. Raises NotValid that names every field."""
    faults = {}
    if not _LOGIN.fullmatch(login):
        faults["login"] = "2至40位小写字母、数字、点、横线，以字母开头"
    elif work.connection.execute(sa.select(_account.c.id).where(_account.c.login == login)).first() is not None:
        faults["login"] = "已有这个登录名"
    if not name.strip():
        faults["name"] = "必填"
    if role not in {one.value for one in Role if one is not Role.SYSTEM}:
        faults["role"] = "可选：" + "、".join(ROLE_WORDS[one] for one in Role if one is not Role.SYSTEM)
    fault = password_fault(login, password)
    if fault is not None:
        faults["password"] = fault
    if email and "@" not in email:
        faults["email"] = "不是邮箱地址"
    if faults:
        raise NotValid("；".join(f"{field}：{fault}" for field, fault in faults.items()), fields=faults)
    account = Account(
        login=login,
        name=name.strip(),
        role=role,
        title=title or None,
        unit=unit or None,
        unit_id=unit_id,
        district=district or None,
        email=email or None,
        password_hash=hash_password(password),
        created_at=work.at,
    )
    work.writes.insert(Account, account.model_dump())
    return account.id


def password_fault(login: str, password: str) -> str | None:
    """What is wrong with a new password."""
    if len(password) < SHORTEST:
        return f"至少{SHORTEST}位"
    if login.casefold() in password.casefold():
        return "不能含有登录名"
    return None


def set_password(work: Work, account_id: UUID, password: str, *, keep: str | None = None) -> str:
    """A new password; whoever is signed in with the old one is signed out, but for the session `keep`.

    Returns the login name. Raises NotFound, NotValid.
    """
    query = sa.select(_account.c.login).where(_account.c.id == account_id)
    login = work.connection.execute(query).scalar_one_or_none()
    if login is None:
        raise NotFound("没有这个账号。")
    fault = password_fault(login, password)
    if fault is not None:
        raise NotValid(f"新密码：{fault}", fields={"password": fault})
    changes = {"password_hash": hash_password(password), "failures": 0, "locked_until": None}
    work.writes.update(Account, {"id": account_id}, changes)
    table: sa.Table = SignIn.__table__  # type: ignore[attr-defined]
    ended = sa.delete(table).where(table.c.account_id == account_id)
    work.connection.execute(ended if keep is None else ended.where(table.c.token_hash != keep))
    return str(login)


def set_active(work: Work, account_id: UUID, *, active: bool) -> None:
    """Let somebody in again, or keep them out at once: their sessions end. Raises NotFound."""
    if work.connection.execute(sa.select(_account.c.id).where(_account.c.id == account_id)).first() is None:
        raise NotFound("没有这个账号。")
    work.writes.update(Account, {"id": account_id}, {"active": active, "failures": 0, "locked_until": None})
    if not active:
        table: sa.Table = SignIn.__table__  # type: ignore[attr-defined]
        work.connection.execute(sa.delete(table).where(table.c.account_id == account_id))


def actor_of(session: Session, login: str) -> Actor:
    """The person with this login name, who may sign in. Raises NotFound."""
    unit = unit_below(_account.c.id).label("unit_below")
    columns = (_account.c.name, _account.c.role, _account.c.id, _account.c.district, _account.c.title, unit)
    query = sa.select(*columns).where(_account.c.login == login.strip().lower(), _account.c.active.is_(True))
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise NotFound(f"没有可用的账号“{login}”。")
    return Actor(*row)


def people(session: Session, *, role: str | None = None, active_only: bool = False) -> list[Person]:
    """Accounts by role and name."""
    query = sa.select(
        _account.c.id,
        _account.c.login,
        _account.c.name,
        _account.c.role,
        _account.c.title,
        _account.c.unit,
        _account.c.email,
        _account.c.active,
    ).order_by(_account.c.role, _account.c.login)
    if role is not None:
        query = query.where(_account.c.role == role)
    if active_only:
        query = query.where(_account.c.active.is_(True))
    return [Person(*row) for row in session.connection().execute(query)]
