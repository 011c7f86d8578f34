# ruff: noqa: PLC0415, D301 - a command loads what it works with; \b keeps lines of help apart
"""The commands on the worksheet functions and their figures: call, why, rates."""

from datetime import date as Date  # noqa: N812 - the option is called date
from typing import Annotated, Final

import typer

from vsm_xl.cli.options import HELP, argument, on_day

#: Cells may begin with a minus sign, so what is no option of ours is a cell.
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
    from vsm_xl.cli import functions

    functions.call(name, cells or [])


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
    from vsm_xl.cli import functions

    functions.why(name, cells or [], working=working)


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
    from vsm_xl.cli import functions as commands

    commands.explain(name) if name else commands.every()


@COMMANDS.command()
def rates(
    date: Annotated[Date | None, on_day("Only the figures in force on a day.")] = None,
) -> None:
    """List the figures of the framework with unit, days, status and source.

    Those marked "information" have no confirmed days: they are shown, and never used.
    """
    from vsm_xl.cli import figures

    figures.rates(date)
