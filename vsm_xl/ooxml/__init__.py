"""The .xlsx package as bytes: opened safely, changed by splicing, written whole.

Everything that the package does not have to understand (tables, validations, styles,
protection, charts, namespaces of other programs) stays byte for byte as it was.
"""

from vsm_xl.ooxml.cells import enter_values, store_results
from vsm_xl.ooxml.normalise import normalise_workbook
from vsm_xl.ooxml.package import Package
from vsm_xl.ooxml.sheet import SheetMap
from vsm_xl.ooxml.sheet_reader import read_sheet
from vsm_xl.ooxml.values import CellValue, date_serial
from vsm_xl.ooxml.write import write_file

__all__ = [
    "CellValue",
    "Package",
    "SheetMap",
    "date_serial",
    "enter_values",
    "normalise_workbook",
    "read_sheet",
    "store_results",
    "write_file",
]
