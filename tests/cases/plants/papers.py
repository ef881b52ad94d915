"""Letters, sums, people, numbers, days and links that do not fit what they are kept of."""

from datetime import timedelta

import sqlalchemy as sa

from cases.clock_request import CaseLink
from cases.clock_rows import ClockRow
from foundation.ids import new_id
from tests.cases.planting import agreed, in_mediation, merged, run, served, unforced
from tests.office import MORNING, Office
from tests.workflows.clock_stories import a_case

_clock, _link = ClockRow.__table__, CaseLink.__table__


def _letter_clock(office: Office) -> None:
    served(office)
    run(office, "UPDATE clock SET state = 'stopped' WHERE letter_id IS NOT NULL")


def _letter_overdue(office: Office) -> None:
    served(office)
    late = MORNING - timedelta(days=2)
    with office.engine.begin() as connection:
        changed = sa.update(_clock).where(_clock.c.letter_id.is_not(None)).values(breached=True, due_at=late)
        assert connection.execute(changed).rowcount
    run(office, 'UPDATE "case" SET next_due_at = (SELECT min(due_at) FROM clock WHERE letter_id IS NOT NULL)')


def _letter_book(office: Office) -> None:
    served(office)
    run(office, "UPDATE letter SET number = '宁工劳监函〔2026〕9号'")


def _paid(office: Office) -> None:
    case_id = agreed(office)
    office.act("confirm_payment", case_id, by="mediator", amount="4000")
    run(office, 'UPDATE "case" SET paid = paid + 1')


def _claimed(office: Office) -> None:
    a_case(office)
    run(office, 'UPDATE "case" SET claimed = claimed + 1')


def _agreed(office: Office) -> None:
    agreed(office)
    run(office, 'UPDATE "case" SET agreed = agreed + 1')


def _overpaid(office: Office) -> None:
    office.act("confirm_payment", agreed(office), by="mediator", amount="54001")


def _instalment(office: Office) -> None:
    agreed(office)
    run(office, "UPDATE instalment SET paid_on = due_on WHERE seq = 2")
    of_it = "SELECT id FROM instalment WHERE seq = 2"
    run(office, f"UPDATE clock SET state = 'met' WHERE instalment_id IN ({of_it})")  # noqa: S608 - our own words


def _collective(office: Office) -> None:
    a_case(office)
    run(office, 'UPDATE "case" SET head_count = 12')


def _case_numbers(office: Office) -> None:
    a_case(office)
    run(office, "UPDATE \"case\" SET number = '〔2026〕薪0003号'")


def _dates(office: Office) -> None:
    run(office, "UPDATE \"case\" SET accepted_at = '2026-10-01 00:00:00+00:00' WHERE id = :id", id=in_mediation(office))


def _outcome(office: Office) -> None:
    run(office, 'UPDATE "case" SET outcome = NULL WHERE id = :id', id=merged(office))


def _outcome_needs(office: Office) -> None:
    run(office, 'UPDATE "case" SET outcome_note = NULL WHERE id = :id', id=merged(office))


def _contact_case(office: Office) -> None:
    office.act("register_contact", caller_name="赵某", content="欠薪")
    run(office, "UPDATE contact SET handling = 'opened_case'")


def _links(office: Office) -> None:
    merged(office)
    with unforced(office) as connection:
        assert connection.execute(sa.update(_link).values(to_case_id=new_id())).rowcount


def _topic(office: Office) -> None:
    a_case(office)
    run(office, "UPDATE claim SET topic = '0999'")


PLANTS = {
    "letter_clock": _letter_clock,
    "letter_overdue": _letter_overdue,
    "letter_book": _letter_book,
    "paid": _paid,
    "claimed": _claimed,
    "agreed": _agreed,
    "overpaid": _overpaid,
    "instalment": _instalment,
    "collective": _collective,
    "case_numbers": _case_numbers,
    "dates": _dates,
    "outcome": _outcome,
    "outcome_needs": _outcome_needs,
    "contact_case": _contact_case,
    "links": _links,
    "topic": _topic,
}
