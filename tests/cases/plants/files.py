"""A file that is gone, a row that is gone, bytes that nobody names."""

import os
from collections.abc import Callable
from io import BytesIO

from foundation.database import is_postgres
from foundation.files import file_store
from foundation.work import begin
from tests.office import MORNING, Office
from tests.workflows.clock_stories import a_case
from workflows.attaching import attach, receive


def _with_a_file(office: Office, words: str) -> str:
    got = receive(BytesIO(words.encode()), "材料.txt")
    case_id = a_case(office)
    with begin(office.engine, by=office.actor("operator"), at=MORNING) as work:
        attach(work, "case", case_id, {}, got)
    return got.kept.sha256


def _gone(office: Office) -> None:
    file_store().path(_with_a_file(office, "将要丢失的材料")).unlink()


def _unnamed(office: Office) -> None:
    """The file's row is removed with its foreign key out of the way; its bytes go too, so that only this is wrong."""
    sha256 = _with_a_file(office, "登记将要丢失的材料")
    with office.engine.connect() as connection, connection.begin() as transaction:
        if is_postgres(connection):
            connection.exec_driver_sql("ALTER TABLE attachment DROP CONSTRAINT fk_attachment_file_id")
            connection.exec_driver_sql("DELETE FROM stored_file")
            transaction.commit()
        else:
            transaction.rollback()
    if office.engine.dialect.name == "sqlite":
        raw = office.engine.raw_connection()
        raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]  # the driver's own connection
        raw.execute("DELETE FROM stored_file")  # type: ignore[attr-defined]
        raw.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]
        raw.close()
    file_store().path(sha256).unlink()


def _orphan(office: Office) -> None:
    """Old bytes without a row."""
    kept = file_store().keep(BytesIO(b"interrupted"), most=100)
    place = file_store().path(kept.sha256)
    os.utime(place, (0, 0))


PLANTS: dict[str, Callable[[Office], None]] = {
    "file_content": _gone,
    "attachment_file": _unnamed,
    "file_orphans": _orphan,
}
