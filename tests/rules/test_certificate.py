"""Certificates: the second checker agrees, a changed word is seen, and office time is counted minute by minute."""

import copy
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import period
from rules.book import load_rules
from rules.calendar import calendar
from rules.certificate import seal
from rules.checker import faults
from rules.deadline import OFFICE, Question, answer
from rules.errors import RuleError
from rules.office_hours import OfficeHours

HOURS = OfficeHours(((time(9), time(12)), (time(14), time(17))))
DAYS = st.dates(date(2015, 1, 1), date(2027, 6, 30))
RULES = sorted({rule.id for rule in load_rules().all() if rule.region is None})
SPANS = st.lists(
    st.tuples(DAYS, st.integers(0, 400)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))), max_size=4
)


def mutations(certificate: dict[str, Any]) -> list[dict[str, Any]]:
    """The certificate with one thing changed, each time another, and sealed anew as a forger would."""
    found = []
    for name, value in certificate.items():
        if name in ("seal", "sentence", "warnings", "label", "legal_basis", "tag", "rule", "rule_version", "region"):
            continue
        changed = copy.deepcopy(certificate)
        if name in ("raw_last_day", "due"):
            changed[name] = str(date.fromisoformat(value) + timedelta(days=1))
        elif name == "due_at":
            changed[name] = str(datetime.fromisoformat(value) + timedelta(hours=1))
        elif name == "length":
            changed[name] = value + 1
        elif name == "provisional":
            changed[name] = not value
        elif name == "ledger" and value:
            changed[name][0]["counted"] += 1
        elif name == "papers":
            changed[name][0][1] = "0" * 64
        else:
            continue
        changed["seal"] = seal({key: one for key, one in changed.items() if key != "seal"})
        found.append(changed)
    return found


@given(st.sampled_from(RULES), DAYS, st.integers(0, 20), SPANS, st.integers(0, 1439))
def test_the_second_checker_agrees_on_every_rule(rule: str, start: date, extend: int, spans: Any, minute: int) -> None:
    begun = datetime(start.year, start.month, start.day, tzinfo=OFFICE) + timedelta(minutes=minute)
    by_instant = load_rules().get(rule).by_instant
    try:
        found = answer(Question(rule, begun if by_instant else start, extend=extend, suspend=spans))
    except RuleError:
        return
    assert faults(found.certificate()) == []


@pytest.mark.parametrize("rule", ["LA-48-1", "LA-29-1", "LA-27-1", "LA-35-1", "MW-14-1", "J1-49"])
def test_a_changed_certificate_is_rejected(rule: str) -> None:
    certificate = answer(Question(rule, date(2026, 2, 6))).certificate()
    assert faults(certificate) == []
    forged = mutations(certificate)
    assert len(forged) >= 6
    for one in forged:
        assert faults(one) != [], one
    for name in certificate:
        assert faults({key: value for key, value in certificate.items() if key != name}) != []
        assert faults({**certificate, name: "？"}) != []


def test_the_order_of_runs_and_a_gap_are_seen() -> None:
    certificate = answer(Question("LA-29-1", date(2025, 9, 26))).certificate()
    for ledger in (certificate["ledger"][1:], certificate["ledger"][::-1], certificate["ledger"] * 2):
        body = {key: value for key, value in certificate.items() if key != "seal"} | {"ledger": ledger}
        assert faults({**body, "seal": seal(body)}) != []


def test_a_long_ledger_stays_small() -> None:
    certificate = answer(Question("CC-188", date(2021, 3, 1))).certificate()
    assert len(certificate["ledger"]) <= 2
    assert certificate["ledger"][0]["total"] > 1000


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-02-13T11:50", 30, "2026-02-13T14:20"),
        ("2026-02-14T16:45", 30, "2026-02-24T09:15"),
        ("2026-02-13T16:30", 30, "2026-02-13T17:00"),
        ("2026-02-13T18:00", 30, "2026-02-14T09:30"),
        ("2026-02-15T03:00", 30, "2026-02-24T09:30"),
        ("2026-02-13T12:00", 30, "2026-02-13T14:30"),
        ("2026-02-13T09:00", 360, "2026-02-13T17:00"),
        ("2026-02-13T09:00", 720, "2026-02-14T17:00"),
        ("2026-02-13T09:00", 721, "2026-02-24T09:01"),
        ("2026-02-13T08:00", 0, "2026-02-13T08:00"),
    ],
)
def test_office_time(start: str, minutes: int, due: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=OFFICE)
    found = period.office_time(calendar(), HOURS, begun, timedelta(minutes=minutes), ())
    assert found.strftime("%Y-%m-%dT%H:%M") == due


@given(st.integers(0, 80_000), st.integers(1, 2000), SPANS)
def test_office_time_minute_by_minute(offset: int, minutes: int, spans: Any) -> None:
    begun = datetime(2026, 1, 1, tzinfo=OFFICE) + timedelta(minutes=offset)
    spans = period.merged(spans)
    found = period.office_time(calendar(), HOURS, begun, timedelta(minutes=minutes), spans)
    at, left = begun, minutes
    while left:
        free = calendar().is_worked(at.date()) and not any(first <= at.date() < end for first, end in spans)
        left -= free and any(first <= at.time() < last for first, last in HOURS.spans)
        at += timedelta(minutes=1)
    assert found == at


def test_hours_are_real_hours_when_clocks_are_put_forward() -> None:
    """In 1986 Shanghai put its clocks forward on 4 May: 24 hours later it was one hour later on the wall."""
    begun = datetime(1986, 5, 3, 12, 0, tzinfo=OFFICE)
    ended = period.instants(begun.astimezone(UTC), timedelta(hours=24), ())
    assert ended.timestamp() - begun.timestamp() == 24 * 3600
