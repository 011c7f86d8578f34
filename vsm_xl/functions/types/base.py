"""Types of argument: how a cell is read, and which reason stands where it cannot be.

A type reads one cell; a column is read by reading each of its distinct cells once.  Only
amounts have a second, vectorised reading, of floating-point columns, which agrees with the
first cell by cell (a property test holds them together).
"""

from __future__ import annotations

from math import isfinite
from typing import Any, Final, NamedTuple

from vsm_xl import errors, money
from vsm_xl.columns import Coded, coded, is_array, np
from vsm_xl.errors import ERROR_CODES, XlError, reason
from vsm_xl.framework import edition
from vsm_xl.framework.range_rows import is_blank
from vsm_xl.functions.argument_cells import Range, Unreadable, as_error

BLANK: Final = reason(
    "BLANK", "The cell {argument} is empty.", "Fill it in.", weight=errors.BLANK
).number
_ERROR_NUMBERS: Final = {
    code: reason(
        "ARGUMENT_ERROR",
        f"{{argument}} is itself the error {code}, so nothing can be worked out from it.",
        "Mend the cell that it comes from first.",
        error=code,
        weight=errors.PASSED_ON,
    ).number
    for code in ERROR_CODES
}
NOT_A_NUMBER: Final = reason(
    "NOT_A_NUMBER",
    "{argument} is {shown}, and a number is needed.",
    "Enter a number.",
    error="#VALUE!",
).number
NUMBER_AS_TEXT: Final = reason(
    "NUMBER_AS_TEXT",
    "{argument} is {shown}: it looks like a number but is stored as text or as TRUE/FALSE.",
    "Convert it: select the cells, then Data > Text to Columns > Finish, or multiply by 1.",
    error="#VALUE!",
).number
NOT_FINITE: Final = reason(
    "NOT_FINITE",
    "{argument} is {shown}, which is not a number that can be used.",
    "Enter an ordinary number.",
    error="#NUM!",
).number
AMOUNT_TOO_LARGE: Final = reason(
    "AMOUNT_TOO_LARGE",
    "{argument} is {shown}: amounts over a million million cannot be held to the penny.",
    "Check the figure; amounts are in pounds.",
    error="#NUM!",
).number
NEGATIVE_AMOUNT: Final = reason(
    "NEGATIVE_AMOUNT",
    "{argument} is {shown}, which is below zero; pay, sizes and shares are never negative.",
    "Enter the figure without its minus sign, or correct it.",
    error="#NUM!",
).number

_MOST_KEPT: Final = 4096
_MOST_DIGITS: Final = 300


class Problem(NamedTuple):
    """What a type returns for a cell that it cannot read: the reason, and further facts of it."""

    why: int
    facts: tuple[tuple[str, str], ...] = ()


class ArgumentType:
    """One type of argument: what it accepts, and how a cell (or a table) is read as a value.

    Attributes:
        text: what is accepted, for the function reference.
        stand_in: a harmless value for rows that are set aside.
        whole: whether a table is taken as one thing, and never matched row by row.
        kept: whether what is read of such a table may be kept for calls that are given it again.
    """

    text: str
    stand_in: Any = None
    whole = False
    kept = False

    def read(self, cell: Any) -> Any:
        """Read a plain cell, neither blank nor an error, or rows; return its value or a Problem."""
        raise NotImplementedError

    def cell(self, cell: Any) -> tuple[Any, int]:
        """Return the value of a cell and 0, or the stand-in and the number of the problem."""
        raise NotImplementedError

    def column(self, cells: Range, default: Any = None) -> tuple[Any, Any]:
        """Return the values of a range's cells and, as a column, the numbers of their problems.

        The problems are 0 where no cell has any.  A blank cell has the value ``default``.
        """
        raise NotImplementedError

    def words(self, value: Any) -> str:
        """Write a value as the words show it."""
        return str(value)

    def check(self, value: Any, other: Any) -> Any:
        """Return the problem of a value beside that of another argument, or 0."""
        raise NotImplementedError


class CellType(ArgumentType):
    """A type whose values are single cells.  Subclasses read a cell that is not blank."""

    def __init__(self) -> None:
        self._read_before: dict[tuple[type, Any], tuple[Any, int]] = {}
        edition.when_changed(self._read_before.clear)

    def cell(self, cell: Any) -> tuple[Any, int]:
        """Return the value of a plain cell and 0, or the stand-in and the number of the problem."""
        key = (cell.__class__, cell)
        known = self._read_before.get(key)
        if known is None:
            known = self._cell(cell)
            if len(self._read_before) >= _MOST_KEPT:
                self._read_before.clear()
            self._read_before[key] = known
        return known

    def _cell(self, cell: Any) -> tuple[Any, int]:
        if is_blank(cell):
            return self.stand_in, BLANK
        if (error := as_error(cell)) is not None:
            return self.stand_in, error_number(error)
        answer = self.read(cell)
        if isinstance(answer, Problem):
            return self.stand_in, answer.why
        return answer, 0

    def column(self, cells: Range, default: Any = None) -> tuple[Any, Any]:
        """Read each distinct cell once; see the base class."""
        items, codes = distinct(cells.cells)
        answers = [self.cell(item) for item in items]
        answers = [(default, why) if why == BLANK else (value, why) for value, why in answers]
        problems = [problem for _, problem in answers]
        return (
            Coded([value for value, _ in answers], codes),
            Coded(problems, codes) if any(problems) else 0,
        )


def error_number(error: object) -> int:
    """Return the number of the reason that passes an error on."""
    return _ERROR_NUMBERS.get(str(error), _ERROR_NUMBERS["#VALUE!"])


def distinct(cells: Any) -> tuple[list[Any], Any]:
    """Return the distinct cells, and for each cell the number of the one it equals."""
    if is_array(cells):
        return _distinct_numbers(cells)
    kinds = set(map(type, cells))
    if len(kinds - {str, type(None)}) > 1:
        # 1, 1.0 and TRUE are equal to Python and different to us.
        keys: Any = list(zip(map(type, cells), cells, strict=True))
        order = {key: at for at, key in enumerate(dict.fromkeys(keys))}
        items = [key[1] for key in order]
    else:
        keys = cells
        order = {key: at for at, key in enumerate(dict.fromkeys(keys))}
        items = list(order)
    codes = np.fromiter(map(order.__getitem__, keys), dtype=np.int32, count=len(cells))
    return items, codes


def _distinct_numbers(cells: Any) -> tuple[list[Any], Any]:
    if cells.dtype.kind == "b":
        return [False, True], cells.astype(np.int8)
    low, high = cells.min(), cells.max()
    few = 256
    if np.isfinite(low) and np.isfinite(high) and low >= 0 and high < few:
        codes = cells.astype(np.uint8)
        if cells.dtype.kind in "iu" or (codes == cells).all():
            return [float(item) for item in range(int(high) + 1)], codes
    items, codes = np.unique(cells, return_inverse=True)
    return [float(item) for item in items.tolist()], codes.reshape(-1)


def number_problem(cell: Any) -> Problem | None:
    """Return why a cell is not a number that can be worked with; None where it is one.

    >>> number_problem(3.5) is None, number_problem("3.5").why == NUMBER_AS_TEXT
    (True, True)
    """
    if isinstance(cell, bool):
        return Problem(NUMBER_AS_TEXT)
    if isinstance(cell, str):
        return Problem(NUMBER_AS_TEXT if looks_like_a_number(cell) else NOT_A_NUMBER)
    if not isinstance(cell, int | float):
        return Problem(NOT_A_NUMBER)
    if cell != cell or cell in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN is not itself
        return Problem(NOT_FINITE)
    return None


def looks_like_a_number(text: str) -> bool:
    """Return whether a text is a number that was stored as text: ``"1,500"``, ``"£20"``, ``"3%"``."""
    bare = text.strip().strip("£%").replace(",", "").strip()
    try:
        return isfinite(float(bare))
    except ValueError:
        return False


class Amount(CellType):
    """An amount of money in pounds, or another size that is held to two decimals."""

    text = "an amount in pounds, zero or more; parts of a penny are rounded"
    stand_in = 0

    def read(self, cell: Any) -> Any:
        """Read a number of pounds as whole pence."""
        if (problem := number_problem(cell)) is not None:
            return problem
        if cell < 0:
            return Problem(NEGATIVE_AMOUNT)
        if cell > money.LARGEST_AMOUNT:
            return Problem(AMOUNT_TOO_LARGE)
        return money.to_pence(cell)

    def cell(self, cell: Any) -> tuple[Any, int]:
        """Read a plain cell; ordinary amounts without looking whether they were read before."""
        if cell.__class__ is float and 0 <= cell <= money.LARGEST_AMOUNT:
            return money.to_pence(cell), 0
        return super().cell(cell)

    def words(self, value: Any) -> str:
        """Write pence as pounds."""
        return money.in_words(value)

    def column(self, cells: Range, default: Any = None) -> tuple[Any, Any]:  # noqa: ARG002 - no amount has a default
        """Read a column; of floating-point numbers and blanks all at once."""
        given = cells.cells
        if not is_array(given):
            kinds = set(map(type, given))
            if not kinds <= {float, type(None)} or float not in kinds:
                return self._one_by_one(given)
            if type(None) in kinds:
                blank = np.array([cell is None for cell in given])
                filled = np.array([0.0 if cell is None else cell for cell in given])
                pence, problems = self._floats(filled)
                return pence, coded(np.where(blank, np.int16(BLANK), problems))
            given = np.array(given, dtype=np.float64)
        if given.dtype.kind == "b":
            return np.zeros(len(given), dtype=np.int64), NUMBER_AS_TEXT
        pence, problems = self._floats(given.astype(np.float64, copy=False))
        return pence, coded(problems)

    def _floats(self, pounds: Any) -> tuple[Any, Any]:
        # One comparison finds almost every column clean; NaN fails it too.
        if bool(((pounds >= 0) & (pounds <= money.LARGEST_AMOUNT)).all()):
            return money.to_pence_column(pounds), 0
        problems = np.zeros(len(pounds), dtype=np.int16)
        problems[pounds > money.LARGEST_AMOUNT] = AMOUNT_TOO_LARGE
        problems[pounds < 0] = NEGATIVE_AMOUNT
        problems[~np.isfinite(pounds)] = NOT_FINITE
        return money.to_pence_column(np.where(problems == 0, pounds, 0.0)), problems

    def _one_by_one(self, cells: list[Any]) -> tuple[Any, Any]:
        answers = list(map(self.cell, cells))
        problems = np.array([problem for _, problem in answers], dtype=np.int16)
        values = np.array([value for value, _ in answers], dtype=np.int64)
        return values, coded(problems) if problems.any() else 0


def show(cell: Any) -> str:  # noqa: C901, PLR0911 - one line for each type of cell
    """Write a cell as the words show it: short, and safe whatever it holds.

    >>> show("abc"), show(0.1), show(None), show(10**400)
    ("the text 'abc'", '0.1', 'empty', 'a number of more than 300 digits')
    """
    longest = 60
    match cell:
        case None:
            return "empty"
        case bool():
            return str(cell).upper()
        case XlError():
            return f"the error {cell!s}"
        case str():
            text = cell if len(cell) <= longest else cell[: longest - 1] + "…"
            return f"the text {text!r}"
        case int() if abs(cell) >= 10**_MOST_DIGITS:
            return "a number of more than 300 digits"
        case float() if cell.is_integer() and abs(cell) <= money.LARGEST_AMOUNT:
            return f"{int(cell):,}"
        case int():
            return f"{cell:,}"
        case float():
            return repr(cell)
        case Unreadable():
            return f"a thing of the type {cell.type_name}, which no cell can hold"
        case Range():
            return f"a range of {cell.rows} by {cell.columns} cells"
        case _:
            return str(cell)
