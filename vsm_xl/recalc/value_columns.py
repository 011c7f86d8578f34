"""The values that formulas refer to, by column: what a compiled formula asks for a range of them."""

from __future__ import annotations

from itertools import chain
from typing import Any

from vsm_xl.functions.argument_cells import read
from vsm_xl.recalc.worksheet_values import Cells


class ValueColumns:
    """Columns of cells.

    Attributes:
        named: the values of each column by its name, from row 0.
        blocks: ranges that were asked for, by names, first row, and the row after the last.
        tables: likewise, as our functions take them.
    """

    def __init__(self) -> None:
        self.named: dict[str, list[Any]] = {}
        self.blocks: dict[tuple[str, int, int], Cells] = {}
        self.tables: dict[tuple[str, int, int], Any] = {}

    def block(self, names: str, top: int, end: int) -> Cells:
        """Return the cells of a range, from row ``top`` to before row ``end``."""
        key = (names, top, end)
        if (known := self.blocks.get(key)) is not None:
            return known
        columns = [self.named[name][top:end] for name in names.split(",")]
        cells = Cells(chain.from_iterable(zip(*columns, strict=True)), len(columns))
        self.blocks[key] = cells
        return cells

    def table(self, names: str, top: int, end: int) -> Any:
        """Return a range as our functions take it, read once."""
        key = (names, top, end)
        if key not in self.tables:
            columns = (self.named[name][top:end] for name in names.split(","))
            self.tables[key] = read([list(row) for row in zip(*columns, strict=True)])
        return self.tables[key]

    def forget(self) -> None:
        """Keep no range: values have changed."""
        self.blocks.clear()
        self.tables.clear()
