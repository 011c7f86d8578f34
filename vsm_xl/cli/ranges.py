"""Commands on tables of pay ranges: check one, and put it into a return."""

from collections import Counter
from datetime import date as Date  # noqa: N812 - typer reads the annotation
from pathlib import Path
from typing import Annotated, Literal

import typer

from vsm_xl.annual_return.filling.annex import Asked
from vsm_xl.annual_return.filling.range_import import import_ranges
from vsm_xl.annual_return.filling.range_tables import RangeFile, read_range_file, table_csv
from vsm_xl.annual_return.filling.range_uplift import uplift
from vsm_xl.annual_return.reading import audit_trail
from vsm_xl.annual_return.returns import Return
from vsm_xl.annual_return.targets import not_existing, same_file, workbook_target
from vsm_xl.cli import output, printed_return
from vsm_xl.cli.lite import read
from vsm_xl.cli.options import Replace, argument, group, on_day, out
from vsm_xl.cli.output import PrintedColumn, money, shown
from vsm_xl.dates import pay_year_from_cell
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.write import write_file

COMMANDS = group("ranges", "Check and import tables of pay ranges.")

_File = Annotated[Path, argument("FILE", "A CSV file, or a workbook with the table.")]
_From = Annotated[Date | None, on_day("First day of the ranges.", "--from")]
_To = Annotated[Date | None, on_day("Last day of the ranges.", "--to")]
_Kind = Annotated[
    Literal["Provider", "ICB"] | None, typer.Option(help="For which kind of organisation.")
]
_Status = Annotated[
    Literal["official", "superseded", "derived", "illustrative"] | None,
    typer.Option(help="What the ranges are; official unless the annex calls itself a draft."),
]
_Scheme = Annotated[str | None, typer.Option(metavar="TEXT", help="The name of the scheme.")]
_Source = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Where the annex was published, for each row.")
]


@COMMANDS.command("check")
def _check(
    file: _File,
    starts: _From = None,
    ends: _To = None,
    kind: _Kind = None,
    status: _Status = None,
    scheme: _Scheme = None,
    source: _Source = None,
) -> None:
    """Check a table of pay ranges: columns, numbers, overlaps, gaps.

    An annex laid out for people is read too; the options say what it does not say itself.
    """
    asked = Asked(starts, ends, kind, status, scheme, source)
    found = import_ranges(file, asked, audit_trail.today())
    _show(found)
    output.line(f"{found.where}: {_summary(found)}. No overlap, no gap.")
    _notes(found)


def _show(found: RangeFile) -> None:
    rows = [
        (
            row.org_kind, row.group, _edge(row.size_from), _edge(row.size_to), row.role,
            _amount(row.minimum), _amount(row.operational_maximum),
            _amount(row.exception_maximum), row.effective_from.isoformat(),
            row.effective_to.isoformat() if row.effective_to else "open", row.status,
        )
        for row in found.table.rows
    ]  # fmt: skip
    heads = (
        PrintedColumn("Kind"), PrintedColumn("Group"), PrintedColumn("Size from", right=True),
        PrintedColumn("below", right=True), PrintedColumn("Role"), PrintedColumn("Minimum £", right=True),
        PrintedColumn("Operational maximum £", right=True), PrintedColumn("Exception maximum £", right=True),
        PrintedColumn("In force from"), PrintedColumn("to"), PrintedColumn("Status"),
    )  # fmt: skip
    output.table(heads, rows)
    output.line()
    for words in found.understood:
        output.line(f"Understood: {words}")
    for words in found.notes:
        output.line(f"The annex also says: {words}")


@COMMANDS.command("import")
def _import(
    file: _File,
    target: Annotated[
        Path,
        out("OUT", "The return that takes the table (new if none), or a new .csv file for it."),
    ],
    starts: _From = None,
    ends: _To = None,
    kind: _Kind = None,
    status: _Status = None,
    scheme: _Scheme = None,
    source: _Source = None,
) -> None:
    """Put a table of pay ranges into a return, in place of the ranges there.

    FILE has the columns of the Pay ranges sheet, or is the annex as it was published: blocks, merged
    headers, "up to £200m" in words, £000, footnotes. What was understood is shown; the options
    say what the annex does not say itself. Everything else in the return stays.
    """
    asked = Asked(starts, ends, kind, status, scheme, source)
    if target.suffix.lower() == ".csv":
        _write_table(file, target, asked)
        return
    workbook_target(target, (file,), replace=True)
    with output.progress(4) as step:
        step(f"Reading {file.name}")
        found = import_ranges(file, asked, audit_trail.today())
        step(f"Reading {target.name}")
        new = not target.exists()
        filled = Return.new(file=target) if new else read(target)
        filled.fill(ranges=found.entries)
        step("Recalculating")
        filled.recalculate()
        step(f"Writing {target.name}")
        filled.save()
    if found.understood:
        _show(found)
    output.line(f"Wrote {target}{', a new blank return' if new else ''}: {_summary(found)}.")
    _notes(found)
    output.line(printed_return.master(filled.results))


def _write_table(file: Path, target: Path, asked: Asked) -> None:
    if target.exists():
        raise UnusableInput(f"{target} exists already. Give another name, or remove it first.")
    found = import_ranges(file, asked, audit_trail.today())
    write_file(target, table_csv(found.table.rows))
    _show(found)
    output.line(f"Wrote {target}: {_summary(found)}.")
    _notes(found)


@COMMANDS.command("uplift")
def _uplift(
    *,
    file: Annotated[Path, argument("FILE", "Last year's table: a CSV file, or a workbook.")],
    pay_year: Annotated[
        str, typer.Option("--pay-year", metavar="YEAR", help="The year to raise to, as 2026/27.")
    ],
    target: Annotated[Path, out("CSV", "The CSV file to write.")],
    replace: Replace = False,
) -> None:
    """Raise last year's pay ranges by the national uplift.

    Each row is marked derived: the checks of a return fail until the official table replaces it.
    """
    try:
        year = pay_year_from_cell(pay_year)
    except ValueError as fault:
        raise UnusableInput(f"--pay-year: {fault}") from None
    if target.suffix.lower() != ".csv":
        raise UnusableInput(
            f"{target}: the table is written as a CSV file. Write {target.name}.csv."
        )
    if same_file(target, file):
        raise UnusableInput(
            f"{target} is read by this command and would be written over. Give another name."
        )
    not_existing(target, replace=replace)
    made = uplift(read_range_file(file), year)
    write_file(target, table_csv(made.rows, for_excel=True))
    output.line(
        f"Wrote {target}: {len(made.rows)} rows for {made.pay_year}, each point raised by "
        f"{made.percent:.2%} and each row marked derived."
    )
    output.line(
        "Rounded to the nearest pound; how NHS England rounds is not confirmed. Replace the table by "
        "the official one when it comes."
    )


def _summary(found: RangeFile) -> str:
    rows = found.table.rows
    statuses = Counter(row.status for row in rows)
    words = ", ".join(f"{count} {status}" for status, count in statuses.items())
    return f"{len(rows)} rows of pay ranges ({words}), roles {', '.join(found.table.roles)}"


def _notes(found: RangeFile) -> None:
    output.line(
        f"Fingerprint of the table: {found.table.fingerprint} (the same for every file with the "
        "same ranges)."
    )
    if found.ignored:
        output.line(f"Further columns are not carried over: {', '.join(found.ignored)}.")
    if statuses := sorted({row.status for row in found.table.rows} - {"official"}):
        output.line(
            f"The checks of a return fail while it uses ranges that are {' or '.join(statuses)}: "
            "only official ones decide pay."
        )


def _amount(pence: int | None) -> str:
    return "" if pence is None else money(pence / 100)


def _edge(hundredths: int | None) -> str:
    if hundredths is None:
        return ""
    return money(hundredths / 100) if hundredths % 100 else shown(hundredths / 100)
