"""The nightly checks, with what the charts know."""

from datetime import datetime

import sqlalchemy as sa

from cases.checks import Finding, run_checks
from foundation.settings import settings
from workflows.calendar_checks import calendar_findings
from workflows.charts.registry import known_states


def check_everything(engine: sa.Engine, at: datetime) -> list[Finding]:
    """All integrity checks on this database."""
    return [*run_checks(engine, at, settings(), known_states()), *calendar_findings(engine, at)]
