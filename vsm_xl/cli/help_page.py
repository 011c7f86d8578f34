"""The first page of help: the commands by task, each in one line, and examples."""

from __future__ import annotations

from typing import Any, Final

from typer.core import TyperGroup

#: The commands by task, in the order of the work, each with the module that defines it and what it
#: does.
TASKS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "Begin": {
        "demo": ("demo", "make an example from a trust's published figures"),
        "build": ("build", "build the blank return, empty CSV files, the add-ins"),
        "fill": ("returns", "fill a return from CSV files"),
        "roll-forward": ("new_returns", "begin next year's return from this year's"),
    },
    "Check and correct": {
        "check": ("returns", "show what is outstanding in a return"),
        "recalc": ("returns", "recalculate returns without Excel"),
        "repair": ("new_returns", "carry the inputs of a damaged return into a new one"),
        "ranges": ("ranges", "check a table of pay ranges, put it into a return"),
    },
    "Read and hand on": {
        "show": ("returns", "show organisation, decisions, fair pay and checks"),
        "export": ("returns", "write a return as CSV, JSON or the committee paper"),
        "publish": ("national", "write a return as a page for a website"),
        "trace": ("trace", "follow a figure of a return back to its source"),
    },
    "Functions and figures": {
        "functions": ("functions", "list the worksheet functions, or explain one"),
        "call": ("functions", "call a worksheet function"),
        "why": ("functions", "explain the result of a call"),
        "rates": ("functions", "list the figures of the framework with their sources"),
        "edition": ("editions", "list, compare, make and check data editions"),
    },
    "Many returns": {
        "collate": ("national", "collate many returns into one data set"),
        "report": ("national", "write the national fair pay report of a year"),
        "simulate": ("national", "write invented returns to try a system with"),
    },
    "Excel and LibreOffice on this computer": {
        "convert": ("new_returns", "make a return for xlwings Lite, or for the add-in"),
        "install": ("excel", "install the add-in, or remove it"),
        "doctor": ("excel", "find out why the functions do not work"),
    },
}

EXAMPLES: Final = """\b
Examples:
  vsm-xl demo --out example
  vsm-xl build template -o blank.xlsx
  vsm-xl build inputs my-inputs
  vsm-xl check return.xlsx
  vsm-xl functions VSM_AWARD

VSM-XL COMMAND --help says more, with examples."""


class GroupedByTask(TyperGroup):
    """The program, whose help lists the commands by task."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands by task, of which none needs to be loaded for it."""
        del ctx
        width = max(len(name) for commands in TASKS.values() for name in commands)
        for task, commands in TASKS.items():
            with formatter.section(task):
                formatter.write_dl(
                    [(f"{name:{width}}", words) for name, (_, words) in commands.items()]
                )
