"""Cases that stand where they cannot, with nobody to act, or with clocks that belong elsewhere."""

from tests.cases.planting import agreed, case_row, in_mediation, merged, run
from tests.office import MORNING, Office
from tests.stories.scripts import REASON
from tests.workflows.clock_stories import a_case, ask_and_grant, clock


def _state(office: Office) -> None:
    case_id = a_case(office)
    office.act("decline", case_id, by="supervisor", **REASON)
    run(office, "UPDATE \"case\" SET case_type = 'legal_aid'")


def _next_step(office: Office) -> None:
    run(office, 'UPDATE "case" SET closed_at = NULL WHERE id = :id', id=merged(office))


def _owner(office: Office) -> None:
    run(office, 'UPDATE "case" SET handler_id = NULL WHERE id = :id', id=in_mediation(office))


def _handler(office: Office) -> None:
    in_mediation(office)
    run(office, "UPDATE account SET active = :no WHERE login = 'tiaojie'", no=False)


def _next_clock(office: Office) -> None:
    case_id = a_case(office)
    run(office, "UPDATE clock SET state = 'stopped' WHERE rule_id = 'SVC-REVIEW'")
    run(office, 'UPDATE "case" SET next_due_at = NULL WHERE id = :id', id=case_id)


def _citizen_clock(office: Office) -> None:
    a_case(office)
    run(office, "UPDATE clock SET state = 'stopped' WHERE kind = 'citizen'")


def _bound_clock(office: Office) -> None:
    in_mediation(office)
    run(office, "UPDATE clock SET bound_state = 'preparing' WHERE rule_id = 'LA-14-1'")


def _journal_state(office: Office) -> None:
    a_case(office)
    run(office, "UPDATE \"case\" SET state = 'declined'")
    run(office, "UPDATE clock SET bound_state = 'declined' WHERE bound_state = 'registered'")


def _closed_clock(office: Office) -> None:
    case_id = merged(office)
    run(office, "UPDATE clock SET state = 'running' WHERE kind = 'citizen' AND case_id = :id", id=case_id)


def _pause(office: Office) -> None:
    case_id = a_case(office, infringement_known_on="2026-09-01")
    right = clock(office, case_id, "LA-27-1")
    given = {"ground": "force_majeure", "reason": "道路中断", "until_on": "2026-12-31"}
    ask_and_grant(office, case_id, "ask_pause", at=MORNING, granted_at=MORNING, clock_id=str(right.id), **given)
    run(office, "UPDATE clock_request SET state = 'refused'")


def _nearest(office: Office) -> None:
    a_case(office)
    run(office, 'UPDATE "case" SET next_due_at = NULL')


def _nearest_right(office: Office) -> None:
    a_case(office, infringement_known_on="2026-09-01")
    run(office, 'UPDATE "case" SET right_due_at = NULL')


def _journal(office: Office) -> None:
    a_case(office)
    run(office, "UPDATE journal_entry SET by_name = '别人'")


def _alarm(office: Office) -> None:
    case_id = a_case(office)
    office.act("mark_must_report", case_id, triggers=["casualty"])
    run(office, "UPDATE alarm SET state = 'withdrawn'")


def _instalment_clock(office: Office) -> None:
    case_id = agreed(office)
    office.act("confirm_payment", case_id, by="mediator", proof="转账回单，金额待核")
    run(office, "UPDATE instalment SET paid_on = due_on WHERE seq = 1")
    assert case_row(office, case_id).paid is None


PLANTS = {
    "state": _state,
    "next_step": _next_step,
    "owner": _owner,
    "handler": _handler,
    "next_clock": _next_clock,
    "citizen_clock": _citizen_clock,
    "bound_clock": _bound_clock,
    "journal_state": _journal_state,
    "closed_clock": _closed_clock,
    "pause": _pause,
    "nearest": _nearest,
    "nearest_right": _nearest_right,
    "journal": _journal,
    "alarm": _alarm,
    "instalment_clock": _instalment_clock,
}
