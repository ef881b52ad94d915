"""Every state, every desk, every act and event: the engine answers as the declared machine does, the buttons agree.

The oracle is not the compiled table: where a move leads is asked of python-statemachine itself, started in the state;
who may is read from the declaration of the act.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from statemachine.exceptions import TransitionNotAllowed

from cases.letter import Letter, LetterNumber
from cases.letter_life import IN_THE_HOUSE
from cases.letter_steps import LetterItem
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import SYSTEM, begin
from tests.databases import fresh_engine
from tests.letter_steps import CHECKERS
from tests.office import MORNING, Office, furnish
from tests.stories.lives import all_scripts
from tests.stories.players import filled
from tests.stories.scripts import FILE, INVESTIGATION, RECORD, VIOLATION
from tests.workflows.charts.test_charts import CLASSES, GENEROUS, STINGY, leaf
from tests.workflows.standing import stand
from workflows import engine
from workflows.acts import Act, acts_of
from workflows.charts.checker import BY_THEMSELVES
from workflows.charts.guards import Facts
from workflows.charts.registry import CHARTS, LETTER_CHART
from workflows.offers import offered_on_case, offered_on_letter
from workflows.perform import perform
from workflows.subjects import read_case

DESKS = ("operator", "mediator", "mediator2", "supervisor", "leader", "admin")
# What the scripts do not hold: the desk of letters is played elsewhere.
SERVERS = {"first_server": "送达人甲", "second_server": "送达人乙"}
LETTERS: dict[str, dict[str, Any]] = {
    "open_investigation": INVESTIGATION,
    "close_investigation": RECORD,
    "draft_letter": {"kind": "notice", "cause": "测试"},
    "record_other_letter": {"kind": "other", "kind_label": "公函", "issuer": "测试总工会", "addressee": "测试单位"},
    "edit_letter": {"addressee": "测试用建筑劳务有限公司（更正）"},
    "change_copies": {"organs": ["superior"], "reason": "报告上级"},
    "return_letter": {"reason": "补充事实"},
    "ask_superior": {"superior": "测试市总工会", "reason": "本会是基层工会"},
    "withdraw_letter": {"reason": "测试撤回"},
    "void_letter": {"reason": "文号填写有误"},
    "dispatch_letter": {"how": "post"},
    "publish_letter": {"where": "本会网站"},
    "serve_letter": {"how": "direct", "proof": "回证1号"},
    "refuse_service": {"how": "direct", "reason": "拒绝签收", "witness": "见证人甲", "proof": "照片1", **SERVERS},
    "leave_letter": {"witness": "拍照", "proof": "照片2", **SERVERS},
    "record_undelivered": {"how": "post", "reason": "查无此单位", "proof": "退件"},
    "record_reply": {"reply": "已整改"},
    "assess_reply": {"assessed_as": "accepted", "note": "措施可行", "rectify_on": "2026-10-30"},
    "verify_letter": {
        "items": [{"seq": 1, "result": "done"}],
        **CHECKERS,
    },
    "record_not_filed": {"reason": "不属管辖"},
    "record_disposed": {"disposal": "corrected"},
    "record_feedback": {"feedback": "已责令改正"},
    "close_letter": {"report": "已复查", "told_complainant": True},
}


def letter_target(row: Any, event: str) -> str:
    """What the declared machine says of a letter with these columns, given what the forms above say."""
    given = {
        "region_has_notice": True,
        "investigation_closed": True,
        "recommendation_opened": False,
        "assessed": "accepted",
        "rectification": "full",
    }
    machine = CLASSES["letter"](Facts(dict(row._mapping), given), start_value=row.state)
    try:
        machine.send(event)
    except TransitionNotAllowed:
        return "chart"
    return f"to {leaf(machine)}"


class RolledBack(Exception):
    """Ends a try without leaving anything behind."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office on SQLite: the answers come from the charts, not from the database."""
    with fresh_engine("sqlite", tmp_path) as database:
        yield furnish(database)


@cache
def target(name: str, state: str, event: str, *, generous: bool = True) -> str | None:
    """Where the declared machine goes from a state, None where it refuses."""
    machine = CLASSES[name](GENEROUS if generous else STINGY, start_value=state)
    try:
        machine.send(event)
    except TransitionNotAllowed:
        return None
    return leaf(machine)


def expected(act: Act, name: str, state: str, desk: str) -> str:
    """What the engine must answer, from the declaration alone."""
    role = desk.removesuffix("2")
    if role not in act.roles:
        return "role"
    if desk == "mediator2" and act.subject == "case":
        return "handler"
    if act.case_types is not None and name not in act.case_types:
        return "chart"
    if act.event is not None:
        found = target(name, state, act.event)
        if found is None and act.subject == "case" and state in (act.states or ()):
            return "beside"
        return "chart" if found is None else f"to {found}"
    if act.states is not None:
        return "open" if state in act.states else "chart"
    done = {"closed", "archived"} if act.subject == "case" else {"closed", "withdrawn", "recorded"}
    return "chart" if state in done else "open"


def beside(act: Act, state: str) -> bool:
    """Whether the act is about a referral: with none on file it may be noted, or told that there is none."""
    return act.event is not None and act.states is not None and state in act.states


# What these give back or take away is a record of its own, which a case put into its state by hand does not have.
NEED_A_RECORD = frozenset({"return_dispatch"})


def agree(act: Act, state: str, answered: str, wanted: str) -> bool:
    """Whether the engine's answer is one that the declaration allows."""
    if answered == wanted or (act.name in NEED_A_RECORD and answered == "open" and wanted.startswith("to ")):
        return True
    return act.subject == "case" and beside(act, state) and {answered, wanted}.isdisjoint({"role", "handler"})


def given(case_type: str) -> dict[str, dict[str, Any]]:
    """For each act a form that is filled in rightly."""
    found = dict(LETTERS)
    for kind, scripts in sorted(all_scripts().items(), key=lambda item: item[0] == case_type):
        assert kind in CHARTS
        for line in (line for script in scripts for line in script):
            found[line.act] = line.data
    return found


def answer(office: Office, act: Act, subject_id: UUID, desk: str, data: dict[str, Any]) -> str:
    """What the engine answers; nothing stays. An act may be noted beside: it leaves the case where it is."""
    said, beside = "", act.event is not None and act.states is not None
    try:
        with suppress(RolledBack), begin(office.engine, by=office.actor(desk), at=MORNING) as work:
            before = read_case(work, subject_id).state if act.subject == "case" else None
            done = perform(work, act.name, subject_id, data)
            work.write_now()
            said = f"to {done.state}" if act.event is not None else "open"
            if beside and done.state == before:
                said = "beside"
            raise RolledBack
    except NotAllowed as refused:
        return (
            "handler"
            if "其他调解员" in refused.detail
            else "role"
            if refused.detail.startswith(f"“{act.title}”须由")
            else "open"
        )
    except NotPossible as refused:
        if refused.detail.startswith(f"不能办理“{act.title}”"):
            return "chart"
        return "beside" if beside else "open"
    except (NotValid, NotFound):
        return "beside" if beside else "open"
    return said


def without_file(data: dict[str, Any]) -> dict[str, Any]:
    """A file that nobody has: putting one into a locked file is refused before the act is tried."""
    return {name: str(uuid4()) if value == FILE else value for name, value in data.items()}


def ready(data: dict[str, Any]) -> dict[str, Any]:
    """A record that this case does not have is asked for by an identifier that nobody has."""
    return {name: str(uuid4()) if value == "None" else value for name, value in data.items()}


@pytest.mark.parametrize("case_type", CHARTS)
def test_cases(office: Office, case_type: str) -> None:
    """3 charts × every state × six desks × every act, and what is offered is what is not refused."""
    stand(office, case_type, "registered")
    forms, acts, tried = given(case_type), acts_of("case"), 0
    wrong: list[tuple[str, ...]] = []
    for state in CHARTS[case_type].states:
        case_id = stand(office, case_type, state)
        with office.engine.begin() as connection:
            # As far along as can be, so that no condition of a way is missing.
            connection.execute(
                sa.text(
                    "UPDATE \"case\" SET outcome = 'other', outcome_note = '测试', callbacks = 1, has_violation = :yes "
                    "WHERE id = :id"
                ).bindparams(sa.bindparam("yes", True, sa.Boolean()), sa.bindparam("id", case_id, sa.Uuid()))
            )
            row = connection.execute(
                sa.text('SELECT * FROM "case" WHERE id = :id').bindparams(sa.bindparam("id", case_id, sa.Uuid()))
            ).one()
        case = _Seen(row._mapping, handler_id=office.account_id("tiaojie"))
        filled_in = {name: ready(filled(office, without_file(forms.get(name, {})), case_id)) for name in acts}
        for desk in DESKS:
            role, account_id = desk.removesuffix("2"), office.actor(desk).account_id
            offered = {act.name for act in offered_on_case(case, role, account_id)}
            opened = set()
            for act in acts.values():
                answered = answer(office, act, case_id, desk, filled_in[act.name])
                wanted = expected(act, case_type, state, desk)
                if not agree(act, state, answered, wanted):
                    wrong.append((state, desk, act.name, answered, wanted))
                tried += 1
                if answered not in ("role", "handler", "chart"):
                    opened.add(act.name)
            differ = {name for name in offered ^ opened if not beside(acts[name], state)}
            wrong += [(state, desk, name, "offered" if name in offered else "hidden", "") for name in differ]
    assert wrong == [], "\n".join(map(str, wrong))
    assert tried == len(CHARTS[case_type].states) * len(DESKS) * len(acts)


class _Seen:
    """A case as a page has read it."""

    def __init__(self, columns: Any, **more: Any) -> None:
        self.__dict__.update({**columns, **more})


@pytest.mark.parametrize("case_type", CHARTS)
def test_every_event_from_every_state(office: Office, case_type: str) -> None:
    """Also those that no person sends, with and without what the conditions ask for."""
    chart = CHARTS[case_type]
    events = sorted({event for one in CHARTS.values() for _, event in one.moves} | BY_THEMSELVES)
    for state in chart.states:
        case_id = stand(office, case_type, state)
        for event in events:
            guarded = target(case_type, state, event) != target(case_type, state, event, generous=False)
            for generous in (True, False) if guarded else (True,):
                said = None
                with suppress(RolledBack), begin(office.engine, by=SYSTEM, at=MORNING) as work:
                    case = read_case(work, case_id)
                    facts = {"outcome": "other", "callbacks": 1} if generous else {"outcome": None, "callbacks": 0}
                    for name, value in facts.items():
                        setattr(case, name, value)
                    with suppress(NotPossible):
                        engine.advance(work, case, event, fully_paid=generous, nobody_to_call=generous)
                        said = case.state
                        assert case.stage == chart.states[case.state].stage
                    raise RolledBack
                assert said == target(case_type, state, event, generous=generous), (state, event, generous)


@pytest.mark.parametrize("state", LETTER_CHART.states)
def test_letters(office: Office, state: str) -> None:
    """The letter's chart with its acts, for every desk."""
    case_id = stand(office, "wage_arrears", "preparing")
    office.act("record_violation", case_id, by="mediator", **VIOLATION)
    office.act("open_investigation", case_id, by="mediator", **INVESTIGATION)
    office.act("close_investigation", case_id, by="mediator", **RECORD)
    letter_id = UUID(
        str(office.act("draft_letter", case_id, by="mediator", **LETTERS["draft_letter"]).made["letter_id"])
    )
    table: sa.Table = Letter.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
    done = state in ("closed", "archived", "handed_up", "withdrawn", "void", "recorded")
    with office.engine.begin() as connection:
        # As far along as can be, so that only the chart and the roles answer.
        changes: dict[str, Any] = {"state": state, "closed_at": MORNING if done else None, "issued_on": MORNING.date()}
        number = {"issuer": "测", "kind": "notice", "year": 2026, "seq": 1, "number": "测1号", "taken_at": MORNING}
        if state not in ("draft", "review", "approval", "approved"):
            changes["number"] = number["number"]
            connection.execute(sa.insert(LetterNumber).values(id=new_id(), letter_id=letter_id, voided=False, **number))
        item = {"id": new_id(), "letter_id": letter_id, "seq": 1, "finding": "拖欠工资", "demand": "限期支付"}
        if state not in ("draft", "review", "approval"):
            connection.execute(sa.insert(LetterItem).values(**item))
        connection.execute(sa.update(table).where(table.c.id == letter_id).values(**changes))
        row = connection.execute(sa.select(table).where(table.c.id == letter_id)).one()
    for desk in DESKS:
        offered = {act.name for act in offered_on_letter(row, desk.removesuffix("2"))}
        opened = set()
        for act in acts_of("letter").values():
            answered = answer(office, act, letter_id, desk, LETTERS.get(act.name, {}))
            wanted = expected(act, "letter", state, desk)
            if act.event is not None and wanted not in ("role", "handler"):
                wanted = letter_target(row, act.event)
            if (
                act.name == "withdraw_letter"
                and desk == "supervisor"
                and state not in IN_THE_HOUSE
                and wanted != "chart"
            ):
                # What has left the house is taken back by those who may sign.
                wanted = "open"
            assert answered == wanted, (desk, act.name)
            if answered not in ("role", "chart"):
                opened.add(act.name)
        # What only another kind of letter or issuer may is not offered, and refused with the reason.
        assert offered == opened - {"ask_superior", "publish_letter"}, desk
