"""Coming in and going out. Only a hash of the token is kept; five wrong passwords lock for a quarter of an hour."""

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa

from foundation.clock import OFFICE
from foundation.database import reading
from foundation.errors import NotAllowed, NotValid
from foundation.work import SYSTEM, Actor, begin
from people.account import Account, SignIn
from people.accounts import set_password
from people.passwords import matches, nobody
from people.units import unit_below

STAYS = timedelta(hours=12)
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)

_account: sa.Table = Account.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_sign_in: sa.Table = SignIn.__table__  # type: ignore[attr-defined]
_UNIT = unit_below(_account.c.id).label("unit_below")
_WHO = (
    sa.select(_account.c.id, _account.c.name, _account.c.role, _account.c.district, _account.c.title, _UNIT)
    .select_from(_sign_in.join(_account, _account.c.id == _sign_in.c.account_id))
    .where(
        _sign_in.c.token_hash == sa.bindparam("token"),
        _sign_in.c.expires_at > sa.bindparam("at"),
        _account.c.active.is_(True),
    )
)


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(engine: sa.Engine, login: str, password: str, at: datetime, *, kind: str = "browser") -> tuple[Actor, str]:
    """Who this is, and a token for the next requests. Raises NotAllowed, never saying which half was wrong."""
    with reading(engine) as session:
        query = sa.select(_account, _UNIT).where(_account.c.login == login.strip().lower())
        row = session.connection().execute(query).mappings().one_or_none()
    right = matches(row["password_hash"] if row is not None else nobody(), password)
    if row is not None and row["locked_until"] is not None and row["locked_until"] > at:
        until = row["locked_until"].astimezone(OFFICE)
        raise NotAllowed(f"密码错误次数过多，账号已锁定至 {until:%H:%M}。")
    if row is None or not row["active"] or not right:
        if row is not None:
            _note_failure(engine, row, at)
        raise NotAllowed("登录名或密码不对。")
    token = secrets.token_urlsafe(32)
    actor = Actor(row["name"], row["role"], row["id"], row["district"], row["title"], row["unit_below"])
    with begin(engine, by=SYSTEM, at=at) as work:
        work.writes.update(Account, {"id": row["id"]}, {"failures": 0, "locked_until": None})
        work.connection.execute(sa.delete(_sign_in).where(_sign_in.c.expires_at <= at))
        values = {
            "token_hash": token_hash(token),
            "account_id": row["id"],
            "created_at": at,
            "expires_at": at + STAYS,
            "kind": kind,
        }
        work.writes.insert(SignIn, values)
    return actor, token


def change_password(engine: sa.Engine, by: Actor, token: str, old: str, new: str, at: datetime) -> None:
    """One's own new password. A wrong old one counts as a failed sign-in. Raises NotAllowed, NotValid."""
    with reading(engine) as session:
        query = sa.select(_account).where(_account.c.id == by.account_id)
        row = session.connection().execute(query).mappings().one()
    if row["locked_until"] is not None and row["locked_until"] > at:
        raise NotAllowed(f"密码错误次数过多，账号已锁定至 {row['locked_until'].astimezone(OFFICE):%H:%M}。")
    if not matches(row["password_hash"], old):
        _note_failure(engine, row, at)
        raise NotAllowed("现在的密码不对。")
    if old == new:
        raise NotValid("新密码：与现在的相同", fields={"password": "与现在的相同"})
    with begin(engine, by=by, at=at) as work:
        set_password(work, row["id"], new, keep=token_hash(token))


def _note_failure(engine: sa.Engine, row: sa.RowMapping, at: datetime) -> None:
    failures = row["failures"] + 1
    changes = {"failures": failures, "locked_until": at + LOCKED_FOR if failures >= MOST_FAILURES else None}
    if failures >= MOST_FAILURES:
        changes["failures"] = 0
    with begin(engine, by=SYSTEM, at=at) as work:
        work.writes.update(Account, {"id": row["id"]}, changes)


def who(engine: sa.Engine, token: str | None, at: datetime) -> Actor | None:
    """The person behind a token, while it lasts."""
    if not token:
        return None
    with reading(engine) as session:
        row = session.connection().execute(_WHO, {"token": token_hash(token), "at": at}).one_or_none()
    return Actor(row.name, row.role, row.id, row.district, row.title, row.unit_below) if row is not None else None


def sign_out(engine: sa.Engine, token: str, at: datetime) -> None:
    """End this token."""
    with begin(engine, by=SYSTEM, at=at) as work:
        work.connection.execute(sa.delete(_sign_in).where(_sign_in.c.token_hash == token_hash(token)))
