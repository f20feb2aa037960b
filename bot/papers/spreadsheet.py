"""Tables -> XLSX or CSV. The only user of XlsxWriter.

No cell is ever a formula, whatever was typed: a formula could send the rest of the sheet away. In an XLSX file text is
written as text. CSV has no types, so a text that a spreadsheet would take for a formula gets an apostrophe before it
(OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | date | datetime | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NARROW, WIDE = 11, 40
BESIDE = 24  # columns that still can be read beside each other on one page


@dataclass(frozen=True)
class Table:
    """Rows under headings. `name` is what a workbook calls it: 31 characters at most, none of []:*?/\\."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_csv(table: Table) -> bytes:
    """The table in UTF-8, with the mark by which Excel knows that; moments and days as ISO 8601."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_harmless(heading) for heading in table.headings])
    writer.writerows([_as_text(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _as_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date() | int():
            return str(cell)
    return _harmless(cell)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def as_xlsx(tables: Iterable[Table], title: str) -> bytes:
    """A workbook with one sheet for each table, ready to be printed; `title` is at the head of every page."""
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"title": title})
    looks = {name: book.add_format({"valign": "top", "align": "left", **look}) for name, look in _LOOKS.items()}
    for table in tables:
        sheet = book.add_worksheet(table.name)
        _lay_out(sheet, title, len(table.headings))
        for column, heading in enumerate(table.headings):
            cells = [row[column] for row in table.rows]
            sheet.set_column(column, column, _width(heading, cells))
            sheet.write_string(0, column, heading, looks["heading"])
            for row, cell in enumerate(cells, 1):
                _write(sheet, row, column, cell, looks)
    book.close()
    return out.getvalue()


_LOOKS: dict[str, dict[str, str | bool]] = {
    "heading": {"bold": True, "text_wrap": True, "bg_color": "#E8EEF4"},
    "text": {"text_wrap": True},
    "day": {"num_format": "yyyy-mm-dd"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm"},
}


def _lay_out(sheet: Worksheet, title: str, columns: int) -> None:
    """A4 across, the headings on every page; columns side by side, unless that would make them too small to read."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.repeat_rows(0)
    if columns <= BESIDE:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.repeat_columns(0, 0)
    sheet.set_header(f"&L{title.replace('&', '&&')}")
    sheet.set_footer("&R&P / &N")
    sheet.freeze_panes(1, 2)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, looks: Mapping[str, Format]) -> None:
    match cell:
        case datetime():
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), looks["moment"])
        case date():
            sheet.write_datetime(row, column, datetime.combine(cell, time()), looks["day"])
        case int():
            sheet.write_number(row, column, cell, looks["text"])
        case str() if cell:
            sheet.write_string(row, column, cell, looks["text"])


def _width(heading: str, cells: list[Cell]) -> int:
    """How wide a column is: as its longest cell, within reason; long ones wrap."""
    longest = max((len(cell) * _wideness(cell) for cell in cells if isinstance(cell, str)), default=NARROW)
    dated = 16 if any(isinstance(cell, datetime) for cell in cells) else NARROW
    return int(min(max(longest + 2, dated, min(len(heading) * _wideness(heading), 16)), WIDE))


def _wideness(text: str) -> int:
    """A Chinese character is as wide as two Latin ones."""
    return 1 if text.isascii() else 2
