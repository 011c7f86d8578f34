"""Reads off a formula what the cells of its column ask for, so that one call can ask for them all.

The macros evaluate what is returned and send whole columns.  What a formula computes beside the
call does not matter: an answer is kept by the values of the arguments, and a cell that asks with
others asks alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.excel.server import explaining
from vsm_xl.functions.registry import EVERY, FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.formula.tokenizer import Token

#: How an argument is evaluated: in each row its own text; as one range with a cell a row; once, as
#: a single value; once, as a table that the function takes as a whole; not at all.
ROWS, COLUMN, ONCE, TABLE, LEFT_OUT = "rows", "column", "once", "table", "left out"
#: The answer is a table, or needs the whole formula.
_NO_COLUMNS: Final = frozenset({"VSM_LIST", "VSM_FAIR_PAY", "VSM_EXPLAIN"})
_CELL: Final = re.compile(
    r"(?P<column>\$?[A-Za-z]{1,3})(?P<fixed>\$?)(?P<row>[1-9]\d{0,6})(?![\w(])"
)


def plan(task: str, formula: str, row: float, first: float, last: float) -> list[list[Any]]:
    """Return what the calls of a function ask for in each row of a column.

    Args:
        task: the function's name.
        formula: of one cell of the column, in A1 style, as ``Range.Formula`` has it.
        row: the row of that cell.
        first: the first row that holds the same formula, and
        last: the last one.

    Returns:
        A row for each argument of each call: number of the call, how it is evaluated, and its
        text, or one text for each row.  Rows of equal width; the last one is empty.

    >>> plan("VSM_BONUS", "=VSM_BONUS($H8/2,$R8,vsm_day)", 8.0, 8.0, 9.0)
    [['1', 'rows', 'H8/2', 'H9/2'], ['1', 'column', 'R8:R9', ''], ['1', 'once', 'vsm_day', ''], \
['', '', '', '']]
    """
    found: list[list[Any]] = []
    rows = range(int(first), int(last) + 1)
    for number, (name, texts) in enumerate(explaining.find_calls(formula), 1):
        if name == task and name not in _NO_COLUMNS:
            found += _lines(str(number), name, texts, int(row), rows)
    width = max((len(line) for line in found), default=3)
    # Two rows at least, so that COM keeps the shape.
    ends: list[list[Any]] = [[]] if found else [[], []]
    return [line + [""] * (width - len(line)) for line in [*found, *ends]]


def _lines(number: str, name: str, texts: list[str], row: int, rows: range) -> list[list[Any]]:
    tables = _tables(name, texts)
    lines = []
    for place, text in enumerate(texts):
        if not text:
            lines.append([number, LEFT_OUT, ""])
        elif place in tables:
            lines.append([number, TABLE, text])
        elif (line := _line(text, row, rows)) is not None:
            lines.append([number, *line])
        else:
            return []
    return lines


def _tables(name: str, texts: list[str]) -> set[int]:
    """Return the places of the arguments that are taken as a whole."""
    if EVERY[name].about_calls:
        about = FUNCTIONS.get(texts[0].strip('"').strip().upper()) if texts else None
        return {place + 1 for place in _whole(about.name)} if about else set()
    return _whole(name)


def _whole(name: str) -> set[int]:
    return {at for at, arg in enumerate(FUNCTIONS[name].args) if arg.whole}


def _line(text: str, row: int, rows: range) -> list[str] | None:
    """Return how an argument is evaluated; ``None`` where that is not known."""
    # Loaded when it is needed: it would make every start of the server longer.
    from openpyxl.formula import Tokenizer  # noqa: PLC0415

    tokens = Tokenizer(f"={text}").items
    if any(token.type == "FUNC" and "VSM_" in token.value.upper() for token in tokens):
        return None
    ranges = [token.value for token in tokens if _is_range(token)]
    if any("[#" in value or "@" in value for value in ranges):
        return None  # a reference to "this row" of a table
    if not any(_is_relative(value) for value in ranges):
        return [ONCE, text]
    if len(tokens) == 1 and ":" not in text:
        sheet, bang, cell = text.rpartition("!")
        ends = (_moved(cell, rows[0] - row), _moved(cell, rows[-1] - row))
        return [COLUMN, f"{sheet}{bang}{ends[0]}:{ends[1]}"]
    return [ROWS, *(_shifted(tokens, at - row) for at in rows)]


def _cells(reference: str, change: Callable[[re.Match[str]], str]) -> str:
    """Change every cell of a reference; the name of its sheet stays."""
    sheet, bang, cells = reference.rpartition("!")
    return sheet + bang + _CELL.sub(change, cells)


def _is_relative(reference: str) -> bool:
    cells = reference.rpartition("!")[2]
    return any(not cell["fixed"] for cell in _CELL.finditer(cells))


def _moved(reference: str, by: int) -> str:
    def move(cell: re.Match[str]) -> str:
        fixed = cell["fixed"]
        row = int(cell["row"]) + (0 if fixed else by)
        return f"{cell['column'].replace('$', '')}{row}"

    return _cells(reference, move)


def _shifted(tokens: list[Token], by: int) -> str:
    return "".join(_moved(one.value, by) if _is_range(one) else one.value for one in tokens)


def _is_range(token: Token) -> bool:
    return bool(token.type == "OPERAND" and token.subtype == "RANGE")
