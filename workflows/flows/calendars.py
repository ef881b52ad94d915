"""Clocks follow a notice that was applied or undone."""

from datetime import datetime

import sqlalchemy as sa

from workflows.flows.run import run_flow
from workflows.reissue_by_calendar import follow


def calendars(engine: sa.Engine, at: datetime) -> None:
    """Let all running clocks follow as one run."""
    run_flow("calendars", engine, at, lambda: follow(engine, at).as_result())
