"""Letters live at random: good and bad forms by anybody, time, timers, effects, a new calendar. Seven things hold.

Domain letters, 6.4: (1) no recommendation without a failed opinion unless the region says so; (2) a limit is later
than the day of service and never comes nearer once issued; (3) numbers have no gap and none is twice; (4) two
different supervisors; (5) is watched where the complainant's secrecy is; (6) reply and correction are independent;
(7) an opinion without a day of service never runs out.
"""

import shutil
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from foundation.clock import office_day, start_of
from foundation.errors import Refusal
from rules.papers import dump
from tests.databases import fresh_engine
from tests.letter_office import drafted, on_file, one_row, rows, standing_in, titled
from tests.letter_steps import ANSWER, CHECKERS, sent
from tests.office import MORNING, Office, furnish
from tests.stories.scripts import INVESTIGATION, RECORD
from tests.workflows.charts.test_every_state_role_and_act import LETTERS
from tests.workflows.test_calendar_versions import NOTICE_2027
from tests.workflows.test_letter_guards import DIRECT, OPENS, OWN, knows_notice, may_issue, may_sign
from workflows.acts import acts_of
from workflows.effects import run_effects
from workflows.firing import fire_all_due
from workflows.offers import offered_on_letter
from workflows.reissue_by_calendar import follow

FAILED = {"overdue", "refused", "rejected", "unrectified", "escalated"}
ENDED = {"withdrawn", "void"}
DESKS = ("mediator", "supervisor", "leader", "operator", "admin")
SEEDS = st.integers(0, 2**32)
BAD: tuple[Any, ...] = ("", "-1", "2099-01-01", "1900-01-01", "x" * 1100, None, [], str(UUID(int=0)))
# Begun in the last weeks of the year, limits cross into a year whose calendar is not out: they are provisional.
LATE_IN_THE_YEAR = datetime(2026, 12, 7, 1, 0, tzinfo=MORNING.tzinfo)
NOTICE: dict[str, Any] = {**NOTICE_2027, "published": date(2026, 12, 8)}


class _Row:
    """A row as pages see it."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.__dict__.update(columns)


class Letters(RuleBasedStateMachine):
    """One file and its letters, in a region and at a level."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="weiquan-letters-"))
        self.opened = fresh_engine("sqlite", self.folder)
        self.plain: Office = furnish(self.opened.__enter__())
        self.office = self.plain
        self.at = LATE_IN_THE_YEAR
        self.due: dict[UUID, date] = {}
        self.notices = 0
        self.rightly: set[UUID] = set()
        self.told: list[str] = []

    @initialize(
        region=st.sampled_from(["QH", "QH", "HB", "TJ", "NM", "NB", "YN", "GS"]),
        level=st.sampled_from(["city", "city", "county", "basic"]),
        investigated=st.sampled_from([True, True, False]),
        first=st.sampled_from([None, "notice", "opinion", "opinion"]),
    )
    def begin(self, region: str, level: str, investigated: bool, first: str | None) -> None:
        """A file with a breach of the law, in an office of this kind."""
        self.region, self.level = region, level
        self.placed = standing_in(region, level)
        self.placed.__enter__()
        self.case_id = on_file(self.office, investigated=investigated)
        if (first == "notice" and knows_notice(region)) or (first == "opinion" and investigated):
            # Somebody has been at work already.
            letter = drafted(self.office, self.case_id, first, at=self.at)
            sent(self.office, letter, at=self.at)
            self.rightly.add(letter)

    @rule(seed=SEEDS)
    def draft(self, seed: int) -> None:
        """Somebody drafts a letter, of a kind that may not be there."""
        chance = Random(seed)  # noqa: S311 - drawn by the test
        kind = chance.choice(("notice", "opinion", "opinion", "recommendation", "public_notice"))
        form: dict[str, Any] = {"kind": kind, "cause": "测试", "audience": "全市建筑施工企业"}
        if kind == "recommendation" and chance.random() < 0.7:
            form["trigger"] = f"J{chance.randint(1, 7)}"
        self.attempt("draft_letter", self.case_id, chance.choice(("mediator", "supervisor", "operator")), form)

    @rule(seed=SEEDS)
    def act_on_a_letter(self, seed: int) -> None:
        """Somebody does something on a letter."""
        self.act(Random(seed))  # noqa: S311

    @rule(seed=SEEDS)
    def a_letter_goes_on(self, seed: int) -> None:
        """A letter goes on by a few acts, as in an office where work is done."""
        chance = Random(seed)  # noqa: S311
        if not rows(self.office, "letter") or chance.random() < 0.2:
            self.draft(seed)
        for _ in range(12):
            self.at += timedelta(hours=chance.choice((0, 1, 30)))
            self.act(chance, moving=True)

    def act(self, chance: Random, *, moving: bool = False) -> None:
        """One act on a letter, mostly offered and filled in rightly."""
        letters = rows(self.office, "letter")
        if not letters:
            return
        letter = letters[-1] if moving and chance.random() < 0.8 else chance.choice(letters)
        titles = ("主席", "主席", "主席", "主席", "副主席") if moving else ("主席", "副主席", None)
        self.office = titled(self.plain, chance.choice(titles))
        how = chance.choices(("rightly", "anything", "spoilt"), (96, 2, 2) if moving else (70, 15, 15))[0]
        ends = ("withdraw_letter", "void_letter", "ask_superior", "return_letter")
        found = [
            (one.name, desk)
            for desk in DESKS
            for one in offered_on_letter(_Row(letter), desk)
            if (one.name not in ends or chance.random() < 0.05) and not (moving and one.event is None)
        ]
        if how == "anything" or not found:
            found = [(name, desk) for name in acts_of("letter") for desk in DESKS]
        name, desk = chance.choice(found)
        form = self.form(chance, name, letter, spoilt=how == "spoilt")
        self.attempt(name, letter["id"], desk, form)

    def form(self, chance: Random, name: str, letter: dict[str, Any], *, spoilt: bool) -> dict[str, Any]:
        """A form for an act: good, with days here and there, or spoilt in one field."""
        said = dict(LETTERS.get(name, {}))
        day = office_day(self.at)
        if name == "assess_reply":
            verdicts = ("accepted", "accepted", "objection_upheld", "inadequate", "false", "refused")
            said["assessed_as"] = chance.choice(verdicts)
            said["rectify_on"] = (day + timedelta(days=chance.randint(0, 20))).isoformat()
        if name == "verify_letter":
            said["items"] = [{"seq": 1, "result": chance.choice(("done", "partial", "none"))}]
            if chance.random() < 0.1:
                said["second_checker_id"] = said["first_checker_id"]
        if name == "record_reply" and chance.random() < 0.4:
            said["late_reason"] = "邮件在途"
        fields = acts_of("letter")[name].form.model_fields
        for field in fields:
            if field.endswith("_on") and field not in said and chance.random() < 0.2:
                said[field] = (day - timedelta(days=chance.randint(-1, 12))).isoformat()
        if spoilt and fields:
            said[chance.choice(sorted(fields))] = chance.choice(BAD)
        return said

    @rule(seed=SEEDS)
    def investigate(self, seed: int) -> None:
        """An investigation is opened or closed, now and then by one person twice; or the employer resists."""
        chance = Random(seed)  # noqa: S311
        name = chance.choice(("open_investigation", "close_investigation", "record_obstruction"))
        forms: dict[str, dict[str, Any]] = {"open_investigation": INVESTIGATION, "close_investigation": RECORD}
        form = forms.get(name, {})
        if name == "record_obstruction":
            form = {"kind": "refused", "facts": "拒绝调查", "proof": "录像"}
        if name == "open_investigation" and chance.random() < 0.5:
            form = {**form, "second_supervisor_id": form["first_supervisor_id"]}
        self.attempt(name, self.case_id, "mediator", form)

    def attempt(self, name: str, subject: UUID, desk: str, form: dict[str, Any]) -> None:
        """Done or refused; what a signature needed is looked at before it, by the table of the test."""
        self.at += timedelta(seconds=1)
        before = rows(self.office, "letter")
        letter = next((one for one in before if one["id"] == subject), None)
        allowed = letter is None or name != "sign_letter" or self.may_be_signed(letter, before)
        self.told.append(f"{self.at} {name} by {desk} {form} on {letter and (letter['kind'], letter['state'])}")
        try:
            self.office.act(name, subject, by=desk, at=self.at, **form)
        except Refusal as refused:
            said = refused.detail
        else:
            said = ""
        if said:
            assert any("一" <= sign <= "龥" for sign in said), said
            assert rows(self.office, "letter") == before, self.told[-1]
            return
        assert allowed, "\n".join(self.told[-12:])
        if name == "sign_letter":
            self.rightly.add(subject)

    def may_be_signed(self, letter: dict[str, Any], letters: list[dict[str, Any]]) -> bool:
        """Invariants 1 and 4, and who may: from the table of the regulations, not from the program."""
        kind, region, trigger = letter["kind"], letter["region"], letter["trigger"]
        title = self.office.actors["leader"].title
        if not may_sign(region, title) or not may_issue(letter["issuer_level"], kind):
            return False
        if kind in ("notice", "public_notice"):
            return knows_notice(region)
        if not any(one["closed_at"] is not None for one in rows(self.office, "investigation")):
            return False
        if kind == "opinion":
            return True
        failed = any(one["kind"] == "opinion" and one["state"] in FAILED for one in letters)
        direct = trigger in DIRECT.get(region, set()) and (trigger != "J5" or rows(self.office, "obstruction") != [])
        return direct or (failed and trigger in OPENS.get(region, OWN))

    @rule(hours=st.one_of(st.integers(1, 72), st.integers(72, 24 * 50)), fires=st.booleans())
    def time_passes(self, hours: int, fires: bool) -> None:
        """Hours or weeks go by; the engine may have stood still all the while."""
        self.at += timedelta(hours=hours)
        if fires:
            self.beat()

    @rule()
    def beat(self) -> None:
        """The engine runs twice: timers, then what they ordered. The machine signs nothing."""
        signed = {one["id"] for one in rows(self.office, "letter") if one["signed_at"] is not None}
        for _ in range(2):
            fire_all_due(self.office.engine, self.at)
            run_effects(self.office.engine, self.at)
        after = rows(self.office, "letter")
        assert {one["id"] for one in after if one["signed_at"] is not None} == signed
        self.told.append(f"{self.at} beat")

    @rule()
    def the_calendar_of_the_next_year_comes(self) -> None:
        """A notice is imported, approved and applied: provisional days may move, and only to later."""
        if self.notices or office_day(self.at) >= date(2027, 1, 1):
            return
        self.at = max(self.at, start_of(NOTICE["published"]) + timedelta(hours=2))
        text = dump(NOTICE)
        version = self.office.act("import_calendar", by="admin", at=self.at, text=text).made["version_id"]
        self.office.act("approve_calendar", by="supervisor", at=self.at, version_id=version)
        self.plain.act("apply_calendar", by="leader", at=self.at, version_id=version)
        follow(self.office.engine, self.at)
        self.notices += 1
        self.told.append(f"{self.at} calendar")

    @invariant()
    def the_seven_hold(self) -> None:
        """What must always be true of letters."""
        if not hasattr(self, "case_id"):
            return
        letters = {one["id"]: one for one in rows(self.office, "letter")}
        book, clocks = rows(self.office, "letter_number"), rows(self.office, "clock")
        story = "\n".join(self.told[-12:])
        for letter_id, one in letters.items():
            # (1), (4): whatever left the house had been signed, and rightly.
            if one["number"] is not None or one["served_on"] is not None:
                assert letter_id in self.rightly, story
            self.limits(one, clocks, story)
            # (7)
            if one["state"] == "overdue":
                assert one["served_on"] is not None, story
                assert one["reply_due"] < office_day(self.at), story
            # (6): the one is read from the days alone, the other from the items alone.
            if one["replied_on"] is not None and one["state"] != "recorded":
                assert one["replied_on_time"] in (True, False), story
            assert (one["rectified"] is not None) == (one["verified_on"] is not None), story
            assert one["rectified"] in (None, one["rectification"] == "full"), story
        # (3)
        of: dict[tuple[Any, ...], list[int]] = {}
        for row in book:
            of.setdefault((row["issuer"], row["kind"], row["year"]), []).append(row["seq"])
            letter = letters[row["letter_id"]]
            assert letter["number"] == row["number"], story
            assert row["voided"] == (letter["state"] in ENDED), story
        for found in of.values():
            assert sorted(found) == list(range(1, len(found) + 1)), story
        assert len(book) == sum(one["number"] is not None for one in letters.values()), story
        # (4)
        for one in rows(self.office, "investigation"):
            assert one["first_supervisor"] != one["second_supervisor"], story
            assert one["first_certificate"] != one["second_certificate"], story

    def limits(self, letter: dict[str, Any], clocks: list[dict[str, Any]], story: str) -> None:
        """(2): after the day of service, never nearer, and later only by a notice that stands on the file."""
        if letter["reply_due"] is None:
            return
        assert letter["reply_due"] >= letter["served_on"] + timedelta(days=1), story
        before = self.due.setdefault(letter["id"], letter["reply_due"])
        assert letter["reply_due"] >= before, story
        if letter["reply_due"] > before:
            moved = [
                one
                for one in clocks
                if one["letter_id"] == letter["id"] and one["kind"] == "obligation" and one["deadline_seq"] > 1
            ]
            assert self.notices, story
            assert moved, story
            self.due[letter["id"]] = letter["reply_due"]

    def teardown(self) -> None:
        """The settings and the database go back."""
        if hasattr(self, "placed"):
            self.placed.__exit__(None, None, None)
        self.opened.__exit__(None, None, None)
        shutil.rmtree(self.folder, ignore_errors=True)


TestLetters = Letters.TestCase
TestLetters.settings = settings(
    max_examples=8,
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One office for the lives of the sixth invariant."""
    with fresh_engine("sqlite", tmp_path_factory.mktemp("independent")) as engine:
        yield furnish(engine)


SEEN: set[tuple[bool, bool]] = set()


@pytest.mark.parametrize("on_time", [True, False], ids=["in-time", "late"])
@pytest.mark.parametrize("put_right", [True, False], ids=["put-right", "not-put-right"])
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.integers(0, 14), later=st.integers(1, 30))
def test_reply_and_correction_are_two_facts(
    house: Office, on_time: bool, put_right: bool, days: int, later: int
) -> None:
    """(6): all four combinations live, whatever the days."""
    letter = drafted(house, on_file(house), "notice")
    sent(house, letter)
    due = one_row(house, "letter", id=letter)["reply_due"]
    answered = MORNING + timedelta(days=days)
    if not on_time:
        answered = start_of(due + timedelta(days=later)) + timedelta(hours=2)
        fire_all_due(house.engine, answered)
        run_effects(house.engine, answered)
    house.act("record_reply", letter, by="mediator", at=answered, **ANSWER)
    promised = office_day(answered) + timedelta(days=5)
    good = {"assessed_as": "accepted", "note": "可行", "rectify_on": promised.isoformat()}
    house.act("assess_reply", letter, by="mediator", at=answered, **good)
    looked = start_of(promised) + timedelta(hours=2)
    items = [{"seq": 1, "result": "done" if put_right else "none"}]
    house.act("verify_letter", letter, by="mediator", at=looked, items=items, **CHECKERS)
    found = one_row(house, "letter", id=letter)
    assert (found["replied_on_time"], found["rectified"]) == (on_time, put_right)
    SEEN.add((found["replied_on_time"], found["rectified"]))


def test_all_four_combinations_were_lived() -> None:
    assert len(SEEN) == 4


def test_an_opinion_that_reached_nobody_never_runs_out(office: Office) -> None:
    """(7): refused, or lying in the post, for two years."""
    for refused in (True, False):
        letter = drafted(office, on_file(office), "opinion")
        sent(office, letter, until="dispatch_letter")
        if refused:
            office.act("refuse_service", letter, by="mediator", **LETTERS["refuse_service"])
        later = MORNING + timedelta(days=730)
        fire_all_due(office.engine, later)
        run_effects(office.engine, later)
        found = one_row(office, "letter", id=letter)
        assert (found["state"], found["reply_due"]) == ("refused" if refused else "dispatched", None)


@pytest.mark.parametrize("earlier", [False, True], ids=["days-off", "days-to-make-up"])
def test_an_issued_limit_moves_to_later_by_a_notice_and_never_nearer(office: Office, earlier: bool) -> None:
    """(2): a limit that crosses into a year without a calendar is provisional; the calendar comes in between."""
    served = datetime(2026, 12, 22, 1, 0, tzinfo=MORNING.tzinfo)
    letter = drafted(office, on_file(office), "opinion", at=served)
    sent(office, letter, at=served)
    before = one_row(office, "letter", id=letter)["reply_due"]
    clock = one_row(office, "clock", letter_id=letter, rule_id="LTR-OPINION-REPLY")
    assert clock["provisional"]
    made_up = {"days_off": ["2027-02-05..2027-02-11"], "make_up": ["2027-01-02", "2027-01-03", "2027-01-09"]}
    notice = {**NOTICE, "published": date(2026, 12, 23), **(made_up if earlier else {})}
    if earlier:
        notice["days_off"] = ["2027-01-01", "2027-02-05..2027-02-11"]
    when = start_of(date(2026, 12, 24)) + timedelta(hours=2)
    version = office.act("import_calendar", by="admin", at=when, text=dump(notice)).made["version_id"]
    office.act("approve_calendar", by="supervisor", at=when, version_id=version)
    office.act("apply_calendar", by="leader", at=when, version_id=version)
    follow(office.engine, when)
    after = one_row(office, "letter", id=letter)["reply_due"]
    clock = one_row(office, "clock", letter_id=letter, rule_id="LTR-OPINION-REPLY")
    assert after == clock["due_on"]
    assert clock["deadline_seq"] == 2
    assert not clock["provisional"]
    assert after == before if earlier else after > before, (before, after)
    certificate = one_row(office, "deadline", clock_id=clock["id"], seq=2)["certificate"]
    assert ("kept" in certificate) == earlier
