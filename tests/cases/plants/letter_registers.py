"""Registers of letters that do not add up."""

from tests.cases.planting import run, served
from tests.office import Office


def _number_gap(office: Office) -> None:
    """A number that was given out is gone from the book."""
    served(office)
    run(office, "UPDATE series SET \"last\" = 3 WHERE name LIKE 'letter:%'")
    run(office, "UPDATE letter_number SET seq = 3, number = replace(number, '1号', '3号')")
    run(office, "UPDATE letter SET number = replace(number, '1号', '3号')")


def _rollup(office: Office) -> None:
    """A letter with a closing day that is nowhere near its end."""
    served(office)
    run(office, "UPDATE letter SET closed_at = numbered_at")


PLANTS = {"letter_number_gap": _number_gap, "letter_rollup": _rollup}
