"""The steps of letters that people are reminded of: one flow for each kind, started only where something waits."""

from datetime import datetime

import sqlalchemy as sa

from foundation.database import reading
from workflows.flows.run import run_flow
from workflows.letter_reminders import LOOKS, remind, waiting


def letter_copies(engine: sa.Engine, at: datetime) -> None:
    """Remind of copies owed to court, procuratorate and others, as one run."""
    run_flow("letter_copies", engine, at, lambda: remind(engine, "letter_copies", at))


def letter_checks(engine: sa.Engine, at: datetime) -> None:
    """Remind of corrections that must be checked on the spot, as one run."""
    run_flow("letter_checks", engine, at, lambda: remind(engine, "letter_checks", at))


def letter_overdue(engine: sa.Engine, at: datetime) -> None:
    """Tell the leader of letters that ran out days ago, as one run."""
    run_flow("letter_overdue", engine, at, lambda: remind(engine, "letter_overdue", at))


def steps_waiting(engine: sa.Engine, at: datetime) -> list[str]:
    """The jobs that have something to tell now."""
    with reading(engine) as session:
        return [job for job in LOOKS if waiting(session.connection(), job, at)]
