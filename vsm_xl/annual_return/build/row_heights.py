"""Row heights: wrapped text that is known beforehand is fully visible in every program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.annual_return.template.font_metrics import height_of, lines_needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsm_xl.annual_return.template.description import Sheet
    from vsm_xl.annual_return.template.layout import LayoutCell


def row_heights(
    sheet: Sheet, cells: Iterable[LayoutCell], first_rows: Mapping[str, int]
) -> dict[int, float]:
    """Return the height of each row of which something is known beforehand.

    Rows of inputs that say nothing of their height are left out: programs fit them to what is
    typed.

    Args:
        sheet: the sheet.
        cells: all its cells.
        first_rows: the first data row of each table, by its key.
    """
    status = sheet.introduction.startswith("=")
    heights: dict[int, float] = {1: 28.0, 2: 26.0 if status else 18.0, 3: 18.0}
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


def _height(cell: LayoutCell, width: float) -> float:
    if cell.role == "heading":
        return 22.0
    if not isinstance(cell.content, str) or cell.role == "formula":
        return height_of(1)
    return height_of(lines_needed(cell.content, width, bold=cell.role == "header"))
