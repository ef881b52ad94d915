"""Performing an act: the one way in, for the console, the API, imports and tests alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cases.letter import Letter
from cases.views.reach import check_reach
from foundation.errors import NotAllowed, NotFound, NotPossible
from foundation.work import Actor, Work
from people.roles import ROLE_WORDS, Role
from workflows import alarms, engine, following
from workflows.acts import ACTS, Act
from workflows.charts.registry import LETTER_CHART
from workflows.forms import Form, read_form
from workflows.subjects import CaseNow, LetterNow, read_case, read_letter


@dataclass(frozen=True)
class Done:
    """What an act did."""

    act: str
    title: str
    case_id: UUID | None = None
    case_number: str | None = None
    state: str | None = None
    version: int | None = None
    letter_id: UUID | None = None
    made: Mapping[str, Any] = field(default_factory=dict)


def find_act(name: str) -> Act:
    """The act by its name or address form. Raises NotFound."""
    found = ACTS.get(name.replace("-", "_"))
    if found is None:
        raise NotFound("没有这个办理事项。")
    return found


def perform(
    work: Work,
    name: str,
    subject_id: UUID | None = None,
    data: Mapping[str, Any] | Form | None = None,
    *,
    expected_version: int | None = None,
) -> Done:
    """Perform an act within this transaction.

    Raises NotFound, NotAllowed (role), NotValid (form), NotPossible (chart, or someone was faster:
    `expected_version` is the version the person saw).
    """
    act = find_act(name)
    check_role(act, work.by)
    form = data if isinstance(data, Form) else read_form(act.form, data or {})
    if act.subject == "office":
        made = act.function(work, form)
        return Done(act.name, act.title, **made) if isinstance(made, dict) else made
    if subject_id is None:
        raise NotFound("未指明对象。")
    if act.subject == "letter":
        return _on_letter(work, act, subject_id, form, expected_version)
    return _on_case(work, act, subject_id, form, expected_version)


def check_role(act: Act, by: Actor) -> None:
    """Raises NotAllowed unless this person's role may perform the act. The system itself may do everything."""
    if by.role != Role.SYSTEM and by.role not in act.roles:
        allowed = "、".join(ROLE_WORDS[role] for role in sorted(act.roles))
        raise NotAllowed(f"“{act.title}”须由{allowed}办理。")


def check_version(row: CaseNow | LetterNow, expected: int | None) -> None:
    """Raises NotPossible when somebody else has acted since this person looked."""
    if expected is not None and row.version != expected:
        raise NotPossible("在您填写期间，其他人已办理过此件。您填写的内容没有保存，请查看最新情况后再办理。")


def check_handler(case: CaseNow, by: Actor) -> None:
    """Raises NotAllowed when a mediator acts on a colleague's case."""
    if by.role == Role.MEDIATOR and case.handler_id is not None and case.handler_id != by.account_id:
        raise NotAllowed("此案由其他调解员承办；如需接手，请由主管改派。")


def check_unlocked(case: CaseNow) -> None:
    """Raises NotPossible for a file that lies in the archive: what belongs to it is locked with it."""
    if case.archived_at is not None:
        raise NotPossible("案卷已经归档并锁定；如须补充或者更正，请先由主管“恢复办理”，以后另立一卷。")


def _on_case(work: Work, act: Act, case_id: UUID, form: Form, expected_version: int | None) -> Done:
    case = read_case(work, case_id)
    check_reach(work.connection, work.by, case_id)
    check_handler(case, work.by)
    check_version(case, expected_version)
    check_offered(act, case)
    before = case.state
    made = act.function(work, case, form) or {}
    finish_case(work, case, act.name, act.title, before, journal_detail(form, made))
    return Done(act.name, act.title, case.id, case.number, case.state, case.version, made=made)


def _on_letter(work: Work, act: Act, letter_id: UUID, form: Form, expected_version: int | None) -> Done:
    letter = read_letter(work, letter_id)
    check_reach(work.connection, work.by, letter.case_id)
    check_version(letter, expected_version)
    case = read_case(work, letter.case_id)
    check_unlocked(case)
    if act.event is not None and (letter.state, act.event) not in LETTER_CHART.moves:
        raise engine.refusal(LETTER_CHART, letter.state, act.event, None)
    if act.states is not None and letter.state not in act.states:
        where = LETTER_CHART.states[letter.state].label
        raise NotPossible(f"不能办理“{act.title}”：文书处于“{where}”。")
    made = act.function(work, letter, case, form) or {}
    letter.version += 1
    work.writes.update(Letter, {"id": letter.id}, letter.changes)
    finish_case(work, case, act.name, act.title, case.state, {**naming(letter), **journal_detail(form, made)})
    return Done(act.name, act.title, case.id, case.number, letter.state, letter.version, letter.id, made)


def naming(letter: LetterNow) -> dict[str, Any]:
    """By what the journal of a file knows a letter: two drafts of one kind have neither number nor other name."""
    return {"letter": letter.kind_label, "number": letter.number, "letter_id": str(letter.id)}


def check_offered(act: Act, case: CaseNow) -> None:
    """Raises NotPossible when the act is not offered in the case's state."""
    chart = engine.chart_of(case)
    if act.case_types is not None and case.case_type not in act.case_types:
        raise NotPossible(f"不能办理“{act.title}”：{chart.label}案件没有这一事项。")
    if act.event is not None:
        beside = act.states is not None and case.state in act.states
        if not beside and (case.state, act.event) not in chart.moves:
            raise engine.refusal(chart, case.state, act.event, None)
    elif act.states is not None and case.state not in act.states:
        where = chart.states[case.state].label
        raise NotPossible(f"不能办理“{act.title}”：处于“{where}”时没有这一事项。")
    elif act.states is None and case.closed_at is not None:
        raise NotPossible(f"不能办理“{act.title}”：案件已经结案；如有新情况，请先重新办理（恢复办理）。")


def finish_case(
    work: Work,
    case: CaseNow,
    act: str,
    title: str,
    before: str,
    detail: Mapping[str, Any],
) -> None:
    """Journal entry, version and the row itself: the end of every act on a case."""
    case.version += 1
    detail = {**detail, **alarms.follow(work, case)}
    following.keep_followed(work, case)
    engine.journal(work, case, act, title, from_state=before, detail=detail)
    engine.save(work, case)


PRIVATE = frozenset({"phone", "id_number", "bank_card", "roster_text", "wage_account"})


def journal_detail(form: Form, made: Mapping[str, Any]) -> dict[str, Any]:
    """What the journal keeps of a form: everything given, but no personal numbers."""
    given: dict[str, Any] = _without_private(form.model_dump(mode="json", exclude_none=True))
    if made:
        given["made"] = {key: str(value) for key, value in made.items()}
    return given


def _without_private(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_private(item) for key, item in value.items() if key not in PRIVATE}
    if isinstance(value, list):
        return [_without_private(item) for item in value]
    return value
