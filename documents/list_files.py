"""Long lists as files, row by row: fifty thousand rows take no more memory than fifty."""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from documents.workbook import FONT

FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTH = 16
A4 = 9


def plain_cell(text: str) -> str:
    """Spreadsheets must not take a text for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _cell(value: Any) -> Any:
    return plain_cell(value) if isinstance(value, str) else value


def write_csv(path: Path, watermark: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Header, rows, and the watermark as the last line; returns the file's SHA-256."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow(["" if value is None else _cell(value) for value in row])
        writer.writerow([watermark])
    return fingerprint(path)


@dataclass(frozen=True)
class ListSheet:
    """One sheet: a header and its rows; `money` columns show two decimals, `widths` are in characters."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]
    money: Sequence[int] = ()
    widths: Sequence[int] = ()


def write_xlsx(
    path: Path, name: str, watermark: str, header: Sequence[str], rows: Iterable[Sequence[Any]], money: Sequence[int]
) -> str:
    """One sheet with the watermark above it and in its foot; returns the file's SHA-256."""
    return write_sheets(path, watermark, [ListSheet(name, header, rows, money)])


def write_sheets(path: Path, watermark: str, sheets: Iterable[ListSheet]) -> str:
    """Several sheets, each with the watermark above it and in its foot; returns the file's SHA-256.

    Numbers and days are numbers and days in their cells; a text is never taken for a formula.
    """
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    plain = {"font_name": FONT, "font_size": 11}
    shapes = {
        "text": book.add_format(plain),
        "money": book.add_format({**plain, "num_format": "#,##0.00"}),
        "day": book.add_format({**plain, "num_format": "yyyy-mm-dd", "align": "left"}),
        "heading": book.add_format({**plain, "bold": True, "bg_color": "#E8EEF5", "text_wrap": True}),
        "mark": book.add_format({**plain, "font_color": "#B3261E"}),
    }
    for one in sheets:
        _sheet(book, one, watermark, shapes)
    book.close()
    return fingerprint(path)


def _sheet(book: Any, one: ListSheet, watermark: str, shapes: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(one.name[:31])
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet.freeze_panes(2, 0)
    sheet.set_footer("&C" + watermark.replace("&", "&&")[:200])
    sheet.set_column(0, len(one.header) - 1, WIDTH)
    for place, width in enumerate(one.widths):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, watermark, shapes["mark"])
    sheet.write_row(1, 0, one.header, shapes["heading"])
    for down, row in enumerate(one.rows, 2):
        for across, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(down, across, plain_cell(value), shapes["text"])
            elif isinstance(value, date):
                sheet.write_datetime(down, across, value, shapes["day"])
            else:
                shape = shapes["money"] if across in one.money else shapes["text"]
                sheet.write_number(down, across, float(value) if isinstance(value, Decimal) else value, shape)


def fingerprint(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
