"""A cell beyond all others on every sheet, for LibreOffice Calc.

Calc (seen in 25.2) compares cells that all lie beyond the last used row or column of their sheet
as if they were one cell: ``SUMPRODUCT((A1:A9="")*(B1:B9=D1))`` is #VALUE! where the columns are
still empty, as they are in a blank return.  A cell further out makes them cells like any other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.ooxml.references import MAX_COLUMN, MAX_ROW, parse_reference, reference

if TYPE_CHECKING:
    from vsm_xl.ooxml.package import Package
    from vsm_xl.recalc.engine_copy import EngineCopy

_REFERENCE: Final = re.compile(
    r"(?<![A-Za-z0-9_.])\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?![A-Za-z0-9_(])"
)
#: What prints is no cell that a formula compares; working sheets print the last cell of all.
_PRINTED: Final = re.compile(r"<(?:\w+:)?definedName\b[^>]*_xlnm\.Print_[^>]*>[^<]*<")


def with_far_cells(copy: EngineCopy) -> Package:
    """Return the copy with a cell on each sheet below and right of all that is referred to."""
    package = copy.package
    workbook = _PRINTED.sub("<", package.parts[package.workbook_part()].decode())
    row = column = 1
    texts = [cell.text for cells in copy.formulas.values() for cell in cells.values()]
    for found in _REFERENCE.finditer("\n".join((workbook, *texts))):
        try:
            at = parse_reference(found[0])
        except ValueError:
            continue
        row, column = max(row, at[0]), max(column, at[1])
    for sheet in copy.sheets.values():
        for one in sheet.rows:
            row = max(row, one.number)
            column = max((column, *(cell.column for cell in one.cells)))
    for cells in copy.formulas.values():
        for cell in cells.values():
            row, column = max(row, cell.last[0]), max(column, cell.last[1])
    if row >= MAX_ROW or column >= MAX_COLUMN:
        return package
    ref = reference(row + 1, column + 1)
    far = f'<row r="{row + 1}"><c r="{ref}"><v>0</v></c></row></sheetData>'.encode()
    for part in package.sheets().values():
        package = package.replace(part, package.parts[part].replace(b"</sheetData>", far))
    return package
