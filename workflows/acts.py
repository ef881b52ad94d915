"""Acts: everything a person can do, declared once. Both doors, permissions and documents come from here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from people.roles import Role
from workflows.forms import Form, Nothing

Subject = Literal["office", "case", "letter", "referral"]
Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Act:
    """One thing that can be done: its name and word, who may, what it needs, which event it sends."""

    name: str
    title: str
    summary: str
    desk: str
    subject: Subject
    roles: frozenset[Role]
    form: type[Form]
    event: str | None
    states: frozenset[str] | None
    confirm: str | None
    case_types: frozenset[str] | None
    function: Callable[..., Any]
    order: int

    @property
    def slug(self) -> str:
        """The name in addresses: record-agreement."""
        return self.name.replace("_", "-")


ACTS: dict[str, Act] = {}


def act(
    title: str,
    *roles: Role,
    form: type[Form] = Nothing,
    desk: str,
    subject: Subject = "case",
    event: str | None = None,
    states: tuple[str, ...] | None = None,
    confirm: str | None = None,
    case_types: tuple[str, ...] | None = None,
) -> Callable[[Function], Function]:
    """Declare a function as an act.

    `event` is the chart event it sends: the act is offered where the chart answers it. An act
    without an event is offered in `states` (None: while the case is open); with an event, `states` are those in
    which it is noted without moving the case. `confirm` is the
    question asked before what cannot be undone. `case_types`: the kinds of case that know it (None: all).
    """

    def declare(function: Function) -> Function:
        name = function.__name__
        if name in ACTS:
            raise ValueError(f"act {name} is declared twice")
        ACTS[name] = Act(
            name=name,
            title=title,
            summary=(function.__doc__ or "").strip().split("\n")[0],
            desk=desk,
            subject=subject,
            roles=frozenset(roles),
            form=form,
            event=event,
            states=frozenset(states) if states is not None else None,
            confirm=confirm,
            case_types=frozenset(case_types) if case_types is not None else None,
            function=function,
            order=len(ACTS),
        )
        return function

    return declare


def acts_of(subject: Subject) -> Mapping[str, Act]:
    """All acts on one kind of thing, in the order of their declaration."""
    return {name: found for name, found in ACTS.items() if found.subject == subject}
