"""The ladder: everything that is due, in batches."""

from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from workflows.firing import fire_all_due
from workflows.flows.run import run_flow


def escalate(engine: sa.Engine, at: datetime) -> None:
    """Fire all due timers as one run."""
    run_flow("escalate", engine, at, lambda: asdict(fire_all_due(engine, at)))
