"""Row heights: wrapped text that is known beforehand is fully visible in every program."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsm_xl.annual_return.template.description import Sheet
    from vsm_xl.annual_return.template.layout import Cell

LINE: Final = 15.0
_LARGEST: Final = 400.0
#: Characters of Arial 11 per unit of column width; header words are bold and so wider.
_PLAIN: Final = 1.05
_BOLD: Final = 0.95


def lines_needed(text: str, width: float, *, bold: bool = False) -> int:
    """Estimate how many lines a text takes in a column.

    >>> lines_needed("Salary at 31 March", 10), lines_needed("Post", 34)
    (2, 1)
    """
    # One unit goes to the indent.
    width -= 1
    room = max(1, int(width * (_BOLD if bold else _PLAIN)))
    lines, used = 1, 0
    for word in text.split():
        length = len(word)
        if used and used + 1 + length > room:
            lines, used = lines + 1, 0
        if length > room:
            lines += ceil(length / room) - 1
            used = length % room or room
        else:
            used += length + (1 if used else 0)
    return lines


def row_heights(
    sheet: Sheet, cells: Iterable[Cell], first_rows: Mapping[str, int]
) -> dict[int, float]:
    """Give the height of each row of which something is known beforehand.

    Rows of inputs that say nothing of their height are left out: programs fit them to what is
    typed.

    Args:
        sheet: the sheet.
        cells: all its cells.
        first_rows: the first data row of each table, by its key.
    """
    heights: dict[int, float] = {1: 30.0, 2: 20.0, 3: 20.0}
    tables = {table.key: table for table in sheet.tables}
    typed = set()
    for cell in cells:
        table = tables.get(cell.table)
        if cell.role == "input" and table is not None and not table.lines and table.lines_high == 1:
            typed.add(cell.row)
        height = _height(cell, sheet.column_widths[cell.column - 1])
        if table is not None and cell.role in {"formula", "input"}:
            height = max(height, height_of(table.lines_high))
        if table is not None and table.lines and cell.key == "value":
            lines = table.lines[cell.row - first_rows[table.key]].lines_high
            height = max(height, height_of(lines))
        heights[cell.row] = max(heights.get(cell.row, 0), height)
    return {row: height for row, height in heights.items() if row not in typed}


def _height(cell: Cell, width: float) -> float:
    if cell.role == "heading":
        return 24.0
    if not isinstance(cell.content, str) or cell.role == "formula":
        return height_of(1)
    return height_of(lines_needed(cell.content, width, bold=cell.role == "header"))


def height_of(lines: int) -> float:
    """Give the height of a row of so many lines, in points.

    >>> height_of(2)
    33.0
    """
    return min(_LARGEST, lines * LINE + 3)
