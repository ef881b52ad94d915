"""A word to a desk inside an act: written with the act, kept or lost with it."""

from typing import Any

from cases.clock_rows import Alert
from foundation.work import Work
from people.roles import Role
from workflows.subjects import CaseNow


def tell_role(work: Work, case: CaseNow, role: Role, *, key: str, title: str, body: str, **links: Any) -> None:
    """An alert in the console for everybody of a role; the same key is told once. No names in it."""
    work.writes.insert(
        Alert,
        {
            "key": f"alert:{key}:{role.value}",
            "case_id": case.id,
            "role": role.value,
            "title": title[:120],
            "body": body,
            "at": work.at,
            "recorded_at": work.recorded_at,
            "is_history": work.history,
            **links,
        },
        unless_exists=True,
    )
