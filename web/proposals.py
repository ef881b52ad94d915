"""What a form on a case proposes before anything is typed: a choice made beforehand, and why, beside the field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cases.views.key_groups import groups_of
from foundation.clock import now, office_day
from foundation.database import reading
from web import letter_forms
from web.visitor import Visitor
from workflows.assigning.suggest import suggest

DISPATCHES = ("assign", "reassign")


@dataclass(frozen=True)
class Proposal:
    """Values by field, and hints by field.

    `rows`: for a field of rows, what each row is about; the form then has exactly these rows. `beside`: what the
    page shows over the form, for a template of that name.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    beside: Any = None


def propose(here: Visitor, act: str, subject_id: UUID) -> Proposal:
    """For sending a case to somebody: whom the rules and the workload suggest. A change of handler proposes nobody."""
    if act in letter_forms.FORMS:
        with reading(here.engine) as session:
            return Proposal(**letter_forms.proposed(session, act, subject_id, office_day(now())))
    if act == "record_key_groups":
        with reading(here.engine) as session:
            return Proposal({f"groups.{one}": "on" for one in groups_of(session, subject_id)})
    if act not in DISPATCHES:
        return Proposal()
    with reading(here.engine) as session:
        found = suggest(session, subject_id, now())
    first = found.first
    kind = {"kind": "dispatch"}
    if first is None:
        return Proposal(kind, hints={"handler_id": "没有可以建议的承办人，请自行选择。"})
    name = "unit_id" if first.kind == "unit" else "handler_id"
    given = {**kind, name: str(first.key)} if act == "assign" else kind
    against = "".join(f"　{one.name}：{one.obstacle}" for one in found.candidates if one.obstacle is not None)
    return Proposal(given, {name: found.reason + against})
