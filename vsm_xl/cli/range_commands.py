# ruff: noqa: PLC0415 - a command loads what it works with, so that the others need not wait for it
"""The commands ``vsm-xl ranges``: tables of pay ranges."""

from pathlib import Path
from typing import Annotated, Final

import typer

_WORDS: Final = {"help_option_names": ["-h", "--help"]}

GROUP = typer.Typer(
    help="Check and import tables of pay ranges.", no_args_is_help=True, context_settings=_WORDS
)


@GROUP.command("check")
def _ranges_check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file, or a workbook with the table.")
    ],
) -> None:
    """Check a table of pay ranges: columns, numbers, overlaps, gaps."""
    from vsm_xl.cli import ranges

    ranges.check(file)


@GROUP.command("import")
def _ranges_import(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file, or a workbook with the table.")
    ],
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", metavar="RETURN", help="The return that takes the table; new if none."
        ),
    ],
) -> None:
    """Put a table of pay ranges into a return, in place of the ranges there.

    Everything else in the return stays. Where there is no such file yet, a blank return is built.
    """
    from vsm_xl.cli import ranges

    ranges.import_into(file, out)


def register(app: typer.Typer) -> None:
    """Enter the group into the program."""
    app.add_typer(GROUP, name="ranges", rich_help_panel=None)
