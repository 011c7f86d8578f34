"""What a worksheet part holds: rows, cells, formulas and stored values.

Made by :mod:`vsm_xl.ooxml.sheet_reader`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.references import MAX_ROW, parse_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vsm_xl.ooxml.markup import Element

#: The cells that all array formulas of a sheet may fill together: a whole column, and no attack by
#: one attribute.
MAX_ARRAY: Final = MAX_ROW
#: Excel takes formulas of 8,192 characters; the file may spell function names longer.  Reading one
#: takes time by the square of its length.
MAX_FORMULA: Final = 16_384
#: More than any workbook has shared texts.
MOST_SHARED: Final = 2**31
FORMULA_TYPES: Final = (None, "normal", "array", "shared", "dataTable")
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
#: Under which the form of a row keeps its formulas.
_FORMULAS: Final = "formulas"


class Cell(NamedTuple):
    """A cell that holds something.

    Attributes:
        ref: Its reference (``B2``).
        row, column: Its place.
        kind: Its type as the file spells it (``n``, ``s``, ``str``, ``inlineStr``, ``b``, ``e``, ``d``).
        style: The number of its format, as the file has it.
        stored: The text of its value; of an inline string the whole text, without phonetic hints.
        formula: Its formula as the file has it, without the equals sign; None where it has none.  Empty
            in a follower of a shared formula.
        formula_attributes: The attributes of the formula.
        dynamic: Whether it is marked as one that spills.
    """

    ref: str
    row: int
    column: int
    kind: str
    style: str
    stored: str | None = None
    formula: str | None = None
    formula_attributes: Mapping[str, str] = _NONE
    dynamic: bool = False

    @property
    def computed(self) -> bool:
        """Whether it has a formula; an empty ``<f/>`` that follows none is just its value."""
        return self.formula is not None and bool(self.formula or self.formula_attributes.get("t"))


#: Makes a cell of all its values: without the step of Python that names them, in half the time.
made_cell: Final = tuple.__new__


@dataclass(slots=True)
class SheetRow:
    """A row and those of its cells that hold something, in order."""

    number: int
    attributes: Mapping[str, str]
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class RowForm:
    """A row without its values; rows of many sheets that have the same cells and formulas share it.

    Attributes:
        number: The number of the row.
        cells: Its cells that hold something, in order; what they store is that of any row of this form.
        refs: Their references.
        kinds: Their types.
        texts: Which of them hold shared texts.
        constants: Which of them have no formula.
        length: The characters of its formulas.
        special: Whether one of its formulas has attributes.
        known: What was found out about it, by who asked.
    """

    number: int
    cells: tuple[Cell, ...]
    refs: tuple[str, ...]
    kinds: tuple[str, ...]
    texts: list[int]
    constants: list[int]
    length: int
    special: bool
    known: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def formulas(self) -> dict[str, object]:
        """The formulas among its cells by reference, each with its equals sign; not to be changed."""
        found: dict[str, object] | None = self.known.get(_FORMULAS)
        if found is None:
            found = {cell[0]: f"={cell[6]}" for cell in self.cells if cell[6]}
            self.known[_FORMULAS] = found
        return found


@dataclass(slots=True, eq=False)
class PlainRow:
    """A row as spreadsheet programs write it; where another sheet has the same one, it is this object.

    Attributes:
        number: Its number.
        opening: Its attributes, before and after the number.
        form: Its cells without what they store.
        stored: What each of them stores, as the file has it.
        shared: The number of each shared text in it, in order.
        most: The highest of them, -1 where there are none, :data:`MOST_SHARED` where one is not a number.
        known: What its cells hold, by its shared texts and the styles that show dates.
    """

    number: int
    opening: tuple[str, str]
    form: RowForm
    stored: tuple[str | None, ...]
    shared: tuple[int, ...]
    most: int
    known: dict[Any, Any] = field(default_factory=dict, repr=False)

    def cells(self) -> Iterator[Cell]:
        """Its cells that hold something, in order."""
        for cell, stored in zip(self.form.cells, self.stored, strict=True):
            yield cell if cell[5] is stored else made_cell(Cell, (*cell[:5], stored, *cell[6:]))


@dataclass(slots=True, eq=False)
class HeldRow:
    """What the cells of a row hold; for a row and texts that were met before, it is the same object.

    Attributes:
        number: The number of the row.
        values: The value of each cell, by reference; of one with a formula what is stored with it.
        contents: What each cell holds, by reference: its formula, or else its value.
        errors: The errors among the values.
        form: The cells without their values.
    """

    number: int
    values: dict[str, Any]
    contents: dict[str, object]
    errors: dict[str, Any]
    form: RowForm


@dataclass(slots=True)
class SheetCells:
    """A worksheet.

    Attributes:
        one_by_one: Its cells that hold something, in order; None where they are those of its plain rows.
        openings: The attributes of each row, but for its number, by that; of plain rows by their opening.
        formula_length: The characters of all its formulas, followers counted like their masters.
        simple: Whether its formulas are known to have no attributes and not to spill.
        frame: The tree of the sheet without its rows, where these were read without one.
        around: The bytes that it was read from, with an empty row for each way in which rows have attributes.
        plain: Its rows, where these were read without a tree.
        known: What was found out about it, by what was asked.
    """

    one_by_one: list[Cell] | None
    openings: Mapping[Any, Mapping[str, str]]
    formula_length: int = 0
    simple: bool = False
    frame: Element | None = field(default=None, repr=False, compare=False)
    around: bytes = b""
    plain: Sequence[PlainRow] = field(default=(), repr=False, compare=False)
    known: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    _cells: dict[str, Cell] = field(default_factory=dict, repr=False)
    _formulas: dict[str, Cell] = field(default_factory=dict, repr=False)
    _arrays: dict[str, tuple[int, int, int, int]] | None = field(default=None, repr=False)

    @property
    def held(self) -> list[Cell]:
        """Its cells that hold something, in order."""
        if self.one_by_one is None:
            self.one_by_one = [cell for row in self.plain for cell in row.cells()]
        return self.one_by_one

    @property
    def row_attributes(self) -> Mapping[int, Mapping[str, str]]:
        """The attributes of each row, but for its number, by that."""
        if not self.plain:
            return self.openings
        return {row.number: self.openings[row.opening] for row in self.plain}

    @property
    def rows(self) -> list[SheetRow]:
        """Its rows."""
        found = {number: SheetRow(number, told) for number, told in self.row_attributes.items()}
        for cell in self.held:
            found[cell.row].cells.append(cell)
        return list(found.values())

    def cells(self) -> dict[str, Cell]:
        """Every cell that holds something, by reference (``B2``)."""
        if not self._cells:
            self._cells = {cell[0]: cell for cell in self.held}
        return self._cells

    def formulas(self) -> dict[str, Cell]:
        """Every cell that has a formula, followers of a shared formula included."""
        if not self._formulas:
            self._formulas = {cell[0]: cell for cell in self.held if cell[6] is not None}
        return self._formulas

    def array_ranges(self) -> dict[str, tuple[int, int, int, int]]:
        """First row, first column, last row, last column of each array formula, by its cell."""
        if self._arrays is None:
            self._arrays = {
                ref: parse_range(cell.formula_attributes["ref"])
                for ref, cell in ({} if self.simple else self.formulas()).items()
                if cell.formula_attributes.get("t") == "array"
            }
        return self._arrays


def formula_length(cells: Iterable[Cell]) -> int:
    """Return the characters of all formulas, each follower counted like the formula it follows.

    Raises:
        UnusableInput: the array formulas fill more cells than a sheet has rows.
        ValueError: an array formula does not state which cells it fills.
    """
    filled = characters = 0
    shared: dict[str, int] = {}
    for cell in cells:
        if cell.formula is None:
            continue
        told = cell.formula_attributes
        kind = told.get("t")
        if kind == "array":
            top, left, bottom, right = parse_range(told.get("ref", ""))
            filled += (bottom - top + 1) * (right - left + 1)
            if filled > MAX_ARRAY:
                raise UnusableInput(
                    f"The array formula for {told['ref']} fills more than {MAX_ARRAY:,} cells, "
                    "or all of them together do."
                )
        length = len(cell.formula)
        if kind == "shared":
            length = shared.setdefault(told.get("si", ""), length)
        characters += length
    return characters
