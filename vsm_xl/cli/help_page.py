"""The first page of help: the commands by task, each in one line, and examples."""

from __future__ import annotations

from typing import Any, Final

from typer.core import TyperGroup

#: The commands by task, in the order of the work, each with what it does.
TASKS: Final[dict[str, dict[str, str]]] = {
    "Begin": {
        "demo": "make an example from a trust's published figures",
        "build": "build the blank return, empty CSV files, the add-ins",
        "fill": "fill a return from CSV files",
        "roll-forward": "begin next year's return from this year's",
    },
    "Check and correct": {
        "check": "show what is outstanding in a return",
        "recalc": "recalculate returns without Excel",
        "repair": "carry the inputs of a damaged return into a new one",
        "ranges": "check a table of pay ranges, put it into a return",
    },
    "Read and hand on": {
        "show": "show organisation, decisions, fair pay and checks",
        "export": "write a return as CSV, JSON or the committee paper",
        "publish": "write a return as a page for a website",
        "trace": "follow a figure of a return back to its source",
    },
    "Functions and figures": {
        "functions": "list the worksheet functions, or explain one",
        "call": "call a worksheet function",
        "why": "explain the result of a call",
        "rates": "list the figures of the framework with their sources",
        "edition": "list, compare, make and check data editions",
    },
    "Many returns": {
        "collate": "collate many returns into one data set",
        "report": "write the national fair pay report of a year",
        "simulate": "write invented returns to try a system with",
    },
    "Excel and LibreOffice on this computer": {
        "convert": "make a return for xlwings Lite, or for the add-in",
        "install": "install the add-in, or remove it",
        "doctor": "find out why the functions do not work",
    },
}
#: Longer lines are not taken in at a glance.
LONGEST: Final = 60

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
        """Write the commands by task; one that no task names stands last with its own words."""
        there = {
            name: command
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None and not command.hidden
        }
        width = max(map(len, there), default=0)
        named = {name for commands in TASKS.values() for name in commands}
        others = {
            name: command.get_short_help_str(LONGEST)
            for name, command in there.items()
            if name not in named
        }
        for task, commands in {**TASKS, "Others": others}.items():
            rows = [(f"{name:{width}}", words) for name, words in commands.items() if name in there]
            if rows:
                with formatter.section(task):
                    formatter.write_dl(rows)
