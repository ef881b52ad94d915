"""A report as plain values: sections with paragraphs, tables and simple charts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Table:
    """A table of ready texts; `numeric` columns are set flush right."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()


@dataclass(frozen=True)
class Chart:
    """Bars over categories; one or more named series of the same length."""

    title: str
    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[float]]]


@dataclass(frozen=True)
class Section:
    """One heading and what stands below it, in the order paragraphs, charts, tables."""

    heading: str
    paragraphs: Sequence[str] = ()
    tables: Sequence[Table] = ()
    charts: Sequence[Chart] = ()


@dataclass(frozen=True)
class ReportText:
    """A whole report."""

    title: str
    period: str
    issuer: str
    generated_on: date
    sections: Sequence[Section] = field(default_factory=tuple)
