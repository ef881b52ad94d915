"""The roll-up and the figures, by hand: pure functions over plain rows."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.letter_facts import ClueFacts, FileMoney, Known, LetterFacts, StepClock
from cases.letter_rollup import Line, Lived, RollUp
from reports.letter_indicators import FIGURES, Asked, Measure, definitions, measures
from reports.period import Month

ROOT = Path(__file__).parents[2]
OCTOBER, NOVEMBER = (date(2026, 10, 1), date(2026, 11, 1)), (date(2026, 11, 1), date(2026, 12, 1))
TODAY = date(2026, 11, 20)


def lived(
    issued: date | None, closed: date | None = None, state: str | None = None, *, kind: str = "notice", **more: Any
) -> Lived:
    """A letter in the book."""
    given_state = state or ("closed" if closed is not None else "served")
    return Lived(uuid4(), "测1号", kind, given_state, more.get("taken", issued), issued, closed)


def roll_up(letters: list[Lived], first: date, after: date) -> Sequence[Line]:
    """The lines of one span."""
    return RollUp(letters).lines(first, after)


def figures(line: Any) -> tuple[int, ...]:
    """Opening, issued, closed, closing, difference."""
    return (line.opening, line.issued, line.closed, line.closing, line.difference)


def test_a_sound_month_balances_and_is_carried_on() -> None:
    letters = [
        lived(date(2026, 9, 5)),
        lived(date(2026, 9, 30), date(2026, 10, 1)),
        lived(date(2026, 10, 31)),
        lived(date(2026, 10, 2), date(2026, 10, 2), "void"),
        lived(date(2026, 10, 9), date(2026, 11, 3), "withdrawn", kind="opinion"),
    ]
    notices, opinions, total = roll_up(letters, *OCTOBER)
    assert figures(notices) == (2, 2, 2, 2, 0)
    assert figures(opinions) == (0, 1, 0, 1, 0)
    assert figures(total) == (2, 3, 2, 3, 0)
    assert total.word == "合计"
    after = roll_up(letters, *NOVEMBER)[-1]
    assert after.opening == total.closing
    assert figures(after) == (3, 0, 1, 2, 0)
    assert roll_up([], *OCTOBER)[-1].sound


FAULTS = [
    # A letter that ended without a day; one with a day that goes on; days that cross; a shifted day of issue.
    (lived(date(2026, 10, 5), None, "closed"), "没有结案日", -1),
    (lived(date(2026, 10, 5), date(2026, 10, 20), "served"), "却没有办结", 1),
    (lived(date(2026, 10, 5), date(2026, 9, 20), "closed"), "早于签发日", -1),
    (lived(date(2026, 9, 30), taken=date(2026, 10, 5)), "不一致", -1),
    (lived(None, taken=date(2026, 10, 5)), "没有签发日", -1),
    (lived(date(2026, 10, 5), taken=None), "文号簿上没有", 1),
]


@pytest.mark.parametrize(("faulty", "why", "difference"), FAULTS)
def test_what_does_not_fit_is_named_in_the_month_where_it_happened(faulty: Lived, why: str, difference: int) -> None:
    sound = [lived(date(2026, 10, 3)), lived(date(2026, 10, 4), date(2026, 10, 30))]
    *_, total = roll_up([*sound, faulty], *OCTOBER)
    assert total.difference == difference
    assert not total.sound
    [cause] = total.causes
    assert why in cause.why
    assert cause.letter_id == faulty.letter_id
    assert roll_up([*sound, faulty], *NOVEMBER)[-1].sound


def test_two_faults_do_not_cancel_each_other_out() -> None:
    [line, total] = roll_up([FAULTS[0][0], FAULTS[1][0]], *OCTOBER)
    assert line.difference == 0
    assert not line.sound
    assert len(total.causes) == 2


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=12))
def test_letters_that_end_after_they_began_always_balance(days: list[tuple[date, date | None]]) -> None:
    letters = [lived(one, None if end is None else max(one, end)) for one, end in days]
    months = [Month(2026, number) for number in range(1, 13)]
    totals = [roll_up(letters, month.first, month.after)[-1] for month in months]
    assert all(one.sound for one in totals)
    assert [one.opening for one in totals[1:]] == [one.closing for one in totals[:-1]]
    assert totals[-1].closing == sum(end is None for _, end in days)


def letter(kind: str = "notice", issued: date = date(2026, 10, 8), **more: Any) -> LetterFacts:
    """A letter served two days after its issue, unless told otherwise."""
    given: dict[str, Any] = {"state": "served", "served_on": date(2026, 10, 10), "reply_due": date(2026, 10, 25)}
    return LetterFacts(id=uuid4(), kind=kind, number="测", issued_on=issued, **{**given, **more})


def found(known: Known | list[LetterFacts], kind: str = "", span: tuple[date, date] = OCTOBER) -> dict[str, Measure]:
    """All figures by code."""
    facts = known if isinstance(known, Known) else Known(letters=known)
    return {one.definition.code: one for one in measures(Asked(facts, *span, TODAY, kind))}


def test_answers_and_corrections_are_two_rates() -> None:
    letters = [
        letter(replied_on=date(2026, 10, 25), rectify_due=date(2026, 11, 1), verified_on=date(2026, 11, 2),
               rectification="full", state="closed"),
        letter(replied_on=date(2026, 10, 26), rectify_due=date(2026, 11, 1), state="unrectified"),
        letter(state="overdue"),
        letter("opinion", reply_due=date(2026, 12, 1)),
        letter("opinion", verified_on=date(2026, 11, 2), rectification="partial", reply_due=date(2026, 12, 1)),
        letter(state="withdrawn"),
        letter(served_on=None, state="dispatched"),
        letter("recommendation", state="filing"),
    ]  # fmt: skip
    seen = found(letters)
    assert (seen["reply_rate"].shown, seen["reply_rate"].of) == ("66.7%", "2 / 3")
    assert (seen["reply_on_time_rate"].shown, seen["reply_on_time_rate"].of) == ("33.3%", "1 / 3")
    assert (seen["rectified_full"].shown, seen["rectified_full"].of) == ("33.3%", "1 / 3")
    assert (seen["rectified_any"].shown, seen["rectified_any"].of) == ("66.7%", "2 / 3")
    assert seen["issued"].shown == "8"
    assert seen["sent"].shown == "7"
    assert found(letters, "opinion")["reply_rate"].shown == "—"
    assert found(letters, "opinion")["reply_rate"].of == "0 / 0"
    assert found(letters, span=NOVEMBER)["issued"].shown == "0"


def test_the_last_day_for_the_answer_is_not_yet_missed() -> None:
    letters = [letter(reply_due=TODAY)]
    assert found(letters)["reply_rate"].of == "0 / 0"
    assert found([letter(reply_due=date(2026, 11, 19))])["reply_rate"].of == "0 / 1"


def test_refusals_and_objections() -> None:
    letters = [
        letter(refused_on=date(2026, 10, 9)),
        letter(served_on=None, refused_on=date(2026, 10, 9), state="refused"),
        letter(replied_on=date(2026, 10, 20), objected=True, assessed_as="objection_upheld", state="withdrawn"),
        letter(replied_on=date(2026, 10, 20), objected=True, assessed_as="refused", state="rejected"),
        letter(replied_on=date(2026, 10, 20), state="rectifying"),
        letter(served_on=None, state="sealed"),
    ]
    seen = found(letters)
    assert seen["refusal_rate"].of == "2 / 5"
    assert seen["objection_rate"].of == "2 / 3"
    assert seen["objection_upheld_rate"].of == "1 / 2"


def after(before: LetterFacts, kind: str, issued: date, **more: Any) -> LetterFacts:
    """The letter that follows another."""
    return letter(kind, issued, previous_id=before.id, served_on=issued, **more)


def test_escalation_goes_by_the_month_of_the_first_letter() -> None:
    first, second, third = letter(), letter(), letter(served_on=None, state="sealed")
    opinion = after(first, "opinion", date(2026, 11, 3))
    recommendation = after(opinion, "recommendation", date(2026, 12, 3))
    spoilt = after(second, "opinion", date(2026, 11, 3), state="void")
    spoilt = LetterFacts(**{**{f.name: getattr(spoilt, f.name) for f in fields(spoilt)}, "served_on": None})
    alone = letter("opinion", date(2026, 11, 5), served_on=date(2026, 11, 6))
    everything = [first, second, third, opinion, recommendation, spoilt, alone]
    october, november = found(everything), found(everything, span=NOVEMBER)
    assert october["to_opinion"].of == "1 / 2"
    assert october["to_recommendation"].of == "1 / 1"
    assert november["to_opinion"].of == "0 / 0"
    assert november["to_recommendation"].of == "0 / 1"
    # The kind that is looked at does not cut a chain.
    assert found(everything, "notice")["to_recommendation"].of == "1 / 1"


def test_a_circle_of_letters_ends() -> None:
    one, other = letter(), letter()
    circle = [
        LetterFacts(**{**{f.name: getattr(a, f.name) for f in fields(a)}, "previous_id": b.id})
        for a, b in ((one, other), (other, one))
    ]
    assert found(circle)["to_opinion"].base is not None


def test_authorities_money_people_and_days() -> None:
    file, other = UUID(int=1), UUID(int=2)
    letters = [
        letter("recommendation", filed_on=date(2026, 10, 12), fed_back_on=date(2026, 11, 3),
               feedback_due=date(2026, 11, 2), case_id=file, head_count=30),
        letter("recommendation", not_filed_why="不属管辖", feedback_due=None),
        letter("recommendation", reply_due=date(2026, 10, 17)),
        letter("recommendation", reply_due=date(2026, 12, 17)),
        letter(case_id=file, head_count=25, served_on=date(2026, 10, 9), accepted_on=date(2026, 10, 4)),
        letter(case_id=other, served_on=None, published_on=None, head_count=99, state="sealed"),
    ]  # fmt: skip
    money = [
        FileMoney(file, date(2026, 10, 8), Decimal(1000)),
        FileMoney(file, date(2026, 10, 9), Decimal("2000.50")),
        FileMoney(file, date(2026, 11, 9), None),
        FileMoney(other, date(2026, 11, 9), Decimal(7)),
    ]
    seen = found(Known(letters=letters, money=money))
    assert seen["filing_rate"].of == "1 / 3"
    assert seen["not_filed_rate"].of == "1 / 3"
    assert seen["feedback_rate"].of == "1 / 1"
    assert seen["feedback_on_time_rate"].of == "0 / 1"
    assert seen["workers"].shown == "30"
    assert seen["money"].shown == "2,000.50"
    assert seen["days_to_issue"].shown == "4"
    assert seen["days_to_service"].shown == "2"
    assert seen["days_to_reply"].shown == "—"


def test_clues_limits_and_links() -> None:
    day = date(2026, 10, 5)
    clues = [
        ClueFacts(UUID(int=1), day, "judicial_advice", accepted=True, closed=True),
        ClueFacts(UUID(int=2), day, "judicial_advice", declined=True),
        ClueFacts(UUID(int=3), day, "inspection", handed_on=True, to_procuratorate=True),
        ClueFacts(UUID(int=4), date(2026, 9, 30), "inspection"),
    ]
    clocks = [
        StepClock("LTR-INVESTIGATE", day, over=True, breached=False),
        StepClock("LTR-INVESTIGATE", day, over=False, breached=True),
        StepClock("LTR-INVESTIGATE", day, over=False, breached=False),
    ]
    letters = [letter(copied_to=("court",)), letter("opinion", copied_to=("court", "procuratorate")), letter("opinion")]
    seen = found(Known(letters=letters, clues=clues, clocks=clocks, copies_kept=True))
    assert seen["clues"].shown == "3"
    assert [seen[f"clues_{name}"].of for name in ("accepted", "declined", "handed_on")] == ["1 / 3"] * 3
    assert seen["investigated_on_time"].of == "1 / 2"
    assert seen["reject_on_time"].shown == "—"
    assert seen["court_copies"].of == "2 / 3"
    assert seen["procuratorate_copies"].of == "1 / 2"
    assert seen["court_advice"].of == "1 / 2"
    assert seen["clues_to_procuratorate"].shown == "1"
    assert found(Known(letters=letters))["court_copies"].shown == "—"


def test_every_figure_has_a_function_a_meaning_and_its_line_in_the_docs() -> None:
    assert set(definitions()) == set(FIGURES)
    words = (ROOT / "docs" / "letters-ledger.md").read_text(encoding="utf-8")
    for code, one in definitions().items():
        assert one.top
        assert one.base or one.unit != "%", code
        assert f"`{code}`" in words, code
    assert all(one.value is None for one in found([]).values() if one.definition.unit in ("%", "天"))
