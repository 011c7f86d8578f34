"""The command that shows what an edition changes in returns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.annual_return.impact import impact as changes_of
from vsm_xl.annual_return.template.field_types import (
    PERCENT,
    POUNDS,
    POUNDS_AND_PENCE,
    RATIO,
    RATIO_ONE,
)
from vsm_xl.cli import output
from vsm_xl.cli.output import PrintedColumn, shown
from vsm_xl.dates import day_in_words
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.fitness import find
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vsm_xl.annual_return.impact import Change
    from vsm_xl.annual_return.template.field_types import FieldType

_HEADS: Final = (
    PrintedColumn("Where"), PrintedColumn("What"), PrintedColumn("With A", right=True), PrintedColumn("With B", right=True),
    PrintedColumn("Difference", right=True),
)  # fmt: skip
_TABLES: Final = {
    "decisions": "Post", "return_facts": "Return", "return_counts": "Return", "return_totals": "Return",
    "fair_pay": "Fair pay", "checks": "Check",
}  # fmt: skip
_COUNTED: Final = {
    "Post": "posts", "Return": "figures of the return", "Fair pay": "figures of fair pay",
    "Check": "checks",
}  # fmt: skip
#: Texts longer than this stand below the table, once for all posts that share them.
_LONG: Final = 40


def impact(old: str, new: str, files: list[Path], *, everything: bool) -> None:
    """Show what changes in each return from one edition to another.

    Args:
        old: an edition.
        new: another.
        files: the returns; one that cannot be computed does not keep the others from being shown.
        everything: whether values are shown too that only follow from others.

    Raises:
        UnusableInput: some of the files cannot be computed with both.
    """
    before, after = find(old), find(new)
    output.line(f"A: data edition {before.label}")
    output.line(f"B: data edition {after.label}")
    found: dict[Path, list[Change]] = {}
    problems: list[str] = []
    with output.progress(len(files)) as step:
        for file in files:
            step(f"Computing {file.name} with both")
            try:
                found[file] = changes_of(Package.open(file), before, after)
            except UnusableInput as fault:
                problems += fault.problems
    for file, changes in found.items():
        output.line()
        _show(file, changes, everything=everything)
    if problems:
        raise UnusableInput(problems)


def _show(file: Path, changes: Sequence[Change], *, everything: bool) -> None:
    shown_here = [change for change in changes if change.main or everything]
    if not changes:
        output.line(f"{file}: no change.")
        return
    counts = []
    for kind, many in _COUNTED.items():
        of = {
            change.row or change.label
            for change in changes
            if _TABLES[change.table] == kind and change.main
        }
        if of:
            one = many.replace("figures", "figure") if "figures" in many else many.removesuffix("s")
            counts.append(f"{len(of)} {one if len(of) == 1 else many}")
    output.line(f"{file}: what changes: {', '.join(counts) or 'nothing that is decided'}.")
    texts: dict[tuple[str, str, str], list[str]] = {}
    rows = []
    for change in shown_here:
        was, now = _shown(change.before, change.kind), _shown(change.after, change.kind)
        if max(len(was), len(now)) > _LONG:
            texts.setdefault((change.label, was, now), []).append(
                change.row or _TABLES[change.table]
            )
        else:
            where = f"{_TABLES[change.table]} {change.row}".strip()
            rows.append((where, change.label, was, now, _difference(change)))
    if rows:
        output.table(_HEADS, rows)
    for (label, was, now), whom in texts.items():
        output.line()
        output.line(f"{label}, {'; '.join(whom)}:")
        output.line(f"    with A: {was}")
        output.line(f"    with B: {now}")
    if hidden := len(changes) - len(shown_here):
        output.line()
        output.line(
            f"{hidden} further values that follow from these are not shown; --all shows them."
        )


def _shown(value: Any, kind: FieldType) -> str:
    """Write a value as the workbook shows it."""
    if value is None or value == "":
        return "empty"
    if isinstance(value, bool) or not isinstance(value, float | int):
        return day_in_words(value) if isinstance(value, date) else shown(value)
    match kind.number_format:
        case form if form in (POUNDS, POUNDS_AND_PENCE):
            return f"£{value:,.2f}"
        case form if form == PERCENT:
            return f"{value * 100:.4g} %"
        case form if form in (RATIO, RATIO_ONE):
            return f"{value:.2f}"
    return shown(value)


def _difference(change: Change) -> str:
    by = change.difference
    if by is None:
        return ""
    words = _shown(abs(by), change.kind)
    return f"{'-' if by < 0 else '+'}{words}"
