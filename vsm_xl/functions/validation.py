"""Reading the arguments of a call, and judging in the contract's order what is wrong with them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from vsm_xl.columns import each, is_column, numbers
from vsm_xl.errors import reason
from vsm_xl.functions.cells import PLAIN, BadShape, Range, plain
from vsm_xl.functions.types.base import BLANK, FIRST_ERROR, LAST_ERROR
from vsm_xl.functions.types.tables import Whole

if TYPE_CHECKING:
    from vsm_xl.functions.registry import Function

SHAPE_MISMATCH: Final = reason(
    "SHAPE_MISMATCH",
    "#VALUE!",
    "The ranges given differ in shape: {shapes}.",
    "Give ranges of equal length, standing the same way, or single cells.",
)
#: The answer to a row whose key is blank.
BLANK_ROW: Final = -1
_MOST_PREPARED: Final = 4096


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
    _hold_against_each_other(function, values, problems)
    if any(map(is_column, problems)) or any(
        is_column(values[function.place(arg.needed_for[0])])
        for arg in function.args
        if arg.needed_for is not None
    ):
        return _judge_rows(function, values, problems)
    return _judge_one(function, values, problems)


def _hold_against_each_other(function: Function, values: list[Any], problems: list[Any]) -> None:
    """Add the problems of arguments that do not fit another, such as a size and its kind."""
    for at, arg in enumerate(function.args):
        if arg.checked_with is not None:
            other = function.place(arg.checked_with)
            unfit = arg.kind.check(values[at], values[other])  # type: ignore[union-attr]
            # A size is held against its kind only where both could be read.
            fit = _both_zero(problems[at], problems[other])
            problems[at] = problems[at] + unfit * fit


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


def read_again(function: Function, given: tuple[Any, ...]) -> list[Any] | None:
    """Give the values of a call of single cells with nothing in its way, by what was read before.

    A sheet calls the same function in a thousand cells, and only the salary differs: the
    reading of everything beside the key is remembered.  None where this does not help.
    """
    kinds = tuple(map(type, given))
    if not PLAIN.issuperset(kinds):
        return None
    if datetime in kinds:
        given = tuple(map(plain, given))
    key = function.key or 0
    rest = given[:key] + given[key + 1 :]
    # 1, 1.0 and TRUE are equal to Python, so the types belong to the question.
    question = rest, kinds[:key] + kinds[key + 1 :]
    values = function.prepared.get(question)
    if values is None:
        values = _read_rest(function, given)
        if values is None:
            return None
        if len(function.prepared) >= _MOST_PREPARED:
            function.prepared.clear()
        function.prepared[question] = values
    arg = function.args[key]
    value, problem = arg.kind.cell(given[key])  # type: ignore[union-attr]
    if problem:
        return None
    if arg.checked_with and arg.kind.check(value, values[function.place(arg.checked_with)]):  # type: ignore[union-attr]
        return None
    return [*values[:key], value, *values[key + 1 :]]


def _read_rest(function: Function, given: tuple[Any, ...]) -> list[Any] | None:
    """Read everything beside the key; None where something stands in the way of an answer."""
    key = function.key or 0
    values, problems = _read_each(function, [*given[:key], None, *given[key + 1 :]])
    _hold_against_each_other(function, values, problems)
    problems[key] = 0
    return None if _judge_one(function, values, problems) else values
