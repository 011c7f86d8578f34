"""The call of a worksheet function, and the version: what needs no parser of a command line."""

from __future__ import annotations

from typing import Any, Final

import vsm_xl
from vsm_xl.cli import output
from vsm_xl.cli.output import printable
from vsm_xl.cli.typed_values import argument
from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.functions.registry import FUNCTIONS
from vsm_xl.functions.results import POUNDS

#: Errors of the call itself; every other error value is an answer.
_WRONG_CALLS: Final = ("UNKNOWN_FUNCTION", "ARGUMENTS", "MISSING_FUNCTION")


def version() -> None:
    """Show the versions of the software and of its data."""
    edition = vsm_xl.call("VSM_EDITION")
    output.line(f"vsm-xl {vsm_xl.__version__}, data edition {edition}")


def call(name: str, words: list[str]) -> None:
    """Call a function; one line for each row, cells apart by tabs; errors in words on stderr.

    Raises:
        UnusableInput: there is no such function, or it takes another number of arguments.
    """
    result = vsm_xl.call(name, *map(argument, words))
    refuse_wrong_call(result)
    function = FUNCTIONS.get(name.strip().upper())
    places = 2 if function is not None and function.result is POUNDS else None
    if not isinstance(result, list):
        output.line(written(result, places))
        if isinstance(result, XlError):
            output.complain(f"{result.reason}: {result.message}")
        return
    output.lines("\t".join(written(cell, places) for cell in row) for row in result)
    _explain_errors(result)


def refuse_wrong_call(result: Any) -> None:
    """Raise what is wrong with a call itself.

    Raises:
        UnusableInput: there is no such function, or it takes another number of arguments.
    """
    if isinstance(result, XlError) and result.reason in _WRONG_CALLS:
        raise UnusableInput(f"{result.reason}: {result.message}")


def _explain_errors(rows: list[list[Any]]) -> None:
    """Return the words of each different error once, with the first row that has it."""
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, start=1):
        for cell in row:
            if isinstance(cell, XlError) and (str(cell), cell.reason) not in seen:
                seen.add((str(cell), cell.reason))
                output.complain(f"row {number}: {cell}, {cell.reason}: {cell.message}")


def written(cell: Any, places: int | None) -> str:
    """Write a cell plainly: money with pennies, other numbers with the digits they have."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        if places is not None:
            return f"{cell:.{places}f}"
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    return printable(str(cell))
