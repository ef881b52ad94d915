"""Identifiers made by the program and not by the database, so that a command needs no round trip to learn them."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562): ordered by time, so that indexes grow at one end."""
    return UUID(int=new_number())


def new_number() -> int:
    """The 128 bits of a new identifier, for those who spell it themselves."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    return value & ~(0x3 << 62) | 0x2 << 62
