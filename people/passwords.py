"""Passwords: argon2id with parameters that a small office's machine can bear (OWASP: 19 MiB, t=2, p=1)."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """What is stored."""
    return _hasher.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether this is the password; false for hashes that are none."""
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache
def nobody() -> str:
    """A hash that no one knows the password of: an unknown login takes as long as a wrong password."""
    return _hasher.hash("nobody has this password")
