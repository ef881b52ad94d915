"""A version of a letter template whose text somebody changed in the database."""

from collections.abc import Callable

from documents.template_files import in_force
from tests.cases.planting import run
from tests.office import Office


def _changed(office: Office) -> None:
    seen = in_force("notice").digest
    office.act("save_letter_template", by="supervisor", kind="notice", text="# 提示函\n正文", seen=seen)
    run(office, "UPDATE letter_template_version SET text = '# 提示函\n改过的正文'")


PLANTS: dict[str, Callable[[Office], None]] = {"letter_template": _changed}
