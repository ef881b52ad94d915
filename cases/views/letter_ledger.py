"""The ledger of letters 台账: one row for each letter that has a number of ours, in the order of issue."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import DISTRICT, INDUSTRY, LETTER_KIND, MATTER, RECTIFICATION, SERVICE_WAY, word
from cases.letter_life import STATE_GROUPS
from cases.views import tables as t
from cases.views.copied_to import Copy, copies_of
from foundation.clock import office_day
from rules.rule import UNITS

PAGE_SIZE = 50
BATCH = 500
# Beside the groups of states: all that still speaks, neither withdrawn nor void.
VALID = "valid"
FALLEN = ("withdrawn", "void")
# How sure the law behind a limit is, as it must be said wherever the limit is shown.
SURE = {"F": "法定", "E": "待核实", "M": "待核实", "D": "非法定（工会自定期限）"}
_SOURCE = (
    t.letter.outerjoin(t.letter_number, t.letter_number.c.letter_id == t.letter.c.id)
    .outerjoin(t.case, t.case.c.id == t.letter.c.case_id)
    .outerjoin(t.employer, t.employer.c.id == t.letter.c.employer_id)
    .outerjoin(t.account, t.account.c.id == t.case.c.handler_id)
)


@dataclass(frozen=True)
class LedgerFilters:
    """What is asked for; empty means all. Days of issue run from `first` to before `after`."""

    first: date | None = None
    after: date | None = None
    kind: str = ""
    state: str = ""
    district: str = ""
    matter: str = ""
    employer: str = ""

    def unknown(self) -> bool:
        """Whether a filter names what does not exist; then nothing is found."""
        given = (
            (self.kind, LETTER_KIND),
            (self.state, {*STATE_GROUPS, VALID}),
            (self.district, DISTRICT),
            (self.matter, MATTER),
        )
        return any(value and value not in known for value, known in given)


@dataclass(frozen=True)
class LedgerRow:
    """One letter as the ledger shows it: days as days, sums as sums, the rest as words."""

    letter_id: UUID
    case_id: UUID | None
    case_number: str | None
    kind_label: str
    number: str
    issued_on: date | None
    employer: str
    credit_code: str | None
    industry: str
    employment: str
    matters: str
    head_count: int | None
    amount: Decimal | None
    served_on: date | None
    served_how: str
    limit: str
    due_on: date | None
    replied_on: date | None
    on_time: str
    rectification: str
    verified_on: date | None
    escalated_to: str
    filed_on: date | None
    fed_back_on: date | None
    copied_to: str
    closed_on: date | None
    archive_number: str | None
    supervisors: str
    state: str
    next_letters: Sequence[UUID]


@dataclass(frozen=True)
class LedgerPage:
    """One page of the ledger."""

    rows: Sequence[LedgerRow]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages."""
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.number - 1) * PAGE_SIZE


def ledger_page(
    session: Session, filters: LedgerFilters, number: int, today: date, *, size: int = PAGE_SIZE
) -> LedgerPage:
    """One page, in the order of issue."""
    connection = session.connection()
    number = max(number, 1)
    rows = connection.execute(_query(filters).limit(size).offset((number - 1) * size)).all()
    return LedgerPage(_shown(connection, rows, today), count_ledger(session, filters), number)


def count_ledger(session: Session, filters: LedgerFilters) -> int:
    """How many rows there are."""
    query = sa.select(sa.func.count()).select_from(_SOURCE).where(*_conditions(filters))
    return session.connection().execute(query).scalar_one()


def stream_ledger(session: Session, filters: LedgerFilters, today: date, most: int) -> Generator[LedgerRow]:
    """The first `most` rows in the ledger's order, some hundred at a time in memory."""
    connection = session.connection()
    for start in range(0, most, BATCH):
        rows = connection.execute(_query(filters).limit(min(BATCH, most - start)).offset(start)).all()
        yield from _shown(connection, rows, today)
        if len(rows) < BATCH:
            return


def _query(filters: LedgerFilters) -> sa.Select[Any]:
    return (
        sa.select(
            t.letter,
            t.case.c.number.label("case_number"),
            t.case.c.is_migrant,
            t.case.c.is_new_form,
            t.employer.c.name.label("employer"),
            t.employer.c.credit_code,
            t.employer.c.industry,
            t.account.c.name.label("handler"),
        )
        .select_from(_SOURCE)
        .where(*_conditions(filters))
        .order_by(t.letter.c.issued_on, t.letter.c.kind, t.letter_number.c.seq, t.letter.c.id)
    )


def _conditions(filters: LedgerFilters) -> list[sa.ColumnElement[bool]]:
    if filters.unknown():
        return [sa.false()]
    # A letter that the number book lost is still a letter that went out.
    wanted: list[sa.ColumnElement[bool]] = [t.letter.c.number.is_not(None)]
    if filters.first is not None:
        wanted.append(t.letter.c.issued_on >= filters.first)
    if filters.after is not None:
        wanted.append(t.letter.c.issued_on < filters.after)
    if filters.kind:
        wanted.append(t.letter.c.kind == filters.kind)
    if filters.state == VALID:
        wanted.append(t.letter.c.state.not_in(FALLEN))
    elif filters.state:
        wanted.append(t.letter.c.state.in_(STATE_GROUPS[filters.state][1]))
    if filters.district:
        wanted.append(t.case.c.district == filters.district)
    if filters.matter:
        # As the letter itself said, in its facts: what was found on file later is no matter of this letter.
        wanted.append(sa.cast(t.letter.c.facts, sa.String()).contains(f'"{filters.matter} ', autoescape=True))
    if filters.employer:
        names = (t.employer.c.name, t.employer.c.credit_code, t.letter.c.addressee)
        wanted.append(sa.or_(*(name.contains(filters.employer, autoescape=True) for name in names)))
    return wanted


def _shown(connection: sa.Connection, rows: Sequence[Any], today: date) -> list[LedgerRow]:
    ids = [row.id for row in rows]
    copies, following = copies_of(connection, ids), _following(connection, ids)
    return [_row(row, following.get(row.id, ()), copies.get(row.id, ()), today) for row in rows]


def _following(connection: sa.Connection, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Any]]:
    """The letters that came after these, by the letter before."""
    n = t.letter.c
    columns = (n.id, n.previous_id, n.kind_label, n.number, n.state, n.addressee)
    query = sa.select(*columns).where(n.previous_id.in_(ids)).order_by(n.drafted_at)
    found: dict[UUID, list[Any]] = {}
    for row in connection.execute(query) if ids else ():
        found.setdefault(row.previous_id, []).append(row)
    return found


def _row(row: Any, following: Sequence[Any], copies: Sequence[Copy], today: date) -> LedgerRow:
    facts: Mapping[str, Any] = row.facts
    return LedgerRow(
        letter_id=row.id,
        case_id=row.case_id,
        case_number=row.case_number,
        kind_label=row.kind_label,
        number=row.number,
        issued_on=row.issued_on,
        employer=supervised(row),
        credit_code=row.credit_code,
        industry=word(INDUSTRY, row.industry),
        employment=_employment(row),
        matters="、".join(dict.fromkeys(str(one).split(" ", maxsplit=1)[0] for one in facts.get("matters", ()))),
        head_count=facts.get("head_count"),
        amount=amount_of(facts),
        served_on=row.served_on,
        served_how=word(SERVICE_WAY, row.served_how),
        limit=limit_words(row.rule_snapshot) if row.kind != "public_notice" else "",
        due_on=row.reply_due,
        replied_on=row.replied_on,
        on_time=on_time_words(row, today),
        rectification=word(RECTIFICATION, row.rectification),
        verified_on=row.verified_on,
        escalated_to="；".join(_next_words(one) for one in following),
        filed_on=row.filed_on,
        fed_back_on=row.fed_back_on,
        copied_to="；".join(f"{one.name}（{one.sent_on.isoformat()}）" for one in copies),
        closed_on=office_day(row.closed_at) if row.closed_at is not None else None,
        archive_number=row.archive_number,
        supervisors=supervisors_of(row),
        state=row.state,
        next_letters=[one.id for one in following],
    )


def supervised(row: Any) -> str:
    """The employer that the letter is about; for the public, whom it speaks to."""
    said: str = row.addressee if row.kind == "public_notice" else (row.employer or row.facts.get("employer"))
    return said or row.addressee


def _employment(row: Any) -> str:
    said = (("新就业形态", row.is_new_form), ("农民工", row.is_migrant))
    return "、".join(name for name, is_so in said if is_so)


def amount_of(facts: Mapping[str, Any]) -> Decimal | None:
    """The sum that the letter names; an unknown one is empty, never zero."""
    try:
        return Decimal(facts["amount"]) if facts.get("amount") else None
    except InvalidOperation:
        return None


def limit_words(snapshot: Mapping[str, Any]) -> str:
    """The limit for the answer with its unit, its basis, and whether it is the law's: as the letter kept it."""
    if not snapshot or "missing" in snapshot:
        return ""
    unit = UNITS.get(snapshot["unit"], snapshot["unit"]).removeprefix("个")
    sure = SURE.get(snapshot.get("tag", ""), "待核实")
    return f"{snapshot['length']}/{unit}/{snapshot['legal_basis']}/{sure}"


def on_time_words(row: Any, today: date) -> str:
    """Whether the answer came in time; of an authority, whether it opened a file or said why not."""
    if row.replied_on_time is not None:
        return "按期" if row.replied_on_time else "逾期"
    if row.kind == "recommendation":
        answered = row.filed_on
        if answered is not None and row.reply_due is not None:
            return "按期" if answered <= row.reply_due else "逾期"
        if row.filing_reason is not None:
            return "已答复"
    if row.reply_due is None:
        return ""
    return "逾期未答复" if row.reply_due < today else "未到期"


def _next_words(row: Any) -> str:
    fallen = {"withdrawn": "，已撤回", "void": "，已作废", "handed_up": "，提请上级发函"}.get(row.state, "")
    return f"{row.kind_label} {row.number or '（未编号）'}{fallen}"


def supervisors_of(row: Any) -> str:
    """The two supervisors of the investigation; without one, who handles the file, else who drafted it."""
    named = [str(one[0]) for one in (row.facts.get("investigation") or {}).get("supervisors", ())]
    return "、".join(named) or row.handler or row.drafted_by
