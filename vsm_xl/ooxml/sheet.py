"""What a worksheet part holds: rows, cells, formulas and stored values.

Made by :mod:`vsm_xl.ooxml.sheet_reader`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from vsm_xl.ooxml.references import parse_range, reference


@dataclass(slots=True)
class Cell:
    """A cell that holds something.

    Attributes:
        row, column: Its place.
        kind: Its type as the file spells it (``n``, ``s``, ``str``, ``inlineStr``, ``b``, ``e``, ``d``).
        style: The number of its format, as the file has it.
        stored: The text of its value; of an inline string the whole text, without phonetic hints.
        formula: Its formula as the file has it, without the equals sign; None where it has none.  Empty
            in a follower of a shared formula.
        formula_attributes: The attributes of the formula.
        dynamic: Whether it is marked as one that spills.
    """

    row: int
    column: int
    kind: str
    style: str
    stored: str | None = None
    formula: str | None = None
    formula_attributes: dict[str, str] = field(default_factory=dict)
    dynamic: bool = False

    @property
    def computed(self) -> bool:
        """Whether it has a formula; an empty ``<f/>`` that follows none is just its value."""
        return self.formula is not None and bool(self.formula or self.formula_attributes.get("t"))


@dataclass(slots=True)
class SheetRow:
    """A row and those of its cells that hold something, in order."""

    number: int
    attributes: dict[str, str]
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class SheetCells:
    """A worksheet.

    Attributes:
        rows: Its rows.
        formula_length: The characters of all its formulas, followers counted like their masters.
    """

    rows: list[SheetRow]
    formula_length: int = 0
    _cells: dict[str, Cell] = field(default_factory=dict, repr=False)
    _formulas: dict[str, Cell] = field(default_factory=dict, repr=False)
    _arrays: dict[str, tuple[int, int, int, int]] | None = field(default=None, repr=False)

    def cells(self) -> dict[str, Cell]:
        """Every cell that holds something, by reference (``B2``)."""
        if not self._cells:
            self._cells = {
                reference(cell.row, cell.column): cell for row in self.rows for cell in row.cells
            }
        return self._cells

    def formulas(self) -> dict[str, Cell]:
        """Every cell that has a formula, followers of a shared formula included."""
        if not self._formulas:
            self._formulas = {
                ref: cell for ref, cell in self.cells().items() if cell.formula is not None
            }
        return self._formulas

    def array_ranges(self) -> dict[str, tuple[int, int, int, int]]:
        """First row, first column, last row, last column of each array formula, by its cell."""
        if self._arrays is None:
            self._arrays = {
                ref: parse_range(cell.formula_attributes["ref"])
                for ref, cell in self.formulas().items()
                if cell.formula_attributes.get("t") == "array"
            }
        return self._arrays
