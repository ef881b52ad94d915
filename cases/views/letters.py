"""Letters: the list with its filters, and one letter with all that hangs on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import LETTER_KIND, LETTER_STATE
from cases.letter_life import OVER, STATE_GROUPS
from cases.views import tables as t
from cases.views.case_file import ClockShown, clocks_where
from cases.views.copied_to import Copy, copies_of
from cases.views.letter_answers import live_links
from cases.views.letter_history import Entry, history_of
from cases.views.seals import seals_in_use
from foundation.clock import office_day
from foundation.errors import NotFound

PAGE_SIZE = 50
# Nobody follows a chain of letters further; the ladder has three steps.
MOST_IN_CHAIN = 50
_OURS = t.letter.outerjoin(t.case, t.case.c.id == t.letter.c.case_id).outerjoin(
    t.employer, t.employer.c.id == t.letter.c.employer_id
)


@dataclass(frozen=True)
class LetterFilters:
    """What is asked for; empty means all. `text`: a number of a letter or file, a name."""

    group: str = ""
    kind: str = ""
    state: str = ""
    text: str = ""

    def unknown(self) -> bool:
        """Whether a filter names what does not exist; then nothing is found."""
        return any(
            given and given not in known
            for given, known in ((self.group, STATE_GROUPS), (self.kind, LETTER_KIND), (self.state, LETTER_STATE))
        )


@dataclass(frozen=True)
class LetterPage:
    """One page of letters, and how many there are in each group whatever group is asked for."""

    rows: Sequence[Any]
    total: int
    number: int
    by_group: Mapping[str, int]

    @property
    def pages(self) -> int:
        """How many pages."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class LetterFile:
    """One letter with its parts."""

    letter: Any
    case: Any
    employer: str | None
    handler: str | None
    items: Sequence[Any]
    services: Sequence[Any]
    replies: Sequence[Any]
    earlier: Sequence[Any]
    later: Sequence[Any]
    clocks: Sequence[ClockShown]
    entries: Sequence[Entry]
    doers: Mapping[str, str]
    copies: Sequence[Copy]
    voided: bool
    live_link: bool
    seals: Sequence[Any]
    """Seals that are in use on the day, whoever keeps them."""


def list_letters(session: Session, filters: LetterFilters, number: int, *, size: int = PAGE_SIZE) -> LetterPage:
    """One page, the newest first."""
    connection = session.connection()
    number = max(number, 1)
    if filters.unknown():
        return LetterPage((), 0, number, {})
    wide = _conditions(filters)
    counted = connection.execute(
        sa.select(t.letter.c.state, sa.func.count()).select_from(_OURS).where(*wide).group_by(t.letter.c.state)
    )
    by_state: dict[str, int] = {state: int(count) for state, count in counted}
    by_group = {group: sum(by_state.get(state, 0) for state in states) for group, (_, states) in STATE_GROUPS.items()}
    narrow = [t.letter.c.state.in_(STATE_GROUPS[filters.group][1])] if filters.group else []
    query = (
        sa.select(
            t.letter,
            t.case.c.number.label("case_number"),
            t.employer.c.name.label("employer"),
        )
        .select_from(_OURS)
        .where(*wide, *narrow)
        .order_by(t.letter.c.drafted_at.desc(), t.letter.c.id.desc())
        .limit(size)
        .offset((number - 1) * size)
    )
    total = by_group[filters.group] if filters.group else sum(by_state.values())
    return LetterPage(connection.execute(query).all(), total, number, by_group)


def _conditions(filters: LetterFilters) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    if filters.kind:
        wanted.append(t.letter.c.kind == filters.kind)
    if filters.state:
        wanted.append(t.letter.c.state == filters.state)
    if filters.text:
        # Brackets of another shape mean the same number: 〔〕 is not on every keyboard.
        typed = filters.text.translate(str.maketrans("[]()（）【】", "〔〕〔〕〔〕〔〕"))
        names = (t.letter.c.addressee, t.employer.c.name)
        numbers = (t.letter.c.number, t.case.c.number)
        wanted.append(
            sa.or_(
                *(column.contains(filters.text, autoescape=True) for column in names),
                *(column.contains(typed, autoescape=True) for column in numbers),
            )
        )
    return wanted


def letter_file(session: Session, letter_id: UUID, at: datetime) -> LetterFile:
    """A letter with everything that hangs on it. Raises NotFound."""
    connection = session.connection()
    row = connection.execute(
        sa.select(
            t.letter,
            t.case.c.number.label("case_number"),
            t.employer.c.name.label("employer"),
            t.account.c.name.label("handler"),
        )
        .select_from(_OURS.outerjoin(t.account, t.account.c.id == t.case.c.handler_id))
        .where(t.letter.c.id == letter_id)
    ).one_or_none()
    if row is None:
        raise NotFound("没有这份文书，或您无权查看。")
    case = None
    if row.case_id is not None:
        case = connection.execute(sa.select(t.case).where(t.case.c.id == row.case_id)).one()

    def of_letter(table: sa.Table, order: sa.Column[Any]) -> Sequence[Any]:
        return connection.execute(sa.select(table).where(table.c.letter_id == letter_id).order_by(order)).all()

    entries = history_of(connection, row)
    book = of_letter(t.letter_number, t.letter_number.c.seq)
    return LetterFile(
        letter=row,
        case=case,
        employer=row.employer,
        handler=row.handler,
        items=of_letter(t.letter_item, t.letter_item.c.seq),
        services=of_letter(t.letter_service, t.letter_service.c.seq),
        replies=of_letter(t.letter_reply, t.letter_reply.c.seq),
        earlier=_earlier(connection, row.previous_id),
        later=_later(connection, [letter_id]),
        clocks=_waited_for(connection, row, at),
        entries=entries,
        doers={one.act: one.by_name for one in entries},
        copies=copies_of(connection, [letter_id]).get(letter_id, ()),
        voided=any(one.voided for one in book),
        live_link=connection.execute(live_links(letter_id, at)).first() is not None,
        seals=seals_in_use(connection, office_day(at)),
    )


def _waited_for(connection: sa.Connection, letter: Any, at: datetime) -> list[ClockShown]:
    """The limits that run for this letter now, the nearest first."""
    if letter.state in OVER:
        return []
    shown = clocks_where(connection, t.clock.c.letter_id == letter.id, at)
    running = [one for one in shown if one.row.state in ("running", "paused")]
    return sorted(running, key=lambda one: (one.row.due_at is None, one.row.due_at, one.row.label))


_CHAIN = (
    t.letter.c.id,
    t.letter.c.previous_id,
    t.letter.c.kind,
    t.letter.c.kind_label,
    t.letter.c.number,
    t.letter.c.state,
    t.letter.c.issued_on,
    t.letter.c.served_on,
    t.letter.c.reply_due,
    t.letter.c.replied_on,
    t.letter.c.trigger,
)


def _earlier(connection: sa.Connection, previous_id: UUID | None) -> list[Any]:
    """The letters before, the first one first."""
    found: list[Any] = []
    while previous_id is not None and len(found) < MOST_IN_CHAIN and previous_id not in {one.id for one in found}:
        row = connection.execute(sa.select(*_CHAIN).where(t.letter.c.id == previous_id)).one()
        found.insert(0, row)
        previous_id = row.previous_id
    return found


def _later(connection: sa.Connection, ids: Sequence[UUID]) -> list[Any]:
    """The letters that followed, level by level."""
    found: list[Any] = []
    while ids and len(found) < MOST_IN_CHAIN:
        query = sa.select(*_CHAIN).where(t.letter.c.previous_id.in_(ids)).order_by(t.letter.c.drafted_at)
        rows = [row for row in connection.execute(query) if row.id not in {one.id for one in found}]
        found.extend(rows)
        ids = [row.id for row in rows]
    return found
