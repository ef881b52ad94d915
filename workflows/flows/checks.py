"""The nightly checks."""

from datetime import datetime

import sqlalchemy as sa

from workflows.checking import check_everything
from workflows.flows.run import run_flow
from workflows.prevention.night import prevention_night
from workflows.rule_change import follow_rules


def checks(engine: sa.Engine, at: datetime) -> None:
    """Follow changes of rules that reach back, then run all integrity checks, as one run."""

    def night() -> dict[str, int]:
        prevention = prevention_night(engine, at)
        return {
            "moved": follow_rules(engine, at),
            "prevention": prevention,
            "findings": len(check_everything(engine, at)),
        }

    run_flow("checks", engine, at, night)
