"""The command that shows what an edition changes in returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vsm_xl.annual_return.impact import impact as changes_of
from vsm_xl.cli import output
from vsm_xl.cli.output import PrintedColumn, money, shown
from vsm_xl.framework.fitness import find
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.annual_return.impact import Change

_HEADS = (
    PrintedColumn("Where"), PrintedColumn("What"), PrintedColumn("With A", right=True), PrintedColumn("With B", right=True),
    PrintedColumn("Difference", right=True),
)  # fmt: skip
_TABLES = {
    "decisions": "Post", "return_facts": "Return", "fair_pay": "Fair pay", "checks": "Check",
}  # fmt: skip


def impact(old: str, new: str, files: list[Path]) -> None:
    """Show what changes in each return from one edition to another."""
    before, after = find(old), find(new)
    output.line(f"A: data edition {before.label}")
    output.line(f"B: data edition {after.label}")
    with output.progress(len(files)) as step:
        found: dict[Path, list[Change]] = {}
        for file in files:
            step(f"Computing {file.name} with both")
            found[file] = changes_of(Package.open(file), before, after)
    for file, changes in found.items():
        output.line()
        output.line(f"{file}: {len(changes)} values change." if changes else f"{file}: no change.")
        if changes:
            output.table(_HEADS, [_row(change) for change in changes])


def _row(change: Change) -> tuple[str, ...]:
    where = f"{_TABLES[change.table]} {change.row}".strip()
    by = change.difference
    said = "" if by is None else f"{by:+,.2f}"
    return where, change.label, *_values(change.before, change.after), said


def _values(before: Any, after: Any) -> tuple[str, str]:
    """Write two values alike: with pennies, unless both are whole or one is below 1."""
    numbers = [v for v in (before, after) if isinstance(v, float | int)]
    if any(isinstance(v, float) and abs(v) >= 1 for v in numbers):
        return money(before), money(after)
    return shown(before), shown(after)
