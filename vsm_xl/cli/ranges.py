"""Commands on tables of pay ranges: check one, and put it into a return."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vsm_xl.annual_return.filling.range_import import import_ranges, table_csv
from vsm_xl.annual_return.filling.range_tables import RangeFile, read_range_file
from vsm_xl.annual_return.filling.range_uplift import uplift
from vsm_xl.annual_return.reading import audit_trail
from vsm_xl.annual_return.returns import Return
from vsm_xl.annual_return.targets import not_existing, same_file, workbook_target
from vsm_xl.cli import output, report
from vsm_xl.cli.lite import read
from vsm_xl.cli.output import PrintedColumn, money, shown
from vsm_xl.dates import pay_year_from_cell
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.write import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.annual_return.filling.annex import Asked
    from vsm_xl.annual_return.filling.range_tables import RangeFile


def check(file: Path, asked: Asked) -> None:
    """Check a table, and show what is in it."""
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


def import_into(file: Path, out: Path, asked: Asked) -> None:
    """Put a table into a return, recalculate and write it; or write it as a table of its own."""
    if out.suffix.lower() == ".csv":
        _write_table(file, out, asked)
        return
    workbook_target(out, (file,), replace=True)
    with output.progress(4) as step:
        step(f"Reading {file.name}")
        found = import_ranges(file, asked, audit_trail.today())
        step(f"Reading {out.name}")
        new = not out.exists()
        filled = Return.new(file=out) if new else read(out)
        filled.fill(ranges=found.entries)
        step("Recalculating")
        filled.recalculate()
        step(f"Writing {out.name}")
        filled.save()
    if found.understood:
        _show(found)
    output.line(f"Wrote {out}{', a new blank return' if new else ''}: {_summary(found)}.")
    _notes(found)
    output.line(report.master(filled.results))


def _write_table(file: Path, out: Path, asked: Asked) -> None:
    if out.exists():
        raise UnusableInput(f"{out} exists already. Give another name, or remove it first.")
    found = import_ranges(file, asked, audit_trail.today())
    write_file(out, table_csv(found.table))
    _show(found)
    output.line(f"Wrote {out}: {_summary(found)}.")
    _notes(found)


def uplift_to(file: Path, pay_year: str, out: Path, *, replace: bool) -> None:
    """Raise the ranges of the year before by the national uplift, and write them as a CSV file."""
    try:
        year = pay_year_from_cell(pay_year)
    except ValueError as fault:
        raise UnusableInput(f"--pay-year: {fault}") from None
    if out.suffix.lower() != ".csv":
        raise UnusableInput(f"{out}: the table is written as a CSV file. Write {out.name}.csv.")
    if same_file(out, file):
        raise UnusableInput(
            f"{out} is read by this command and would be written over. Give another name."
        )
    not_existing(out, replace=replace)
    made = uplift(read_range_file(file), year)
    write_file(out, made.as_csv())
    output.line(
        f"Wrote {out}: {len(made.rows)} rows for {made.pay_year}, each point raised by "
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
