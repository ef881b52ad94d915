"""Engine, second checker and brute-force oracle agree; what was changed in a certificate is seen by the checker."""

import ast
import inspect
import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import proof
from rules import checker, verification
from rules.book import load_rules
from rules.calendar import calendar
from rules.deadline import OFFICE, Question, answer, apply
from rules.errors import NotComputable, RuleError
from rules.reading import read_row
from rules.rule import Rule
from tests.rules import oracle
from tests.rules.forging import forgeries, sealed

# By unit, so that the rare ones are asked as often as days.
BY_KIND: dict[str, list[Rule]] = {}
for _rule in load_rules().all():
    BY_KIND.setdefault(_rule.unit if _rule.direction == "forward" else _rule.direction, []).append(_rule)
ZONES = st.sampled_from((UTC, OFFICE, timezone(timedelta(hours=-8)), timezone(timedelta(hours=5, minutes=30))))
PAUSES = st.lists(
    st.tuples(st.integers(-40, 400), st.integers(0, 200)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=4
)
AS_OF = st.none() | st.dates(date(2005, 1, 1), date(2026, 11, 24))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Any rule, any start of its time, pauses around it, an extension, a restart, a calendar of any day."""
    rule = draw(st.sampled_from(BY_KIND[draw(st.sampled_from(sorted(BY_KIND)))]))
    first = max(rule.effective_from or date.min, date(2004, 6, 1))
    day = draw(st.dates(first, min(rule.effective_to or date.max, date(2028, 6, 1))))

    def moment(after: int) -> date | datetime:
        if not rule.by_instant and draw(st.booleans()):
            return day + timedelta(days=after)
        seconds = draw(st.sampled_from((0, 59, 8 * 3600 - 1, 8 * 3600, 86_399)) | st.integers(0, 86_399))
        begun = datetime(day.year, day.month, day.day, tzinfo=OFFICE) + timedelta(days=after, seconds=seconds)
        return begun.astimezone(draw(ZONES))

    return Question(
        rule.id,
        moment(0),
        draw(st.just(0) | st.integers(1, 40)),
        tuple((day + timedelta(days=first), day + timedelta(days=end)) for first, end in draw(PAUSES)),
        draw(st.none() | st.integers(0, 200).map(moment)),
        rule.region,
        draw(AS_OF),
    )


def _same(asked: Question) -> None:
    try:
        found = answer(asked)
    except RuleError:
        with pytest.raises(oracle.Refused):
            _oracle(asked)
        return
    wanted = _oracle(asked)
    got = (found.rule.id, found.raw_last_day, found.due, found.provisional)
    assert got == (wanted.rule, wanted.raw, wanted.due, wanted.provisional)
    assert checker.faults(found.certificate()) == []


def _oracle(asked: Question) -> oracle.Answer:
    return oracle.solve(
        asked.rule_id, asked.start, asked.extend, asked.suspend, asked.restart, asked.region, asked.as_of
    )


@settings(max_examples=2500)
@given(questions())
def test_engine_checker_and_oracle_agree(asked: Question) -> None:
    _same(asked)


def test_the_million_in_small() -> None:
    """The same questions as the long run, a few hundred of them."""
    found = proof.prove(1, 800)
    assert (found.asked, found.wrong) == (800, [])
    assert found.answered > 700
    assert set(found.units) >= {"cal_day", "work_day", "month", "year", "hour", "backward"}


def test_a_disagreement_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, "_months_on", lambda number, months, days: number + 30 * months)
    assert proof.prove(1, 400).wrong


@settings(max_examples=300)
@given(st.integers(0, 80_000), st.integers(0, 2000), PAUSES, AS_OF, st.booleans())
def test_office_minutes_agree(offset: int, minutes: int, pauses: Any, as_of: date | None, by_hours: bool) -> None:
    """No rule of the book counts office minutes yet; the unit is proved all the same."""
    row = {
        "id": "X-1",
        "label": "某期限",
        "bound": "工会",
        "start": "来电之时",
        "length": minutes,
        "unit": "minute" if by_hours else "work_minute",
        "law": "本会办理规程（工会自定）",
        "from": date(2008, 1, 1),
        "tag": "D",
        "source": "工会自定",
    }
    rule = read_row(row, "here")
    assert isinstance(rule, Rule)
    begun = datetime(2026, 1, 1, tzinfo=OFFICE) + timedelta(minutes=offset)
    spans = tuple((begun.date() + timedelta(days=a), begun.date() + timedelta(days=b)) for a, b in pauses)
    found = apply(rule, Question("X-1", begun, suspend=spans), calendar(as_of))
    wanted = oracle.walk({**row, "next_hour": False}, begun, 0, spans, oracle.table(as_of))
    assert (found.due, found.provisional) == (wanted.due, wanted.provisional)
    assert checker.faults(found.certificate()) == []


FORGED = [
    Question("LA-48-1", date(2026, 2, 6)),
    Question("LA-29-1", date(2025, 9, 26)),
    Question("LA-27-1", date(2025, 3, 10), suspend=((date(2025, 12, 1), date(2026, 1, 15)),)),
    Question("LA-27-1", date(2026, 3, 10)),
    Question("CPL-152", date(2025, 8, 31), extend=6),
    Question("LA-35-1", date(2026, 3, 2)),
    Question("MW-14-1", date(2026, 2, 16)),
    Question("LA-47-1", date(2026, 3, 2)),
    Question("LTR-OPINION-REPLY", date(2026, 9, 18), region="HB"),
    Question("LSI-18-1", date(2026, 9, 18), suspend=((date(2026, 9, 20), date(2026, 9, 22)),)),
    Question("LA-43-1", date(2026, 1, 5), restart=datetime(2026, 3, 1, 20, 30, tzinfo=UTC)),
    Question("SVC-CALLBACK", date(2026, 4, 30)),
    Question("CPL-104-1", datetime(2026, 2, 13, 16, 30, tzinfo=OFFICE)),
    Question("H51-GS.1", datetime(2026, 2, 13, 23, 50, 59, tzinfo=UTC)),
]
# What only the book, the list of notices and the words of the answer can tell.
BY_THE_BOOK = re.compile(
    r"rule |rule_version|label|legal_basis|^tag|region|calendar_version|papers|start_event|warnings|sentence|wording"
)


@pytest.mark.parametrize("asked", FORGED, ids=lambda asked: f"{asked.rule_id} {asked.start}")
def test_every_change_is_seen_although_it_was_sealed_anew(asked: Question) -> None:
    certificate = answer(asked).certificate()
    assert verification.faults(certificate) == []
    seen = 0
    for what, forged in forgeries(certificate):
        if asked.restart is not None and what.startswith("events.start ="):
            continue  # the period runs from the restart: with another first start it is another true certificate
        if not BY_THE_BOOK.search(what):
            assert checker.faults(forged) != [], f"the checker believes {what}"
        assert verification.faults(forged) != [], f"believed: {what}"
        seen += 1
        unsealed = {**forged, "seal": certificate["seal"]}
        assert checker.faults(unsealed) != [], f"unsealed and believed: {what}"
    assert seen > 80


@settings(max_examples=150)
@given(questions(), st.integers(0, 10_000))
def test_a_random_change_of_a_random_certificate_is_seen(asked: Question, which: int) -> None:
    try:
        certificate = answer(asked).certificate()
    except RuleError:
        return
    assert verification.faults(certificate) == []
    every = list(forgeries(certificate))
    if asked.restart is not None:
        every = [(what, forged) for what, forged in every if not what.startswith("events.start =")]
    what, forged = every[which % len(every)]
    assert verification.faults(forged) != [], what


@pytest.mark.parametrize(
    "change", [{"length": 30}, {"unit": "work_day"}, {"roll": "none"}, {"tag": "D"}, {"legal_basis": "《某法》第1条"}]
)
def test_sound_arithmetic_on_a_rule_that_the_book_does_not_hold_is_seen(change: dict[str, Any]) -> None:
    """A certificate that is right in itself, for a made-up rule: the checker believes it, the book does not."""
    row = {
        "id": "LA-48-1",
        "label": "劳动者不服终局裁决起诉",
        "bound": "劳动者",
        "start": "收到裁决书之日",
        "length": 15,
        "unit": "cal_day",
        "law": "《劳动争议调解仲裁法》第48条",
        "from": date(2008, 5, 1),
        "tag": "F",
        "source": "http://example.org",
    }
    row |= {"law" if key == "legal_basis" else key: value for key, value in change.items()}
    rule = read_row(row, "here")
    assert isinstance(rule, Rule)
    certificate = apply(rule, Question("LA-48-1", date(2026, 2, 6)), calendar()).certificate()
    assert checker.faults(certificate) == []
    (key,) = change
    named = verification.FIELDS[key][0]
    assert any(named in said for said in verification.faults(certificate))


def test_a_promise_carries_nothing_that_was_counted() -> None:
    promise = {"kind": "promise", "due": "2026-03-02", "basis": "当事人约定", "label": "第一期"}
    assert verification.faults(promise) == []
    certificate = answer(Question("LA-48-1", date(2026, 2, 6))).certificate()
    assert verification.faults(sealed({**certificate, "kind": "promise", "due": "2026-05-01"})) != []


def test_an_older_calendar_is_known_and_a_made_up_one_is_not() -> None:
    before = answer(Question("LA-29-1", date(2020, 1, 20), as_of=date(2020, 1, 26))).certificate()
    assert verification.faults(before) == []
    assert any(
        "日历版本" in said for said in verification.faults(sealed({**before, "calendar_version": "2004-2099#0"}))
    )
    after = answer(Question("LA-29-1", date(2020, 1, 20), as_of=date(2020, 1, 27)))
    assert verification.faults(sealed({**before, "calendar_version": after.calendar_version})) != []


def test_the_checker_is_short_and_counts_for_itself() -> None:
    source = inspect.getsource(checker)
    assert len(source.splitlines()) <= 200
    names = {
        alias.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert not any(name and name.split(".")[0] == "rules" for name in names)


def test_the_oracle_shares_no_code_with_the_rules() -> None:
    source = Path(oracle.__file__).read_text("utf-8")
    assert not re.search(r"^\s*(from|import) rules", source, re.MULTILINE)


def test_a_day_before_any_notice_is_refused() -> None:
    with pytest.raises(NotComputable, match="没有已公布"):
        answer(Question("LA-29-1", date(2010, 1, 20), as_of=date(2000, 1, 1)))


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # Midnight is the first moment of its day, and 24:00 of the day before.
        (datetime(2026, 9, 30, 0, 0, tzinfo=OFFICE), "2026-10-01T00:00+08:00"),
        (datetime(2026, 9, 29, 16, 0, tzinfo=UTC), "2026-10-01T00:00+08:00"),
        # Seconds are dropped: evidence of a moment goes by the minute.
        (datetime(2026, 9, 30, 10, 15, 59, tzinfo=OFFICE), "2026-10-01T10:15+08:00"),
        # A partner abroad writes its own time; the hours are the same.
        (datetime(2026, 3, 8, 1, 30, tzinfo=timezone(timedelta(hours=-8))), "2026-03-09T17:30+08:00"),
        (datetime(2026, 9, 30, 5, 45, tzinfo=timezone(timedelta(hours=5, minutes=45))), "2026-10-01T08:00+08:00"),
    ],
)
def test_hours_from_any_zone(start: datetime, due: str) -> None:
    found = answer(Question("MT-5-2", start))
    assert found.due.isoformat(timespec="minutes") == due  # type: ignore[call-arg]  # an instant
    assert found.due_at - start.replace(second=0) == timedelta(hours=24)
    assert checker.faults(found.certificate()) == []


def test_no_rule_of_hours_was_in_force_when_clocks_were_put_forward() -> None:
    """From 1986 to 1991 a day in Shanghai could have 23 or 25 hours; every rule of hours is younger."""
    for rule in load_rules().all():
        if rule.by_instant:
            assert rule.effective_from is None or rule.effective_from > date(1992, 1, 1), rule.id
            with pytest.raises(RuleError):
                answer(Question(rule.id, datetime(1988, 4, 16, 23, 0, tzinfo=OFFICE), region=rule.region))
