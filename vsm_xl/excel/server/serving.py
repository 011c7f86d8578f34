"""Makes the functions that xlwings serves to Excel from the registry.

xlwings is handed functions without type hints and with its own conversions switched off
(``convert="raw"``): those know seven errors only, so that ``#SPILL!`` would arrive as a large
negative number, take a row for a column, and go through a million cells one by one.  Values come
here as COM has them and leave as COM takes them.
"""

from __future__ import annotations

from inspect import signature
from itertools import chain
from keyword import iskeyword
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

import vsm_xl.functions
from vsm_xl.errors import XlError
from vsm_xl.excel.server import faults
from vsm_xl.excel.shared_names import CATEGORY
from vsm_xl.excel.vba_words import vba_name
from vsm_xl.functions.registry import EVERY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vsm_xl.functions.registry import Function

#: How COM writes an argument that was left out.
MISSING: Final = -2147352572
#: How COM writes the error cells: this, and the number that Excel's constants xlErr… have.
_FIRST_ERROR: Final = -2146828288
ERRORS: Final = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
#: Newer errors than those are errors all the same.
_HIGHEST_ERROR: Final = 2999


def functions(decorate: Callable[..., Any], argument: Callable[..., Any]) -> dict[str, Any]:
    """Make every worksheet function, by its name.

    Args:
        decorate: ``xlwings.func``.
        argument: ``xlwings.arg``.
    """
    made = {}
    for one in EVERY.values():
        plain, texts = bare(one, answer)
        made[one.name] = raw(plain, decorate, argument, texts)
    return made


def python_name(name: str) -> str:
    """Spell an argument so that it may stand in Python code, and in the macros xlwings writes of it.

    >>> python_name("from"), python_name("date"), python_name("salary")
    ('from_', 'date_', 'salary')
    """
    return name + "_" if iskeyword(name) else vba_name(name)


def raw(
    given: Any,
    decorate: Callable[..., Any],
    argument: Callable[..., Any],
    texts: Mapping[str, str] | None = None,
) -> Any:
    """Make a function servable: without type hints, and with values as COM has them.

    Args:
        given: a plain function; it is copied.
        decorate: ``xlwings.func``.
        argument: ``xlwings.arg``.
        texts: what its arguments are, for the function wizard.
    """
    made: Any = FunctionType(
        given.__code__, given.__globals__, given.__name__, given.__defaults__, given.__closure__
    )
    made.__doc__ = given.__doc__
    for name in signature(made).parameters:
        made = argument(name, convert="raw", doc=(texts or {}).get(name, ""))(made)
    made = decorate(category=CATEGORY)(made)
    # Outside Windows xlwings leaves the function as it is.
    if (served := getattr(made, "__xlfunc__", None)) is not None:
        served["ret"]["options"]["convert"] = "raw"
    return made


def bare(one: Function, answers: Callable[[str, Iterable[Any]], Any]) -> tuple[Any, dict[str, str]]:
    """Return a plain function that has the signature of a worksheet function.

    Args:
        one: the worksheet function.
        answers: takes its name and the arguments of a call, and returns the answer.

    Returns:
        The function, and the texts of its arguments by their Python names.
    """
    # xlwings reads names and defaults off the signature, so there has to be a true one.
    names = [arg.name if arg.repeated else python_name(arg.name) for arg in one.args]
    declared = [
        f"*{name}" if arg.repeated else f"{name}=None" if arg.optional else name
        for name, arg in zip(names, one.args, strict=True)
    ]
    given = "".join(
        f"{'*' if arg.repeated else ''}{name}, " for name, arg in zip(names, one.args, strict=True)
    )
    source = f"lambda {', '.join(declared)}: _answer(_name, ({given}))"
    texts = {name: arg.text for name, arg in zip(names, one.args, strict=True)}
    made = eval(source, {"_answer": answers, "_name": one.name})  # noqa: S307 - our own registry
    made.__name__ = one.name
    made.__doc__ = one.purpose
    return made, texts


def answer(name: str, given: Iterable[Any]) -> list[list[Any]]:
    """Call a worksheet function with what came over COM; return rows of what COM can carry.

    It never raises and never returns ``None``.

    Args:
        name: of the function.
        given: numbers, texts, truths, dates with or without a zone, ``None`` for an empty cell,
            :data:`MISSING`, the numbers of error cells; ranges as tuples of rows, or one flat
            tuple for a row.

    >>> answer("VSM_AWARD", (150000.0, "2025/26", "Provider", 3.0, -2147352572))
    [[4875.0]]
    >>> answer("VSM_AWARD", (((150000.0,), (-2146826246,)), "2025/26", "Provider", 3.0))
    [[4875.0], ['#N/A']]
    """
    try:
        result = vsm_xl.functions.call(name, *incoming(given))
    except Exception:  # noqa: BLE001 - they never raise; should one do so, no cell shows its words
        faults.record(f"{name} failed")
        return [["#VALUE!"]]
    if isinstance(result, list):
        if set(map(type, chain.from_iterable(result))) <= _CARRIED:
            return result
        return [[_outgoing(cell) for cell in row] for row in result]
    return [[_outgoing(result)]]


def incoming(given: Iterable[Any]) -> list[Any]:
    """Return arguments as the functions take them; what was left out at the end is left out.

    >>> incoming((1.0, -2147352572, (1.0, 2.0), -2147352572))
    [1.0, None, [(1.0, 2.0)]]
    """
    arguments = [_argument(one) for one in given]
    while arguments and arguments[-1] is _LEFT_OUT:
        del arguments[-1]
    return [None if argument is _LEFT_OUT else argument for argument in arguments]


_LEFT_OUT: Final = object()
#: What COM carries as it is.
_CARRIED: Final = frozenset({float, str, bool})


def _argument(given: Any) -> Any:
    if given.__class__ is tuple or given.__class__ is list:
        # What is flat is a row in Excel, such as {1,2,3}; a flat list is a column elsewhere.
        rows = given if given and given[0].__class__ in (tuple, list) else (given,)
        # Excel sends whole numbers for errors only, and most ranges hold none.
        if int not in set(map(type, chain.from_iterable(rows))):
            return list(rows)
        return [[_whole_number(c) if c.__class__ is int else c for c in row] for row in rows]
    if given.__class__ is int:
        return _LEFT_OUT if given == MISSING else _whole_number(given)
    return given


def _whole_number(cell: int) -> Any:
    if cell == MISSING:
        return None
    number = cell - _FIRST_ERROR
    if min(ERRORS) <= number <= _HIGHEST_ERROR:
        return XlError(ERRORS.get(number, "#VALUE!"))
    return cell


def _outgoing(cell: Any) -> Any:
    if isinstance(cell, XlError):
        return str(cell)
    return "" if cell is None else cell
