"""The .xlsx package as bytes: opened safely, changed a cell at a time, written whole.

Everything that the package does not have to understand (tables, validations, styles,
protection, charts, namespaces of other programs) stays as it was: a part that is not changed byte for
byte, a sheet in which a cell is changed in its canonical form.
"""

from vsm_xl.ooxml.cells import enter_values, store_results
from vsm_xl.ooxml.normalise import normalise_workbook
from vsm_xl.ooxml.package import Package
from vsm_xl.ooxml.sheet import SheetCells
from vsm_xl.ooxml.sheet_reader import read_sheet
from vsm_xl.ooxml.values import CellValue
from vsm_xl.ooxml.write import write_file

__all__ = [
    "CellValue",
    "Package",
    "SheetCells",
    "enter_values",
    "normalise_workbook",
    "read_sheet",
    "store_results",
    "write_file",
]
