"""The rules of the template workbook as functions: each gives the breaches it finds.

They read the built file only (openpyxl and the XML of its parts), not the layout it came from,
so that they judge what people download.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.utils import column_index_from_string, range_boundaries

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "vsm_"
INPUT = "VSM Input"
ALLOWED_NUMBERS = {"0", "1", "12", "100"}
FORBIDDEN = {
    "INDIRECT", "OFFSET", "NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "CELL", "INFO",
}  # fmt: skip
#: Columns with a formula for each row on purpose: labelled values, what each check counts and
#: where, and the tables of figures of the charts.
ONE_PER_ROW = re.compile(
    r"\w+,(Value|Input|Result)|PayCase\d+,Case"
    r"|Checks,(Faults|Missing|Where|Row from the end of People|Cases checked|What stands there(, in words)?|What is wrong with it)"
    r"|(HighestPaidReport|PayRatios|AwardCosts|ChartFindings|ChartCounts|PaperAsked),.*|Figures,Day of the figure"
    r"|PayRange,This year|OutputErrors,Errors other than #N/A"
)
UNIFORM = {("Figures", "Value"), ("Checks", "Result")}
UNITS = {
    "£", "£ per year", "£000 band", "£ or people", "%", "WTE", "date", "pay year", "number", "ratio", "days", "£ per day",
}  # fmt: skip


@dataclass
class Book:
    """A workbook as bytes, and as openpyxl reads it."""

    data: bytes

    @cached_property
    def workbook(self) -> Any:
        return load_workbook(io.BytesIO(self.data))

    @cached_property
    def every_cell(self) -> list[tuple[Any, Any]]:
        return [
            (sheet, cell)
            for sheet in self.workbook.worksheets
            for row in sheet.iter_rows()
            for cell in row
        ]

    @cached_property
    def parts(self) -> dict[str, str]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}

    def cells(self) -> list[tuple[Any, Any]]:
        return self.every_cell

    def formulas(self) -> Iterator[tuple[Any, Any, str]]:
        for sheet, cell in self.cells():
            if cell.data_type == "f":
                yield sheet, cell, str(cell.value)

    def inputs(self) -> Iterator[tuple[Any, Any]]:
        for sheet, cell in self.cells():
            if cell.style == INPUT:
                yield sheet, cell

    def sheet_parts(self) -> dict[str, str]:
        return {
            name: xml for name, xml in self.parts.items() if name.startswith("xl/worksheets/sheet")
        }


def _at(sheet: Any, cell: Any) -> str:
    return f"{sheet.title}!{cell.coordinate}"


def corners(table: Any) -> tuple[int, int, int, int]:
    """Give first column, first row, last column and last row of a table."""
    left, top, right, bottom = range_boundaries(table.ref)
    assert left
    assert top
    assert right
    assert bottom
    return left, top, right, bottom


def table_over(sheet: Any, cell: Any) -> Any:
    """Find the table that a cell lies in."""
    for table in sheet.tables.values():
        left, top, right, bottom = corners(table)
        if left <= cell.column <= right and top <= cell.row <= bottom:
            return table
    return None


def stands_beside(sheet: Any, table: Any) -> bool:
    """Whether a table begins in the row of another one, a column to its right left free."""
    left, top, _, _ = corners(table)
    return any(
        corners(other)[1] == top and corners(other)[2] == left - 2
        for other in sheet.tables.values()
    )


def header_of(sheet: Any, cell: Any) -> str:
    table = table_over(sheet, cell)
    return str(sheet.cell(corners(table)[1], cell.column).value) if table else ""


def unlocked_other_than_inputs(book: Book) -> list[str]:
    """Rule 8."""
    return [
        _at(sheet, cell)
        for sheet, cell in book.cells()
        if (not cell.protection.locked) != (cell.style == INPUT)
    ]


def inputs_without_validation(book: Book) -> list[str]:
    """Rule 9."""
    found = []
    names = set(book.workbook.defined_names)
    for sheet in book.workbook.worksheets:
        validations = sheet.data_validations.dataValidation
        for validation in validations:
            if not (validation.errorTitle and validation.error and validation.showErrorMessage):
                found.append(f"{sheet.title}!{validation.sqref}: no message")
            if validation.type == "list" and validation.formula1 not in names:
                found.append(f"{sheet.title}!{validation.sqref}: list {validation.formula1}")
        covered = [range_ for validation in validations for range_ in validation.sqref.ranges]
        found += [
            _at(sheet, cell)
            for row in sheet.iter_rows()
            for cell in row
            if cell.style == INPUT and not any(cell.coordinate in range_ for range_ in covered)
        ]
    return found


def inputs_marked_by_colour_alone(book: Book) -> list[str]:
    """Rule 10: fill, border, and the word Input in the header or above it."""
    found = []
    for sheet, cell in book.inputs():
        top = corners(table_over(sheet, cell))[1]
        words = (sheet.cell(top, cell.column).value, sheet.cell(top - 1, cell.column).value)
        named = any(str(word).startswith("Input") for word in words)
        filled = cell.fill.fgColor.rgb.endswith("FFF9C4") and cell.fill.fill_type == "solid"
        if not (named and filled and cell.border.left.style and cell.border.top.style):
            found.append(_at(sheet, cell))
    return found


def inputs_without_guidance_or_unit(book: Book) -> list[str]:
    """Rules 11 and 12: beside the input, or above the header of its column; words have no unit."""
    found = []
    for sheet, cell in book.inputs():
        top = corners(table_over(sheet, cell))[1]
        if header_of(sheet, cell) == "Input":
            unit, guidance = (sheet.cell(cell.row, cell.column + step).value for step in (1, 2))
        else:
            unit, guidance = (sheet.cell(top - step, cell.column).value for step in (2, 1))
        wordless = unit is None and cell.number_format in {"@", "General"}
        if not (unit in UNITS or wordless) or not guidance:
            found.append(f"{_at(sheet, cell)}: {unit!r}, {guidance!r}")
    return found


def content_in_inputs(book: Book) -> list[str]:
    """Rule 13: a blank template holds none."""
    return [_at(sheet, cell) for sheet, cell in book.inputs() if cell.value is not None]


def numbers_in_formulas(book: Book) -> list[str]:
    """Rule 14."""
    return [
        f"{_at(sheet, cell)}: {formula}"
        for sheet, cell, formula in book.formulas()
        for token in Tokenizer(formula).items
        if token.type == "OPERAND"
        and token.subtype == "NUMBER"
        and token.value not in ALLOWED_NUMBERS
    ]


_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")


def relative(formula: str, row: int, column: int) -> str:
    """Give a formula in R1C1 form."""

    def shift(match: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, digits = match.groups()
        c, r = column_index_from_string(letters), int(digits)
        return (f"R{r}" if fixed_row else f"R[{r - row}]") + (
            f"C{c}" if fixed_column else f"C[{c - column}]"
        )

    return "".join(
        _CELL.sub(shift, token.value)
        if token.type == "OPERAND" and token.subtype == "RANGE"
        else token.value
        for token in Tokenizer(formula).items
    )


def columns_with_several_formulas(book: Book) -> list[str]:
    """Rule 15."""
    found = []
    for sheet in book.workbook.worksheets:
        for table in sheet.tables.values():
            left, top, right, bottom = corners(table)
            for column in range(left, right + 1):
                header = str(sheet.cell(top, column).value)
                cells = [sheet.cell(row, column) for row in range(top + 1, bottom + 1)]
                named = f"{table.displayName},{header}"
                if ONE_PER_ROW.fullmatch(named) and (table.displayName, header) not in UNIFORM:
                    continue
                shapes = {
                    relative(cell.value, cell.row, column) if cell.data_type == "f" else ""
                    for cell in cells
                }
                if len(shapes) != 1:
                    found.append(f"{sheet.title}, {table.displayName}, {header}: {shapes}")
    return found


def formulas_too_long_or_forbidden(book: Book) -> list[str]:
    """Rule 16."""
    found = []
    for sheet, cell, formula in book.formulas():
        depth = deepest = 0
        stack: list[str] = []
        bad = len(formula) > 120 or "{" in formula or "[" in formula
        for token in Tokenizer(formula).items:
            if token.type == "FUNC" and token.subtype == "OPEN":
                name = token.value.rstrip("(").upper()
                stack.append(name)
                depth += name == "IF"
                bad |= name in FORBIDDEN
            elif token.type == "FUNC":
                depth -= stack.pop() == "IF"
            elif token.type == "OPERAND" and token.subtype == "RANGE":
                bad |= bool(re.search(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}$", token.value))
            deepest = max(deepest, depth)
        if bad or deepest > 2:
            found.append(f"{_at(sheet, cell)} ({len(formula)}, {deepest}): {formula}")
    return found


def unprotected_sheets(book: Book) -> list[str]:
    """Rule 18."""
    found = []
    for sheet in book.workbook.worksheets:
        protection = sheet.protection
        refused = (
            protection.selectLockedCells, protection.formatColumns, protection.autoFilter,
        )  # fmt: skip
        if not protection.sheet or protection.password or any(refused):
            found.append(sheet.title)
    return found + [_at(s, c) for s, c, _ in book.formulas() if not c.protection.locked]


def names_broken_or_unused(book: Book, functions: frozenset[str]) -> list[str]:
    """Rule 19; and no name may equal a function's, which Excel would call in its stead."""
    names = {name: defined.attr_text for name, defined in book.workbook.defined_names.items()}
    texts = [formula for _, _, formula in book.formulas()]
    for sheet in book.workbook.worksheets:
        texts += [v.formula1 or "" for v in sheet.data_validations.dataValidation]
    words = {word for text in texts for word in re.findall(r"\bvsm_\w+\b", text)}
    titles = set(book.workbook.sheetnames)
    found = [f"{name} is not defined" for name in words - set(names)]
    for name, ref in names.items():
        title, _, cells = ref.rpartition("!")
        whole = re.fullmatch(r"\$[A-Z]+\$[0-9]+(:\$[A-Z]+\$[0-9]+)?", cells)
        if not name.startswith(PREFIX) or title.strip("'") not in titles or not whole:
            found.append(f"{name} refers to {ref}")
        if name not in words:
            found.append(f"{name} is not used")
        if name.upper() in functions:
            found.append(f"{name} is also a function")
    return found
