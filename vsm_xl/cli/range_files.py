"""Tables of pay ranges in files: a CSV, or any workbook with a sheet that has the columns."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from openpyxl import load_workbook

from vsm_xl.annual_return.entries import Entry, from_cell
from vsm_xl.annual_return.fill import read_ranges_csv
from vsm_xl.annual_return.problems import unusable
from vsm_xl.annual_return.sheets import pay_ranges
from vsm_xl.cli.cells import records
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.range_rows import AMOUNT_COLUMNS, is_blank
from vsm_xl.framework.ranges import COLUMNS, RangeRow, RangeTable, RangeTableError
from vsm_xl.ooxml import Package

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: A row with this many of the columns is meant as the header, although some are missing.
_MEANT: Final = 3
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods")


@dataclass(frozen=True)
class RangeFile:
    """A table of pay ranges that was found sound.

    ``entries`` are its rows as the Pay ranges sheet takes them; ``ignored`` are the headers of
    further columns.
    """

    table: RangeTable
    entries: list[Mapping[str, Entry]]
    where: str
    ignored: tuple[str, ...]


def read_range_file(path: Path) -> RangeFile:
    """Read and check a table of pay ranges.

    Args:
        path: a CSV file, or a workbook of which the first sheet with the columns is taken (the
            Pay ranges sheet of a return is one).

    Raises:
        UnusableInput: with one line for each fault, naming file, sheet, row and column.
    """
    if path.suffix.lower() in _WORKBOOKS:
        sheet, rows = _sheet_rows(path)
        where = f"{path}, sheet {sheet}"
    else:
        rows, where = _csv_rows(path), str(path)
    try:
        table = RangeTable.from_cells(rows)
    except RangeTableError as fault:
        raise unusable([f"{where}, {problem}" for problem in fault.problems]) from None
    if not table.rows:
        raise UnusableInput(f"{where}: there is no row of pay ranges under the header.")
    header = next(row for row in rows if row)
    ignored = tuple(str(cell) for cell in header if not is_blank(cell) and not _known(cell))
    return RangeFile(table, _entries(table.rows, where), where, ignored)


def _csv_rows(path: Path) -> list[Sequence[object]]:
    """Give the cells of a CSV file, each in the row where a spreadsheet shows it."""
    # Read as fill reads it, so that what is found good here can be filled in.
    entries = read_ranges_csv(path)
    lines = records(path)
    filled = [number for number, fields in enumerate(lines) if any(map(_bare, fields))]
    rows: list[Sequence[object]] = [[] for _ in lines]
    others = [field for field in map(_bare, lines[filled[0]]) if not _known(field)]
    rows[filled[0]] = [*COLUMNS, *others]
    for number, entry in zip(filled[1:], entries, strict=True):
        rows[number] = [entry.get(column) for column in COLUMNS]
    return rows


def _bare(field: str) -> str:
    """Take away what web pages and other programs leave around a field."""
    return field.strip("\ufeff\u00a0 \t\r\n")


def _sheet_rows(path: Path) -> tuple[str, list[Sequence[object]]]:
    """Find the sheet with the table; rows above its header come as empty ones."""
    package = Package.open(path)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it does not know; nothing is saved with it here.
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(package.to_bytes()), data_only=True)
    except Exception as problem:  # noqa: BLE001 - a damaged file makes openpyxl raise almost anything
        raise UnusableInput(
            f"{path} cannot be read as a workbook ({problem}). Open it in Excel, let Excel repair "
            "it, and save it."
        ) from None
    best: tuple[int, str, list[Sequence[object]]] = (0, "", [])
    for sheet in workbook.worksheets:
        rows: list[Sequence[object]] = list(sheet.iter_rows(values_only=True))
        for number, row in enumerate(rows):
            found = len({str(cell).strip().casefold() for cell in row if _known(cell)})
            if found > best[0]:
                best = found, sheet.title, [[] for _ in rows[:number]] + rows[number:]
    if best[0] < _MEANT:
        raise UnusableInput(
            f"{path}: no sheet has a table of pay ranges. Its header row needs the columns "
            f"{', '.join(COLUMNS)}."
        )
    return best[1], best[2]


def _known(cell: object) -> bool:
    return isinstance(cell, str) and cell.strip().casefold() in COLUMNS


def _entries(rows: Sequence[RangeRow], where: str) -> list[Mapping[str, Entry]]:
    problems: list[str] = []
    entries: list[Mapping[str, Entry]] = []
    for row in rows:
        entry: dict[str, Entry] = {}
        for column in pay_ranges.COLUMNS:
            value = getattr(row, column.key)
            if column.key in AMOUNT_COLUMNS and value is not None:
                value /= 100
            try:
                entry[column.key] = from_cell(value, column.kind, column.choices)
            except ValueError as fault:
                problems.append(f"{where}, row {row.number}, {column.key}: {fault}")
        entries.append(entry)
    if problems:
        raise unusable(problems)
    return entries
