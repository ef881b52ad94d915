"""Bulk acts: the preview is what happens, each case once, killed or sent twice."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.bulk import BulkItem, BulkJob
from cases.case import Case
from cases.clock_rows import Alert
from cases.journal import JournalEntry
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotValid
from people.passwords import hash_password
from tests.databases import fresh_url
from tests.office import MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.stories.scripts import opening
from tests.web.test_console import csrf, enter
from workflows import bulk
from workflows.bulk import carry_out, order, preview, resume_bulk_jobs

ROOT = Path(__file__).parents[2]
_case, _entry = Case.__table__, JournalEntry.__table__


def cases(office: Office, count: int) -> list[tuple[UUID, str, str]]:
    """So many cases; the third is accepted, the fifth withdrawn."""
    found = []
    for place in range(count):
        done = office.act("open_case", **opening("wage_arrears", phone=f"0971-{place:07d}"))
        assert done.case_id is not None
        found.append((done.case_id, str(done.case_number), "标题"))
        if place in (0, 1, 2, 3):
            office.act("accept", done.case_id)
        if place == 4:
            office.act("withdraw", done.case_id, reason="自行和解")
    return found


def shape(office: Office) -> dict[str, int]:
    """Rows by table: a preview must leave no trace."""
    with office.engine.connect() as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
            for name in ("journal_entry", "clock", "timer", "alert", "outbox", "bulk_job", "bulk_item")
        }


def notes(office: Office, act: str) -> dict[UUID, int]:
    """How often the act stands in each case's journal."""
    with office.engine.connect() as connection:
        query = sa.select(_entry.c.case_id, sa.func.count()).where(_entry.c.act == act).group_by(_entry.c.case_id)
        return {row[0]: row[1] for row in connection.execute(query)}


def test_the_preview_is_what_happens(office: Office) -> None:
    chosen = cases(office, 6)
    supervisor = office.actor("supervisor")
    data = {"handler_id": str(office.account_id("tiaojie"))}
    before = shape(office)
    tried = preview(office.engine, supervisor, MORNING, "assign", data, chosen)
    assert shape(office) == before
    assert [bool(one.refused) for one in tried] == [False, False, False, False, True, True]
    named = [(case_id, number) for case_id, number, _ in chosen]
    job = order(office.engine, supervisor, MORNING, "assign", data, named, "key-1")
    assert carry_out(office.engine, job, MORNING) == 6
    with reading(office.engine) as session:
        items = session.scalars(sa.select(BulkItem).where(BulkItem.job_id == job).order_by(BulkItem.seq)).all()
        assert [one.reason or "" for one in items] == [one.refused for one in tried]
        assert [one.state == "refused" for one in items] == [bool(one.refused) for one in tried]
        assert session.get_one(BulkJob, job).state == "done"
        assert session.get_one(Case, chosen[0][0]).handler_id == office.account_id("tiaojie")
    assert set(notes(office, "assign").values()) == {1}


def test_twice_is_once(office: Office) -> None:
    chosen = [(case_id, number) for case_id, number, _ in cases(office, 3)]
    supervisor = office.actor("supervisor")
    jobs = {order(office.engine, supervisor, MORNING, "add_note", {"note": "记"}, chosen, "same") for _ in range(2)}
    assert len(jobs) == 1
    job = jobs.pop()
    assert carry_out(office.engine, job, MORNING) == 3
    assert carry_out(office.engine, job, MORNING) == 0
    assert notes(office, "add_note") == {case_id: 1 for case_id, _ in chosen}
    assert order(office.engine, office.actor("mediator"), MORNING, "add_note", {"note": "记"}, chosen, "same") != job


def test_a_killed_job_is_taken_up_by_the_engine(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [(case_id, number) for case_id, number, _ in cases(office, 4)]
    job = order(office.engine, office.actor("supervisor"), MORNING, "add_note", {"note": "记"}, chosen, "k")
    perform = bulk.perform
    done: list[int] = []

    def dying(*args: object, **more: object) -> object:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(1)
        return perform(*args, **more)

    monkeypatch.setattr(bulk, "perform", dying)
    with pytest.raises(KeyboardInterrupt):
        carry_out(office.engine, job, MORNING)
    monkeypatch.undo()
    assert len(notes(office, "add_note")) == 2
    far = MORNING + timedelta(days=4000)
    assert resume_bulk_jobs(office.engine, far) == 2
    assert notes(office, "add_note") == {case_id: 1 for case_id, _ in chosen}


def test_what_breaks_is_said_and_does_not_stop_the_rest(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [(case_id, number) for case_id, number, _ in cases(office, 3)]
    job = order(office.engine, office.actor("supervisor"), MORNING, "add_note", {"note": "记"}, chosen, "k")
    perform = bulk.perform

    def failing(work: object, name: str, case_id: UUID, data: object) -> object:
        if case_id == chosen[1][0]:
            raise RuntimeError("赵某")
        return perform(work, name, case_id, data)

    monkeypatch.setattr(bulk, "perform", failing)
    assert carry_out(office.engine, job, MORNING) == 3
    with reading(office.engine) as session:
        items = session.scalars(sa.select(BulkItem).where(BulkItem.job_id == job).order_by(BulkItem.seq)).all()
        assert [one.state for one in items] == ["done", "refused", "done"]
        assert "赵某" not in str(items[1].reason)


def test_who_may_and_how_many(office: Office) -> None:
    chosen = [(case_id, number) for case_id, number, _ in cases(office, 1)]
    engine, mediator = office.engine, office.actor("mediator")
    with pytest.raises(NotAllowed):
        order(engine, mediator, MORNING, "assign", {"unit": "某单位"}, chosen, "k")
    with pytest.raises(NotFound, match="不能批量"):
        order(engine, office.actor("supervisor"), MORNING, "close", {}, chosen, "k")
    many = [(UUID(int=place), "x") for place in range(bulk.limits().most + 1)]
    with pytest.raises(NotValid, match="最多"):
        order(engine, mediator, MORNING, "add_note", {"note": "记"}, many, "k")
    with pytest.raises(NotValid, match="勾选"):
        order(engine, mediator, MORNING, "add_note", {"note": "记"}, [], "k")


def test_urging_is_counted_and_told_to_the_handler(office: Office) -> None:
    case_id = cases(office, 1)[0][0]
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    assert office.act("urge_handler", case_id, by="supervisor", note="请报告").made == {"times": 1}
    assert office.act("urge_handler", case_id, by="supervisor", note="请速报").made == {"times": 2}
    with reading(office.engine) as session:
        told = session.scalars(sa.select(Alert).where(Alert.case_id == case_id, Alert.account_id.is_not(None))).all()
    assert {one.account_id for one in told} == {office.account_id("tiaojie")}
    assert sorted(one.title[:7] for one in told) == ["催办（第1次）"[:7], "催办（第2次）"[:7]]


def test_through_the_console(db: sa.Engine) -> None:
    office = furnish(db, hash_password(PASSWORD))
    chosen = cases(office, 6)
    client = enter(office, "zhuguan")
    ticked = {"csrf": csrf(client, "/cases?size=30"), "which": "ticked", "case": [str(one) for one, _, _ in chosen]}
    page = client.post("/bulk/choose", data=ticked).text
    assert "4 / 6 件可以办理" in page
    given = {"csrf": ticked["csrf"], "cases": ",".join(ticked["case"]), "act": "assign"}
    assert "承办人" in client.post("/bulk/form", data=given).text
    wrong = client.post("/bulk/preview", data=given)
    assert wrong.status_code == 422
    given["handler_id"] = str(office.account_id("tiaojie"))
    shown = client.post("/bulk/preview", data=given).text
    assert "将办理 4 件，不能办理 2 件" in shown
    assert notes(office, "assign") == {}
    key = shown.split('name="key" value="')[1].split('"')[0]
    done = [client.post("/bulk/apply", data={**given, "key": key}) for _ in range(2)]
    assert done[0].url == done[1].url
    assert "已办理 4 件，未办理 2 件" in client.get(done[0].url.path).text
    assert set(notes(office, "assign").values()) == {1}
    text = client.get(f"{done[0].url.path}/result.csv").text
    assert text.count("未办理") == 2
    assert ">派单<" in client.get("/bulk").text
    assert enter(office, "tiaojie").get(done[0].url.path).status_code == 404
    everything = {"csrf": ticked["csrf"], "which": "all", "query": "unassigned=yes"}
    assert '<span class="text-secondary">2 件</span>' in client.post("/bulk/choose", data=everything).text
    nothing = client.post("/bulk/choose", data={"csrf": ticked["csrf"], "which": "ticked"})
    assert nothing.status_code == 422
    assert "请先勾选" in nothing.text


def test_through_the_api(db: sa.Engine) -> None:
    office = furnish(db, hash_password(PASSWORD))
    chosen = cases(office, 6)
    client = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    token = client.post("/session", json={"login": "zhuguan", "password": PASSWORD}).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    asked = {"act": "assign", "cases": [str(one) for one, _, _ in chosen], "data": {"unit": "城北区总工会"}}
    tried = client.post("/bulk/preview", json=asked, headers=headers).json()["items"]
    assert notes(office, "assign") == {}
    jobs = {client.post("/bulk", json={**asked, "key": "k"}, headers=headers).json()["id"] for _ in range(2)}
    assert len(jobs) == 1
    found = client.get(f"/bulk/{jobs.pop()}", headers=headers).json()
    assert (found["state"], found["done"], found["refused"]) == ("done", 4, 2)
    assert {one["case_id"]: one["refused"] for one in tried} == {
        one["case_id"]: one["reason"] for one in found["items"]
    }
    assert client.get("/views", headers=headers).json() == {"items": []}
    assert client.get("/exports", headers=headers).json() == {"items": []}


KILLED = """
import sys, time
import workflows.commands
import workflows.bulk as bulk
from foundation.database import connect
from tests.office import MORNING
from uuid import UUID
perform = bulk.perform
def slowly(*args, **more):
    done = perform(*args, **more)
    print("performed", flush=True)
    time.sleep(0.2)
    return done
bulk.perform = slowly
bulk.carry_out(connect(sys.argv[1]), UUID(sys.argv[2]), MORNING)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_kill_minus_nine_in_the_middle(kind: str, tmp_path: Path) -> None:
    from foundation.database import connect

    with fresh_url(kind, tmp_path) as url:
        engine = connect(url)
        office = furnish(engine)
        chosen = [(case_id, number) for case_id, number, _ in cases(office, 6)]
        chosen.pop(4)
        job = order(engine, office.actor("supervisor"), MORNING, "add_note", {"note": "记"}, chosen, "k")
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, url, str(job)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            resume_bulk_jobs(engine, MORNING + timedelta(days=4000))
            with engine.connect() as connection:
                if connection.execute(sa.select(BulkJob.__table__.c.state)).scalar_one() == "done":
                    break
        assert notes(office, "add_note") == {case_id: 1 for case_id, _ in chosen}
        engine.dispose()
