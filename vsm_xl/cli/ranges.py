"""Commands on tables of pay ranges: check one, and put it into a return."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vsm_xl.annual_return.filling.range_tables import RangeFile, read_range_file
from vsm_xl.annual_return.returns import Return
from vsm_xl.annual_return.targets import workbook_target
from vsm_xl.cli import output, report
from vsm_xl.cli.output import Column, money, shown

if TYPE_CHECKING:
    from pathlib import Path


def check(file: Path) -> None:
    """Check a table, and show what is in it."""
    found = read_range_file(file)
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
        Column("Kind"), Column("Group"), Column("Size from", right=True),
        Column("below", right=True), Column("Role"), Column("Minimum £", right=True),
        Column("Operational maximum £", right=True), Column("Exception maximum £", right=True),
        Column("In force from"), Column("to"), Column("Status"),
    )  # fmt: skip
    output.table(heads, rows)
    output.line()
    output.line(f"{found.where}: {_summary(found)}. No overlap, no gap.")
    _notes(found)


def import_into(file: Path, out: Path) -> None:
    """Put a table into a return, recalculate and write it."""
    workbook_target(out, (file,), replace=True)
    with output.progress(4) as step:
        step(f"Reading {file.name}")
        found = read_range_file(file)
        step(f"Reading {out.name}")
        new = not out.exists()
        filled = Return.new(file=out) if new else Return.open(out)
        filled.fill(ranges=found.entries)
        step("Recalculating")
        filled.recalculate()
        step(f"Writing {out.name}")
        filled.save()
    output.line(f"Wrote {out}{', a new blank return' if new else ''}: {_summary(found)}.")
    _notes(found)
    output.line(report.master(filled.results))


def _summary(found: RangeFile) -> str:
    rows = found.table.rows
    statuses = Counter(row.status for row in rows)
    words = ", ".join(f"{count} {status}" for status, count in statuses.items())
    return f"{len(rows)} rows of pay ranges ({words}), roles {', '.join(found.table.roles)}"


def _notes(found: RangeFile) -> None:
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
    return "" if hundredths is None else shown(hundredths / 100)
