"""Every act, given a well filled form that names records which nobody has: refused in words, never a fault."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args, get_origin
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel

import workflows.commands  # noqa: F401 - declares the acts
from foundation.clock import office_day
from foundation.errors import Refusal
from foundation.work import begin
from tests.office import MORNING, Office
from tests.workflows.standing import stand
from web.fields import _bare, _choice
from workflows.acts import ACTS, Act
from workflows.charts.registry import CHARTS
from workflows.perform import perform

NAMED = [act for act in ACTS.values() if act.subject in ("case", "office")]


def value_for(name: str, annotation: Any, metadata: Any) -> Any:
    """A value that a person might give: the first choice, today, one, or an identifier that nobody has."""
    chosen = next((one for one in metadata if hasattr(one, "codes")), None) or _choice(annotation)
    if chosen is not None and get_origin(_bare(annotation)[0]) is not tuple:
        return next(iter(chosen.codes))
    bare = _bare(annotation)[0]
    if get_origin(bare) is tuple:
        [inner, *_] = get_args(bare)
        return [value_for(name, inner, ())]
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return filled_in(bare)
    plain: dict[Any, Any] = {
        bool: True,
        int: 1,
        Decimal: "1.00",
        UUID: str(uuid4()),
        date: office_day(MORNING).isoformat(),
        datetime: MORNING.isoformat(),
    }
    if bare in plain:
        return plain[bare]
    return "0971-0000009" if name == "phone" else "2026-10" if name.startswith("owed_") else "测试"


def filled_in(form: type[BaseModel]) -> dict[str, Any]:
    """Every field of a form, but the numbers with a check digit."""
    return {
        name: value_for(name, info.annotation, info.metadata)
        for name, info in form.model_fields.items()
        if name not in ("id_number", "credit_code", "id_kind")
    }


def state_for(act: Act, case_type: str) -> str | None:
    """A state in which the act is offered."""
    chart = CHARTS[case_type]
    for state in chart.states:
        if act.event is not None and (state, act.event) in chart.moves:
            return state
        if act.states is not None and state in act.states:
            return state
    return "preparing" if act.event is None and act.states is None and "preparing" in chart.states else "aiding"


@pytest.mark.parametrize("act", NAMED, ids=lambda act: act.name)
def test_a_form_that_names_what_nobody_has_is_refused_in_words(office: Office, act: Act) -> None:
    case_type = sorted(act.case_types)[0] if act.case_types else "labour_dispute"
    desk = next(desk for desk in ("supervisor", "leader", "mediator", "operator", "admin") if desk in act.roles)
    state = state_for(act, case_type)
    if state not in CHARTS[case_type].states:
        case_type, state = "legal_aid", state_for(act, "legal_aid")
    assert state is not None
    subject = stand(office, case_type, state) if act.subject == "case" else None
    for left_out in (frozenset(), frozenset({"unit", "lawyer", "firm", "handler_id"})):
        data = {name: value for name, value in filled_in(act.form).items() if name not in left_out}
        said = "好"
        try:
            with begin(office.engine, by=office.actor(desk), at=MORNING) as work:
                perform(work, act.name, subject, data)
        except Refusal as refused:
            said = refused.detail
        assert any("一" <= letter <= "龥" for letter in said)
