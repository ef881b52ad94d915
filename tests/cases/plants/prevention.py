"""What prevention's checks must find."""

from collections.abc import Callable

import sqlalchemy as sa

from tests.office import Office
from tests.prevention.making import activity, campaign, check_up, finding, lead


def _break(office: Office, statement: str, **values: object) -> None:
    with office.engine.begin() as connection:
        connection.execute(sa.text(statement), values)


def people_differ(office: Office) -> None:
    """Somebody changes the count beside the list."""
    activity(office, sign_in="赵某\n钱某")
    audiences = '[{"audience": "unsorted", "people": 3}]'
    _break(office, "UPDATE activity SET people = 3, audiences = :audiences", audiences=audiences)


def tag_outside(office: Office) -> None:
    """The campaign's first day is moved behind its tags."""
    campaign(office, [{"subject": "activity"}])
    activity(office)
    _break(office, "UPDATE campaign SET starts_on = '2026-10-13'")


def tag_of_nothing(office: Office) -> None:
    """What carried the tag is gone."""
    campaign(office, [{"subject": "activity"}])
    activity(office)
    _break(office, "DELETE FROM activity")


def lead_without_case(office: Office) -> None:
    """A lead says that it became a case."""
    lead(office)
    _break(office, "UPDATE lead SET state = 'case'")


def late_without_reminder(office: Office) -> None:
    """A finding's day has long passed and nobody was told."""
    checked = check_up(office, held_on="2026-09-01")
    finding(office, checked, due_on="2026-09-02")


PLANTS: dict[str, Callable[[Office], None]] = {
    "activity_people": people_differ,
    "tag_period": tag_outside,
    "tag_subject": tag_of_nothing,
    "lead_case": lead_without_case,
    "late_finding": late_without_reminder,
}
