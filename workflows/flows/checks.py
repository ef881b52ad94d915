"""The nightly checks."""

from datetime import datetime

import sqlalchemy as sa

from workflows.checking import check_and_keep, tidy
from workflows.flows.run import run_flow
from workflows.following import follow_open
from workflows.prevention.night import prevention_night
from workflows.rule_change import follow_rules


def checks(engine: sa.Engine, at: datetime) -> None:
    """Follow changes of rules that reach back, put away what is over, then run all integrity checks, as one run."""

    def night() -> dict[str, int]:
        done = {
            "moved": follow_rules(engine, at),
            "followed": follow_open(engine, at),
            "prevention": prevention_night(engine, at),
            "tidied": tidy(engine, at),
        }
        return {**done, "findings": len(check_and_keep(engine, at))}

    run_flow("checks", engine, at, night)
