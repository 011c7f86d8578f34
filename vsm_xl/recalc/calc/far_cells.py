"""A cell beyond all others on every sheet, for LibreOffice Calc.

Calc (seen in 25.2) compares cells that all lie beyond the last used row or column of their sheet
as if they were one cell: ``SUMPRODUCT((A1:A9="")*(B1:B9=D1))`` is #VALUE! where the columns are
still empty, as they are in a blank return.  A cell further out makes them cells like any other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.ooxml.references import MAX_COLUMN, MAX_ROW, parse_reference, reference
from vsm_xl.ooxml.spans import spliced

if TYPE_CHECKING:
    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.sheet import SheetMap

_REFERENCE: Final = re.compile(
    r"(?<![A-Za-z0-9_.])\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?![A-Za-z0-9_(])"
)


def with_far_cells(package: Package) -> Package:
    """Give each sheet a cell below and right of everything that any formula or name refers to."""
    sheets = {part: package.sheet(part) for part in package.sheets().values()}
    row = column = 1
    workbook = package.parts[package.workbook_part()].decode()
    texts = [cell.formula_text for sheet in sheets.values() for cell in sheet.formulas().values()]
    for found in _REFERENCE.finditer("\n".join((workbook, *texts))):
        try:
            at = parse_reference(found[0])
        except ValueError:
            continue
        row, column = max(row, at[0]), max(column, at[1])
    for sheet in sheets.values():
        for cell in sheet.cells().values():
            row, column = max(row, cell.row), max(column, cell.column)
        row = max((row, *(one.number for one in sheet.rows)))
    if row >= MAX_ROW or column >= MAX_COLUMN:
        return package
    for part, sheet in sheets.items():
        package = package.replace(part, _with_cell(package.parts[part], sheet, row + 1, column + 1))
    return package


def _with_cell(xml: bytes, sheet: SheetMap, row: int, column: int) -> bytes:
    prefix = sheet.prefix
    text = b'<%brow r="%d"><%bc r="%b"><%bv>0</%bv></%bc></%brow>' % (
        prefix, row, prefix, reference(row, column).encode(), prefix, prefix, prefix, prefix,
    )  # fmt: skip
    if sheet.data == sheet.data_tag:
        opened = b"<%bsheetData>%b</%bsheetData>" % (prefix, text, prefix)
        return spliced(xml, [(sheet.data.start, sheet.data.end, opened)])
    at = xml.rindex(b"<", sheet.data_tag.end, sheet.data.end)
    return spliced(xml, [(at, at, text)])
