"""Where each letter template stands: what is in force, whether it can be used, whether its version is registered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from cases.checks import Finding
from cases.checks.registry import Night, check
from cases.letter_template import TEMPLATE_KIND
from cases.views import tables as t
from cases.views.letter_templates import last_version, unsigned
from documents.letter_templates import check_template
from documents.template_files import InForce, digest_of, in_force
from foundation.errors import NotValid

_v = t.letter_template_version.c
UNREADABLE = "模板文件不是以 UTF-8 编码保存的，现在不能使用。"


@dataclass(frozen=True)
class Standing:
    """One kind. `last` is its newest version; `fault` says why no letter can be written by it; `waiting`: letters
    without a signature, which still follow a change."""

    kind: str
    label: str
    present: InForce
    last: Any
    registered: bool
    fault: str | None
    waiting: int = 0


def all_standings(session: Session) -> list[Standing]:
    """All kinds, in their order."""
    waiting = unsigned(session)
    return [standing(session.connection(), kind, waiting.get(kind, 0)) for kind in TEMPLATE_KIND]


def standing(connection: sa.Connection, kind: str, waiting: int = 0) -> Standing:
    """One kind. Raises NotFound for one that has no template."""
    present = in_force(kind)
    last = last_version(connection, kind)
    return Standing(kind, TEMPLATE_KIND[kind], present, last, is_registered(present, last), fault_of(present), waiting)


def is_registered(present: InForce, last: Any) -> bool:
    """Whether what is in force is what the newest version says, or nobody ever changed anything."""
    if last is None:
        return not present.own
    if last.origin == "delivered":
        # A newer program may deliver other words; that is no change of the office.
        return not present.own
    return present.own and bool(last.sha256 == present.digest)


def fault_of(present: InForce) -> str | None:
    """Why no letter can be written by this template; None where all is well."""
    if not present.readable:
        return UNREADABLE
    try:
        check_template(present.kind, present.text)
    except NotValid as refused:
        return refused.detail
    return None


@check("letter_template", "文书模板可以使用，各版完整并已登记")
def unsound(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Templates by which no letter can be written, versions whose text was changed, files nobody registered."""
    for kind, label in TEMPLATE_KIND.items():
        now = standing(connection, kind)
        if now.fault is not None:
            yield Finding("letter_template", "error", label, f"现用模板不能使用：{now.fault}")
        if not now.registered:
            yield Finding("letter_template", "warning", label, "模板文件被直接修改或者删除，与登记的最近一版不一致。")
    query = sa.select(_v.kind, _v.seq, _v.text, _v.sha256).order_by(_v.kind, _v.seq)
    for row in connection.execute(query):
        if digest_of(row.text) != row.sha256:
            words = f"模板第{row.seq}版的文本与登记时的指纹不一致。"
            yield Finding("letter_template", "error", TEMPLATE_KIND[row.kind], words)
