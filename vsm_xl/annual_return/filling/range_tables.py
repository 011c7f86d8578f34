"""Tables of pay ranges in files: a CSV, or any workbook with a sheet that has the columns."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.filling.csv_files import Rows, read_ranges_csv
from vsm_xl.annual_return.filling.range_sheets import column_named, find_table
from vsm_xl.annual_return.messages import unusable
from vsm_xl.annual_return.reading.entries import Entry, from_cell
from vsm_xl.annual_return.template.return_size import MOST_ROWS
from vsm_xl.annual_return.template.sheets import pay_ranges
from vsm_xl.csv_text import csv_text, guarded
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.range_rows import AMOUNT_COLUMNS, is_blank
from vsm_xl.framework.ranges import COLUMNS, RangeRow, RangeTable, RangeTableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

WORKBOOKS: Final = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods")


@dataclass(frozen=True)
class RangeFile:
    """A table of pay ranges that was found sound.

    ``entries`` are its rows as the Pay ranges sheet takes them; ``ignored`` are the headers of
    further columns; ``understood`` and ``notes`` state how an annex was read.
    """

    table: RangeTable
    entries: Rows
    where: str
    ignored: tuple[str, ...]
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_range_file(path: Path, *, may_be_empty: bool = False) -> RangeFile:
    """Read and check a table of pay ranges.

    Args:
        path: a CSV file, or a workbook of which the first sheet with the columns is taken (the
            Pay ranges sheet of a return is one).
        may_be_empty: whether a header without a row is good: the export of a return that has no
            ranges yet.

    Raises:
        UnusableInput: with one line for each fault, naming file, sheet, row and column.
    """
    if path.suffix.lower() in WORKBOOKS:
        sheet, rows = find_table(path)
        where = f"{path}, sheet {sheet}"
    else:
        rows, where = _csv_rows(path), str(path)
    # Each row is compared with every other, so a list of something else would take hours.
    if (count := sum(1 for row in rows if row) - 1) > MOST_ROWS:
        raise UnusableInput(
            f"{where}: {count:,} rows are under the header, and a return holds at most "
            f"{MOST_ROWS:,}. Leave only the rows of pay ranges in the table."
        )
    try:
        table = RangeTable.from_cells(rows)
    except RangeTableError as fault:
        raise unusable([f"{where}, {problem}" for problem in fault.problems]) from None
    if not table.rows and not may_be_empty:
        raise UnusableInput(f"{where}: there is no row of pay ranges under the header.")
    header = next(row for row in rows if row)
    ignored = tuple(str(cell) for cell in header if not is_blank(cell) and not column_named(cell))
    return RangeFile(table, sheet_entries(table.rows, where), where, ignored)


def _csv_rows(path: Path) -> list[Sequence[object]]:
    """Return the cells of a CSV file, header first, each row at the number of its line."""
    # Read as fill reads it, so that what is found good here can be filled in.
    entries = read_ranges_csv(path)
    rows: list[Sequence[object]] = [() for _ in range(max(entries.rows, default=entries.header))]
    rows[entries.header - 1] = [*COLUMNS, *entries.others]
    for number, entry in zip(entries.rows, entries, strict=True):
        rows[number - 1] = [entry.get(column) for column in COLUMNS]
    return rows


def sheet_entries(rows: Sequence[RangeRow], where: str) -> Rows:
    """Return the rows of a table as the Pay ranges sheet takes them."""
    problems: list[str] = []
    entries = Rows(where)
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
        entries.rows.append(row.number)
    if problems:
        raise unusable(problems)
    return entries


def table_csv(rows: Iterable[RangeRow], *, for_excel: bool = False) -> bytes:
    """Return rows as the CSV file that every command reads, and that an edition ships.

    Args:
        rows: of a table.
        for_excel: whether its lines end as Excel's do, behind a byte-order mark.
    """
    fields = ([_field(getattr(row, column)) for column in COLUMNS] for row in rows)
    line_end = "\r\n" if for_excel else "\n"
    return csv_text([COLUMNS, *fields], line_end=line_end, for_excel=for_excel).encode()


def _field(value: object) -> str:
    if isinstance(value, int):
        pounds = Decimal(value).scaleb(-2)
        return f"{pounds.normalize():f}" if pounds else "0"
    # A text of the annex must not become a formula in a spreadsheet program.
    return guarded("" if value is None else str(value))
