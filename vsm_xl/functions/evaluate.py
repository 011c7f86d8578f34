"""Calling a worksheet function: from cells to arguments, through its rule, and back to cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vsm_xl.columns import is_array, is_column, np, numpy_installed
from vsm_xl.errors import REASONS, XlError
from vsm_xl.functions.argument_cells import BadShape, Range
from vsm_xl.functions.validation import (
    ArgumentRow,
    read_call,
    read_columns,
    row_reader,
    values_at_once,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vsm_xl.functions.registry import Function

#: From this number of rows on a column is computed with numpy, where it is installed.
LONG: Final = 1000


def call(function: Function, given: tuple[Any, ...], explain: Callable[..., str]) -> Any:
    """Call a function; return what the cell (or the cells) would show.

    Args:
        function: from the registry.
        given: the arguments as they came.
        explain: returns the sentence for one row (a number) of the call, when it is asked for.
    """
    if function.takes(len(given)) and (values := values_at_once(function, given)) is not None:
        answer, why = function.rule(*values)
        if REASONS[why].error is None:
            return _alone(function.result.one(answer))

    def error(why: int, row: int = 0) -> XlError:
        entry = REASONS[why]
        return XlError(entry.error or "#VALUE!", entry.code, lambda: explain(function, given, row))

    try:
        arguments, shape = read_call(function, given)
    except BadShape as fault:
        return error(fault.why)
    if shape is None:
        (cell,) = _cells_by_row(function, arguments, 1, error)
        return _alone(cell)
    return _column(function, arguments, shape, error)


def _column(
    function: Function,
    arguments: list[Any],
    shape: tuple[int, int],
    error: Callable[[int, int], XlError],
) -> list[Any]:
    """Return the rows of cells that a call on columns shows."""
    height, width = shape
    count = height * width
    if _at_once(arguments, count):
        written = list(_cells_at_once(function, read_columns(function, arguments), count, error))
    else:
        written = list(_cells_by_row(function, arguments, count, error))
    if any(cell.__class__ is list for cell in written):
        spill = max(len(cell) for cell in written if cell.__class__ is list)
        # An error stands in every cell of its row, so that the total of any column fails.
        rest = (spill - 1) * [""]
        return [
            cell
            if cell.__class__ is list
            else [cell] * spill
            if cell.__class__ is XlError
            else [cell, *rest]
            for cell in written
        ]
    if width == 1:
        return [[cell] for cell in written]
    return [written[at : at + width] for at in range(0, count, width)]


def _alone(cell: Any) -> Any:
    """Return the answer to one row as its cells show it: several parts are a row of their own."""
    return [cell] if cell.__class__ is list and cell[0].__class__ is not list else cell


def _answer(function: Function, row: ArgumentRow) -> tuple[Any, int]:
    """Return the rule's answer to one row and the number of its reason, 0 for a blank row."""
    if row.verdict:
        return None, max(row.verdict, 0)
    answer, why = function.rule(*row.values)
    return answer, why


def _at_once(arguments: list[Any], count: int) -> bool:
    arrays = any(argument.__class__ is Range and is_array(argument.cells) for argument in arguments)
    return arrays or (count >= LONG and numpy_installed())


def _cells_by_row(
    function: Function, arguments: list[Any], count: int, error: Callable[[int, int], XlError]
) -> Iterator[Any]:
    read = row_reader(function, arguments)
    for row in range(count):
        answer, why = _answer(function, read(row))
        if REASONS[why].error is not None:
            yield error(why, row)
        else:
            yield function.result.one(answer) if why else ""


def _cells_at_once(
    function: Function, rows: ArgumentRow, count: int, error: Callable[[int, int], XlError]
) -> list[Any]:
    answers, reasons = decide(function, rows, count)
    written = function.result.many(answers, count)
    for row in np.flatnonzero(reasons == 0).tolist():
        written[row] = ""
    for row in np.flatnonzero(failing(reasons)).tolist():
        written[row] = error(int(reasons[row]), row)
    return written


class ColumnError(ValueError):
    """Columns that cannot be answered at all: of different lengths, or none among them."""


class ColumnCall(NamedTuple):
    """The answers of a function to a column; for Python, not for cells.

    Numpy arrays, or lists where numpy is not installed.

    Attributes:
        values: amounts in pounds, ratios, truths or texts; a row of several parts is a row of
            a two-dimensional array.  Where ``ok`` is False it is NaN, or None for a text;
            truths are then the numbers 1 and 0.
        ok: False where the row is blank or its answer an error.
        reasons: the number of each row's reason in :data:`vsm_xl.errors.REASONS`; 0 for blank.
    """

    values: Any
    ok: Any
    reasons: Any


def column(function: Function, given: tuple[Any, ...]) -> ColumnCall:
    """Answer a column of any length as numpy arrays.

    Raises:
        ColumnError: no column is given, the ranges do not match, or the call cannot be made.
    """
    if not function.takes(len(given)):
        raise ColumnError(f"{function.signature} was called with {len(given)} arguments")
    try:
        arguments, shape = read_call(function, given)
    except BadShape as fault:
        raise ColumnError(REASONS[fault.why].code) from None
    if shape is None:
        raise ColumnError("no column of two or more rows is given; use call() for single cells")
    count = shape[0] * shape[1]
    if not numpy_installed():
        return _listed(function, arguments, count)
    answers, reasons = decide(function, read_columns(function, arguments), count)
    ok = (reasons > 0) & ~failing(reasons)
    return ColumnCall(function.result.array(answers, ok), ok, reasons)


def _listed(function: Function, arguments: list[Any], count: int) -> ColumnCall:
    read = row_reader(function, arguments)
    answers = [_answer(function, read(row)) for row in range(count)]
    reasons = [why for _, why in answers]
    ok = [why > 0 and REASONS[why].error is None for why in reasons]
    values = [
        function.result.one(answer) if good else None
        for (answer, _), good in zip(answers, ok, strict=True)
    ]
    texts = any(value.__class__ is str for value in values)
    unknown = None if texts else function.result.unknown
    return ColumnCall([unknown if value is None else value for value in values], ok, reasons)


def decide(function: Function, rows: ArgumentRow, count: int) -> tuple[Any, Any]:
    """Return the rule's answers to all rows, and for each row its reason (0 for a blank row)."""
    if not is_column(rows.verdict) and rows.verdict:
        return None, np.full(count, max(rows.verdict, 0), dtype=np.int16)
    # Rows that are set aside hold harmless stand-ins, so the rule need not know of them.
    answers, why = function.rule(*rows.values)
    reasons = np.broadcast_to(np.asarray(why, dtype=np.int16), count)
    if is_column(rows.verdict):
        reasons = np.where(rows.verdict == 0, reasons, np.maximum(rows.verdict, 0))
        reasons = reasons.astype(np.int16)
    return answers, reasons


def failing(reasons: Any) -> Any:
    """Return for each row whether its reason is that of an error; a blank row's is not."""
    return np.array([entry.error is not None for entry in REASONS])[reasons]
