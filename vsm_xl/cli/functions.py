"""The commands on the worksheet functions and their figures: call, why, functions, rates."""
# ruff: noqa: D301 - \b keeps lines of help apart

import shlex
from datetime import date as Date  # noqa: N812 - the option is called date
from difflib import get_close_matches
from typing import Annotated, Any, Final

import typer

import vsm_xl
from vsm_xl.annual_return.messages import short
from vsm_xl.cli import output, plain_call
from vsm_xl.cli.options import HELP, argument, on_day
from vsm_xl.cli.output import PrintedColumn, printable
from vsm_xl.cli.typed_values import argument as cell_or_range
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.compare import written
from vsm_xl.framework.edition import Edition, current
from vsm_xl.framework.records import Figure, Information
from vsm_xl.functions.registry import CATEGORIES, EVERY, FUNCTIONS
from vsm_xl.functions.results import POUNDS

#: How many rows of a call are explained one by one.
_MOST_WORKINGS: Final = 50
_WIDEST_NAME: Final = max(map(len, EVERY))
#: Cells may begin with a minus sign, so what is not an option is a cell.
_CELLS: Final = HELP | {"ignore_unknown_options": True}

COMMANDS = typer.Typer()
_Function = Annotated[str, argument("NAME", "Such as VSM_AWARD; any case.")]
_Cells = Annotated[
    list[str] | None,
    argument(
        "ARG",
        "Cells, in the order of the function. What looks like a number is one: 150000, "
        "£277,500.00, 3.25%. TRUE and FALSE are truths; '' is an empty cell; @ranges.csv is "
        'the range of cells in a CSV file; a leading apostrophe keeps text: "\'5". Everything '
        "else is text: 2025/26, 2025-04-01, Provider.",
    ),
]


@COMMANDS.command(context_settings=_CELLS)
def call(name: _Function, cells: _Cells = None) -> None:
    """Call a worksheet function; show what its cell would show.

    An error value is an answer too (exit code 0): its words stand beside it, on stderr.
    """
    plain_call.call(name, cells or [])


@COMMANDS.command(context_settings=_CELLS)
def why(
    name: _Function,
    cells: _Cells = None,
    *,
    working: Annotated[
        bool, typer.Option("--working", help="Show each step and the sources as well.")
    ] = False,
) -> None:
    """Explain the result of a call: reason code and sentence."""
    arguments = list(map(cell_or_range, cells or []))
    asked = EVERY.get(name.strip().upper())
    if asked is not None and asked.about_calls:
        raise UnusableInput(
            f"{name} explains other functions; ask about the function that it explains."
        )
    result = vsm_xl.call("VSM_WHY", name, *arguments)
    plain_call.refuse_wrong_call(result)
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


@COMMANDS.command()
def functions(
    name: Annotated[str, argument("NAME", "One function: arguments, answer, example.")] = "",
) -> None:
    """List the worksheet functions, or explain one.

    \b
    Examples:
      vsm-xl functions
      vsm-xl functions VSM_AWARD
    """
    if name:
        _explain(name)
        return
    for category in CATEGORIES:
        output.line(category)
        for function in EVERY.values():
            if function.category == category:
                output.line(f"  {function.name:{_WIDEST_NAME}}  {function.purpose}")
    output.line()
    output.line("vsm-xl functions NAME explains one.")


def _explain(name: str) -> None:
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
            output.line(f"  {plain_call.written(shown_here, places)}")
    if function.cites:
        output.line()
        output.line(f"Rests on: {', '.join(function.cites)} (vsm-xl rates shows them).")


@COMMANDS.command()
def rates(
    date: Annotated[Date | None, on_day("Only the figures in force on a day.")] = None,
) -> None:
    """List the figures of the framework with unit, days, status and source.

    Those marked "information" have no confirmed days: they are shown, and never used.
    """
    edition = current()
    if date is None:
        figures = list(edition.figures)
    else:
        held = (edition.figure(name, date) for name in edition.names)
        figures = [figure for figure in held if figure is not None]
    for figure in figures:
        _two_lines(edition, figure, figure.days, figure.status)
    for known in edition.information if date is None else ():
        _two_lines(edition, known, known.days, f"information, {known.status}")
    output.line()
    if date is None:
        output.line("Figures marked information have no confirmed days: no function uses them.")
    elif not figures:
        output.line(f"No figure is held for {date.isoformat()}.")
    output.line("Paragraph, address and day of reading: vsm-xl call VSM_SOURCE award.percent")
    output.line(f"Data edition {edition.label}")


def _two_lines(edition: Edition, one: Figure | Information, days: str, status: str) -> None:
    """Show a figure: what it is in one line, and in which document in the next."""
    output.line("  ".join((one.name, written(one.value), unit_of(one), days, status)))
    document, text = edition.source(one.rests_on), edition.source(one.source)
    read = f"; read in {text.name}" if one.rests_on != one.source else ""
    output.line(f"    {document.title}{read}")


def unit_of(figure: Figure | Information) -> str:
    """Return the unit of a figure, and of what it is a share."""
    return f"{figure.unit} of {figure.of}" if figure.of else figure.unit
