"""The worksheet functions as xlwings Lite serves them.  This file travels inside the workbook.

In Lite, values come from JavaScript: a range as rows, one row as a flat list, a single cell bare;
an empty cell as ``None``, as JavaScript's ``null`` or, from some programs, as 0; an error as its text
or as a dictionary; a date as its number.  They leave the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import vsm_xl.functions
from vsm_xl.errors import ERROR_CODES, FIRST_ERRORS, XlError
from vsm_xl.excel.server.serving import bare
from vsm_xl.functions.registry import EVERY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def functions(decorate: Callable[..., Any], argument: Callable[..., Any]) -> dict[str, Any]:
    """Return every worksheet function by its name, for xlwings Lite.

    Args:
        decorate: ``xlwings.func``.
        argument: ``xlwings.arg``.
    """
    made = {}
    for one in EVERY.values():
        plain, texts = bare(one, answer)
        for name, text in texts.items():
            plain = argument(name, convert="raw", doc=text)(plain)
        made[one.name] = decorate(plain)
        # Python, and VBA, cannot have some names of arguments; in Excel they are what they are.
        for known, arg in zip(
            getattr(plain, "__xlfunc__", {}).get("args", ()), one.args, strict=False
        ):
            known["name"] = arg.name
    return made


def answer(name: str, given: Iterable[Any]) -> list[list[Any]]:
    """Call a worksheet function with what came from Excel, and return rows for Excel.

    It never raises, and returns an error as the text that xlwings makes a true error of.

    Args:
        name: of the function.
        given: its arguments, as described above.

    >>> answer("VSM_AWARD", (150000, "2025/26", "Provider", 3, None))
    [[4875.0]]
    >>> answer("VSM_AWARD", ([[150000], ["#REF!"], [None]], "2025/26", "Provider", 3))
    [[4875.0], ['#REF!'], ['']]
    """
    try:
        result = vsm_xl.functions.call(name, *incoming(given))
    except Exception:  # noqa: BLE001 - they never raise; should one do so, no cell shows its words
        return [["#VALUE!"]]
    rows = result if isinstance(result, list) else [[result]]
    return [[_outgoing(cell) for cell in row] for row in rows]


def incoming(given: Iterable[Any]) -> list[Any]:
    """Return arguments as the functions take them; what a call leaves out is a blank.

    >>> incoming((150000, [1, 2], None, 45748.0))
    [150000.0, [[1.0, 2.0]], None, 45748.0]
    """
    return [_argument(one) for one in given]


def _argument(given: Any) -> Any:
    if not isinstance(given, list | tuple):
        return _cell(given)
    rows = given if given and isinstance(given[0], list | tuple) else (given,)
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: Any) -> Any:
    kind = cell.__class__
    if kind is int:
        return float(cell)
    if kind is str:
        return XlError(cell) if cell in ERROR_CODES else cell
    if kind is dict:
        # A cell with data of a richer type; an error among them, whose text is not always given.
        if cell.get("type") == "Error":
            text = cell.get("basicValue")
            return XlError(text if text in ERROR_CODES else "#VALUE!")
        return _cell(cell.get("basicValue"))
    # JavaScript's null has a class of its own in newer Pyodide.
    return None if kind.__name__ in {"JsNull", "JsUndefined"} else cell


def _outgoing(cell: Any) -> Any:
    if isinstance(cell, XlError):
        text = str(cell)
        # An add-in cannot answer with the newer errors; a text would be not an error at all.
        return text if text in FIRST_ERRORS else "#VALUE!"
    return "" if cell is None else cell
