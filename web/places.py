"""Where a person stands after an act that began on no page of its own: the address of what it made or changed."""

from urllib.parse import urlsplit
from uuid import UUID

from workflows.perform import Done

_PLACES: dict[str, str] = {}


def after(act: str, address: str) -> None:
    """After this act show this address; `{name}` in it is what the act said it made."""
    _PLACES[act] = address


def own_place(done: Done) -> str | None:
    """The address that this act has for its afterwards, if it has one."""
    address = _PLACES.get(done.act)
    return address.format(**done.made) if address is not None else None


def place_after(done: Done, back: str) -> str:
    """The address to show: the act's own, else where the person came from."""
    address = own_place(done)
    if address is not None:
        return address
    if done.case_id is not None:
        return f"/cases/{done.case_id}"
    return back


def local(address: str) -> str:
    """The address if it is one of ours, else the desk: nobody is led away by a link (open redirect)."""
    parts = urlsplit(address)
    ours = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return address if ours else "/"


# An alert about no case: what its key begins with, and the page that it is about.
_ALERT_PLACES = (("alert:check:", "/checks"), ("prevention:", "/prevention"), ("", "/calendars"))


def alert_place(key: str, case_id: UUID | None) -> str:
    """The address of what an alert is about."""
    if case_id is not None:
        return f"/cases/{case_id}"
    return next(address for begins, address in _ALERT_PLACES if key.startswith(begins))
