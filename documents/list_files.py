"""Long lists as files, row by row: fifty thousand rows take no more memory than fifty."""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from documents.workbook import FONT

FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTH = 16


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


def write_xlsx(
    path: Path, name: str, watermark: str, header: Sequence[str], rows: Iterable[Sequence[Any]], money: Sequence[int]
) -> str:
    """One sheet with the watermark above it and in its foot; returns the file's SHA-256."""
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    plain = {"font_name": FONT, "font_size": 11}
    text = book.add_format(plain)
    amount = book.add_format({**plain, "num_format": "#,##0.00"})
    heading = book.add_format({**plain, "bold": True, "bg_color": "#E8EEF5"})
    mark = book.add_format({**plain, "font_color": "#B3261E"})
    sheet = book.add_worksheet(name[:31])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(2, 0)
    sheet.set_footer("&C" + watermark.replace("&", "&&")[:200])
    sheet.set_column(0, len(header) - 1, WIDTH)
    sheet.write_string(0, 0, watermark, mark)
    sheet.write_row(1, 0, header, heading)
    for down, row in enumerate(rows, 2):
        for across, value in enumerate(row):
            if value is None:
                continue
            shape = amount if across in money else text
            if isinstance(value, str):
                sheet.write_string(down, across, plain_cell(value), shape)
            else:
                sheet.write_number(down, across, float(value) if isinstance(value, Decimal) else value, shape)
    book.close()
    return fingerprint(path)


def fingerprint(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
