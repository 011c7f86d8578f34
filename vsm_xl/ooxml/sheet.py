"""Where everything is in a worksheet part: rows, cells, formulas and values as byte offsets.

Made by :mod:`vsm_xl.ooxml.sheet_reader`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from vsm_xl.ooxml.references import parse_range, reference
from vsm_xl.ooxml.spans import Span, tag_span


@dataclass(slots=True)
class Cell:
    """One ``<c>`` element: its place on the sheet and in the bytes, what it holds.

    ``stored`` is the text of ``<v>`` as the file has it (for inline strings that of ``<t>``).
    """

    row: int
    column: int
    attributes: dict[str, str]
    element: Span
    formula: Span | None = None
    formula_attributes: dict[str, str] = field(default_factory=dict)
    formula_text: str = ""
    value: Span | None = None
    inline: Span | None = None
    stored: str | None = None

    def tag(self, xml: bytes) -> Span:
        """Give the start tag, which is the whole element in an empty one (``<c …/>``)."""
        return tag_span(xml, self.element.start)


@dataclass(slots=True)
class Row:
    """One ``<row>`` element and its cells in order."""

    number: int
    attributes: dict[str, str]
    element: Span
    tag: Span
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Columns:
    """One ``<col>``: a run of columns and the style of their empty cells."""

    first: int
    last: int
    style: str | None


@dataclass(slots=True)
class SheetMap:
    """A worksheet part's map.  ``prefix`` is the namespace prefix with its colon, or empty."""

    prefix: bytes
    data: Span
    data_tag: Span
    rows: list[Row]
    columns: list[Columns]
    dimension: Span | None
    dimension_reference: str
    _cells: dict[str, Cell] = field(default_factory=dict, repr=False)
    _formulas: dict[str, Cell] = field(default_factory=dict, repr=False)

    def cells(self) -> dict[str, Cell]:
        """Every cell by reference (``B2``)."""
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
        return {
            ref: parse_range(cell.formula_attributes["ref"])
            for ref, cell in self.formulas().items()
            if cell.formula_attributes.get("t") == "array"
        }
