"""Tables of pay ranges as files, for the tests of this folder."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import openpyxl

from vsm_xl.framework.ranges import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

ROW = {
    "scheme": "Test", "org_kind": "Provider", "group": "All", "size_from": "0", "size_to": "",
    "role": "Chief executive", "minimum": "£200,000", "operational_maximum": "300000",
    "exception_maximum": "", "effective_from": "01/04/2025", "effective_to": "2026-03-31",
    "source": "Annex", "status": "official",
}  # fmt: skip


def table(path: Path, *changes: dict[str, str], without: str = "") -> Path:
    columns = [column for column in COLUMNS if column != without]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(ROW | change for change in changes)
    return path


def sheet(path: Path, *, shift: int = 2) -> Path:
    """Make a workbook with the table under a title, as annexes have it."""
    book: Any = openpyxl.Workbook()
    book.active["A1"] = "Notes"
    annex = book.create_sheet("Annex A")
    annex["A1"] = "Pay ranges from 1 April 2025"
    cells = ROW | {"size_from": 0, "minimum": 200000, "operational_maximum": 300000}
    cells |= {"effective_from": "2025-04-01", "checked_by": "A. N. Analyst"}
    for column, (name, value) in enumerate(cells.items(), start=1):
        annex.cell(shift + 1, column, name.upper())
        annex.cell(shift + 2, column, value or None)
    annex.cell(shift + 2, 4, 0)
    book.save(path)
    return path
