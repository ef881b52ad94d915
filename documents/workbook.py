"""Workbooks with native charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

FONT = "宋体"
FIRST_ROW = 2


@dataclass(frozen=True)
class SheetChart:
    """A native chart over columns of its own sheet, by place from zero."""

    kind: str
    title: str
    categories: int
    values: Sequence[int]


@dataclass(frozen=True)
class Sheet:
    """One sheet: a title line, a header, rows; numbers stay numbers. `money` columns show two decimals."""

    name: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    money: Sequence[int] = ()
    widths: Sequence[int] = ()
    charts: Sequence[SheetChart] = ()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The workbook as bytes."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    plain = {"font_name": FONT, "font_size": 11}
    formats = {
        "title": book.add_format({"font_name": "黑体", "font_size": 14, "bold": True}),
        "header": book.add_format({**plain, "bold": True, "bg_color": "#E8EEF5", "border": 1, "text_wrap": True}),
        "text": book.add_format({**plain, "border": 1}),
        "money": book.add_format({**plain, "border": 1, "num_format": "#,##0.00"}),
    }
    for sheet in sheets:
        _sheet(book, sheet, formats)
    book.close()
    return buffer.getvalue()


def _sheet(book: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(sheet.name[:31])
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.freeze_panes(FIRST_ROW, 1)
    page.write(0, 0, sheet.title, formats["title"])
    for place, name in enumerate(sheet.header):
        page.write(1, place, name, formats["header"])
        page.set_column(place, place, sheet.widths[place] if place < len(sheet.widths) else 14)
    for down, row in enumerate(sheet.rows, FIRST_ROW):
        for across, value in enumerate(row):
            shape = formats["money"] if across in sheet.money else formats["text"]
            if value is None:
                page.write_blank(down, across, None, shape)
            else:
                page.write(down, across, float(value) if isinstance(value, Decimal) else value, shape)
    last = FIRST_ROW + len(sheet.rows) - 1
    if not sheet.rows:
        return
    for number, wanted in enumerate(sheet.charts):
        chart = book.add_chart({"type": wanted.kind})
        chart.set_title({"name": wanted.title, "name_font": {"name": FONT, "size": 12}})
        for column in wanted.values:
            chart.add_series(
                {
                    "name": [sheet.name[:31], 1, column],
                    "categories": [sheet.name[:31], FIRST_ROW, wanted.categories, last, wanted.categories],
                    "values": [sheet.name[:31], FIRST_ROW, column, last, column],
                }
            )
        chart.set_size({"width": 640, "height": 300})
        page.insert_chart(last + 2 + number * 16, 0, chart)
