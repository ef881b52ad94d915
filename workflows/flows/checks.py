"""The nightly checks."""

from datetime import datetime

import sqlalchemy as sa

from workflows.checking import check_everything
from workflows.flows.run import run_flow


def checks(engine: sa.Engine, at: datetime) -> None:
    """Run all integrity checks as one run."""
    run_flow("checks", engine, at, lambda: {"findings": len(check_everything(engine, at))})
