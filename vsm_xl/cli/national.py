# ruff: noqa: PLC0415 - a command loads what it works with, so that the others need not wait for it
"""The commands for many returns: publish, collate, report, simulate."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Enters the commands into the program."""
    app.command("publish")(publish)
    app.command("collate")(collate)
    app.command("report")(report)
    app.command("simulate")(simulate)


def publish(
    file: Annotated[Path, typer.Argument(metavar="RETURN", help="An annual return (.xlsx).")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="PAGE", help="The page, .html.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Replace an existing file.")] = False,
) -> None:
    """Write a return as a page for the organisation's own website.

    Posts and bands, no names: check the page before it is published. Exit code 1 where a check of
    the return does not pass: the page is then marked as a draft.
    """
    from vsm_xl.cli import output
    from vsm_xl.cli.options import NOT_PASSED
    from vsm_xl.national.publish import publish as written

    page = written(file, out, replace=replace)
    output.line(page.words)
    if not page.passed:
        raise typer.Exit(NOT_PASSED)


def collate(
    returns: Annotated[
        list[str], typer.Argument(metavar="RETURNS", help="Files, folders, patterns.")
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="FOLDER", help="The folder of the collation.")
    ],
    queries: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write a letter to each organisation here."),
    ] = None,
    *,
    recalculate: Annotated[
        bool,
        typer.Option("--recalculate", help="Recalculate also what is proved to be right."),
    ] = False,
) -> None:
    """Collate many returns into one data set: Parquet, CSV, a database.

    A bad file is left out and named; what was read before is not read again.

    Example: vsm-xl collate returns/ -o collation
    """
    from vsm_xl.annual_return.reading.audit_trail import today
    from vsm_xl.cli import output
    from vsm_xl.national.collate import collate as collated
    from vsm_xl.national.collate import find_files
    from vsm_xl.national.queries import make_empty_folder, write_queries
    from vsm_xl.text_fields import number_of

    if queries is not None:
        make_empty_folder(queries)
    with output.progress(len(find_files(returns))) as step:
        found = collated(returns, out, today(), step, recalculate=recalculate)
    output.line(
        f"{number_of(found.given, 'file')} given, {found.read:,} read, "
        f"{number_of(found.counted, 'return counts', 'returns count')}."
    )
    for outcome, number in sorted(found.outcomes.items()):
        output.line(f"  {outcome}: {number:,}")
    for file, why in found.refused:
        output.line(f"Refused {why if file in why else f'{file}: {why}'}")
    output.line(f"Wrote {out}: {len(found.written)} files; manifest.csv lists what became of each.")
    if queries is not None:
        output.line(f"Wrote {number_of(write_queries(out, queries), 'letter')} into {queries}.")


def report(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a collation.")],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="REPORT", help="The report, .html or .xlsx.")
    ],
    pay_year: Annotated[
        str | None,
        typer.Option(metavar="YEAR", help="The pay year; the one with most returns unless given."),
    ] = None,
    expected: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Who is to return: a file with codes."),
    ] = None,
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Replace an existing file.")] = False,
) -> None:
    """Write the national fair pay report of a year, as a page or a workbook.

    Example: vsm-xl report collation -o report.html
    """
    from vsm_xl.cli import output
    from vsm_xl.national.publish import write_report

    output.line(write_report(folder, out, pay_year, expected, replace=replace))


def simulate(
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="FOLDER", help="Where the returns go.")
    ],
    organisations: Annotated[
        int, typer.Option(min=1, max=10_000, metavar="N", help="How many returns.")
    ] = 20,
    seed: Annotated[int, typer.Option(metavar="S", help="The same seed, the same returns.")] = 1,
    pay_year: Annotated[
        str | None, typer.Option(metavar="YEAR", help="The pay year; 2025/26 unless given.")
    ] = None,
) -> None:
    """Write simulated returns, invented and marked so, to try a collation.

    Example: vsm-xl simulate --organisations 250 -o returns
    """
    from vsm_xl.cli import output
    from vsm_xl.national.simulate import simulate as simulated
    from vsm_xl.national.simulate_files import write_all

    made = simulated(organisations, seed, pay_year)
    with output.progress(len(made)) as step:
        files = write_all(made, out, step)
    output.line(
        f"Wrote {files:,} simulated returns into {out}; planted.json says what was planted."
    )
