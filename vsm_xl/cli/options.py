"""Values of options that are more than text: read here, so that what is wrong is said plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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


#: Settings of every group of commands: help of 60 characters a line and two of margin.
HELP: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 62}
#: Exit codes: all is well; a check of a return does not pass; unusable input or a wrong command.
GOOD: Final = 0
NOT_PASSED: Final = 1
UNUSABLE: Final = 2

#: The option of every command that might write over a file.
REPLACE: Final = typer.Option("--replace", help="Replace what exists under that name.")
