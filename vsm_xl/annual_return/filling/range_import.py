"""A table of pay ranges taken over from whatever file holds it: our columns, or an annex."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.filling.annex import Asked, read_annex
from vsm_xl.annual_return.filling.annex_files import annex_sheets
from vsm_xl.annual_return.filling.annex_layout import has_amounts
from vsm_xl.annual_return.filling.range_sheets import column_named, find_table
from vsm_xl.annual_return.filling.range_tables import (
    WORKBOOKS,
    RangeFile,
    read_range_file,
    sheet_entries,
)
from vsm_xl.dates import day_in_words
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

#: A row with this many of the columns is meant as our header, although some are missing.
_MEANT: Final = 3


def import_ranges(path: Path, asked: Asked, today: date) -> RangeFile:
    """Read a table of pay ranges, in our columns or laid out for people.

    Args:
        path: a CSV file or a workbook.
        asked: what is said beside the file; for a table in our columns, nothing may be.
        today: the day of import, for the source of each row.

    Raises:
        UnusableInput: with one line for each thing that is not understood.
    """
    is_workbook = path.suffix.lower() in WORKBOOKS
    ours = _not_ours(path, is_workbook=is_workbook)
    if ours is None:
        if asked != Asked():
            raise UnusableInput(
                f"{path} has the columns of a pay-range table, which already state all this; leave "
                "out --from, --to, --kind, --status, --scheme and --source, or change the table."
            )
        return read_range_file(path)
    try:
        sheets, digest = annex_sheets(path, is_workbook=is_workbook)
        if not has_amounts(sheets):
            raise ours
    except UnusableInput:
        raise ours from None
    origin = f"{path.name} (SHA-256 {digest[:12]}), imported on {day_in_words(today)}"
    if asked.source:
        origin = f"{asked.source}; {origin}"
    annex = read_annex(sheets, str(path), origin, asked)
    return RangeFile(
        annex.table, sheet_entries(annex.table.rows, str(path)), str(path), (),
        (*annex.understood, f"The file's own fingerprint is {digest}."), annex.notes,
    )  # fmt: skip


def _not_ours(path: Path, *, is_workbook: bool) -> UnusableInput | None:
    """Return why a file is not a table in our columns, or None where it is one."""
    if is_workbook:
        try:
            find_table(path)
        except UnusableInput as fault:
            return fault
        return None
    try:
        sheets, _ = annex_sheets(path, is_workbook=False)
    except UnusableInput:
        return None
    names: dict[int, set[str]] = {}
    for (row, _), value in sheets[0].cells.items():
        if name := column_named(value):
            names.setdefault(row, set()).add(name)
    # "Role" and "source" are words of an annex too; the names with a line below are not.
    if any(len(found) >= _MEANT and any("_" in one for one in found) for found in names.values()):
        return None
    try:
        read_range_file(path)
    except UnusableInput as fault:
        return fault
    return None
