# ruff: noqa: PLC0415 - a command loads what it works with, so that the others need not wait for it
"""The commands for many returns: publish, collate, report, simulate."""

from pathlib import Path
from typing import Annotated

import typer

from vsm_xl.cli import output
from vsm_xl.cli.options import GOOD, NOT_PASSED, Replace, argument, end, out

COMMANDS = typer.Typer()


@COMMANDS.command()
def publish(
    file: Annotated[Path, argument("RETURN", "An annual return (.xlsx).")],
    target: Annotated[Path, out("PAGE", "The page, .html.")],
    *,
    replace: Replace = False,
) -> None:
    """Write a return as a page for the organisation's own website.

    Posts and bands, no names: check the page before it is published. Exit code 1 where a check of
    the return does not pass: the page is then marked as a draft.
    """
    from vsm_xl.national.publish import publish as written

    page = written(file, target, replace=replace)
    output.line(page.words)
    end(GOOD if page.passed else NOT_PASSED)


@COMMANDS.command()
def collate(
    returns: Annotated[list[str], argument("RETURNS", "Files, folders, patterns.")],
    folder: Annotated[Path, out("FOLDER", "The folder of the collation.")],
    queries: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a letter to each organisation here.")
    ] = None,
    *,
    recalculate: Annotated[
        bool, typer.Option("--recalculate", help="Recalculate also what is proved to be right.")
    ] = False,
) -> None:
    """Collate many returns into one data set: Parquet, CSV, a database.

    A bad file is left out and named; what was read before is not read again.

    Example: vsm-xl collate returns/ -o collation
    """
    from vsm_xl.annual_return.reading.audit_trail import today
    from vsm_xl.national.collate import collate as collated
    from vsm_xl.national.collate import find_files
    from vsm_xl.national.queries import make_empty_folder, write_queries
    from vsm_xl.text_fields import number_of

    if queries is not None:
        make_empty_folder(queries)
    with output.progress(len(find_files(returns))) as step:
        found = collated(returns, folder, today(), step, recalculate=recalculate)
    output.line(
        f"{number_of(found.given, 'file')} given, {found.read:,} read, "
        f"{number_of(found.counted, 'return counts', 'returns count')}."
    )
    for outcome, number in sorted(found.outcomes.items()):
        output.line(f"  {outcome}: {number:,}")
    for file, why in found.refused:
        output.line(f"Refused {why if file in why else f'{file}: {why}'}")
    output.line(
        f"Wrote {folder}: {len(found.written)} files; manifest.csv lists what became of each."
    )
    if queries is not None:
        output.line(f"Wrote {number_of(write_queries(folder, queries), 'letter')} into {queries}.")


@COMMANDS.command()
def report(
    folder: Annotated[Path, argument("FOLDER", "The folder of a collation.")],
    target: Annotated[Path, out("REPORT", "The report, .html or .xlsx.")],
    pay_year: Annotated[
        str | None,
        typer.Option(metavar="YEAR", help="The pay year; the one with most returns unless given."),
    ] = None,
    expected: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Who is to return: a file with codes.")
    ] = None,
    *,
    replace: Replace = False,
) -> None:
    """Write the national fair pay report of a year, as a page or a workbook.

    Example: vsm-xl report collation -o report.html
    """
    from vsm_xl.national.publish import write_report

    output.line(write_report(folder, target, pay_year, expected, replace=replace))


@COMMANDS.command()
def simulate(
    folder: Annotated[Path, out("FOLDER", "Where the returns go.")],
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
    from vsm_xl.national.simulate import simulate as simulated
    from vsm_xl.national.simulate_files import write_all

    made = simulated(organisations, seed, pay_year)
    with output.progress(len(made)) as step:
        files = write_all(made, folder, step)
    output.line(
        f"Wrote {files:,} simulated returns into {folder}; planted.json says what was planted."
    )
