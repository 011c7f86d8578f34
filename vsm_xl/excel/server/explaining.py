"""What the macros ask Python: which calls a formula makes, the reason for an answer, versions."""

from __future__ import annotations

import platform
import re
import sys
from typing import TYPE_CHECKING, Any, Final

import vsm_xl
from vsm_xl import functions
from vsm_xl.excel.names import xlwings_version
from vsm_xl.excel.server import serving
from vsm_xl.functions import cells
from vsm_xl.functions.library import words
from vsm_xl.functions.registry import EVERY, FUNCTIONS
from vsm_xl.functions.validation import shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_CALL: Final = re.compile(r"(?<![\w.])(" + "|".join(EVERY) + r")\s*\(", re.IGNORECASE)
_OPENING: Final = "([{"
_CLOSING: Final = ")]}"
#: Text, a sheet name in quotes: what stands in these is not a formula.
_QUOTES: Final = "\"'"


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
    found = []
    plain = _without_quoted(formula)
    for match in _CALL.finditer(plain):
        texts = [formula[start:end].strip() for start, end in _arguments(plain, match.end())]
        found.append((match[1].upper(), [] if texts == [""] else texts))
    return found


def _without_quoted(formula: str) -> str:
    """Blank out what stands in quotes, letter by letter, so that every place stays."""
    letters, quote = list(formula), ""
    for place, letter in enumerate(formula):
        if quote:
            # A doubled quote ends and begins at once, which comes to the same.
            quote = "" if letter == quote else quote
            letters[place] = "_"
        elif letter in _QUOTES:
            quote = letter
            letters[place] = "_"
    return "".join(letters)


def _arguments(plain: str, start: int) -> Iterator[tuple[int, int]]:
    depth = 0
    for place in range(start, len(plain)):
        letter = plain[place]
        if letter in _OPENING:
            depth += 1
        elif letter in _CLOSING and depth:
            depth -= 1
        elif letter == ")":
            yield start, place
            return
        elif letter == "," and not depth:
            yield start, place
            start = place + 1
    yield start, len(plain)


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
        shape = shape_of(function, [cells.read(argument) for argument in given]) or (1, 1)
        row = min(int(down), shape[0] - 1) * shape[1] + min(int(across), shape[1] - 1)
    explanation = functions.explanation(name, *given, row=row)
    title = f"{name} = {_shown(explanation.value)}: {explanation.why or 'the key cell is empty.'}"
    table = words.working_table(explanation)
    return [[title, "", "", ""], *([str(cell) for cell in step] for step in _numbered(table))]


def _numbered(table: list[list[Any]]) -> Iterator[list[Any]]:
    for row in table:
        yield [int(row[0]) if isinstance(row[0], float) else row[0], *row[1:]]


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
