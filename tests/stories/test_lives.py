"""A case of each type lives its whole life, through the core, the API and the buttons."""

from collections.abc import Callable

import pytest

from cases.codes import DISPUTE_TYPE
from people.passwords import hash_password
from tests.office import PASSWORD, Office, furnish
from tests.stories.lives import all_scripts
from tests.stories.players import ByApi, ByButtons, ByCore, Player, state_of
from tests.stories.scripts import opening
from workflows.acts import acts_of
from workflows.charts.registry import CHARTS

SCRIPTS = all_scripts()


@pytest.fixture
def open_office(db: object, request: pytest.FixtureRequest) -> Office:
    """An office whose people can sign in."""
    return furnish(request.getfixturevalue("db"), hash_password(PASSWORD))


@pytest.mark.parametrize("case_type", SCRIPTS)
def test_every_act_of_a_type(open_office: Office, case_type: str) -> None:
    live(open_office, ByCore(open_office), case_type)


# What a door adds does not depend on the database below: SQLite is enough.
@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("case_type", SCRIPTS)
@pytest.mark.parametrize("door", [ByApi, ByButtons], ids=["api", "buttons"])
def test_every_act_through_a_door(open_office: Office, door: Callable[[Office], Player], case_type: str) -> None:
    live(open_office, door(open_office), case_type)


def live(open_office: Office, player: Player, case_type: str) -> None:
    """Every script of a type, and that no act of the type was left out."""
    played = set()
    for script in SCRIPTS[case_type]:
        case_id = player.open(opening(case_type))
        for line in script:
            player.play(case_id, line)
            played.add(line.act)
            assert line.state in (None, state_of(open_office, case_id)), line
    events = {event for _, event in CHARTS[case_type].moves} - {"all_performed"}
    fitting = [act for act in acts_of("case").values() if act.case_types is None or case_type in act.case_types]
    # What is noted beside the chart is the same on every file: it is played on those that workers come with.
    beside = case_type in DISPUTE_TYPE
    wanted = {act.name for act in fitting if act.event in events or (act.event is None and beside)}
    letters = {name for name, act in acts_of("case").items() if act.desk == "letters" and name != "record_violation"}
    assert wanted - played <= letters


def test_the_scripts_cover_every_act_on_cases() -> None:
    played = {line.act for scripts in SCRIPTS.values() for script in scripts for line in script}
    letters = {name for name, act in acts_of("case").items() if act.desk == "letters" and name != "record_violation"}
    assert set(acts_of("case")) - letters == played
