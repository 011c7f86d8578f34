# ruff: noqa: PLC0415, D301 - a command loads what it works with; \b keeps lines of help apart
"""The commands on annual returns, with their arguments and options; the work is done elsewhere."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from vsm_xl.cli.options import REPLACE
from vsm_xl.errors import UnusableInput

_Return = Annotated[Path, typer.Argument(metavar="FILE", help="An annual return (.xlsx).")]
_Replace = Annotated[bool, REPLACE]
_ROUTE = typer.Option(
    "--for", help="Where its functions are: in it (xlwings Lite), or in the VSM add-in."
)
_Route = Annotated[Literal["lite", "add-in"] | None, _ROUTE]


def register(app: typer.Typer) -> None:
    """Enter the commands into the program."""
    for command in (fill, recalc, check, show, export, repair, convert, demo):
        app.command()(command)
    app.command("roll-forward")(roll_forward)


def _end(code: int) -> None:
    if code:
        raise typer.Exit(code)


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
    route: _Route = None,
    *,
    replace: _Replace = False,
) -> None:
    """Fill a return from CSV files, and recalculate it.

    What stood in those inputs before is replaced. vsm-xl build inputs writes empty files of all
    these kinds, vsm-xl export --format csv those of a return. Exit code 1 where a check does not
    pass.

    \b
    Example:
      vsm-xl fill blank.xlsx --organisation organisation.csv
        --people people.csv --ranges ranges.csv -o return.xlsx
    """
    from vsm_xl.cli import returns

    code = returns.fill(
        file, out, route, replace=replace, organisation=organisation, people=people, ranges=ranges,
        staff_pay=staff_pay, earlier_ratios=earlier_ratios,
    )  # fmt: skip
    _end(code)


def recalc(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Annual returns (.xlsx), one or many.")
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
    replace: _Replace = False,
) -> None:
    """Recalculate returns without Excel, and store the results in the files.

    Several files are worked on at the same time; one that cannot be recalculated is named, and
    the others go on. Exit code 1 where a check does not pass, 2 where a file could not be
    recalculated.

    \b
    Examples:
      vsm-xl recalc return.xlsx
      vsm-xl recalc returns/*.xlsx -o recalculated
    """
    from vsm_xl.cli import returns

    if verify:
        from vsm_xl.cli import batch

        if out is not None:
            raise UnusableInput("--verify writes nothing: leave out -o, or leave out --verify.")
        _end(0 if batch.compare(files) else 1)
    elif len(files) == 1:
        _end(returns.recalc(files[0], out, engine, replace=replace))
    else:
        _end(returns.recalc_many(files, out, engine, replace=replace))


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Annual returns (.xlsx), one or many.")
    ],
    *,
    every: Annotated[
        bool, typer.Option("--all", help="Show the checks that pass as well.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="As one JSON list with an object for each file.")
    ] = False,
) -> None:
    """Show what is outstanding in a return, and what to do about it.

    Exit code 0 where all checks pass, 1 where one does not, 2 where a file cannot be read.

    \b
    Examples:
      vsm-xl check return.xlsx
      vsm-xl check --all return.xlsx
      vsm-xl check --json returns/*.xlsx
    """
    from vsm_xl.cli import returns

    _end(returns.check(files, every=every, as_json=json))


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
    """Show organisation, decisions, fair pay and checks of a return.

    Exit code 1 where a check does not pass.
    """
    from vsm_xl.cli import returns

    _end(returns.show(file, as_json=json))


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
    *,
    every: Annotated[
        bool, typer.Option("--all", help="With pdf: every sheet, working sheets too.")
    ] = False,
    replace: _Replace = False,
) -> None:  # fmt: skip
    """Write a return as data (CSV, JSON) or as a paper for the committee (PDF).

    Exit code 1 where a check does not pass; it is written all the same.

    \b
    Examples:
      vsm-xl export return.xlsx --format csv
      vsm-xl export return.xlsx --format pdf -o paper.pdf
    """
    from vsm_xl.cli import returns

    _end(returns.export(file, form, out, replace=replace, every=every))


def roll_forward(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="This year's return (.xlsx).")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="NEW", help="Next year's return.")],
    route: _Route = None,
    *,
    replace: _Replace = False,
) -> None:
    """Begin the next year's return from this year's.

    Carries organisation, people in post, new salaries and last year's fair pay figures, and
    lists what has to be entered again.

    \b
    Example:
      vsm-xl roll-forward old-return.xlsx -o new-return.xlsx
    """
    from vsm_xl.cli import returns

    returns.roll_forward(old, out, route, replace=replace)


def repair(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A damaged return (.xlsx).")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="NEW", help="The sound return.")],
    *,
    replace: _Replace = False,
) -> None:
    """Carry the inputs of a damaged or older return into a new template.

    Exit code 1 where something that was entered could not be carried over; it is listed.

    \b
    Example:
      vsm-xl repair damaged.xlsx -o sound.xlsx
    """
    from vsm_xl.cli import returns

    _end(returns.repair(file, out, replace=replace))


def convert(
    file: _Return,
    route: Annotated[Literal["lite", "add-in"], _ROUTE],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="NEW", help="The workbook to write.")],
    *,
    replace: _Replace = False,
) -> None:
    """Make a return for xlwings Lite of one for the add-in, or the other way round."""
    from vsm_xl.cli import lite

    lite.convert(file, route, out, replace=replace)


def demo(
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="DIR", help="The folder for the files; made.")
    ] = Path(),
    *,
    replace: _Replace = False,
) -> None:
    """Make an annual return from published figures of a real trust, and show it.

    Writes the workbook and the three CSV files that it was filled from.

    \b
    Example:
      vsm-xl demo --out example
    """
    from vsm_xl.cli import demo as demonstration

    demonstration.run(out, replace=replace)
