# ruff: noqa: PLC0415 - a command loads what it works with, so that the others need not wait for it
"""The commands of ``vsm-xl`` with their arguments and options; the work is done elsewhere."""

from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from vsm_xl.cli import (
    build_commands,
    edition_commands,
    excel_commands,
    function_commands,
    national,
    range_commands,
)
from vsm_xl.errors import UnusableInput

_WORDS: Final = {"help_option_names": ["-h", "--help"]}

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
for group in (
    build_commands,
    edition_commands,
    function_commands,
    range_commands,
    excel_commands,
    national,
):
    group.register(app)

_Return = Annotated[Path, typer.Argument(metavar="FILE", help="An annual return (.xlsx).")]


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
    edition: Annotated[
        str,
        typer.Option(
            "--edition", metavar="EDITION",
            help="Compute with this data edition: a name (vsm-xl edition list), a folder or a zip.",
        ),
    ] = "",
) -> None:  # fmt: skip
    del version
    if edition:
        from vsm_xl.framework.edition import use
        from vsm_xl.framework.fitness import find

        use(find(edition))


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
    staff_pay: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Everybody's pay this year: one column, pay; left out, the list of FILE stays.",
        ),
    ] = None,
    earlier_ratios: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Pay ratios of earlier years, newest first; left out, those of FILE stay.",
        ),
    ] = None,
    route: Annotated[
        Literal["lite", "add-in"] | None,
        typer.Option(
            "--for", help="Where its functions are: in it (xlwings Lite), or in the VSM add-in."
        ),
    ] = None,
) -> None:
    """Fill a return from CSV files, and recalculate it.

    What stood in those inputs before is replaced. vsm-xl export --format csv writes files of all
    these kinds, which are also patterns for your own.
    """
    from vsm_xl.cli import returns

    returns.fill(
        file, out, route, organisation=organisation, people=people, ranges=ranges,
        staff_pay=staff_pay, earlier_ratios=earlier_ratios,
    )  # fmt: skip


@app.command()
def recalc(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Annual returns (.xlsx), one or many.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="OUT",
            help="Write here (for several files, into this folder); left out, FILE is replaced.",
        ),
    ] = None,
    engine: Annotated[
        Literal["embedded", "libreoffice"],
        typer.Option(help="Which program computes: the one inside vsm-xl, or LibreOffice."),
    ] = "embedded",
    *,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="Compute with both programs, and show where they differ; nothing is written.",
        ),
    ] = False,
) -> None:
    """Recalculate returns without Excel, and store the results in the files.

    Several files are worked on at the same time; one that cannot be recalculated is named, and
    the others go on.
    """
    if verify:
        from vsm_xl.cli import batch

        if out is not None:
            raise UnusableInput("--verify writes nothing: leave out -o, or leave out --verify.")

        if not batch.compare(files):
            raise typer.Exit(1)
    elif len(files) == 1:
        from vsm_xl.cli import returns

        returns.recalc(files[0], out, engine)
    else:
        from vsm_xl.cli import batch

        if not batch.many(files, out, engine):
            raise typer.Exit(2)


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


@app.command()
def export(
    file: _Return,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT",
            help=(
                "csv: a folder of files with a data dictionary, the inputs as fill reads them; "
                "json: one file, described by a published schema; pdf: the committee paper, made "
                "by LibreOffice."
            ),
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", metavar="OUT",
            help="The file to write (csv: the folder); left out, it is named after FILE.",
        ),
    ] = None,
) -> None:  # fmt: skip
    """Write a return as data (CSV, JSON) or as a paper for the committee (PDF)."""
    from vsm_xl.cli import returns

    returns.export(file, form, out)


@app.command("roll-forward")
def roll_forward(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="This year's return (.xlsx).")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="NEW", help="Next year's return.")],
    route: Annotated[
        Literal["lite", "add-in"] | None,
        typer.Option(
            "--for", help="Where its functions are: in it (xlwings Lite), or in the VSM add-in."
        ),
    ] = None,
) -> None:
    """Begin the next year's return from this year's.

    Carries organisation, people in post, new salaries and last year's fair pay figures, and
    lists what has to be entered anew.
    """
    from vsm_xl.cli import returns

    returns.roll_forward(old, out, route)


@app.command()
def repair(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A damaged return (.xlsx).")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="NEW", help="The sound return.")],
) -> None:
    """Carry the inputs of a damaged or older return into a new template.

    Exit code 1 where something that was entered could not be carried over; it is listed.
    """
    from vsm_xl.cli import returns

    if not returns.repair(file, out):
        raise typer.Exit(1)


@app.command()
def convert(
    file: _Return,
    route: Annotated[
        Literal["lite", "add-in"],
        typer.Option(
            "--for", help="Where its functions are: in it (xlwings Lite), or in the VSM add-in."
        ),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="NEW", help="The workbook to write.")],
) -> None:
    """Make a return for xlwings Lite of one for the add-in, or the other way round."""
    from vsm_xl.cli import lite

    lite.convert(file, route, out)


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
