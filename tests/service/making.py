"""Letters at the employer's door, and pictures of seals, for tests of service and answers."""

import struct
import zlib
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.views import tables as t
from foundation.work import begin
from tests.letter_steps import sent
from tests.office import MORNING, Office
from tests.stories.scripts import INVESTIGATION, RECORD, VIOLATION
from tests.workflows.clock_stories import in_mediation
from workflows.reply_links import reveal

SERVERS = {"first_server": "送达人甲", "second_server": "送达人乙"}


def drafted(office: Office, kind: str = "notice", *, findings: int = 1, at: datetime = MORNING) -> UUID:
    """A letter in draft with so many findings."""
    case_id = in_mediation(office)
    for place in range(findings):
        found = {**VIOLATION, "facts": f"第{place + 1}件事实"}
        office.act("record_violation", case_id, by="mediator", at=at, **found)
    if kind == "opinion":
        office.act("open_investigation", case_id, by="mediator", at=at, **INVESTIGATION)
        office.act("close_investigation", case_id, by="mediator", at=at, **RECORD)
    made = office.act("draft_letter", case_id, by="mediator", at=at, kind=kind, cause="拖欠工资").made
    return UUID(str(made["letter_id"]))


def served(office: Office, *, findings: int = 1, at: datetime = MORNING) -> UUID:
    """A notice that reached the employer."""
    letter_id = drafted(office, findings=findings, at=at)
    sent(office, letter_id, at=at)
    return letter_id


def letter(office: Office, letter_id: UUID) -> Any:
    """The letter as it stands."""
    return row(office, t.letter, t.letter.c.id == letter_id)


def row(office: Office, table: sa.Table, *where: Any) -> Any:
    """The one row."""
    with office.engine.connect() as connection:
        return connection.execute(sa.select(table).where(*where)).one()


def rows(office: Office, table: sa.Table, *where: Any) -> list[Any]:
    """All rows."""
    with office.engine.connect() as connection:
        return list(connection.execute(sa.select(table).where(*where)))


def link(office: Office, letter_id: UUID, *, at: datetime = MORNING) -> str:
    """The token of a new link."""
    made = office.act("make_reply_link", letter_id, by="mediator", at=at).made
    with begin(office.engine, by=office.actor("mediator"), at=at) as work:
        return reveal(work, UUID(str(made["link_id"])))


def png(width: int = 240, height: int = 240, *, tail: bytes = b"") -> bytes:
    """A red square as a PNG with transparency."""
    line = b"\0" + b"\xd0\x02\x1b\xc0" * width
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(line * height)),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body + tail
