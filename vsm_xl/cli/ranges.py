"""Commands on tables of pay ranges: check one, and put it into a return."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.annual_return.filling.range_tables import RangeFile, read_range_file
from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.read import read_return
from vsm_xl.annual_return.reading import audit_trail
from vsm_xl.cli import output, report
from vsm_xl.cli.output import Column, money, shown
from vsm_xl.cli.targets import workbook_target
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import Package, enter_values, write_file
from vsm_xl.ooxml.write import fingerprint
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.annual_return.reading.entries import Entry


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
    workbook_target(out, (file,))
    with output.progress(5) as step:
        step(f"Reading {file.name}")
        found = read_range_file(file)
        step(f"Reading {out.name}")
        before = fingerprint(out)
        new = not out.exists()
        data = build_template() if new else None
        package = Package.from_bytes(data, str(out)) if data is not None else Package.open(out)
        filled = _with_ranges(package, found)
        step("Recalculating")
        recalculated = recalculate(audit_trail.stamp(filled, audit_trail.today()))
        says = read_return(recalculated)
        step(f"Writing {out.name}")
        write_file(out, recalculated.package.to_bytes(), before)
    output.line(f"Wrote {out}{', a new blank return' if new else ''}: {_summary(found)}.")
    _notes(found)
    output.line(report.master(says))


def _with_ranges(package: Package, found: RangeFile) -> Package:
    """Put the rows into the Pay ranges sheet; every other input stays as it is."""
    place = check_structure(package).places["ranges"]
    if len(found.entries) > place.table.height:
        raise UnusableInput(
            f"{found.where}: {len(found.entries)} rows of pay ranges do not fit; {package.name} "
            f"holds {place.table.height}. Leave out the rows that do not apply to this "
            "organisation."
        )
    values: dict[str, Entry] = {}
    for at in range(place.table.height):
        row = found.entries[at] if at < len(found.entries) else {}
        for column in place.table.columns:
            values[place.cell(column.key, at)] = row.get(column.key)
    part = package.sheets()[place.sheet.title]
    return package.replace(part, enter_values(package.parts[part], values))


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
