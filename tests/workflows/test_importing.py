"""Published cases: all expressed, twice unchanged, wrong lines named, nothing ever sent."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cases.case import Case
from cases.checks import run_checks
from cases.clock_rows import ClockRow
from cases.journal import JournalEntry
from cases.letter import LetterNumber
from foundation.clock import office_day
from foundation.errors import NotPossible
from foundation.outbox import OutboxMessage
from foundation.settings import Settings
from workflows.charts.registry import known_states
from workflows.importing import replay
from workflows.importing.dates import told
from workflows.importing.plan import make_plan
from workflows.importing.reading import PublishedCase, read_lines
from workflows.importing.replay import Imported, import_cases
from workflows.importing.schedule import schedule

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
CASES = (Path(__file__).parents[2] / "demo" / "real_cases.jsonl").read_bytes()
KNOWN = known_states()


def line(**changes: Any) -> bytes:
    """One made-up case."""
    row = {
        "id": "T1",
        "case_type": "wage_arrears",
        "path": ["intake", "mediation", "payment"],
        "outcome": "settled_paid",
    }
    return json.dumps({**row, **changes}, ensure_ascii=False).encode()


def counts(db: sa.Engine) -> dict[str, int]:
    """Rows in the tables that an import writes."""
    with db.connect() as connection:
        return {
            model.__name__: connection.execute(sa.select(sa.func.count()).select_from(model.__table__)).scalar_one()  # type: ignore[attr-defined]
            for model in (Case, JournalEntry, OutboxMessage)
        }


def test_every_published_case_is_expressed_and_only_once(db: sa.Engine) -> None:
    done = import_cases(db, CASES, AT)
    assert (done.cases, done.created, done.unexpressed, done.errors) == (73, 73, [], [])
    before = counts(db)
    again = import_cases(db, CASES, AT)
    assert again == Imported(cases=73, unchanged=73)
    assert counts(db) == before
    findings = run_checks(db, AT, Settings(), KNOWN)
    assert [finding for finding in findings if finding.severity == "error"] == []
    with db.connect() as connection:
        states = connection.execute(sa.select(OutboxMessage.state).distinct()).scalars().all()
        months = {at.strftime("%Y-%m") for at in connection.execute(sa.select(Case.opened_at)).scalars()}
        inferred = connection.execute(sa.select(sa.func.count()).where(JournalEntry.inferred)).scalar_one()  # type: ignore[arg-type]
        numbers = connection.execute(sa.select(sa.func.count()).select_from(LetterNumber)).scalar_one()
        latest = connection.execute(sa.select(sa.func.max(Case.closed_at))).scalar_one()
    assert set(states) <= {"history"}
    assert len(months) > 20
    assert inferred == done.inferred
    assert numbers == 0
    assert latest.replace(tzinfo=UTC) < AT


def test_an_import_that_was_killed_goes_on_where_it_was(db: sa.Engine) -> None:
    half = b"\n".join(CASES.splitlines()[:30])
    import_cases(db, half, AT)
    done = import_cases(db, CASES, AT)
    assert (done.created, done.unchanged) == (43, 30)


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        (b"{not json}", 1),
        (b"[]", 1),
        (line(id=None), 1),
        (line(id=""), 1),
        (line(case_type="divorce"), 1),
        (line(worker_count=-3), 1),
        (line(claims=[{"kind": "wages", "amount_yuan": -5}]), 1),
        (line(claims="wages"), 1),
        (line() + b"\n" + line(), 1),
        (b"\xff\xfe", 1),
        (b"\xef\xbb\xbf" + line() + b"\r\n\r\n", 0),
        (line(claims=[{"kind": "wages", "amount_yuan": "1.5万"}], worker_count=None, channel=None, region=None), 0),
        (line(channel="carrier_pigeon", claims=[{"kind": "gold", "amount_yuan": 0.5}]), 0),
    ],
)
def test_wrong_lines_are_named_and_do_not_stop_the_rest(tmp_path: Path, content: bytes, errors: int) -> None:
    from tests.databases import fresh_engine

    with fresh_engine("sqlite", tmp_path) as engine:
        done = import_cases(engine, content + b"\n" + line(id="T2"), AT)
        assert len(done.errors) == errors
        assert done.unexpressed == []
        assert done.created >= 1
        assert all(any("一" <= one <= "龥" for one in fault["error"]) for fault in done.errors)


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        (["intake", "teleportation", "payment"], ["teleportation"]),
        (["intake", None, 7], ["None", "7"]),
        (["referral:"], ["referral:"]),
        (["referral:住建局", "letter:仲裁建议书", "letter:公函"], []),
        (["payment", "payment", "payment"], []),
        (["agreement", "agreement", "letter:意见书", "agreement", "payment"], []),
        (["closure", "visit_callback", "mediation"], []),
        (["legal_aid", "arbitration", "litigation", "enforcement", "advance_payment"], []),
        (["judicial_confirmation", "injury_recognition", "property_preservation", "labour_order"], []),
        ([], []),
    ],
)
@pytest.mark.parametrize("case_type", ["wage_arrears", "labor_dispute", "legal_aid"])
def test_any_path_in_any_order(tmp_path: Path, case_type: str, path: list[Any], missing: list[str]) -> None:
    from tests.databases import fresh_engine

    with fresh_engine("sqlite", tmp_path) as engine:
        done = import_cases(engine, line(path=path, case_type=case_type, recovered_yuan=100.01, agreed_yuan=100), AT)
        assert [row["step"] for row in done.unexpressed] == missing
        assert done.created == 1
        assert done.errors == []


def test_dates_are_a_function_of_the_case_alone() -> None:
    for case in read_lines(CASES):
        assert isinstance(case, PublishedCase)
        steps = make_plan(case).steps
        first, times, _ = schedule(case, steps)
        assert (first, times) == schedule(case, steps)[:2]
        assert times == sorted(times)
        assert all(first <= when < datetime(2026, 11, 1, tzinfo=UTC) for when in times)


def test_no_published_order_is_turned_round() -> None:
    for case in read_lines(CASES):
        assert isinstance(case, PublishedCase)
        first, times, _ = schedule(case, make_plan(case).steps)
        last = (times or [first])[-1]
        earlier = told(case.key_dates, "before") + told(case.key_dates, "occasion")
        assert all(span.first < office_day(first) for span in earlier), case.id
        assert all(office_day(last) <= span.last for span in told(case.key_dates, "after")), case.id


@pytest.mark.parametrize(
    ("key_dates", "first", "last"),
    [
        ({"injury": "2025-03-10"}, ("2025-03-11", "2025-09-10"), None),
        ({"published": "2020-12-14"}, ("2020-09-15", "2020-12-14"), "2020-12-14"),
        ({"year": "2010"}, ("2010-01-01", "2010-12-31"), None),
        ({"event": "2023-06-25/2023-07-03"}, ("2023-06-26", "2023-12-26"), None),
        ({"hired": "2026-02"}, ("2026-02-02", "2026-10-31"), None),
        ({"reported": "2025-13", "injury": 7, "left": "1999-01-01"}, ("2024-11-01", "2026-10-31"), None),
    ],
)
def test_what_is_known_bounds_what_is_drawn(key_dates: Any, first: tuple[str, str], last: str | None) -> None:
    for nth in range(40):
        (case,) = read_lines(line(id=f"T{nth}", key_dates=key_dates))
        assert isinstance(case, PublishedCase)
        begun, times, assumed = schedule(case, make_plan(case).steps)
        assert assumed
        assert first[0] <= str(office_day(begun)) <= first[1]
        assert last is None or str(office_day(times[-1])) <= last


def test_steps_count_the_words_of_the_path(db: sa.Engine) -> None:
    words = sum(len(case.path) for case in read_lines(CASES) if isinstance(case, PublishedCase))
    done = import_cases(db, CASES + b"\n" + line(path=["intake", "teleportation", "payment"]), AT)
    assert done.steps == words + 2
    assert [row["step"] for row in done.unexpressed] == ["teleportation"]


def test_a_case_that_its_path_does_not_open_is_opened_by_inference(db: sa.Engine) -> None:
    import_cases(db, line(path=["mediation"]) + b"\n" + line(id="T2"), AT)
    query = sa.select(Case.source_id, JournalEntry.inferred).join(JournalEntry, JournalEntry.case_id == Case.id)  # type: ignore[arg-type, call-overload]
    with db.connect() as connection:
        opened = connection.execute(query.where(JournalEntry.act == "open_case")).all()  # type: ignore[arg-type]
    assert dict(list(opened)) == {"T1": True, "T2": False}


def test_a_refused_step_leaves_the_others(db: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    real = replay.perform

    def refusing(work: Any, name: str, *rest: Any) -> Any:
        if name == "confirm_payment":
            raise NotPossible("不行。")
        return real(work, name, *rest)

    monkeypatch.setattr(replay, "perform", refusing)
    done = import_cases(db, line(path=["intake", "mediation", "payment", "visit_callback"]), AT)
    assert (done.created, done.steps) == (1, 3)
    assert {"id": "T1", "step": "payment", "reason": "不行。"} in done.unexpressed
    with db.connect() as connection:
        acts = connection.execute(sa.select(JournalEntry.act)).scalars().all()
    assert {"invite_to_mediation", "add_note"} <= set(acts)
    assert "confirm_payment" not in acts


def test_breaches_stand_in_the_journal_where_they_happened(db: sa.Engine) -> None:
    import_cases(db, CASES, AT)
    query = sa.select(JournalEntry.case_id, JournalEntry.at, JournalEntry.act).order_by(
        JournalEntry.case_id,  # type: ignore[arg-type]
        JournalEntry.seq,  # type: ignore[arg-type]
    )
    with db.connect() as connection:
        entries = connection.execute(query).all()
    assert any(act.startswith("clock_") for _, _, act in entries)
    for one, following in pairwise(entries):
        if one.case_id == following.case_id and following.act != "clock_breached":
            assert one.at <= following.at


def test_exact_days_start_the_workers_own_periods(db: sa.Engine) -> None:
    told_day, told_month = {"injury": "2025-03-10"}, {"injury": "2025-03"}
    import_cases(db, line(path=["intake"], key_dates=told_day, outcome="pending"), AT)
    import_cases(db, line(id="T2", path=["intake"], key_dates=told_month, outcome="pending"), AT)
    with db.connect() as connection:
        found = connection.execute(
            sa.select(Case.source_id, ClockRow.started_on)  # type: ignore[call-overload]
            .join(ClockRow, ClockRow.case_id == Case.id)
            .where(ClockRow.kind == "right")
        ).all()
    assert [(source, str(day)) for source, day in found] == [("T1", "2025-03-10")]
