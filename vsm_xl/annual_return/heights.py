"""Row heights: wrapped text that is known beforehand is fully visible in every program."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsm_xl.annual_return.layout import Cell, Sheet

LINE: Final = 15.0
_LARGEST: Final = 400.0
#: Characters of Arial 11 per unit of column width; header words are bold and so wider.
_PLAIN: Final = 0.95
_BOLD: Final = 0.85


def lines_needed(text: str, width: float, *, bold: bool = False) -> int:
    """Estimate how many lines a text takes in a column.

    >>> lines_needed("Salary at 31 March", 10), lines_needed("Post", 34)
    (2, 1)
    """
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


def row_heights(sheet: Sheet, cells: Iterable[Cell]) -> dict[int, float]:
    """Give the height of each row whose text is known; rows of answers find their own."""
    heights: dict[int, float] = {1: 30.0, 2: 20.0, 3: 20.0}
    answers = set()
    for cell in cells:
        if cell.role == "formula":
            answers.add(cell.row)
        if cell.role == "heading":
            heights[cell.row] = max(heights.get(cell.row, 0), 24.0)
        elif isinstance(cell.content, str) and cell.role != "formula":
            width = sheet.column_widths[cell.column - 1]
            lines = lines_needed(cell.content, width, bold=cell.role == "header")
            heights[cell.row] = max(heights.get(cell.row, 0), min(_LARGEST, lines * LINE + 3))
    return {row: height for row, height in heights.items() if row not in answers}
