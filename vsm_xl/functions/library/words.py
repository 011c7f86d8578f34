"""Worksheet functions about other calls: why a result is what it is, and its working.

They take the name of a function and its arguments, whatever these are, and read them as that
function does.
"""

from __future__ import annotations

from typing import Any, Final

from vsm_xl.errors import REASONS, XlError, reason
from vsm_xl.framework.kinds_and_roles import plain
from vsm_xl.framework.range_rows import is_blank
from vsm_xl.functions import argument_cells
from vsm_xl.functions.argument_cells import BadShape
from vsm_xl.functions.explain import Explanation, explain, one_row, why_row
from vsm_xl.functions.registry import FUNCTIONS, Arg, Function, missing
from vsm_xl.functions.results import TABLE, TEXT
from vsm_xl.functions.types import base
from vsm_xl.functions.types.base import CellType
from vsm_xl.functions.validation import ARGUMENTS, ONE_ROW_ONLY, read_call

UNKNOWN_FUNCTION: Final = reason(
    "UNKNOWN_FUNCTION",
    "The function to be explained is {shown}, and there is no function of that name.",
    'Give the name of one of our functions as text, such as "VSM_AWARD", then its arguments.',
    error="#VALUE!",
)
MISSING_FUNCTION: Final = missing("function")


def _named(cell: Any) -> Function | XlError:
    """Find the function that is asked about."""
    if (error := argument_cells.as_error(cell)) is not None:
        return error
    if is_blank(cell):
        lacking = REASONS[MISSING_FUNCTION]
        return XlError("#N/A", lacking.code, lacking.words({}))
    found = FUNCTIONS.get(plain(cell).upper()) if isinstance(cell, str) else None
    if found is None:
        words = UNKNOWN_FUNCTION.words({"shown": base.show(cell)})
        return XlError("#VALUE!", UNKNOWN_FUNCTION.code, words)
    return found


def why(given: tuple[Any, ...]) -> Any:
    """Return ``CODE: sentence`` for a call, or for each row of it.

    >>> why(("VSM_AWARD", 150000, "2025/26", "Provider", 5))[:17]
    'SEGMENT_WITHHELD:'
    """
    if not given:
        return _without_arguments(WHY)
    function = _named(_first(given))
    if isinstance(function, XlError):
        return function
    arguments = given[1:]
    try:
        read, shape = read_call(function, arguments)
    except BadShape:
        return explain(function, arguments).why
    if shape is None:
        return why_row(function, read)
    height, width = shape
    # A column is read once, not once for each of its rows.
    texts = [why_row(function, one_row(function, read, row)) for row in range(height * width)]
    return [texts[at : at + width] for at in range(0, height * width, width)]


def explained(given: tuple[Any, ...]) -> Any:
    """Return the working of one call as rows: step, what, value, source."""
    if not given:
        return _without_arguments(EXPLAIN)
    function = _named(_first(given))
    if isinstance(function, XlError):
        return function
    arguments = given[1:]
    if is_column_call(function, arguments):
        words = ONE_ROW_ONLY.words({"function": "VSM_EXPLAIN"})
        return XlError("#VALUE!", ONE_ROW_ONLY.code, words)
    return working_table(explain(function, arguments))


def working_table(explanation: Explanation) -> list[list[Any]]:
    """Write an explanation as a table with a header; its last row is the result in words."""
    rows: list[list[Any]] = [["step", "what", "value", "source"]]
    rows += [[float(s.step), s.what, s.value, s.source] for s in explanation.working]
    if explanation.why:
        rows.append([float(len(rows)), "Result", explanation.why, explanation.edition])
    return rows


def _without_arguments(function: Function) -> XlError:
    facts = {
        "function": function.name,
        "expected": "1 or more",
        "given": "0",
        "signature": function.signature,
    }
    return XlError("#VALUE!", ARGUMENTS.code, ARGUMENTS.words(facts))


def _first(given: tuple[Any, ...]) -> object:
    """Return the first argument; a one-cell range is its cell."""
    try:
        return argument_cells.read(given[0])
    except BadShape:
        return argument_cells.Unreadable("range")


def is_column_call(function: Function, arguments: tuple[Any, ...]) -> bool:
    """Return whether a call answers with more than one row."""
    try:
        return read_call(function, arguments)[1] is not None
    except BadShape:
        # One error.
        return False


class FunctionName(CellType):
    """The name of a function that is asked about; read by the function itself."""

    text = "the name of a function as text"


class AnyArgument(CellType):
    """An argument of the call that is asked about; read as that function reads it."""

    text = "any value that the function takes there"


_ARGS: Final = (
    Arg(
        "function", FunctionName(), 'Name of one of these functions, as text, such as "VSM_AWARD".'
    ),
    Arg(
        "arguments",
        AnyArgument(),
        "The arguments of the call that is asked about, in its order.",
        repeated=True,
    ),
)
_CATEGORY: Final = "Words, figures and lists"

WHY = Function(
    name="VSM_WHY",
    purpose="Explains why a call returns what it does: reason code and one plain sentence, for values and for errors.",
    category=_CATEGORY,
    args=_ARGS,
    answer=why,
    result=TEXT,
    returns="text; for columns one text a row",
    example=("VSM_AWARD", 150000, "2025/26", "Provider", 3),
)
EXPLAIN = Function(
    name="VSM_EXPLAIN",
    purpose="Shows the working of one call, step by step, each with its source.",
    category=_CATEGORY,
    args=_ARGS,
    answer=explained,
    result=TABLE,
    returns="a spilled table with the columns step, what, value, source",
    example=("VSM_AWARD", 150000, "2025/26", "Provider", 3),
)
