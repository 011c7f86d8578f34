"""Calling a worksheet function: from cells to arguments, through its rule, and back to cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from vsm_xl.columns import is_column
from vsm_xl.errors import REASONS, XlError, reason
from vsm_xl.functions import cells
from vsm_xl.functions.cells import BadShape
from vsm_xl.functions.validation import BLANK_ROW, Rows, read_again, read_arguments

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from vsm_xl.functions.registry import Function

ARGUMENTS: Final = reason(
    "ARGUMENTS",
    "#VALUE!",
    "{function} takes {expected} arguments, and this call has {given}.",
    "Compare the call with {signature}.",
)
ONE_ROW_ONLY: Final = reason(
    "ONE_ROW_ONLY",
    "#VALUE!",
    "{function} answers with a table of its own, so it takes single cells, and columns were given.",
    "Give single cells; ask about a column with VSM_WHY.",
)
_ONE: Final = (1, 1)


def call(function: Function, given: tuple[Any, ...], explain: Callable[..., str]) -> Any:
    """Call a function; give what the cell (or the cells) would show.

    Args:
        function: from the registry.
        given: the arguments as they came.
        explain: gives the sentence for one row (a number) of the call, when it is asked for.
    """
    if not function.least <= len(given) <= len(function.args):
        return _error(ARGUMENTS.number, function, given, explain, 0)
    if function.key is None:
        return function.memory.answer(given, lambda: _call(function, given, explain))
    if (values := read_again(function, given)) is not None:
        return _one_cell(
            function, Rows(values, 0, None), lambda why: _error(why, function, given, explain, 0)
        )
    return _call(function, given, explain)


def _call(function: Function, given: tuple[Any, ...], explain: Callable[..., str]) -> Any:
    try:
        arguments = [cells.read(argument) for argument in given]
        rows = read_arguments(function, arguments)
    except BadShape as fault:
        return _error(fault.why, function, given, explain, 0)
    if rows.shape is not None and function.one_row:
        return _error(ONE_ROW_ONLY.number, function, given, explain, 0)
    if rows.shape is None:
        return _one_cell(function, rows, lambda why: _error(why, function, given, explain, 0))
    return _many_cells(function, rows, lambda why, row: _error(why, function, given, explain, row))


def _one_cell(function: Function, rows: Rows, error: Callable[[int], XlError]) -> Any:
    if rows.verdict == BLANK_ROW:
        return ""
    if rows.verdict:
        return error(rows.verdict)
    answer, why = function.rule(*rows.values)
    if REASONS[why].error is not None:
        return error(why)
    cell = function.result.one(answer)
    if cell.__class__ is list and cell[0].__class__ is not list:
        return [cell]
    return cell


def _many_cells(function: Function, rows: Rows, error: Callable[[int, int], XlError]) -> Any:
    height, width = rows.shape or _ONE
    count = height * width
    answers, reasons = decide(function, rows)
    written = function.result.many(answers, count)
    if is_column(rows.verdict) or rows.verdict == BLANK_ROW:
        for row in np.flatnonzero(np.broadcast_to(rows.verdict == BLANK_ROW, count)).tolist():
            written[row] = ""
    for row in np.flatnonzero(_failing(reasons)).tolist():
        written[row] = error(int(reasons[row]), row)
    if any(cell.__class__ is list for cell in written):
        spill = max(len(cell) for cell in written if cell.__class__ is list)
        # An error stands in every cell of its row, so that the total of any column fails.
        return [c if c.__class__ is list else _across(c, spill) for c in written]
    if width == 1:
        return [[cell] for cell in written]
    return [written[at : at + width] for at in range(0, count, width)]


def _across(cell: Any, spill: int) -> list[Any]:
    return [cell] * spill if isinstance(cell, XlError) else [cell] + [""] * (spill - 1)


class Column(NamedTuple):
    """The answers of a function to a column, as numpy arrays; for Python, not for cells.

    Attributes:
        values: amounts in pounds, ratios or truths; or, for words, the number of each in
            ``words``.  Where ``ok`` is False they have no meaning.
        words: the words that occur as answers, or None.
        ok: False where the row is blank or its answer an error.
        reasons: the number of each row's reason in :data:`vsm_xl.errors.REASONS`.
    """

    values: NDArray[Any]
    words: tuple[Any, ...] | None
    ok: NDArray[np.bool_]
    reasons: NDArray[np.int16]


def column(function: Function, given: tuple[Any, ...]) -> Column:
    """Answer a column of any length as numpy arrays.

    Raises:
        ValueError: no column is given, the ranges do not match, or the call is of no use.
    """
    if not function.least <= len(given) <= len(function.args):
        raise ValueError(f"{function.signature} was called with {len(given)} arguments")
    try:
        rows = read_arguments(function, [cells.read(argument) for argument in given])
    except BadShape as fault:
        raise ValueError(REASONS[fault.why].code) from None
    if rows.shape is None:
        raise ValueError("no column of two or more rows is given; use call() for single cells")
    answers, reasons = decide(function, rows)
    values, words = function.result.array(answers, len(reasons))
    return Column(values, words, (reasons > 0) & ~_failing(reasons), reasons)


def decide(function: Function, rows: Rows) -> tuple[Any, Any]:
    """Give the rule's answers, and for each row its reason (0 for a blank row)."""
    height, width = rows.shape or _ONE
    count = height * width
    settled = not is_column(rows.verdict) and rows.verdict
    if settled:
        return 0, np.full(count, max(rows.verdict, 0), dtype=np.int16)
    # Rows that are set aside hold harmless stand-ins, so the rule need not know of them.
    answers, why = function.rule(*rows.values)
    reasons = np.broadcast_to(np.asarray(why, dtype=np.int16), count)
    if is_column(rows.verdict):
        reasons = np.where(rows.verdict == 0, reasons, np.maximum(rows.verdict, 0))
    return answers, reasons


def _failing(reasons: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Tell the rows whose reason is that of an error; a blank row's is not."""
    return np.array([entry.error is not None for entry in REASONS])[reasons]


def _error(
    why: int, function: Function, given: tuple[Any, ...], explain: Callable[..., str], row: int
) -> XlError:
    entry = REASONS[why]
    code = entry.error or "#VALUE!"
    return XlError(code, entry.code, lambda: explain(function, given, row))
