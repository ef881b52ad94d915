"""Three ways to play a story: the core, the API, the console."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel
from starlette.testclient import TestClient

from cases.case import Case
from cases.clock_request import ClockRequest
from cases.clock_rows import ClockRow
from cases.supervisor import Supervisor
from foundation.clock import now, office_day
from foundation.work import SYSTEM, begin
from tests.office import FIRST_SUPERVISOR, LOGINS, MORNING, PASSWORD, Office, certify
from tests.one_app import build_app
from tests.stories.scripts import FILE, MEDIATOR, OTHER, REQUEST, Line, opener
from workflows.attaching import attach, receive

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]
_supervisor: sa.Table = Supervisor.__table__  # type: ignore[attr-defined]
_request: sa.Table = ClockRequest.__table__  # type: ignore[attr-defined]


class Player(Protocol):
    """Opens a case and performs lines on it."""

    def open(self, data: dict[str, Any]) -> UUID:
        """Open a case; returns its id."""

    def play(self, case_id: UUID, line: Line) -> None:
        """Perform one line."""


def a_file(office: Office, case_id: UUID) -> UUID:
    """A small file attached to the case."""
    got = receive(BytesIO("劳动合同照片".encode()), "劳动合同.txt")
    with begin(office.engine, by=SYSTEM, at=now()) as work:
        return attach(work, "case", case_id, {"kind": "contract"}, got).attachment_id


def a_supervisor(office: Office, place: int) -> UUID:
    """The supervisor in this place, with a certificate that holds; certified when first asked for."""
    supervisor_id = UUID(int=FIRST_SUPERVISOR.int + place - 1)
    with office.engine.connect() as connection:
        known = connection.execute(sa.select(_supervisor.c.id).where(_supervisor.c.id == supervisor_id)).scalar()
    if known is None:
        with begin(office.engine, by=SYSTEM, at=MORNING) as work:
            certify(work, supervisor_id, f"监督员{place}号", f"{place:03d}")
    return supervisor_id


def filled(
    office: Office, data: dict[str, Any], case_id: UUID | None = None, today: date | None = None
) -> dict[str, Any]:
    """The data with what exists only now in place: the mediator's account, the case's clocks and requests, days."""
    return {name: _filled(office, value, case_id, today or office_day(MORNING)) for name, value in data.items()}


def _filled(office: Office, value: Any, case_id: UUID | None, today: date) -> Any:
    if isinstance(value, list):
        return [_filled(office, one, case_id, today) for one in value]
    if isinstance(value, dict):
        return filled(office, value, case_id, today)
    return _found(office, value, case_id, today)


def _found(office: Office, value: Any, case_id: UUID | None, today: date) -> Any:
    if value == MEDIATOR:
        return str(office.account_id("tiaojie"))
    if isinstance(value, str) and value.startswith("<day:"):
        return (today + timedelta(days=int(value.removeprefix("<day:").removesuffix(">")))).isoformat()
    if isinstance(value, str) and value.startswith("<supervisor:"):
        return str(a_supervisor(office, int(value.removeprefix("<supervisor:").removesuffix(">"))))
    if value == FILE and case_id is not None:
        return str(a_file(office, case_id))
    with office.engine.connect() as connection:
        if isinstance(value, str) and value.startswith("<last:"):
            table = SQLModel.metadata.tables[value.removeprefix("<last:").removesuffix(">")]
            mine = sa.select(table.c.id).where(table.c.case_id == case_id)
            return str(connection.execute(mine.order_by(table.c.id.desc())).scalars().first())
        if isinstance(value, str) and value.startswith("<clock:"):
            rule = value.removeprefix("<clock:").removesuffix(">")
            query = sa.select(_clock.c.id).where(_clock.c.case_id == case_id, _clock.c.rule_id == rule)
            return str(connection.execute(query.order_by(_clock.c.id.desc())).scalars().first())
        if value == REQUEST:
            query = sa.select(_request.c.id).where(_request.c.case_id == case_id).order_by(_request.c.id.desc())
            return str(connection.execute(query).scalars().first())
        if value == OTHER:
            query = sa.select(_case.c.number).where(_case.c.id != case_id, _case.c.closed_at.is_(None))
            # The same one each time it is asked for, whatever order the rows lie in.
            return str(connection.execute(query.order_by(_case.c.number)).scalars().first())
    return value


def state_of(office: Office, case_id: UUID) -> str:
    """Where the case stands."""
    with office.engine.connect() as connection:
        return str(connection.execute(sa.select(_case.c.state).where(_case.c.id == case_id)).scalar_one())


@dataclass
class ByCore:
    """Straight into the one way in."""

    office: Office

    def open(self, data: dict[str, Any]) -> UUID:
        done = self.office.act(opener(data), by="operator", **data)
        assert done.case_id is not None
        return done.case_id

    def play(self, case_id: UUID, line: Line) -> None:
        self.office.act(line.act, case_id, by=line.by, **filled(self.office, line.data, case_id))


class ByApi:
    """Through REST."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.client = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
        self.headers = {desk: self._enter(login) for desk, login in LOGINS.items()}

    def _enter(self, login: str) -> dict[str, str]:
        answer = self.client.post("/session", json={"login": login, "password": PASSWORD})
        return {"Authorization": f"Bearer {answer.json()['token']}"}

    def open(self, data: dict[str, Any]) -> UUID:
        answer = self.client.post(
            f"/office/{opener(data).replace('_', '-')}", json=data, headers=self.headers["operator"]
        )
        assert answer.status_code == 200, answer.text
        return UUID(answer.json()["case_id"])

    def play(self, case_id: UUID, line: Line) -> None:
        address = f"/cases/{case_id}/{line.act.replace('_', '-')}"
        data = filled(self.office, line.data, case_id, office_day(now()))
        answer = self.client.post(address, json=data, headers=self.headers[line.by])
        assert answer.status_code == 200, (line.act, answer.text)


class ByButtons:
    """Through the console: the button must be on the page, its form must take the values."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.app = build_app(office.engine)
        self.clients = {desk: self._enter(login) for desk, login in LOGINS.items()}
        # What stands on a desk's screen: after an act, the page of the case.
        self.screens: dict[str, Any] = {}

    def _enter(self, login: str) -> TestClient:
        client = TestClient(self.app)
        answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return client

    def open(self, data: dict[str, Any]) -> UUID:
        client = self.clients["operator"]
        answer = self._submit(client, "/cases/new" if opener(data) == "open_case" else "/office/register-clue", data)
        return UUID(answer.url.path.rsplit("/", 1)[1])

    def play(self, case_id: UUID, line: Line) -> None:
        client = self.clients[line.by]
        address = f"/cases/{case_id}/acts/{line.act.replace('_', '-')}"
        screen = self.screens.pop(line.by, None)
        if screen is None or screen.url.path != f"/cases/{case_id}":
            screen = client.get(f"/cases/{case_id}")
        assert address in screen.text, f"no button for {line.act}"
        answer = self._submit(client, address, filled(self.office, line.data, case_id, office_day(now())))
        # What others have on their screens is older than this act.
        self.screens = {line.by: answer}

    def _submit(self, client: TestClient, address: str, data: dict[str, Any]) -> Any:
        page = client.get(address).text
        csrf = page.split('name="csrf" value="')[-1].split('"')[0]
        version = page.split('name="version" value="')[1].split('"')[0] if 'name="version"' in page else ""
        typed = {"csrf": csrf, "version": version, **flat(data)}
        answer = client.post(address, data=typed)
        assert answer.status_code == 200, answer.text
        assert "/acts/" not in answer.url.path, answer.text
        return answer


def flat(data: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested values as a form sends them: claims.0.kind."""
    typed: dict[str, str] = {}
    for name, value in data.items():
        if isinstance(value, list) and all(isinstance(row, str) for row in value):
            typed[prefix + name] = "\n".join(value)
        elif isinstance(value, list):
            for place, row in enumerate(value):
                typed |= flat(row, f"{prefix}{name}.{place}.")
        elif isinstance(value, bool):
            if value:
                typed[prefix + name] = "true"
        else:
            typed[prefix + name] = str(value)
    return typed
