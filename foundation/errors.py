"""The four ways to say no. Raised in the core, mapped to HTTP or to a page at the doors."""

from collections.abc import Mapping, Sequence


class Refusal(Exception):
    """A request that was understood and turned down. The message is written for its reader, in Chinese."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotFound(Refusal):
    """There is no such thing, or this person may not know that there is."""


class NotAllowed(Refusal):
    """This person may not do this."""


class NotPossible(Refusal):
    """Not in the present state of things; says what is possible instead."""

    def __init__(self, detail: str, *, possible: Sequence[str] = ()) -> None:
        super().__init__(detail)
        self.possible = tuple(possible)


class Collided(NotPossible):
    """Two people did the same at the same instant; the other was first, and nothing of this one was kept."""


class NotValid(Refusal):
    """What was entered is missing or wrong; says which field and how to mend it."""

    def __init__(self, detail: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.fields = dict(fields or {})
