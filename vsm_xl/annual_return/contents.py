"""What the cells of a workbook hold: formulas as text, inputs as values."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from vsm_xl.ooxml.package import Package


def contents(package: Package) -> dict[str, dict[str, object]]:
    """Give what each cell holds, by sheet and reference; a formula as text beginning with =.

    Text that merely looks like a formula is told apart by a leading apostrophe.

    Raises:
        UnusableInput: the file cannot be read.
    """
    try:
        with warnings.catch_warnings():
            # openpyxl warns of every extension it does not know; nothing is saved with it here.
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(package.to_bytes()))
    except Exception as problem:  # noqa: BLE001 (a damaged file makes openpyxl raise anything)
        raise UnusableInput(
            f"{package.name} cannot be read as a workbook ({problem}). Open it in Excel, let Excel "
            "repair it, and save it."
        ) from None
    found: dict[str, dict[str, object]] = {}
    for sheet in workbook.worksheets:
        cells = found[sheet.title] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    cells[cell.coordinate] = _held(cell.value, cell.data_type)
    return found


def _held(value: object, kind: str) -> object:
    if isinstance(value, ArrayFormula):
        return str(value.text)
    if isinstance(value, str) and kind != "f" and value.startswith("="):
        return f"'{value}"
    return value
