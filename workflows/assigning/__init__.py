"""May this case go there? Every module of this package that has a GUARD is asked before a case is sent to anybody.

`GUARD(work, case, handler_id, unit_id, despite)` raises NotPossible, in Chinese, with what can be done instead.
`despite` is why the supervisor sends it all the same; a guard may accept that, or not.
"""

import pkgutil
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from uuid import UUID

from foundation.errors import NotPossible
from foundation.work import Work
from workflows.subjects import CaseNow

Guard = Callable[[Work, CaseNow, UUID | None, UUID | None, str | None], None]


@lru_cache
def guards() -> Sequence[Guard]:
    """Every guard, in the order of the modules' names."""
    modules = [import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]
    return tuple(module.GUARD for module in modules if hasattr(module, "GUARD"))


def check(work: Work, case: CaseNow, handler_id: UUID | None, unit_id: UUID | None, despite: str | None) -> None:
    """Ask every guard. Raises NotPossible."""
    for guard in guards():
        guard(work, case, handler_id, unit_id, despite)


def against(work: Work, case: CaseNow, handler_id: UUID | None, unit_id: UUID | None) -> str | None:
    """What speaks against sending it there, without any reason to do so all the same; None when nothing does."""
    try:
        check(work, case, handler_id, unit_id, None)
    except NotPossible as refused:
        return refused.detail
    return None
