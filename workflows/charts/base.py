"""What every chart is made of."""

from dataclasses import dataclass
from typing import Any, ClassVar

from statemachine import StateChart

from people.roles import Role
from workflows.charts.guards import GUARDS, Facts


@dataclass(frozen=True)
class Overdue:
    """What follows when a clock runs out: who is told first, and which letter is drafted if a breach is on file."""

    draft: str | None = None


@dataclass(frozen=True)
class Clock:
    """A time limit opened on entering a state and stopped on leaving it.

    `start` names the day it counts from: 'entered' is the moment of entering, any other word is an
    anchor of the case (application_received, agreement_effective ...). Without that anchor the clock
    counts from entering and says so. With `unless` or `when` it opens only if the flag of the case says so.
    """

    state: str
    rule: str
    kind: str = "stage"
    start: str = "entered"
    when: str | None = None
    overdue: Overdue = Overdue()
    keeps: bool = False  # runs on after the state is left, until the case closes


class CaseChart(StateChart[Any]):
    """A chart that refuses what it does not know, and hides no error."""

    # The library's defaults drop unknown events and swallow errors in silence.
    allow_event_without_transition = False
    catch_errors_as_events = False
    atomic_configuration_update = True

    case_type: ClassVar[str]
    label: ClassVar[str]
    version: ClassVar[int] = 1
    owners: ClassVar[dict[str, Role | str]]
    clocks: ClassVar[tuple[Clock, ...]] = ()

    def __init__(self, facts: Facts | None = None, **options: Any) -> None:
        self.facts = facts if facts is not None else Facts()
        super().__init__(**options)


def _guard_method(name: str) -> Any:
    def check(self: CaseChart) -> bool:
        return GUARDS[name].test(self.facts)

    check.__name__ = name
    return check


for _name in GUARDS:
    setattr(CaseChart, _name, _guard_method(_name))
