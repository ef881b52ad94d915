"""Certificates with one thing changed, each time another, and sealed anew as a forger would."""

import copy
import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

# Evidence that a forger may rewrite into other evidence: with it another true certificate comes out.
EVIDENCE = {("events", "suspend"), ("as_of",), ("events", "restart"), ("events", "region")}


def sealed(body: dict[str, Any]) -> dict[str, Any]:
    """The certificate with the fingerprint of its new words."""
    rest = {key: value for key, value in body.items() if key != "seal"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**rest, "seal": hashlib.sha256(text.encode()).hexdigest()}


def forgeries(certificate: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(what was changed, the forged certificate), for every value at every depth and every run of the ledger."""
    for path in _paths(certificate):
        if path[0] == "seal" or {path[:1], path[:2]} & EVIDENCE:
            continue
        for changed in _others(_at(certificate, path)):
            forged = copy.deepcopy(certificate)
            _at(forged, path[:-1])[path[-1]] = changed
            yield ".".join(map(str, path)) + f" = {changed!r}", sealed(forged)
    for name in ("ledger", "papers"):
        for label, rows in _lists(certificate[name]):
            yield f"{name} {label}", sealed({**certificate, name: rows})
    for name in certificate:
        if name != "seal":
            yield f"without {name}", sealed({key: value for key, value in certificate.items() if key != name})


def _paths(value: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*so_far, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _paths(inner, (*so_far, place))
    else:
        yield so_far


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def _others(value: Any) -> list[Any]:
    if value is None:
        return ["？", 1]
    if isinstance(value, bool):
        return [not value, str(value)]
    if isinstance(value, int):
        return [value + 1, value - 1, str(value), value + 0.5]
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        # A word more, or one figure more: both must be seen where they change what is said.
        return ["", "？"] if not value.isascii() or " " in value else [value + "x", "？"]
    if len(value) == len("2026-03-02"):
        return [str(date.fromisoformat(value) + timedelta(days=days)) for days in (-1, 1, 7)] + ["？"]
    moved = [(when + timedelta(minutes=minutes)).isoformat(timespec="minutes") for minutes in (-60, 1)]
    return [*moved, "？"]


def _lists(rows: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    for place in range(len(rows)):
        yield f"without {place}", rows[:place] + rows[place + 1 :]
        yield f"twice {place}", [*rows[: place + 1], *rows[place:]]
    if len(rows) > 1:
        yield "turned round", rows[::-1]
