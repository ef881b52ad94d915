"""Two cases live at random: acts with good and bad forms by anybody, time that passes, timers that fire in between.

After every step everything that must always hold is looked at in the rows.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from foundation.clock import office_day
from foundation.errors import Refusal
from tests.databases import fresh_engine
from tests.office import MORNING, Office, furnish
from tests.stories.players import filled
from tests.stories.scripts import opener, opening
from tests.workflows.charts.test_every_state_role_and_act import DESKS, LETTERS, given
from tests.workflows.invariants import broken, counts, rows, wrong_rows
from tests.workflows.standing import stand
from workflows.acts import acts_of
from workflows.charts.registry import CHARTS
from workflows.firing import fire_all_due
from workflows.offers import offered_on_case, offered_on_letter
from workflows.perform import Done

# An act that ends a life early says nothing more about it.
ENDS = {"merge_case", "withdraw", "answer_directly", "decline", "refuse_aid"}
SEEDS = st.integers(0, 2**32)
BAD: tuple[Any, ...] = ("", "否", "-1", "0", "2099-01-01", "1900-01-01", "x" * 1100, None, [], str(UUID(int=0)))


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
        self.told: list[str] = []
        self.steps = 0

    @initialize(types=st.permutations(sorted(CHARTS)), seed=SEEDS)
    def two_cases(self, types: list[str], seed: int) -> None:
        """Somebody calls; another case is found somewhere on its way."""
        made = self.office.act(opener(opening(types[0])), at=self.at, **opening(types[0])).case_id
        assert made is not None
        chance = Random(seed)  # noqa: S311 - drawn by the test
        self.cases = [made, stand(self.office, types[1], chance.choice(sorted(CHARTS[types[1]].states)))]
        self.began = {case["id"]: case["opened_at"] for case in self.read("case")}

    def read(self, table: str, **wanted: Any) -> list[dict[str, Any]]:
        """Rows as they stand."""
        with self.office.engine.connect() as connection:
            return rows(connection, table, **wanted)

    @rule(seed=SEEDS)
    def act_on_the_first(self, seed: int) -> None:
        """Somebody does something on the first case."""
        self.act(self.cases[0], Random(seed))  # noqa: S311 - drawn by the test

    @rule(seed=SEEDS)
    def act_on_the_second(self, seed: int) -> None:
        """Somebody does something on the second case."""
        self.act(self.cases[1], Random(seed))  # noqa: S311

    @rule(seed=SEEDS)
    def go_on(self, seed: int) -> None:
        """One case goes on by three acts."""
        chance = Random(seed)  # noqa: S311
        case_id = chance.choice(self.cases)
        for _ in range(3):
            self.act(case_id, chance)

    def act(self, case_id: UUID, chance: Random) -> None:
        """An act on a case: mostly what is offered to somebody and filled in rightly, and most often what moves it."""
        [case] = self.read("case", id=case_id)
        how = chance.choices(("rightly", "anything", "spoilt", "stale"), (78, 8, 10, 4))[0]
        moves: list[tuple[str, str]] = []
        notes: list[tuple[str, str]] = []
        for desk in DESKS:
            for act in offered_on_case(_Row(case), desk.removesuffix("2"), self.office.actor(desk).account_id):
                if act.name not in ENDS or chance.random() < 0.05:
                    (notes if act.event is None else moves).append((act.name, desk))
        found = moves if moves and chance.random() < 0.6 else notes
        if how == "anything" or not found:
            found = [(name, desk) for name in acts_of("case") for desk in DESKS]
        name, desk = chance.choice(found)
        form = self.form(chance, given(case["case_type"]).get(name, {}), acts_of("case")[name].form, case_id, how)
        # Filling in a form may have put a file into the case.
        [case] = self.read("case", id=case_id)
        self.attempt(name, case_id, desk, form, case, stale=how == "stale")

    @rule(seed=SEEDS)
    def act_on_a_letter(self, seed: int) -> None:
        """Somebody does something on a letter."""
        chance, letters = Random(seed), self.read("letter")  # noqa: S311
        if not letters:
            return
        letter = chance.choice(sorted(letters, key=lambda one: str(one["id"])))
        how = chance.choices(("rightly", "anything", "spoilt"), (80, 10, 10))[0]
        found = [(act.name, desk) for desk in DESKS for act in offered_on_letter(_Row(letter), desk.removesuffix("2"))]
        if how == "anything" or not found:
            found = [(name, desk) for name in acts_of("letter") for desk in DESKS]
        name, desk = chance.choice(found)
        form = self.form(chance, LETTERS.get(name, {}), acts_of("letter")[name].form, letter["case_id"], how)
        [case] = self.read("case", id=letter["case_id"])
        self.attempt(name, letter["id"], desk, form, case, stale=False)

    def form(self, chance: Random, good: dict[str, Any], form: Any, case_id: UUID, how: str) -> dict[str, Any]:
        """A form that is filled in rightly, with days here and there, or spoilt in one field."""
        said = filled(self.office, good, case_id, office_day(self.at))
        said = {
            key: str(UUID(int=chance.getrandbits(128))) if value == "None" else value for key, value in said.items()
        }
        for name in form.model_fields:
            if name.endswith("_on") and name not in said and chance.random() < 0.3:
                said[name] = (office_day(self.at) + timedelta(days=chance.randint(-20, 1))).isoformat()
        if how == "spoilt" and form.model_fields:
            said[chance.choice(sorted(form.model_fields))] = chance.choice(BAD)
        return said

    def attempt(
        self, name: str, subject: UUID, desk: str, form: dict[str, Any], case: dict[str, Any], *, stale: bool
    ) -> None:
        """Done, and the case is one act further; or refused, and nothing at all was written."""
        # No two acts happen at the very same instant.
        self.at += timedelta(seconds=1)
        self.told.append(f"{self.at} {case['number']} {case['state']}: {name} by {desk} {form}"[:300])
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
            [after] = self.read("case", id=case["id"])
            assert after == case, (self.told[-1], {key: after[key] for key in case if after[key] != case[key]})
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
        """What must always be true is true: the rows after each step, the checks of the night after every fifth."""
        self.steps += 1
        found = broken(self.office.engine, self.at) if self.steps % 5 == 0 else wrong_rows(self.office.engine)
        assert found == [], (found, "\n".join(self.told[-14:]))
        for case in self.read("case"):
            # Nothing resets it; joining another file may only show that the worker had come earlier.
            assert case["opened_at"] <= self.began.setdefault(case["id"], case["opened_at"])
            self.began[case["id"]] = case["opened_at"]

    def teardown(self) -> None:
        """All checks once more on what the lives have left; then the database goes with them."""
        if self.cases:
            found = broken(self.office.engine, self.at)
            assert found == [], (found, "\n".join(self.told[-14:]))
        self.opened.__exit__(None, None, None)
        shutil.rmtree(self.folder)


TestTwoLives = TwoLives.TestCase
TestTwoLives.settings = settings(
    max_examples=12,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def test_a_joined_file_that_is_opened_again_has_its_time_running(office: Office) -> None:
    """Found by a random life: the citizen clock and the worker's rights did not come back after 并案 and 恢复办理."""
    into = office.act("open_case", **opening("labour_dispute")).case_number
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    assert case_id is not None
    with office.engine.connect() as connection:
        running = [(one["rule_id"], one["kind"]) for one in rows(connection, "clock", case_id=case_id, state="running")]
    office.act("merge_case", case_id, by="supervisor", into=into, reason="同一事项")
    office.act("reopen", case_id, by="supervisor", reason="不是同一事项")
    with office.engine.connect() as connection:
        again = [(one["rule_id"], one["kind"]) for one in rows(connection, "clock", case_id=case_id, state="running")]
    of_the_worker = {one for one in running if one[1] in ("citizen", "right")}
    assert of_the_worker
    assert {one for one in again if one[1] in ("citizen", "right")} == of_the_worker
    assert broken(office.engine, MORNING) == []


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
