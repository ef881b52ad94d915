"""Identifiers: version 7, in the order in which they were made, and never twice."""

from threading import Thread
from uuid import RFC_4122, UUID

from foundation.ids import new_id


def test_each_is_greater_than_the_one_before() -> None:
    """Thousands within a millisecond: what one act wrote is read in the order in which it was written."""
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}


def test_people_at_work_at_the_same_time_get_different_ones() -> None:
    made: list[UUID] = []
    threads = [Thread(target=lambda: made.extend([new_id() for _ in range(5_000)])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 20_000
