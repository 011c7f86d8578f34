"""Tables of pay ranges: read from cells or CSV text, checked, and looked up by day.

A range table is what an organisation pastes from the official annex, or what an edition
ships.  It is accepted whole or refused whole, with the row and column of every fault.

Numbers must be numbers when they come from cells, and days dates or ISO text.  CSV has neither, so
there an amount may have a ``£`` before it and commas between groups of three digits
(``£1,000,000.00``), and a day may be written as ``01/04/2025``; anything else is refused.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from vsm_xl.dates import DayError, day_from_text
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.kinds_and_roles import plain
from vsm_xl.framework.range_checks import contradictions
from vsm_xl.framework.range_rows import (
    AMOUNT_COLUMNS,
    COLUMNS,
    DATE_COLUMNS,
    STATUSES,
    RangeRow,
    RowProblem,
    is_blank,
    read_row,
)
from vsm_xl.frozen import Frozen
from vsm_xl.text_fields import amount, field_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

__all__ = ["COLUMNS", "STATUSES", "RangeRow", "RangeTable", "RangeTableError", "RowProblem"]


class RangeTableError(ValueError):
    """A range table that cannot be used; ``problems`` names row and column of each fault."""

    def __init__(self, problems: Iterable[RowProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RangeTable(Frozen):
    """Pay ranges that fit together; unchangeable, hashable, possibly without any row.

    It is built by :meth:`from_cells` or :meth:`from_csv`, which check the rows.

    >>> table = RangeTable.from_cells([
    ...     list(COLUMNS),
    ...     ["Old", "ICB", "A", None, None, "Chief executive", 175000, 197500, None,
    ...      "2022-01-31", "2025-03-31", "Written answer", "superseded"]])
    >>> row = table.rows[0]
    >>> row.operational_maximum, row.number, row.effective_to.isoformat()
    (19750000, 2, '2025-03-31')
    """

    rows: tuple[RangeRow, ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # A table is the key of other look-ups; its many fields are gone through only once.
        return hash(self.rows)

    @cached_property
    def _on(self) -> dict[tuple[str, date], tuple[RangeRow, ...]]:
        return {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RangeTable) and self.rows == other.rows

    @classmethod
    def from_cells(cls, rows: Iterable[Sequence[object]]) -> RangeTable:
        """Read a table from cells as a spreadsheet hands them over.

        Args:
            rows: the rows, the header first; columns in any order, header names in any case.
                Further columns and blank rows are ignored.

        Returns:
            The table; one without rows where there is a header only, or nothing at all.

        Raises:
            RangeTableError: something in it is wrong.

        >>> RangeTable.from_cells([["scheme", "role"]])
        Traceback (most recent call last):
        ...
        vsm_xl.framework.ranges.RangeTableError: row 1, org_kind: the column is missing; ...
        """
        filled = [
            (number, cells)
            for number, cells in enumerate(rows, start=1)
            if not all(is_blank(cell) for cell in cells)
        ]
        if not filled:
            return cls(rows=())
        problems: list[RowProblem] = []
        places = _places(*filled[0], problems)
        if problems:
            raise RangeTableError(problems)
        read = [read_row(cells, places, number, problems) for number, cells in filled[1:]]
        good = tuple(row for row in read if row is not None)
        # Rows are compared only when all can be read: one that is missing looks like a gap.
        if not problems:
            problems += contradictions(good)
        if problems:
            raise RangeTableError(problems)
        return cls(rows=good)

    @classmethod
    def from_csv(cls, text: str) -> RangeTable:
        """Read a table from the text of a CSV file with a header line.

        Raises:
            RangeTableError: something in it is wrong; rows are counted as records.

        >>> RangeTable.from_csv(",".join(COLUMNS)).rows
        ()
        """
        from vsm_xl.csv_reader import csv_records, hidden_character  # noqa: PLC0415 - seldom used

        try:
            records = csv_records("the table", text, _known)
        except UnusableInput as fault:
            raise RangeTableError([RowProblem(1, "all columns", str(fault))]) from None
        if not records:
            return cls(rows=())
        first, header = records[0]
        names = [_column_named(name) for name in header]
        problems = []
        rows: list[list[object]] = [[] for _ in range(records[-1][0])]
        rows[first - 1] = [*header]
        for number, fields in records[1:]:
            if len(fields) > len(names):
                words = f"{len(fields)} fields under {len(names)} columns; put a value with commas in quotes"
                problems.append(RowProblem(number, "all columns", words))
            for name, field in zip(names, fields, strict=False):
                if hidden := hidden_character(field):
                    problems.append(RowProblem(number, name, hidden))
            rows[number - 1] = [*map(_csv_cell, names, map(field_text, fields))]
        if problems:
            raise RangeTableError(problems)
        return cls.from_cells(rows)

    def on(self, kind: str, day: date) -> tuple[RangeRow, ...]:
        """Return the rows in force for a kind of organisation on a day, in the table's order.

        Args:
            kind: ``Provider`` or ``ICB``.
            day: the day.
        """
        key = kind, day
        found = self._on.get(key)
        if found is None:
            found = self._on[key] = tuple(
                row for row in self.rows if row.org_kind == kind and row.in_force(day)
            )
        return found

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of what the table says, whatever its order, sources, spelling and file.

        Two returns with the same fingerprint were measured against the same table.

        >>> RangeTable(rows=()).fingerprint[:12]
        'e3b0c44298fc'
        """
        import hashlib  # noqa: PLC0415 - not needed when Excel starts

        lines = sorted(
            "|".join(
                str(part)
                for part in (
                    row.org_kind, plain(row.role), plain(row.group), row.size_from, row.size_to,
                    row.minimum, row.operational_maximum, row.exception_maximum,
                    row.effective_from, row.effective_to,
                )
            )
            for row in self.rows
        )  # fmt: skip
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of the table, each once, in the order in which they first stand."""
        named: dict[str, str] = {}
        for row in self.rows:
            named.setdefault(plain(row.role), row.role)
        return tuple(named.values())


def _places(number: int, header: Sequence[object], problems: list[RowProblem]) -> dict[str, int]:
    """Find out where each column stands."""
    places: dict[str, int] = {}
    for at, cell in enumerate(header):
        name = _column_named(cell)
        if name in places:
            problems.append(RowProblem(number, name, "the column appears twice; remove one"))
        elif name in COLUMNS:
            places[name] = at
    problems += (
        RowProblem(number, name, f"the column is missing; the header needs {', '.join(COLUMNS)}")
        for name in COLUMNS
        if name not in places
    )
    return places


def _known(header: Iterable[object]) -> int:
    return len({*map(_column_named, header)} & {*COLUMNS})


def _column_named(cell: object) -> str:
    return cell.strip().casefold() if isinstance(cell, str) else ""


def _csv_cell(column: str, field: str) -> object:
    """Return what a cell would hold; what cannot be read stays text, which is refused in words."""
    if column in AMOUNT_COLUMNS:
        number = amount(field)
        return field if number is None else number
    if column in DATE_COLUMNS:
        try:
            return day_from_text(field)
        except DayError:
            return field
    return field
