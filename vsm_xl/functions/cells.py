"""What comes in from a sheet: single cells and ranges, made plain and put into shape.

After this file a cell is one of a few plain Python types, a range is flat with a shape, and
nothing that a caller can hand over (ragged lists, numpy scalars, objects of any class) can
surprise the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any, Final

import numpy as np

from vsm_xl.errors import ERROR_CODES, XlError, reason

EMPTY_RANGE: Final = reason(
    "EMPTY_RANGE",
    "#VALUE!",
    "The argument {argument} is a range without a single cell.",
    "Point it at the cells that hold the data.",
)
RAGGED_RANGE: Final = reason(
    "RAGGED_RANGE",
    "#VALUE!",
    "The argument {argument} is a list whose rows differ in length, or that is nested too deeply.",
    "Give rows of equal length.",
)

#: The types that a cell has once it is plain.
PLAIN: Final = frozenset({float, int, str, bool, type(None), XlError, date, datetime})
_ERRORS: Final = frozenset(ERROR_CODES)
_DEEPEST: Final = 2


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A thing that no cell can hold; every kind of argument refuses it."""

    type_name: str


@dataclass(slots=True)
class Range:
    """A range: its cells in reading order, and how many rows and columns they stand in.

    ``cells`` is a list of plain cells or a one-dimensional numpy array of numbers or truths.
    """

    cells: Any
    rows: int
    columns: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    def listed(self) -> list[Any]:
        """Give the cells as a list of plain cells."""
        return self.cells.tolist() if isinstance(self.cells, np.ndarray) else self.cells  # type: ignore[no-any-return]

    def as_rows(self) -> list[list[Any]]:
        """Give the cells as rows of plain cells."""
        flat, width = self.listed(), self.columns
        return [flat[at : at + width] for at in range(0, len(flat), width)]


class BadShape(Exception):  # noqa: N818 - named for what it says
    """A range that is empty or ragged: carries the reason's number."""

    def __init__(self, why: int) -> None:
        super().__init__(why)
        self.why = why


def is_plain(cell: object) -> bool:
    """Tell whether a cell is of a plain type as it stands."""
    return cell.__class__ in PLAIN


def plain(cell: object) -> Any:
    """Give a single cell as a plain type; a numpy scalar as its value, the unreadable marked.

    >>> plain(np.float64(1.5)), plain({}), plain(None)
    (1.5, Unreadable(type_name='dict'), None)
    """
    kind = cell.__class__
    if kind in PLAIN:
        return cell
    if isinstance(cell, np.datetime64):
        return plain(cell.astype("datetime64[us]").item())
    if isinstance(cell, np.generic):
        inner = cell.item()
        return inner if inner.__class__ in PLAIN else Unreadable(kind.__name__)
    if isinstance(cell, Decimal):
        return float(cell) if not cell.is_snan() else float("nan")
    return _without_subclass(cell)


def _without_subclass(cell: object) -> Any:
    """Give an instance of a subclass of a plain type as the plain type itself."""
    match cell:
        case str():
            return str.__str__(cell)
        case int():
            return int.__int__(cell)
        case float():
            return float.__float__(cell)
        case date():
            return date(cell.year, cell.month, cell.day)
        case _:
            return Unreadable(type(cell).__name__)


def as_error(cell: object) -> XlError | None:
    """Give the error that a cell holds, as an error value or as the text of one."""
    if isinstance(cell, XlError):
        return cell
    if isinstance(cell, str) and cell[:1] == "#" and cell in _ERRORS:
        return XlError(cell)
    return None


def is_blank(cell: object) -> bool:
    """Tell whether a cell is empty: nothing, empty text, or spaces only.

    >>> is_blank(None), is_blank("  "), is_blank(0)
    (True, True, False)
    """
    return cell is None or (
        isinstance(cell, str) and not isinstance(cell, XlError) and not cell.strip()
    )


def read(argument: object) -> Any:
    """Give an argument as a plain cell, or as a :class:`Range`.

    A one-cell range is a single cell.

    Raises:
        BadShape: the range is empty or ragged.
    """
    if argument.__class__ in PLAIN:
        return argument
    if isinstance(argument, np.ndarray):
        shaped: Any = _from_array(argument)
    elif isinstance(argument, list | tuple):
        shaped = _from_list(argument)
    else:
        return plain(argument)
    if isinstance(shaped, Range) and shaped.shape == (1, 1):
        return shaped.listed()[0]
    return shaped


def _from_array(array: np.ndarray[Any, Any]) -> Any:
    if array.ndim > _DEEPEST:
        raise BadShape(RAGGED_RANGE.number)
    if array.size == 0:
        raise BadShape(EMPTY_RANGE.number)
    if array.ndim == 0:
        return plain(array[()])
    rows, columns = (len(array), 1) if array.ndim == 1 else array.shape
    if array.dtype.kind in "fiub":
        cells: Any = np.ascontiguousarray(array).reshape(-1)
    elif array.dtype.kind == "M":
        cells = [plain(cell) for cell in array.astype("datetime64[us]").reshape(-1).tolist()]
    else:
        cells = _all_plain(array.reshape(-1).tolist())
    return Range(cells, rows, columns)


def _from_list(rows: list[Any] | tuple[Any, ...]) -> Range:
    if len(rows) == 0:
        raise BadShape(EMPTY_RANGE.number)
    kinds = set(map(type, rows))
    if not any(issubclass(kind, list | tuple | np.ndarray) for kind in kinds):
        return Range(_all_plain(rows), len(rows), 1)
    if not all(issubclass(kind, list | tuple | np.ndarray) for kind in kinds):
        raise BadShape(RAGGED_RANGE.number)
    widths = set(map(np.size if np.ndarray in kinds else len, rows))
    if widths == {0}:
        raise BadShape(EMPTY_RANGE.number)
    if len(widths) > 1:
        raise BadShape(RAGGED_RANGE.number)
    cells = list(chain.from_iterable(rows))
    if any(issubclass(kind, list | tuple | np.ndarray) for kind in set(map(type, cells))):
        raise BadShape(RAGGED_RANGE.number)
    return Range(_all_plain(cells), len(rows), widths.pop())


def _all_plain(cells: Any) -> list[Any]:
    if set(map(type, cells)) <= PLAIN:
        return cells if isinstance(cells, list) else list(cells)
    return [plain(cell) for cell in cells]
