"""What the macros ask Python: which calls a formula makes, the reason for an answer, versions."""

from __future__ import annotations

import platform
import sys
from typing import Any

import vsm_xl
from vsm_xl import functions
from vsm_xl.excel.server import serving
from vsm_xl.excel.shared_names import xlwings_version
from vsm_xl.functions import argument_cells
from vsm_xl.functions.library import words
from vsm_xl.functions.registry import EVERY, FUNCTIONS
from vsm_xl.functions.validation import shape_of


def calls_in(formula: str) -> list[list[Any]]:
    """Find the calls of our functions in a formula, each with the formulas of its arguments.

    Args:
        formula: in Excel's English spelling, as ``Range.Formula`` has it.

    Returns:
        Rows of equal width: name, number of arguments, arguments; the last row is empty, so that
        there are two rows at least and COM keeps the shape.

    >>> calls_in('=IF(A1="","",VSM_BAND(A1,MAX(1,2)))')
    [['VSM_BAND', 2.0, 'A1', 'MAX(1,2)'], ['', '', '', '']]
    """
    found = [[name, float(len(texts)), *texts] for name, texts in find_calls(formula)]
    # Explanations are of calls that have an answer of their own.
    found = [row for row in found if row[0] in FUNCTIONS]
    width = max((len(row) for row in found), default=2)
    return [row + [""] * (width - len(row)) for row in [*found, []]]


def find_calls(formula: str) -> list[tuple[str, list[str]]]:
    """Find every call of our functions, with the formulas of its arguments.

    >>> find_calls('=VSM_WHY("VSM_BAND",A1)')
    [('VSM_WHY', ['"VSM_BAND"', 'A1'])]
    """
    # Loaded here, because most cells are never explained.
    from vsm_xl.ooxml import formula_parts  # noqa: PLC0415
    from vsm_xl.ooxml.formulas import UnreadableFormulaError  # noqa: PLC0415

    try:
        made = formula_parts.calls_in(formula.removeprefix("="))
    except UnreadableFormulaError:
        return []
    named = [(one.name.rpartition("!")[2].upper(), list(one.arguments)) for one in made]
    return [(name, texts) for name, texts in named if name in EVERY]


def explained(
    name: str, down: float, across: float, count: float, *arguments: Any
) -> list[list[Any]]:
    """Explain one cell of a call's answer.

    Args:
        name: of the function.
        down: how many rows below the first cell of the answer, and
        across: how many columns to the right of it.
        count: how many arguments the call has.
        arguments: their values as COM has them.

    Returns:
        Four columns: a row with the reason in words, the header ``step, what, value, source``,
        and the steps.

    >>> rows = explained("VSM_AWARD", 1.0, 0.0, 4.0, ((1.0,), (150000.0,)), "2025/26", "ICB", 3.0)
    >>> rows[0][0][:20], rows[1]
    ('VSM_AWARD = 4875.00:', ['step', 'what', 'value', 'source'])
    """
    given = tuple(serving.incoming(arguments[: int(count)]))
    function = FUNCTIONS[name]
    row = 0
    if words.is_column_call(function, given):
        shape = shape_of(function, [argument_cells.read(argument) for argument in given]) or (1, 1)
        row = min(int(down), shape[0] - 1) * shape[1] + min(int(across), shape[1] - 1)
    explanation = functions.explanation(name, *given, row=row)
    title = f"{name} = {_shown(explanation.value)}: {explanation.why or 'the key cell is empty.'}"
    header, *steps = words.working_table(explanation)
    return [[title, "", "", ""], header, *([str(int(step[0])), *step[1:]] for step in steps)]


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) >= 1 else f"{value:g}"
    if isinstance(value, list):
        return "a table"
    return "blank" if value in (None, "") else str(value)


def about() -> list[list[str]]:
    """Return versions and places, for the ribbon's About.

    >>> about()[0] == ["Software", vsm_xl.__version__]
    True
    """
    return [
        ["Software", vsm_xl.__version__],
        ["Data edition", str(functions.call("VSM_EDITION"))],
        ["Python", f"{platform.python_version()} at {sys.executable}"],
        ["xlwings", xlwings_version()],
    ]
