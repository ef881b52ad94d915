"""Telling two people who act at the same instant from a fault of the program."""

import sqlalchemy as sa

# PostgreSQL: unique_violation; deadlock_detected, serialization_failure (one of two is sent back by the database).
_TAKEN = "23505"
_CROSSED = frozenset({"40P01", "40001"})
TAKEN = "其他人刚刚登记了相同的内容（如同一编号、同一代码），您填写的没有保存。请返回查看最新情况，再决定是否办理。"
CROSSED = "其他人正好在办理同一件或者相关的件，您填写的没有保存。请再提交一次。"


def collision(error: sa.exc.DBAPIError) -> str | None:
    """What to tell a person whose act met another one, or None where the error is something else."""
    code = getattr(error.orig, "sqlstate", None)
    if code in _CROSSED:
        return CROSSED
    if code == _TAKEN or (code is None and "UNIQUE constraint failed" in str(error.orig)):
        return TAKEN
    return None
