"""Values on their way between Calc and our functions.  This file also runs inside LibreOffice.

What Calc hands over: numbers, dates and truths as floats, texts, an omitted argument as None, a
range as a tuple of rows in which a blank cell is an empty text.  What it takes: rows of floats
and texts (TRUE is 1.0: Calc takes FALSE of an add-in for TRUE); an error as the number that Calc itself uses for one, a NaN that carries the
error's code in its lower half.

A text alone is one value, not a row of one: of texts in rows Calc cannot tell which are equal.

Recalculation must know more of a cell than that: whether it is TRUE or 1, and which error it is
although Calc would not call a function with an error at all.  :func:`marked` hands cells over with
such things as texts that begin with a character which no one can type.
"""

from __future__ import annotations

import datetime as dt
import math
import struct
from typing import Any, Final

from vsm_xl.dates import CALC_DAY_ZERO
from vsm_xl.errors import PENDING_ERRORS, XlError

#: Calc's codes of the errors (formula/errorcodes.hxx) by the error that Excel shows.
CODES: Final = {
    "#VALUE!": 519,
    "#NULL!": 521,
    "#REF!": 524,
    "#NAME?": 525,
    "#NUM!": 503,
    "#DIV/0!": 532,
    "#N/A": 32767,
}
#: Further codes that Calc gives, and the error that Excel shows in such a case.  They are what
#: Calc writes for them into an .xlsx file.
_ALSO: Final = {502: "#VALUE!", 504: "#VALUE!", 523: "#NUM!", 533: "#VALUE!"}
_ERRORS: Final = {code: error for error, code in CODES.items()} | _ALSO
_QUIET_NAN: Final = 0x7FF8_0000_0000_0000
_MAX_TEXT: Final = 32_767
#: The first character that Unicode leaves to private use.
MARK: Final = "\ue000"
_TRUTHS: Final = ("TRUE", "FALSE")
#: How a truth that is entered in a cell is marked, by the formula that Calc makes of it.
MARKED_TRUTHS: Final = {f"={truth}()": f"{MARK}{truth}" for truth in _TRUTHS}


def from_code(code: int) -> XlError:
    """Return the error that stands for one of Calc's codes.

    >>> from_code(32767), from_code(502)
    (XlError('#N/A', 'ARGUMENT_ERROR'), XlError('#VALUE!', 'ARGUMENT_ERROR'))
    """
    return XlError(_ERRORS.get(code, "#VALUE!"))


def error_number(error: str) -> float:
    """Return the NaN that Calc shows as an error.

    >>> import struct
    >>> struct.unpack("<Q", struct.pack("<d", error_number("#N/A")))[0] & 0xFFFFFFFF
    32767
    """
    # Calc has no errors that say "not there yet".
    known = "#N/A" if error in PENDING_ERRORS else error
    bits = _QUIET_NAN | CODES.get(known, CODES["#VALUE!"])
    return float(struct.unpack("<d", struct.pack("<Q", bits))[0])


def from_calc(argument: Any) -> Any:
    """Turn an argument as Calc returns it into what our functions take.

    >>> from_calc(((1.0, ""), ("x", 2.0)))
    [[1.0, None], ['x', 2.0]]
    """
    if isinstance(argument, tuple):
        return [
            [_cell(cell) for cell in row] if isinstance(row, tuple) else [_cell(row)]
            for row in argument
        ]
    return _cell(argument)


def _cell(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    if cell.startswith(MARK):
        said = cell.removeprefix(MARK)
        return said == "TRUE" if said in _TRUTHS else from_code(int(said))
    return cell or None


def marked(cells: Any) -> tuple[tuple[Any, ...], ...]:
    """Return the values of cells (a UNO cell range), truths and errors marked.

    >>> marked(None)
    (('',),)
    """
    if cells is None:
        return (("",),)
    return tuple(
        tuple(
            _marked(cells, row, column, value)
            # Most are plain, and asking LibreOffice for more takes its time.
            if value is None or value in {0.0, 1.0}
            else value
            for column, value in enumerate(values)
        )
        for row, values in enumerate(cells.getDataArray())
    )


def _marked(cells: Any, row: int, column: int, value: Any) -> Any:
    cell = cells.getCellByPosition(column, row)
    if value is None:
        return f"{MARK}{cell.getError()}"
    # While it computes, Calc shows no cell's text; but a TRUE in a file is a formula to it.
    return MARKED_TRUTHS.get(cell.getFormula(), value)


def omitted_left_out(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Leave out the omitted arguments at the end, which Calc hands over as None.

    >>> omitted_left_out((1.0, None, "x", None, None))
    (1.0, None, 'x')
    """
    end = len(arguments)
    while end and arguments[end - 1] is None:
        end -= 1
    return arguments[:end]


def to_calc(result: Any) -> Any:
    """Turn a function's result into what Calc takes: one value, or a tuple of rows.

    >>> to_calc(True), to_calc([[1, "a"], ["b"]])[0], to_calc(None)
    (1.0, (1.0, 'a'), '')
    """
    if not isinstance(result, list | tuple):
        return _single(result)
    rows = [row if isinstance(row, list | tuple) else (row,) for row in result]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return error_number("#VALUE!")
    beyond = error_number("#N/A")
    return tuple((*map(_single, row), *(beyond,) * (width - len(row))) for row in rows)


def _single(value: Any) -> Any:
    if hasattr(value, "item"):  # a numpy scalar
        value = value.item()
    match value:
        case None:
            return ""
        case XlError():
            return error_number(str(value))
        case str():
            return value if len(value) <= _MAX_TEXT else error_number("#VALUE!")
        case dt.date():
            return float((value - CALC_DAY_ZERO).days)
        case int() | float():  # TRUE among them
            return float(value) if math.isfinite(value) else error_number("#NUM!")
    return error_number("#VALUE!")
