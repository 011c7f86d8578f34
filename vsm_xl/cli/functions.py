"""Commands on the worksheet functions: call one, and state why."""

from __future__ import annotations

import shlex
from difflib import get_close_matches
from typing import Any, Final

import vsm_xl
from vsm_xl.annual_return.messages import short
from vsm_xl.cli import output
from vsm_xl.cli.output import PrintedColumn, printable
from vsm_xl.cli.typed_values import argument
from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.functions.registry import CATEGORIES, EVERY, FUNCTIONS
from vsm_xl.functions.results import POUNDS

#: How many rows of a call are explained one by one.
_MOST_WORKINGS: Final = 50
_WIDEST_NAME: Final = max(map(len, EVERY))
#: Errors of the call itself; every other error value is an answer.
_WRONG_CALLS: Final = ("UNKNOWN_FUNCTION", "ARGUMENTS", "MISSING_FUNCTION")


def version() -> None:
    """Show the versions of the software and of its data."""
    edition = vsm_xl.call("VSM_EDITION")
    output.line(f"vsm-xl {vsm_xl.__version__}, data edition {edition}")


def every() -> None:
    """List every function with its purpose, by category."""
    for category in CATEGORIES:
        output.line(category)
        for function in EVERY.values():
            if function.category == category:
                output.line(f"  {function.name:{_WIDEST_NAME}}  {function.purpose}")
    output.line()
    output.line("vsm-xl functions NAME explains one.")


def explain(name: str) -> None:
    """Show what a function is for, its arguments, its answer and an example.

    Raises:
        UnusableInput: there is no such function.
    """
    plain = name.strip().upper()
    function = EVERY.get(plain) or EVERY.get(f"VSM_{plain}")
    if function is None:
        near = get_close_matches(plain, EVERY, 1)
        ask = f" Did you mean {near[0]}?" if near else ""
        raise UnusableInput(
            f"{short(name)} is not a function.{ask} vsm-xl functions lists them all."
        )
    output.line(function.signature)
    output.line(function.purpose)
    output.line()
    for arg in function.args:
        optional = " (optional)" if arg.optional else ""
        output.line(f"  {arg.name}{optional}: {arg.text}")
    output.line(f"  Answer: {function.returns}")
    if function.example:
        shown_here = vsm_xl.call(function.name, *function.example)
        words = " ".join(shlex.quote("" if one is None else str(one)) for one in function.example)
        output.line()
        output.line(f"Example: vsm-xl call {function.name} {words}")
        if not isinstance(shown_here, list):
            places = 2 if function.result is POUNDS else None
            output.line(f"  {_written(shown_here, places)}")
    if function.cites:
        output.line()
        output.line(f"Rests on: {', '.join(function.cites)} (vsm-xl rates shows them).")


def call(name: str, words: list[str]) -> None:
    """Call a function; one line for each row, cells apart by tabs; errors in words on stderr.

    Raises:
        UnusableInput: there is no such function, or it takes another number of arguments.
    """
    result = vsm_xl.call(name, *map(argument, words))
    _refuse_wrong_call(result)
    function = FUNCTIONS.get(name.strip().upper())
    places = 2 if function is not None and function.result is POUNDS else None
    if not isinstance(result, list):
        output.line(_written(result, places))
        if isinstance(result, XlError):
            output.complain(f"{result.reason}: {result.message}")
        return
    output.lines("\t".join(_written(cell, places) for cell in row) for row in result)
    _explain_errors(result)


def why(name: str, words: list[str], *, working: bool) -> None:
    """Return why a call returns what it returns, with the working where it is wanted.

    Raises:
        UnusableInput: there is no such function, or it takes another number of arguments.
    """
    arguments = list(map(argument, words))
    asked = EVERY.get(name.strip().upper())
    if asked is not None and asked.about_calls:
        raise UnusableInput(
            f"{name} explains other functions; ask about the function that it explains."
        )
    result = vsm_xl.call("VSM_WHY", name, *arguments)
    _refuse_wrong_call(result)
    function = FUNCTIONS[name.strip().upper()]
    if not function.least <= len(arguments) <= len(function.args):
        raise UnusableInput(str(result))
    if isinstance(result, list):
        output.lines("\t".join(printable(str(cell)) for cell in row) for row in result)
        if working:
            _show_each(name, arguments, sum(map(len, result)))
        return
    output.line(str(result))
    if working:
        _show_working(vsm_xl.explain(name, *arguments))


def _show_each(name: str, arguments: list[Any], rows: int) -> None:
    """Show the working of each row of a call with ranges."""
    if rows > _MOST_WORKINGS:
        raise UnusableInput(
            f"--working shows at most {_MOST_WORKINGS} rows, and this call has {rows}; give fewer rows."
        )
    for row in range(rows):
        explanation = vsm_xl.explain(name, *arguments, row=row)
        output.line()
        output.line(f"Row {row + 1}")
        output.line(explanation.reason)
        _show_working(explanation)


def _refuse_wrong_call(result: Any) -> None:
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


def _show_working(explanation: vsm_xl.Explanation) -> None:
    output.line()
    output.table(
        (PrintedColumn("Step", right=True), PrintedColumn("What"), PrintedColumn("Value")),
        [(str(step.step), step.what, step.value) for step in explanation.working],
    )
    if explanation.sources:
        output.line()
        output.line("Sources:")
        for source in explanation.sources:
            output.line(f"  {source}")
    for changed in explanation.local_policy:
        output.line(f"Local policy: {changed}")
    output.line(f"Data edition {explanation.edition}")


def _written(cell: Any, places: int | None) -> str:
    """Write a cell plainly: money with pennies, other numbers with the digits they have."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        if places is not None:
            return f"{cell:.{places}f}"
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    return printable(str(cell))
