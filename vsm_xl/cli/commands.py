# ruff: noqa: PLC0415 - a command loads what it works with, so that the others need not wait for it
"""The commands of ``vsm-xl`` with their arguments and options; the work is done elsewhere."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

_WORDS: Final = {"help_option_names": ["-h", "--help"]}
#: Cells may begin with a minus sign, so what is no option of ours is a cell.
_CELLS: Final = _WORDS | {"ignore_unknown_options": True}

app = typer.Typer(
    name="vsm-xl",
    help=(
        "Pay of very senior managers in the English NHS: the annual-return workbook, "
        "recalculated without Excel, and the worksheet functions.\n\n"
        "Exit codes: 0 good, 1 the checks of the return do not all pass, 2 unusable input."
    ),
    no_args_is_help=True,
    add_completion=False,
    # Messages and help stay plain lines, which a log, a pipe and a screen reader can take.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_WORDS,
)
_build = typer.Typer(
    help="Build the files that people download.", no_args_is_help=True, context_settings=_WORDS
)
_ranges = typer.Typer(
    help="Check and import tables of pay ranges.", no_args_is_help=True, context_settings=_WORDS
)
app.add_typer(_build, name="build", rich_help_panel=None)
app.add_typer(_ranges, name="ranges", rich_help_panel=None)

_Return = Annotated[Path, typer.Argument(metavar="FILE", help="An annual return (.xlsx).")]
_Function = Annotated[str, typer.Argument(metavar="NAME", help="Such as VSM_AWARD; any case.")]
_Cells = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ARG",
        help=(
            "Cells, in the order of the function. What looks like a number is one: 150000, "
            "£277,500.00, 3.25%. TRUE and FALSE are truths; '' is an empty cell; @ranges.csv is "
            'the range of cells in a CSV file; a leading apostrophe keeps text: "\'5". Everything '
            "else is text: 2025/26, 2025-04-01, Provider."
        ),
    ),
]


def _show_version(*, wanted: bool) -> None:
    if wanted:
        from vsm_xl.cli import functions

        functions.version()
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda value: _show_version(wanted=value), is_eager=True,
            help="Show the versions of the software and of its data, and leave.",
        ),
    ] = False,
) -> None:  # fmt: skip
    del version


@_build.command("template")
def _build_template(
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="The workbook to write; replaced."),
    ] = None,
    people: Annotated[
        int | None,
        typer.Option(
            min=1, max=4000, metavar="N", help="How many people it holds; 60 unless given."
        ),
    ] = None,
) -> None:
    """Build the blank annual return.

    Without -o it is vsm-annual-return.xlsx in this folder, which must not exist yet.
    """
    from vsm_xl.cli import returns

    returns.build_template(out, people)


@app.command()
def fill(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The template, or a return made from it.")
    ],
    organisation: Annotated[
        Path,
        typer.Option(
            metavar="CSV", help="Two columns, item and value: Organisation, Staff pay, policy."
        ),
    ],
    people: Annotated[
        Path, typer.Option(metavar="CSV", help="One row for each person, columns as in People.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT", help="The workbook to write.")],
    ranges: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="The pay-range table; left out, that of FILE stays."),
    ] = None,
) -> None:
    """Fill a return from CSV files, and recalculate it.

    What stood in those inputs before is replaced.
    """
    from vsm_xl.cli import returns

    returns.fill(file, organisation, people, ranges, out)


@app.command()
def recalc(
    file: _Return,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="OUT", help="Write here; left out, FILE is replaced."),
    ] = None,
) -> None:
    """Recalculate a return without Excel, and store the results in the file."""
    from vsm_xl.cli import returns

    returns.recalc(file, out)


@app.command()
def check(file: _Return) -> None:
    """Show the checks of a return.

    Exit code 0 where all pass, 1 where one fails or is not complete.
    """
    from vsm_xl.cli import returns

    if not returns.check(file):
        raise typer.Exit(1)


@app.command()
def show(
    file: _Return,
    *,
    json: Annotated[
        bool,
        typer.Option(
            "--json", help="As one JSON object: organisation, posts, fair_pay, checks, master."
        ),
    ] = False,
) -> None:
    """Show what a return says: organisation, decisions, fair pay and checks."""
    from vsm_xl.cli import returns

    returns.show(file, as_json=json)


@app.command(context_settings=_CELLS)
def call(name: _Function, cells: _Cells = None) -> None:
    """Call a worksheet function; show what its cell would show.

    An error value is an answer too (exit code 0): its words stand beside it, on stderr.
    """
    from vsm_xl.cli import functions

    functions.call(name, cells or [])


@app.command(context_settings=_CELLS)
def why(
    name: _Function,
    cells: _Cells = None,
    *,
    working: Annotated[
        bool, typer.Option("--working", help="Show each step and the sources as well.")
    ] = False,
) -> None:
    """Say why a call gives what it gives: reason code and sentence."""
    from vsm_xl.cli import functions

    functions.why(name, cells or [], working=working)


@app.command()
def rates(
    date: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Only the figures in force on a day."
        ),
    ] = None,
) -> None:
    """List the figures of the framework with unit, days, status and source.

    Those marked "information" have no confirmed days: they are shown, and never used.
    """
    from vsm_xl.cli import figures

    figures.rates(date.date() if date else None)


@_ranges.command("check")
def _ranges_check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file, or a workbook with the table.")
    ],
) -> None:
    """Check a table of pay ranges: columns, numbers, overlaps, gaps."""
    from vsm_xl.cli import ranges

    ranges.check(file)


@_ranges.command("import")
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


@app.command()
def demo(
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="DIR", help="The folder for the files; made.")
    ] = Path(),
) -> None:
    """Make an annual return from published figures of a real trust, and show it.

    Writes the workbook and the three CSV files that it was filled from.
    """
    from vsm_xl.cli import demo as demonstration

    demonstration.run(out)
