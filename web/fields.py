"""From an act's form to fields on a page, and from a page's values back to the act's input."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rules.findings.asked import OneOf

LONG_TEXT = 200
SPARE_ROWS = 1


@dataclass(frozen=True)
class Field:
    """One field: kind text|long|number|money|date|datetime|check|checks|choice|yesno|rows|lines|hidden."""

    name: str
    label: str
    kind: str
    hint: str = ""
    required: bool = False
    choices: Sequence[tuple[str, str]] = ()
    longest: int | None = None
    columns: Sequence["Field"] = field(default_factory=tuple)
    ticked: bool = False
    """Whether a box is ticked before anybody touched it; in rows the empty ones show it so."""


def fields_of(form: type[BaseModel], *, choosers: Mapping[str, Sequence[tuple[str, str]]] | None = None) -> list[Field]:
    """The fields of a form in their order. `choosers`: choices for fields that name a kind of record."""
    return [_field(name, info, choosers or {}) for name, info in form.model_fields.items()]


def choosers_of(form: type[BaseModel]) -> set[str]:
    """The names of the choosers that a form asks for, in its rows too."""
    found: set[str] = set()
    for info in form.model_fields.values():
        _, _, item = _kind(info.annotation)
        if item is not None:
            found |= choosers_of(item)
        if isinstance(info.json_schema_extra, dict) and "choose" in info.json_schema_extra:
            found.add(str(info.json_schema_extra["choose"]))
    return found


def _field(name: str, info: FieldInfo, choosers: Mapping[str, Sequence[tuple[str, str]]]) -> Field:
    kind, optional, item = _kind(info.annotation)
    choice = next((one for one in info.metadata if isinstance(one, OneOf)), None) or _choice(info.annotation)
    choices: Sequence[tuple[str, str]] = ()
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    chooser = extra.get("choose")
    if chooser is not None:
        kind, choices = "choice", choosers.get(str(chooser), ())
    elif choice is not None:
        # Several of a closed list are ticked, one is picked.
        kind, choices = "checks" if kind == "lines" else "choice", list(choice.codes.items())
    longest = next((one.max_length for one in info.metadata if hasattr(one, "max_length")), None)
    if kind == "text" and longest is not None and longest > LONG_TEXT:
        kind = "long"
    if kind == "check" and (optional or info.is_required()):
        kind = "yesno"
    if extra.get("hidden"):
        kind = "hidden"
    return Field(
        name=name,
        label=info.title or name,
        kind=kind,
        hint=info.description or "",
        required=info.is_required(),
        choices=choices,
        longest=longest,
        columns=fields_of(item, choosers=choosers) if item is not None else (),
        ticked=info.default is True,
    )


KINDS = {
    str: "text",
    int: "number",
    Decimal: "money",
    date: "date",
    datetime: "datetime",
    bool: "check",
    UUID: "hidden",
}


def _bare(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        inner = [one for one in get_args(annotation) if one is not NoneType]
        return _bare(inner[0])[0], True
    return annotation, False


def _choice(annotation: Any) -> OneOf | None:
    if get_origin(annotation) is Annotated:
        return next((one for one in get_args(annotation)[1:] if isinstance(one, OneOf)), None)
    if get_origin(annotation) in (Union, UnionType):
        return next((found for one in get_args(annotation) if (found := _choice(one)) is not None), None)
    if get_origin(annotation) is tuple:
        return _choice(get_args(annotation)[0])
    return None


def _kind(annotation: Any) -> tuple[str, bool, type[BaseModel] | None]:
    bare, optional = _bare(annotation)
    if get_origin(bare) is tuple:
        item = get_args(bare)[0]
        if isinstance(item, type) and issubclass(item, BaseModel):
            return "rows", optional, item
        return "lines", optional, None
    return KINDS.get(bare, "text"), optional, None


def read_values(fields: Sequence[Field], given: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, as the act's input: empty means not given, and rows are gathered from name.0.column."""
    data: dict[str, Any] = {}
    for one in fields:
        if one.kind == "rows":
            rows = _rows(one, given)
            if rows:
                data[one.name] = rows
        elif one.kind == "checks":
            ticked = [key for key, _ in one.choices if f"{one.name}.{key}" in given]
            ticked += [line.strip() for line in given.get(one.name, "").splitlines() if line.strip()]
            if ticked:
                data[one.name] = ticked
        elif one.kind == "lines":
            lines = [line.strip() for line in given.get(one.name, "").splitlines() if line.strip()]
            if lines:
                data[one.name] = lines
        elif one.kind == "check":
            data[one.name] = one.name in given
        else:
            text = given.get(one.name, "").strip()
            if text:
                data[one.name] = text.replace(",", "") if one.kind == "money" else text
    return data


def _rows(one: Field, given: Mapping[str, str]) -> list[dict[str, Any]]:
    places = sorted(
        {int(name.split(".")[1]) for name in given if name.startswith(f"{one.name}.") and name.split(".")[1].isdigit()}
    )
    rows = []
    for place in places:
        prefix = f"{one.name}.{place}."
        inner = {name.removeprefix(prefix): value for name, value in given.items() if name.startswith(prefix)}
        row = read_values(one.columns, inner)
        # A box alone is no row: an empty row's may be ticked beforehand.
        boxes = {column.name for column in one.columns if column.kind == "check"}
        if any(value not in (False, None, "") for name, value in row.items() if name not in boxes):
            rows.append(row)
    return rows


def rows_shown(one: Field, given: Mapping[str, str]) -> range:
    """How many rows to show: those typed, and a spare one."""
    places = [
        int(name.split(".")[1])
        for name in given
        if name.startswith(f"{one.name}.") and name.split(".")[1].isdigit() and given[name]
    ]
    return range(max(places, default=-1) + 1 + SPARE_ROWS)


def without_gaps(given: Mapping[str, str]) -> dict[str, str]:
    """Rows that an address names (items.1.code, items.4.code: the boxes that were ticked), numbered from zero."""
    places: dict[str, dict[str, int]] = {}
    found = {}
    for name, value in given.items():
        parts = name.split(".")
        if len(parts) == 3 and parts[1].isdigit():
            order = places.setdefault(parts[0], {})
            parts[1] = str(order.setdefault(parts[1], len(order)))
        found[".".join(parts)] = value
    return found


def starting_values(form: type[BaseModel]) -> dict[str, str]:
    """What a form shows before anything was typed: its defaults, as a page would send them."""
    found = {}
    for name, info in form.model_fields.items():
        value = info.default
        if value is True:
            found[name] = "on"
        elif isinstance(value, str | int | Decimal) and value is not False:
            found[name] = str(value)
    return found
