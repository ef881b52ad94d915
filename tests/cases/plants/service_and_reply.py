"""A letter sealed past the register, and a link whose answer is nowhere."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from tests.cases.planting import run, served
from tests.office import MORNING, Office


def _unregistered(office: Office) -> None:
    office.act(
        "register_seal",
        by="supervisor",
        at=MORNING - timedelta(days=30),
        name="测试公章",
        kind="union",
        issuer="另一单位",
    )
    served(office)
    run(office, "DELETE FROM seal_use")


def _lost(office: Office) -> None:
    served(office)
    with office.engine.connect() as connection:
        letter_id = connection.execute(sa.text("SELECT id FROM letter")).scalar_one()
    office.act("make_reply_link", UUID(str(letter_id)), by="mediator")
    run(office, "UPDATE reply_link SET used_at = made_at, receipt = '网答〔2026〕99号'")


PLANTS: dict[str, Callable[[Office], None]] = {"seal_use": _unregistered, "reply_link": _lost}
