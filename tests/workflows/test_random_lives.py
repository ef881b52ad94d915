"""Two cases live at random: acts with good and bad forms by anybody, time that passes, timers that fire in between.

After every step everything that must always hold is looked at in the rows.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from foundation.clock import office_day
from foundation.errors import Refusal
from tests.databases import fresh_engine
from tests.office import MORNING, Office, furnish
from tests.stories.players import filled
from tests.stories.scripts import opening
from tests.workflows.charts.test_every_state_role_and_act import DESKS, given
from tests.workflows.invariants import broken, counts, rows
from workflows.acts import acts_of
from workflows.charts.registry import CHARTS
from workflows.firing import fire_all_due
from workflows.offers import offered_on_case, offered_on_letter
from workflows.perform import Done

# An act that ends a life early says nothing more about it.
ENDS = {"merge_case", "withdraw", "answer_directly"}
BAD = ("", "否", "-1", "0", "2099-01-01", "1900-01-01", "x" * 6000, None, [], str(UUID(int=0)))


class _Row:
    """A row as pages see it."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.__dict__.update(columns)


class TwoLives(RuleBasedStateMachine):
    """An office with two cases of different kinds."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="weiquan-lives-"))
        self.opened = fresh_engine("sqlite", self.folder)
        self.office: Office = furnish(self.opened.__enter__())
        self.at = MORNING
        self.cases: list[UUID] = []
        self.began: dict[UUID, Any] = {}

    @initialize(types=st.permutations(sorted(CHARTS)))
    def two_cases(self, types: list[str]) -> None:
        """Two people call."""
        for case_type in types[:2]:
            made = self.office.act("open_case", at=self.at, **opening(case_type)).case_id
            assert made is not None
            self.cases.append(made)
        self.began = {case["id"]: case["opened_at"] for case in self.read("case")}

    def read(self, table: str, **wanted: Any) -> list[dict[str, Any]]:
        """Rows as they stand."""
        with self.office.engine.connect() as connection:
            return rows(connection, table, **wanted)

    @rule(data=st.data(), which=st.integers(0, 1), rightly=st.integers(0, 9))
    def act(self, data: st.DataObject, which: int, rightly: int) -> None:
        """Somebody does something on a case: mostly what is offered and filled in rightly."""
        [case] = self.read("case", id=self.cases[which])
        desk = data.draw(st.sampled_from(DESKS), label="desk")
        offered = offered_on_case(_Row(case), desk.removesuffix("2"), self.office.actor(desk).account_id)
        names = sorted(act.name for act in offered if act.name not in ENDS or rightly == 3)
        if rightly == 0 or not names:
            names = sorted(acts_of("case"))
        # Moves twice as often as notes: a life that goes nowhere teaches little.
        moves = [name for name in names if acts_of("case")[name].event is not None]
        name = data.draw(st.sampled_from(names + moves), label="act")
        form = self.form(data, given(case["case_type"]).get(name, {}), acts_of("case")[name].form, case["id"], rightly)
        self.attempt(name, case["id"], desk, form, case, stale=rightly == 1)

    @rule(data=st.data(), rightly=st.integers(0, 9))
    def act_on_a_letter(self, data: st.DataObject, rightly: int) -> None:
        """Somebody does something on a letter."""
        letters = self.read("letter")
        if not letters:
            return
        letter = data.draw(st.sampled_from(sorted(letters, key=lambda one: str(one["id"]))), label="letter")
        desk = data.draw(st.sampled_from(DESKS), label="desk")
        names = [act.name for act in offered_on_letter(_Row(letter), desk.removesuffix("2"))]
        name = data.draw(st.sampled_from(names if names and rightly else sorted(acts_of("letter"))), label="act")
        form = self.form(
            data, given("wage_arrears").get(name, {}), acts_of("letter")[name].form, letter["case_id"], rightly
        )
        [case] = self.read("case", id=letter["case_id"])
        self.attempt(name, letter["id"], desk, form, case, stale=False)

    def form(self, data: st.DataObject, good: dict[str, Any], form: Any, case_id: UUID, rightly: int) -> dict[str, Any]:
        """A form that is filled in rightly, with days here and there, or spoilt in one field."""
        said = filled(self.office, good, case_id, office_day(self.at))
        said = {key: str(uuid4()) if value == "None" else value for key, value in said.items()}
        for name in form.model_fields:
            if name.endswith("_on") and name not in said and data.draw(st.integers(0, 3), label=name) == 0:
                days = data.draw(st.integers(-20, 1), label="days")
                said[name] = (office_day(self.at) + timedelta(days=days)).isoformat()
        if rightly == 2 and form.model_fields:
            spoilt = data.draw(st.sampled_from(sorted(form.model_fields)), label="spoilt")
            said[spoilt] = data.draw(st.sampled_from(BAD), label="with")
        return said

    def attempt(
        self, name: str, subject: UUID, desk: str, form: dict[str, Any], case: dict[str, Any], *, stale: bool
    ) -> None:
        """Done, and the case is one act further; or refused, and nothing at all was written."""
        before = counts(self.office.engine)
        try:
            done: Done = self.office.act(
                name, subject, by=desk, at=self.at, expected_version=case["version"] - 1 if stale else None, **form
            )
        except Refusal as refused:
            said = refused.detail
        else:
            said = ""
        if said:
            assert any("一" <= letter <= "龥" for letter in said), said
            assert counts(self.office.engine) == before
            assert self.read("case", id=case["id"]) == [case]
            return
        assert not stale
        [after] = self.read("case", id=case["id"])
        assert after["version"] == case["version"] + 1
        assert done.case_id in (case["id"], None) or done.letter_id is not None
        [entry] = [one for one in self.read("journal_entry", case_id=case["id"]) if one["seq"] == after["journal_seq"]]
        assert (entry["act"], entry["to_state"]) == (name, after["state"])

    @rule(hours=st.one_of(st.integers(1, 72), st.integers(72, 24 * 60)), fires=st.booleans())
    def time_passes(self, hours: int, fires: bool) -> None:
        """Hours or weeks go by; the engine may have stood still all the while."""
        self.at += timedelta(hours=hours)
        if fires:
            fire_all_due(self.office.engine, self.at)

    @rule()
    def fire(self) -> None:
        """The engine runs, and runs again: the second time there is nothing left to do."""
        fire_all_due(self.office.engine, self.at)
        before = counts(self.office.engine)
        assert fire_all_due(self.office.engine, self.at).fired == 0
        assert counts(self.office.engine) == before

    @invariant()
    def everything_holds(self) -> None:
        """What must always be true is true."""
        assert broken(self.office.engine, self.at) == []
        for case in self.read("case"):
            assert self.began.setdefault(case["id"], case["opened_at"]) == case["opened_at"]

    def teardown(self) -> None:
        """The database goes with the lives."""
        self.opened.__exit__(None, None, None)
        shutil.rmtree(self.folder)


TestTwoLives = TwoLives.TestCase
TestTwoLives.settings = settings(
    max_examples=15,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def test_the_invariants_see_what_is_broken(office: Office) -> None:
    """Each planted harm is seen: an invariant that never fails proves nothing."""
    made = office.act("open_case", **opening("wage_arrears")).case_id
    assert made is not None
    assert broken(office.engine, MORNING) == []
    harms = {
        "citizen": "UPDATE clock SET state = 'stopped' WHERE kind = 'citizen'",
        "timers": "DELETE FROM timer",
        "next_due_at": 'UPDATE "case" SET next_due_at = NULL',
        "right_due_at": 'UPDATE "case" SET right_due_at = NULL',
        "stage": "UPDATE \"case\" SET stage = 'closure'",
        "unknown state": "UPDATE \"case\" SET state = 'nowhere'",
        "version": 'UPDATE "case" SET version = 7',
        "paid": 'UPDATE "case" SET paid = 100',
        "runs for": "UPDATE clock SET bound_state = 'mediating' WHERE rule_id = 'SVC-REVIEW'",
        "closed_at": 'UPDATE "case" SET closed_at = opened_at',
    }
    for word, harm in harms.items():
        with office.engine.connect() as connection, connection.begin() as transaction:
            connection.execute(sa.text(harm))
            transaction.commit()
        found = broken(office.engine, MORNING)
        assert any(word in one for one in found), (word, found)
