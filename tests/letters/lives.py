"""Letters brought to some point of their life, for the tests of registers and pages."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.letter_steps import put_right, sent
from tests.office import MORNING, Office
from tests.stories.players import filled
from tests.stories.scripts import INVESTIGATION, RECORD, TO_MEDIATION, VIOLATION, opening
from workflows.effects import run_effects
from workflows.firing import fire_all_due


def a_file(office: Office, *, at: datetime = MORNING, **changes: Any) -> UUID:
    """A wage case in mediation with a breach of the law on file."""
    case_id = office.act("open_case", at=at, **opening("wage_arrears", **changes)).case_id
    assert case_id is not None
    for line in TO_MEDIATION:
        office.act(line.act, case_id, by=line.by, at=at, **filled(office, line.data))
    office.act("record_violation", case_id, by="mediator", at=at, **VIOLATION)
    return case_id


def investigated(office: Office, case_id: UUID, *, at: datetime = MORNING) -> None:
    """With a closed investigation."""
    office.act("open_investigation", case_id, by="mediator", at=at, **INVESTIGATION)
    office.act("close_investigation", case_id, by="mediator", at=at, **RECORD)


def drafted(office: Office, case_id: UUID, kind: str = "notice", *, at: datetime = MORNING, **more: Any) -> UUID:
    """A draft."""
    made = office.act("draft_letter", case_id, by="mediator", at=at, kind=kind, cause="拖欠工资", **more).made
    return UUID(str(made["letter_id"]))


def issued(office: Office, *, kind: str = "notice", at: datetime = MORNING, until: str = "serve_letter") -> UUID:
    """A letter of a file of its own, as far as this step."""
    letter_id = drafted(office, a_file(office, at=at), kind, at=at)
    sent(office, letter_id, until=until, at=at)
    return letter_id


def answered(office: Office, letter_id: UUID, *, at: datetime, rectify_on: str) -> None:
    """Answered and taken as good."""
    office.act("record_reply", letter_id, by="mediator", at=at, reply="已逐项整改", stance="accepts")
    office.act(
        "assess_reply", letter_id, by="mediator", at=at, assessed_as="accepted", note="措施可行", rectify_on=rectify_on
    )


def everything_due(office: Office, at: datetime) -> None:
    """What the engine does at one beat."""
    fire_all_due(office.engine, at)
    run_effects(office.engine, at)


def whole_life(office: Office, *, at: datetime = MORNING) -> UUID:
    """From the draft to the archive."""
    letter_id = issued(office, at=at)
    later = at + timedelta(days=3)
    answered(office, letter_id, at=later, rectify_on=f"{later + timedelta(days=7):%Y-%m-%d}")
    put_right(office, letter_id, at=at + timedelta(days=8))
    office.act("archive_letter", letter_id, by="supervisor", at=at + timedelta(days=9))
    return letter_id
