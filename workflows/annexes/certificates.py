"""监督员证登记: the register of certificates on paper."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cases.views.on_record import OfficeOnRecord
from workflows.annexes.declared import Facts, Paper, Subject, issuer, said

# The office is one; its papers need no record to be told apart by.
OFFICE = UUID(int=0)


def _registers(record: OfficeOnRecord) -> Sequence[Subject]:
    none = "登记簿上还没有监督员；请先办理“登记监督员”"
    return [Subject(OFFICE, why_not=None if record.supervisors else none)]


def _register(record: OfficeOnRecord, _subject: UUID) -> Facts:
    return {
        "issuer": issuer(),
        "listed_on": said(record.day),
        "certificates": [_line(one.row) for one in sorted(record.supervisors, key=lambda one: one.row.certificate)],
    }


def _line(row: Any) -> dict[str, Any]:
    returned = f"{said(row.withdrawn_on)}收回：{row.withdrawn_why}" if row.withdrawn_on else "—"
    return {
        "name": row.name,
        "number": row.certificate,
        "authority": row.authority,
        "training": f"{said(row.trained_on)}培训合格" if row.trained_on else "没有登记",
        "valid": f"{row.valid_from}至{row.valid_to}",
        "returned": returned,
    }


PAPERS = (Paper("certificate_register", "certificate_register", "office", "house", _registers, _register),)
