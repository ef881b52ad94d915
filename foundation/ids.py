"""Identifiers made by the program and not by the database, so that a command needs no round trip to learn them."""

import os
import time
from threading import Lock
from uuid import UUID

# rand_a of a version 7 identifier, used to count within a millisecond; more than these run into the next one.
COUNTER_BITS = 12


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562): ordered by time, so that indexes grow at one end."""
    return UUID(int=new_number())


_turn = Lock()
_last = 0


def new_number() -> int:
    """The 128 bits of a new identifier, for those who spell it themselves.

    Within one process each is greater than the one before, also within a millisecond (RFC 9562, 6.2, method 1):
    rows of one act are read in the order in which they were written.
    """
    global _last  # noqa: PLW0603 - one sequence for the process
    with _turn:
        _last = max((time.time_ns() // 1_000_000 & 0xFFFF_FFFF_FFFF) << COUNTER_BITS, _last + 1)
        milliseconds, counter = divmod(_last, 1 << COUNTER_BITS)
    return milliseconds << 80 | 0x7 << 76 | counter << 64 | 0x2 << 62 | int.from_bytes(os.urandom(8)) >> 2
