"""Validation: reading the arguments of a call, and weighing in one order what is wrong with them.

A row is read cell by cell, and :func:`_weigh` states what stands in its way.  A long column is
read at once where numpy is installed; what is wrong with its rows is weighed by the same
function, once for each combination of problems that occurs.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.columns import Coded, coded, is_column, map_distinct, numbers
from vsm_xl.errors import REASONS, reason
from vsm_xl.functions import argument_cells
from vsm_xl.functions.argument_cells import PLAIN, BadShape, Range
from vsm_xl.functions.types.base import BLANK

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.functions.registry import Function

ARGUMENTS: Final = reason(
    "ARGUMENTS",
    "{function} takes {expected} arguments, and this call has {given}.",
    "Compare the call with {signature}.",
    error="#VALUE!",
)
ONE_ROW_ONLY: Final = reason(
    "ONE_ROW_ONLY",
    "{function} answers with a table of its own, so it takes single cells, and columns were given.",
    "Give single cells; ask about a column with VSM_WHY.",
    error="#VALUE!",
)
SHAPE_MISMATCH: Final = reason(
    "SHAPE_MISMATCH",
    "The ranges given differ in shape: {shapes}.",
    "Give ranges of equal length, standing the same way, or single cells.",
    error="#VALUE!",
)
#: Types of cells whose readings are kept; a datetime may have a zone that cannot be compared.
_KEPT: Final = PLAIN - {datetime}
_MOST_PREPARED: Final = 4096
#: Where a table is among them: it is kept with them, and every return has its own.
_MOST_WITH_TABLES: Final = 512
#: The verdict on a row whose key is blank.
BLANK_ROW: Final = -1


class ArgumentRow:
    """The arguments of one row, read: values for the rule, and what stands in its way.

    ``verdict`` is 0 where the rule may answer, :data:`BLANK_ROW` for a blank key, otherwise the
    number of the reason.  ``problems`` holds for each argument 0 or the number of its reason.
    Of columns, each of these is one for all rows or a column.
    """

    __slots__ = ("problems", "values", "verdict")

    def __init__(self, values: list[Any], problems: list[Any], verdict: Any) -> None:
        self.values = values
        self.problems = problems
        self.verdict = verdict


def read_call(function: Function, given: tuple[Any, ...]) -> tuple[list[Any], Any]:
    """Return the arguments of a call as they are read, and the shape of its answer.

    Raises:
        BadShape: their number or their ranges do not fit, or the function takes no columns.
    """
    if not function.takes(len(given)):
        raise BadShape(ARGUMENTS.number)
    arguments = [argument_cells.read(argument) for argument in given]
    shape = shape_of(function, arguments)
    if shape is not None and function.one_row:
        raise BadShape(ONE_ROW_ONLY.number)
    return arguments, shape


def shape_of(function: Function, arguments: list[Any]) -> tuple[int, int] | None:
    """Return the shape of the ranges, or None where every argument is a single cell.

    Raises:
        BadShape: the ranges do not match.
    """
    shape = None
    for arg, argument in zip(function.args, arguments, strict=False):
        if argument.__class__ is Range and not arg.whole:
            if shape is not None and argument.shape != shape:
                raise BadShape(SHAPE_MISMATCH.number)
            shape = argument.shape
    return shape


def values_at_once(function: Function, given: tuple[Any, ...]) -> list[Any] | None:
    """Return the values of a call of single cells in whose way nothing stands; else None.

    A sheet calls the same function in a thousand cells, and only the key differs: what is read
    of everything beside it is kept (docs/performance.md states what that saves).
    """
    types = tuple(map(type, given))
    if not _KEPT.issuperset(types) and any(
        not (arg.type.kept if kind is Range else kind in _KEPT)
        for kind, arg in zip(types, function.args, strict=False)
    ):
        return None
    key = function.key
    # 1, 1.0 and TRUE are equal to Python, so the types belong to the question.
    if key is None:
        question: Any = given, types
    else:
        question = given[:key], given[key + 1 :], types[:key], types[key + 1 :]
    values = function.prepared.get(question)
    if values is None:
        values = _values_beside_key(function, given)
        if values is None:
            return None
        most = _MOST_WITH_TABLES if Range in types else _MOST_PREPARED
        if len(function.prepared) >= most:
            function.prepared.clear()
        function.prepared[question] = values
    if key is None:
        return values
    value, problem = function.args[key].type.cell(given[key])
    if problem:
        return None
    values = values.copy()
    values[key] = value
    if any(at == key and check(value, values[other]) for at, other, check in function.fitted):
        return None
    return values


def _values_beside_key(function: Function, given: tuple[Any, ...]) -> list[Any] | None:
    arguments = list(given)
    if function.key is not None:
        arguments[function.key] = None
    row = row_reader(function, arguments)(0)
    problems = list(row.problems)
    if function.key is not None:
        problems[function.key] = 0
    return None if _weigh(function, row.values, problems) else row.values


def row_reader(function: Function, arguments: list[Any]) -> Callable[[int], ArgumentRow]:
    """Return what reads one row of a call, by its number; what all rows share is read once."""
    values: list[Any] = []
    problems: list[int] = []
    columns: list[tuple[int, Any]] = []
    for at, arg in enumerate(function.args):
        argument = arguments[at] if at < len(arguments) else None
        if argument.__class__ is Range and not arg.whole:
            columns.append((at, argument.cells))
            value: Any = None
            problem = 0
        else:
            value, problem = arg.read(argument)
        values.append(value)
        problems.append(problem)

    def read(row: int) -> ArgumentRow:
        if not columns:
            own, wrong = values, problems
        else:
            own, wrong = values.copy(), problems.copy()
            for at, cells in columns:
                own[at], wrong[at] = function.args[at].read(cells[row])
        if function.fitted:
            wrong = _fitted(function, own, wrong)
        return ArgumentRow(own, wrong, _weigh(function, own, wrong) if any(wrong) else 0)

    return read


def read_columns(function: Function, arguments: list[Any]) -> ArgumentRow:
    """Read all rows of a call at once, with numpy."""
    values: list[Any] = []
    problems: list[Any] = []
    for at, arg in enumerate(function.args):
        argument = arguments[at] if at < len(arguments) else None
        if argument.__class__ is Range and not arg.whole:
            value, problem = arg.read_column(argument)
        else:
            value, problem = arg.read(argument)
        values.append(value)
        problems.append(problem)
    if function.fitted:
        problems = _fitted(function, values, problems)
    if not any(problem.__class__ is Coded or problem for problem in problems):
        return ArgumentRow(values, problems, 0)
    needing = sorted({place for place, _ in function.needed_for.values()})

    def weigh(*row: Any) -> int:
        own = dict(zip(needing, row[len(problems) :], strict=True))
        return _weigh(function, own, row[: len(problems)])

    verdict = map_distinct(weigh, *problems, *(values[place] for place in needing))
    return ArgumentRow(values, problems, numbers(verdict))


def _weigh(function: Function, values: Any, problems: Any) -> int:
    """Return what stands in the way of one row: the heaviest reason, of equal ones the leftmost."""
    if function.key is not None and problems[function.key] == BLANK:
        return BLANK_ROW
    decisive = 0
    heaviest = 0
    for at, problem in enumerate(problems):
        if problem == BLANK:
            problem = _missing(function, at, values, problems)  # noqa: PLW2901 - what a blank means here
        weight = REASONS[problem].weight
        if weight > heaviest:
            decisive, heaviest = problem, weight
    return decisive


def _missing(function: Function, at: int, values: Any, problems: Any) -> int:
    """Return the reason that a blank argument is, or 0 where it may be blank."""
    if at in function.needed_for:
        place, needing = function.needed_for[at]
        if problems[place] or values[place] != needing:
            return 0
    return function.missing[at]


def _fitted(function: Function, values: list[Any], problems: list[Any]) -> list[Any]:
    """Add the problems of arguments that do not fit another, such as a size and its kind."""
    problems = problems.copy()
    for at, other, check in function.fitted:
        unfit = check(values[at], values[other])
        if is_column(unfit):
            unfit = coded(unfit)
        elif not unfit:
            continue
        # A size is held against its kind only where both could be read.
        problems[at] = map_distinct(
            lambda own, its, unfit: own if own or its else unfit,
            problems[at],
            problems[other],
            unfit,
        )
    return problems


def failing_argument(function: Function, row: ArgumentRow) -> int:
    """Return the place of the argument on whose account a row's verdict was passed."""
    for at, problem in enumerate(row.problems):
        reached = _missing(function, at, row.values, row.problems) if problem == BLANK else problem
        if reached == row.verdict:
            return at
    raise LookupError(f"no argument of {function.name} has the problem {row.verdict}")
