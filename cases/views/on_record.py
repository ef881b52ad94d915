"""What papers are filled from: a file, a letter, a referral, read part by part as a paper asks for it."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from cases.views.investigations import InquiryShown, inquiry_of
from cases.views.letters import LetterFile, letter_file
from cases.views.outside import one_referral
from cases.views.seals import uses_on
from cases.views.supervision import clue_of
from cases.views.supervisors import SupervisorShown, register
from foundation.clock import office_day
from foundation.errors import NotFound

# The acts that decide whether a file is taken on.
DECISIONS = ("accept", "decline", "object_to_decline", "state_remedies", "refer", "answer_directly", "withdraw")


class FileOnRecord:
    """One file. Raises NotFound."""

    def __init__(self, session: Session, case_id: UUID) -> None:
        self.session, self.connection = session, session.connection()
        source = t.case.outerjoin(t.employer, t.employer.c.id == t.case.c.employer_id)
        query = sa.select(t.case, t.employer.c.name.label("employer"), t.account.c.name.label("handler"))
        source = source.outerjoin(t.account, t.account.c.id == t.case.c.handler_id)
        row = self.connection.execute(query.select_from(source).where(t.case.c.id == case_id)).one_or_none()
        if row is None:
            raise NotFound("没有这个案件，或您无权查看。")
        self.case: Any = row

    def _of_case(self, table: sa.Table, *order: sa.ColumnElement[Any]) -> Sequence[Any]:
        query = sa.select(table).where(table.c.case_id == self.case.id).order_by(*order)
        return self.connection.execute(query).all()

    @cached_property
    def clue(self) -> Any:
        """The clue that the file began with; None for a file that workers came with."""
        return clue_of(self.session, self.case.id) if self.case.case_type == "supervision" else None

    @cached_property
    def inquiry(self) -> InquiryShown | None:
        """Investigations and talks."""
        return inquiry_of(self.session, self.case.id)

    @cached_property
    def people(self) -> Sequence[Any]:
        """Those who came with it, in the order of the roster."""
        rows = self._of_case(t.party, t.party.c.place, t.party.c.recorded_at, t.party.c.id)
        return [row for row in rows if row.status == "present"]

    @cached_property
    def violations(self) -> Sequence[Any]:
        """The breaches of the law on file."""
        return self._of_case(t.violation, t.violation.c.recorded_at, t.violation.c.id)

    @cached_property
    def letters(self) -> Sequence[Any]:
        """Letters of ours, in the order in which they were drafted."""
        rows = self._of_case(t.letter, t.letter.c.drafted_at, t.letter.c.id)
        return [row for row in rows if row.state != "recorded" and row.kind != "other"]

    @cached_property
    def referrals(self) -> Sequence[Any]:
        """Where it was sent."""
        return self._of_case(t.referral, t.referral.c.prepared_at, t.referral.c.id)

    @cached_property
    def obstructions(self) -> Sequence[Any]:
        """How the employer obstructed the investigation."""
        return self._of_case(t.obstruction, t.obstruction.c.happened_on, t.obstruction.c.id)

    @cached_property
    def copies(self) -> Sequence[Any]:
        """What other organs were told, or are still to be told."""
        return self._of_case(t.letter_copy, t.letter_copy.c.owed_on, t.letter_copy.c.id)

    @cached_property
    def decisions(self) -> Sequence[Any]:
        """What the journal says of taking it on, in order."""
        query = sa.select(t.journal).where(t.journal.c.case_id == self.case.id, t.journal.c.act.in_(DECISIONS))
        return self.connection.execute(query.order_by(t.journal.c.seq)).all()

    @cached_property
    def running_rights(self) -> Sequence[Any]:
        """The worker's own rights whose time runs, the nearest first."""
        c = t.clock.c
        query = sa.select(t.clock).where(c.case_id == self.case.id, c.kind == "right", c.state == "running")
        return self.connection.execute(query.where(c.due_on.is_not(None)).order_by(c.due_on, c.id)).all()

    def entry(self, act: str, label: str, at: datetime | None) -> Any:
        """What the journal says of one act on a letter; before a letter has a number its moment tells which it was."""
        if at is None:
            return None
        c = t.journal.c
        query = sa.select(t.journal).where(c.case_id == self.case.id, c.act == act, c.at == at)
        found = self.connection.execute(query.order_by(c.seq)).all()
        return next((row for row in found if row.detail.get("letter") == label), None)


class LetterOnRecord:
    """One letter with the file it hangs on. Raises NotFound."""

    def __init__(self, session: Session, letter_id: UUID, at: datetime, file: LetterFile | None = None) -> None:
        self.session, self.connection = session, session.connection()
        self.file: LetterFile = file if file is not None else letter_file(session, letter_id, at)
        self.letter: Any = self.file.letter
        self.case: Any = self.file.case

    @cached_property
    def whole(self) -> FileOnRecord:
        """The file. Raises NotFound for a letter that hangs on none."""
        if self.case is None:
            raise NotFound("这份文书没有案卷。")
        return FileOnRecord(self.session, self.case.id)

    @cached_property
    def seals(self) -> Sequence[Any]:
        """The uses of seals on it."""
        return uses_on(self.session, self.letter.id)

    @cached_property
    def chain(self) -> Sequence[Any]:
        """The letters before it and itself, in order, with everything that is kept of them."""
        wanted = {one.id for one in self.file.earlier} | {self.letter.id}
        return [one for one in self.whole.letters if one.id in wanted]


class ReferralOnRecord:
    """One referral with the file it came out of. Raises NotFound."""

    def __init__(self, session: Session, referral_id: UUID) -> None:
        self.row: Any = one_referral(session, referral_id).row
        self.whole = FileOnRecord(session, self.row.case_id)
        self.case: Any = self.whole.case


class OfficeOnRecord:
    """The registers of the office as they stand on a day."""

    def __init__(self, session: Session, at: datetime) -> None:
        self.session, self.day = session, office_day(at)
        self.case = None

    @cached_property
    def supervisors(self) -> Sequence[SupervisorShown]:
        """Everybody who has, or had, a certificate."""
        return register(self.session, self.day)
