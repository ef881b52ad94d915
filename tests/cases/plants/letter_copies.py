"""Planted violations of the linkage: a court that nobody told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.cases.planting import run, served
from tests.office import MORNING, Office


def owed_since_long(office: Office) -> None:
    """A notice in Qinghai whose copy to the court has been owed for a month."""
    served(office)
    day: date = (MORNING - timedelta(days=30)).date()
    run(office, "UPDATE letter_copy SET due = :day WHERE rule = 'L2'", day=day)


PLANTS: dict[str, Callable[[Office], Any]] = {"letter_copy_owed": owed_since_long}
