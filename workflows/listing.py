"""Which cases an address of the case list means: its filters, and the figure of the monthly report behind it."""

from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session

from cases.grams import secret_of
from cases.views.case_filters import NAMES, Filters, read_filters
from foundation.errors import NotFound
from reports.catalogue import catalogue
from reports.monthly import GROUP_TITLES, case_ids

FIGURE = ("figure", "month", "by", "value")


def read_list(session: Session, query: Mapping[str, str]) -> tuple[Filters, list[str], dict[str, str]]:
    """(filters, what in the address does not exist, what of it counts). Raises NotFound for an unknown figure."""
    filters, faults = read_filters(query)
    if secret_of(filters.text):
        filters = replace(filters, text="")
        faults.append("电话、证件号不要写在筛选里，请用页首的查找框")
    kept = {name: query[name].strip() for name in FIGURE if query.get(name)}
    kept |= {name: getattr(filters, name) for name in NAMES if getattr(filters, name)}
    code, month = query.get("figure", ""), query.get("month", "")
    if not code:
        return filters, faults, kept
    if code not in catalogue():
        raise NotFound("没有这个指标。")
    by, value = query.get("by") or None, query.get("value")
    if by is not None and by not in GROUP_TITLES:
        raise NotFound("没有这种分组。")
    return replace(filters, only=case_ids(session, code, month, by=by, value=value)), faults, kept
