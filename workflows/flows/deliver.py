"""Sending what the outbox holds."""

from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from foundation.settings import settings
from notifications.delivery import deliver as send_all
from workflows.flows.run import run_flow


def deliver(engine: sa.Engine, at: datetime) -> None:
    """Send all waiting mails as one run."""
    run_flow("deliver", engine, at, lambda: asdict(send_all(engine, at, settings())))
