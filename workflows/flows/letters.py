"""Drafting the letters that clocks have asked for."""

from datetime import datetime

import sqlalchemy as sa

from workflows.effects import run_effects
from workflows.flows.run import run_flow


def letters(engine: sa.Engine, at: datetime) -> None:
    """Carry out all waiting effects as one run."""
    run_flow("letters", engine, at, lambda: run_effects(engine, at))
