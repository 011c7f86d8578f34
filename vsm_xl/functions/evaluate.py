"""Calling a worksheet function: from cells to arguments, through its rule, and back to cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from vsm_xl.columns import each, is_column, numbers
from vsm_xl.errors import REASONS, XlError, reason
from vsm_xl.functions import cells
from vsm_xl.functions.cells import BadShape, Range
from vsm_xl.functions.kinds import BLANK, FIRST_ERROR, LAST_ERROR
from vsm_xl.functions.tables import Whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.functions.registry import Function

ARGUMENTS: Final = reason(
    "ARGUMENTS",
    "#VALUE!",
    "{function} takes {expected} arguments, and this call has {given}.",
    "Compare the call with {signature}.",
)
SHAPE_MISMATCH: Final = reason(
    "SHAPE_MISMATCH",
    "#VALUE!",
    "The ranges given differ in shape: {shapes}.",
    "Give ranges of equal length, standing the same way, or single cells.",
)
ONE_ROW_ONLY: Final = reason(
    "ONE_ROW_ONLY",
    "#VALUE!",
    "{function} answers with a table of its own, so it takes single cells, and columns were given.",
    "Give single cells; ask about a column with VSM_WHY.",
)
#: The answer to a row whose key is blank.
BLANK_ROW: Final = -1
_ONE: Final = (1, 1)


class Rows:
    """The arguments of a call, read: values for the rule, and what stands in its way.

    ``verdict`` is 0 where the rule may answer, :data:`BLANK_ROW` for a blank key, otherwise
    the number of the reason; one integer, or one for each row.
    """

    __slots__ = ("shape", "values", "verdict")

    def __init__(self, values: list[Any], verdict: Any, shape: tuple[int, int] | None) -> None:
        self.values = values
        self.verdict = verdict
        self.shape = shape


def call(function: Function, given: tuple[Any, ...], explain: Callable[..., str]) -> Any:
    """Call a function; give what the cell (or the cells) would show.

    Args:
        function: from the registry.
        given: the arguments as they came.
        explain: gives the sentence for one row (a number) of the call, when it is asked for.
    """
    if not function.least <= len(given) <= len(function.args):
        return _error(ARGUMENTS.number, function, given, explain, 0)
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


def read_arguments(function: Function, arguments: list[Any]) -> Rows:
    """Read the arguments, and judge every row in the contract's order.

    Raises:
        BadShape: the ranges do not match.
    """
    shape = check_shapes(function, arguments)
    values, problems = _read_each(function, arguments)
    return Rows(values, _judge(function, values, problems), shape)


def check_shapes(function: Function, arguments: list[Any]) -> tuple[int, int] | None:
    """Give the shape of the ranges, or None where every argument is a single cell.

    Raises:
        BadShape: the ranges do not match.
    """
    shape = None
    for arg, argument in zip(function.args, arguments, strict=False):
        if argument.__class__ is Range and not isinstance(arg.kind, Whole):
            if shape is not None and argument.shape != shape:
                raise BadShape(SHAPE_MISMATCH.number)
            shape = argument.shape
    return shape


def culprit(function: Function, arguments: list[Any], verdict: int) -> int:
    """Give the place of the argument on whose account a row's verdict was passed."""
    if verdict in function.missing:
        return function.missing.index(verdict)
    values, problems = _read_each(function, arguments)
    _judge(function, values, problems)
    return problems.index(verdict)


def _read_each(function: Function, arguments: list[Any]) -> tuple[list[Any], list[Any]]:
    values: list[Any] = []
    problems: list[Any] = []
    for at, arg in enumerate(function.args):
        argument = arguments[at] if at < len(arguments) else None
        if isinstance(arg.kind, Whole):
            value, problem = arg.kind.whole(argument)
            values.append(value)
            problems.append(problem)
            continue
        default = arg.default() if arg.default is not None else arg.kind.stand_in
        if argument.__class__ is Range:
            value, problem = arg.kind.column(argument, default)
        else:
            value, problem = arg.kind.cell(argument)
            if problem == BLANK:
                value = default
        values.append(value)
        problems.append(problem)
    return values, problems


def _judge(function: Function, values: list[Any], problems: list[Any]) -> Any:
    """Weigh the problems: blank key, errors, missing, bad kind; each from left to right."""
    for at, arg in enumerate(function.args):
        if arg.checked_with is not None:
            other = function.place(arg.checked_with)
            unfit = arg.kind.check(values[at], values[other])  # type: ignore[union-attr]
            # A size is held against its kind only where both could be read.
            fit = _both_zero(problems[at], problems[other])
            problems[at] = problems[at] + unfit * fit
    if any(map(is_column, problems)) or any(
        is_column(values[function.place(arg.needed_for[0])])
        for arg in function.args
        if arg.needed_for is not None
    ):
        return _judge_rows(function, values, problems)
    return _judge_one(function, values, problems)


def _judge_rows(function: Function, values: list[Any], problems: list[Any]) -> Any:
    """Judge from the weakest to the strongest claim, so that the strongest is written last."""
    verdict: Any = 0
    for problem in reversed(problems):
        if is_column(problem) or problem > LAST_ERROR:
            verdict = np.where(problem > LAST_ERROR, problem, verdict)
    for at in reversed(range(len(problems))):
        lacking = _lacking(function, at, values, problems)
        if is_column(lacking) or lacking:
            verdict = np.where(lacking, function.missing[at], verdict)
    for problem in reversed(problems):
        if is_column(problem) or FIRST_ERROR <= problem <= LAST_ERROR:
            failed = (problem >= FIRST_ERROR) & (problem <= LAST_ERROR)
            verdict = np.where(failed, problem, verdict)
    if function.key is not None:
        verdict = np.where(problems[function.key] == BLANK, BLANK_ROW, verdict)
    return verdict


def _judge_one(function: Function, values: list[Any], problems: list[int]) -> int:
    if not any(problems):
        return 0
    if function.key is not None and problems[function.key] == BLANK:
        return BLANK_ROW
    for problem in problems:
        if FIRST_ERROR <= problem <= LAST_ERROR:
            return problem
    for at in range(len(problems)):
        if _lacking(function, at, values, problems):
            return function.missing[at]
    for problem in problems:
        if problem > LAST_ERROR:
            return problem
    return 0


def _lacking(function: Function, at: int, values: list[Any], problems: list[Any]) -> Any:
    """Tell where an argument is blank that must not be."""
    arg = function.args[at]
    blank = problems[at] == BLANK
    if arg.key or arg.optional:
        return False
    if arg.needed_for is not None:
        other, needing = arg.needed_for
        needs = numbers(each(lambda value: int(value == needing), values[function.place(other)]))
        return blank & (needs == 1) & (problems[function.place(other)] == 0)
    return blank if arg.required else False


def _both_zero(first: Any, second: Any) -> Any:
    return 1 * ((first == 0) & (second == 0))


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
    failing = np.array([entry.error is not None for entry in REASONS])
    for row in np.flatnonzero(failing[reasons] & (reasons > 0)).tolist():
        written[row] = error(int(reasons[row]), row)
    if any(cell.__class__ is list for cell in written):
        spill = max(len(cell) for cell in written if cell.__class__ is list)
        return [c if c.__class__ is list else [c] + [""] * (spill - 1) for c in written]
    if width == 1:
        return [[cell] for cell in written]
    return [written[at : at + width] for at in range(0, count, width)]


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


def _error(
    why: int, function: Function, given: tuple[Any, ...], explain: Callable[..., str], row: int
) -> XlError:
    entry = REASONS[why]
    code = entry.error or "#VALUE!"
    return XlError(code, entry.code, lambda: explain(function, given, row))
