"""What comes in from a sheet: single cells and ranges, made plain and put into shape.

After this file a cell is one of a few plain Python types, a range is flat with a shape, and
nothing that a caller can hand over (ragged lists, numpy scalars, objects of any class) can
surprise the rest.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any, Final

from vsm_xl.columns import is_array, is_numpy_type, np
from vsm_xl.errors import ERROR_CODES, XlError, reason

EMPTY_RANGE: Final = reason(
    "EMPTY_RANGE",
    "The argument {argument} is a range without a single cell.",
    "Point it at the cells that hold the data.",
    error="#VALUE!",
)
RAGGED_RANGE: Final = reason(
    "RAGGED_RANGE",
    "The argument {argument} is a list whose rows differ in length, or that is nested too deeply.",
    "Give rows of equal length.",
    error="#VALUE!",
)

#: The types that a cell has once it is plain.
PLAIN: Final = frozenset({float, int, str, bool, type(None), XlError, date, datetime})
_ERRORS: Final = frozenset(ERROR_CODES)
_DEEPEST: Final = 2


class Unreadable:
    """A thing that no cell can hold; every type of argument refuses it."""

    __slots__ = ("type_name",)

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unreadable) and self.type_name == other.type_name

    def __hash__(self) -> int:
        return hash(self.type_name)

    def __repr__(self) -> str:
        # Range table and policy quote a cell as it is, in words that a person reads.
        return f"a thing of the type {self.type_name}"


class Range:
    """A range: its cells in reading order, and how many rows and columns they stand in.

    ``cells`` is a list of plain cells or a one-dimensional numpy array of numbers or truths.
    """

    __slots__ = ("cells", "columns", "rows")

    def __init__(self, cells: Any, rows: int, columns: int) -> None:
        self.cells = cells
        self.rows = rows
        self.columns = columns

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    def listed(self) -> list[Any]:
        """Return the cells as a list of plain cells."""
        return self.cells.tolist() if is_array(self.cells) else self.cells  # type: ignore[no-any-return]

    def as_rows(self) -> list[list[Any]]:
        """Return the cells as rows of plain cells."""
        flat, width = self.listed(), self.columns
        return [flat[at : at + width] for at in range(0, len(flat), width)]


class BadShape(Exception):  # noqa: N818 - named for what it says
    """A range that is empty or ragged, or a call that cannot be made: carries the reason's number."""

    def __init__(self, why: int) -> None:
        super().__init__(why)
        self.why = why


def plain(cell: object) -> Any:
    """Return a single cell as a plain type; a numpy scalar as its value, the unreadable marked.

    >>> plain(True), plain({}), plain(None)
    (True, a thing of the type dict, None)
    """
    # Asked of the type, because an object may say anything of its own class.
    kind = type(cell)
    if kind in PLAIN:
        return without_zone(cell) if kind is datetime else cell
    if is_numpy_type(kind, "datetime64"):
        return _day_or_blank(cell)
    if is_numpy_type(kind, "floating"):
        return _double(cell)
    if is_numpy_type(kind, "generic") and not is_numpy_type(kind, "timedelta64"):
        inner = cell.item()  # type: ignore[attr-defined]
        return inner if type(inner) in PLAIN else Unreadable(type(inner).__name__)
    if issubclass(kind, Decimal):
        return float("nan") if Decimal.is_nan(cell) else Decimal.__float__(cell)  # type: ignore[arg-type]
    return _without_subclass(cell, kind)


def without_zone(moment: Any) -> datetime:
    """Return a datetime as a sheet shows it; its zone decides nothing, and may be broken."""
    return moment if moment.tzinfo is None else moment.replace(tzinfo=None)  # type: ignore[no-any-return]


def _double(number: Any) -> float:
    with np.errstate(over="ignore"):
        return float(np.float64(number))


def _day_or_blank(moment: Any) -> Any:
    """Return numpy's moment as a datetime, its NaT as blank; one out of reach is unreadable."""
    try:
        inner = moment.astype("datetime64[us]").item()
    except OverflowError:
        inner = moment
    return inner if inner is None or type(inner) is datetime else Unreadable("datetime64")


def _without_subclass(cell: Any, kind: type) -> Any:
    """Return an instance of a subclass of a plain type as the plain type itself."""
    for base, convert in _CONVERTED:
        if issubclass(kind, base):
            return convert(cell)
    return cell if kind is Unreadable else Unreadable(kind.__name__)


# The base types' own methods, because a subclass may have broken its.
_CONVERTED: Final[tuple[tuple[type, Any], ...]] = (
    (str, str.__str__),
    (XlError, lambda error: XlError(error, error.reason)),
    (int, int.__int__),
    (float, float.__float__),
    (datetime, datetime.date),
    (date, lambda day: date.fromordinal(date.toordinal(day))),
)


def as_error(cell: object) -> XlError | None:
    """Return the error that a cell holds, as an error value or as the text of one."""
    if isinstance(cell, XlError):
        return cell
    if isinstance(cell, str) and cell[:1] == "#" and cell in _ERRORS:
        return XlError(cell)
    return None


def read(argument: object) -> Any:
    """Return an argument as a plain cell, or as a :class:`Range`.

    A one-cell range is a single cell.

    Raises:
        BadShape: the range is empty or ragged.
    """
    kind = type(argument)
    if kind in PLAIN:
        return without_zone(argument) if kind is datetime else argument
    if kind is Range:
        # Read before: recalculation hands the same table to a thousand calls.
        return argument
    if issubclass(kind, list | tuple):
        shaped: Any = _from_list(argument)  # type: ignore[arg-type]
    elif is_numpy_type(kind, "ndarray"):
        shaped = _from_array(argument)
    else:
        return plain(argument)
    if isinstance(shaped, Range) and shaped.shape == (1, 1):
        return shaped.listed()[0]
    return shaped


def _from_array(array: Any) -> Any:
    if array.ndim > _DEEPEST:
        raise BadShape(RAGGED_RANGE.number)
    if array.size == 0:
        raise BadShape(EMPTY_RANGE.number)
    if isinstance(array, np.ma.MaskedArray):
        # What is masked is blank, as tolist() has it.
        masked = array.reshape(-1).tolist()
        array = np.array([None, *masked], dtype=object)[1:].reshape(array.shape)
    array = np.asarray(array)
    if array.ndim == 0:
        return plain(array[()])
    rows, columns = (len(array), 1) if array.ndim == 1 else array.shape
    if array.dtype.kind in "fiub":
        cells: Any = np.ascontiguousarray(array).reshape(-1)
        if array.dtype.itemsize > np.float64().itemsize:
            cells = np.array([_double(cell) for cell in cells])
    elif array.dtype.kind in "Mm":
        cells = [plain(cell) for cell in array.reshape(-1)]
    else:
        cells = array.reshape(-1).tolist()
        cells = _all_plain(cells, set(map(type, cells)))
    return Range(cells, rows, columns)


def _from_list(rows: list[Any] | tuple[Any, ...]) -> Range:
    if len(rows) == 0:
        raise BadShape(EMPTY_RANGE.number)
    kinds = set(map(type, rows))
    if not any(map(_is_sequence, kinds)):
        return Range(_all_plain(rows, kinds), len(rows), 1)
    if not all(map(_is_sequence, kinds)):
        raise BadShape(RAGGED_RANGE.number)
    if kinds != {list} and any(
        not issubclass(type(row), list | tuple) and row.ndim == 0 for row in rows
    ):
        raise BadShape(RAGGED_RANGE.number)
    widths = set(map(len, rows))
    if widths == {0}:
        raise BadShape(EMPTY_RANGE.number)
    if len(widths) > 1:
        raise BadShape(RAGGED_RANGE.number)
    cells = list(chain.from_iterable(rows))
    kinds = set(map(type, cells))
    if not kinds <= PLAIN and any(map(_is_sequence, kinds)):
        raise BadShape(RAGGED_RANGE.number)
    return Range(_all_plain(cells, kinds), len(rows), widths.pop())


def _is_sequence(kind: type) -> bool:
    return issubclass(kind, list | tuple) or is_numpy_type(kind, "ndarray")


def _all_plain(cells: Any, kinds: set[type]) -> list[Any]:
    if kinds <= PLAIN and datetime not in kinds:
        return cells if isinstance(cells, list) else list(cells)
    return [plain(cell) for cell in cells]


def without_nan(cells: Any) -> list[Any] | None:
    """Return a column's cells with None for NaN; None where there is no NaN among them."""
    if is_array(cells):
        if cells.dtype.kind != "f" or not (missing := np.isnan(cells)).any():
            return None
        blanked: Any = np.where(missing, None, cells)
        return blanked.tolist()  # type: ignore[no-any-return]
    if not any(cell != cell for cell in cells if cell.__class__ is float):  # noqa: PLR0124 - NaN is not itself
        return None
    return [None if cell.__class__ is float and cell != cell else cell for cell in cells]  # noqa: PLR0124
