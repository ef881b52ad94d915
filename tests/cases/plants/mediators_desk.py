"""Sums that do not add up, a meeting nobody recorded, a confirmation without its document."""

from collections.abc import Callable

import sqlalchemy as sa

from tests.office import Office
from tests.workflows.clock_stories import in_mediation
from workflows.perform import Done

INSTALMENTS = [{"due_on": "2026-11-01", "amount": "20000"}, {"due_on": "2026-12-01", "amount": "34000"}]


def _agreed(office: Office) -> Done:
    case_id = in_mediation(office)
    return office.act("record_agreement", case_id, by="mediator", amount="54000", instalments=INSTALMENTS)


def _spoil(office: Office, statement: str) -> None:
    with office.engine.begin() as connection:
        connection.execute(sa.text(statement))


def _wrong_sum(office: Office) -> None:
    _agreed(office)
    _spoil(office, "UPDATE instalment SET amount = amount + 1 WHERE seq = 2")


def _no_record(office: Office) -> None:
    office.act(
        "schedule_meeting",
        in_mediation(office),
        by="mediator",
        starts_at="2026-10-20T09:30",
        place="市总工会",
        invited=[{"side": "worker", "name": "赵某"}],
    )
    _spoil(office, "UPDATE meeting SET starts_at = '2026-10-12 01:00:00', ends_at = '2026-10-12 02:00:00'")


def _no_document(office: Office) -> None:
    done = _agreed(office)
    assert done.case_id is not None
    office.act("apply_jointly", done.case_id, by="mediator", way="court", worker_applied=True, employer_applied=True)
    _spoil(office, "UPDATE confirmation SET result = 'confirmed', decided_on = '2026-10-13'")


PLANTS: dict[str, Callable[[Office], None]] = {
    "agreement_sums": _wrong_sum,
    "meeting_record": _no_record,
    "confirmation_document": _no_document,
}
