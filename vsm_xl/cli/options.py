"""Options that several commands have, and values of options that are more than text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from vsm_xl.dates import DayError, day_from_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


def day(text: str) -> date:
    """Read a day: ``2025-04-01``, ``01/04/2025`` or ``1 Apr 2025``.

    Raises:
        typer.BadParameter: it is none.

    >>> day("2025-04-01")
    datetime.date(2025, 4, 1)
    """
    try:
        return day_from_text(text)
    except DayError as fault:
        raise typer.BadParameter(f"{fault}; write it as 2025-04-01 or 1 Apr 2025") from None


def whole(least: int, most: int) -> Callable[[str], int]:
    """Give a reader of whole numbers within bounds.

    >>> whole(1, 1000)("60")
    60
    """

    def number(text: str) -> int:
        said = str(text).strip().replace(",", "")
        if not (said.isascii() and said.isdigit() and least <= int(said[:20]) <= most):
            raise typer.BadParameter(f"{text!r} is not a whole number from {least:,} to {most:,}")
        return int(said)

    return number


def argument(metavar: str, words: str) -> Any:
    """Return an argument, with its name and words in help."""
    return typer.Argument(metavar=metavar, help=words)


def out(metavar: str, words: str) -> Any:
    """Return the option that names what is written."""
    return typer.Option("-o", "--out", metavar=metavar, help=words)


def on_day(words: str, *names: str) -> Any:
    """Return an option that is a day."""
    return typer.Option(*names, parser=day, metavar="DAY", help=words)


def group(name: str, words: str) -> typer.Typer:
    """Return a group of commands under one name."""
    return typer.Typer(name=name, help=words, no_args_is_help=True, context_settings=HELP)


def end(code: int) -> None:
    """End a command with its exit code."""
    if code:
        raise typer.Exit(code)


#: Settings of every group of commands: help of 60 characters a line and two of margin.
HELP: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 62}
#: Exit codes: all is well; a check of a return does not pass; unusable input or a wrong command.
GOOD: Final = 0
NOT_PASSED: Final = 1
UNUSABLE: Final = 2

#: What several commands take: a return, one or many, and whether a file may be written over.
OneReturn = Annotated[Path, argument("FILE", "An annual return (.xlsx).")]
Returns = Annotated[list[Path], argument("FILE", "Annual returns (.xlsx), one or many.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace what exists under that name.")]
ROUTE: Final = typer.Option(
    "--for", help="Where its functions are: in it (xlwings Lite), or in the VSM add-in."
)
