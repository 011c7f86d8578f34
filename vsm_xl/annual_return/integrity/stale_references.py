"""Finds rows and cells of inputs that formulas no longer read where they belong.

Programs move references along when cells are moved.  So the formulas of a calculated table tell
where each input of its row has gone: to another row, one up or down, or nowhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from vsm_xl.annual_return.messages import lower, repair_words
from vsm_xl.annual_return.template.layout import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vsm_xl.annual_return.template.description import Column
    from vsm_xl.annual_return.template.layout import Layout, Place

Held: TypeAlias = "Mapping[str, Mapping[str, object]]"
#: For each row of a table the row that a formula reads instead; None where it reads nothing.
_Rows: TypeAlias = "Sequence[int | None]"

#: So many cells, one below the other and all as far off, were moved together.
_TOGETHER: Final = 3
_FIRST: Final = re.compile(r"\[(\w+)\.(\w+)\]")


@dataclass(frozen=True)
class StaleReferences:
    """What the formulas of a workbook read of its tables of inputs."""

    file: str
    layout: Layout
    held: Held

    def rows(self, place: Place) -> Iterator[str]:
        """Return which rows of a table of inputs were put in, taken out or moved."""
        for reader in self._readers(place):
            columns = self._columns(place, reader)
            if not columns:
                continue
            if _in_order(self._read(place, reader, columns[0]), place):
                return
            read = _commonest([self._read(place, reader, column) for column in columns])
            yield from self._rows_words(place, reader, read)
            return

    def shifted(self, place: Place) -> Iterator[tuple[str, str]]:
        """Return the letter of each column of which single cells moved up or down, with words."""
        for reader in self._readers(place):
            columns = {
                one.key: self._read(place, reader, one) for one in self._columns(place, reader)
            }
            if not columns:
                continue
            whole = _commonest(list(columns.values()))
            for column in self._columns(place, reader):
                found = _FIRST.search(column.formula)
                letter = place.letter(found[2]) if found else ""
                at, by = _run(columns[column.key], whole)
                if by:
                    yield letter, self._shift_words(place, f"{letter}{place.first_row + at}", by)
            return

    def _readers(self, place: Place) -> Iterator[Place]:
        for reader in self.layout.places.values():
            if reader.sheet.purpose != "input" and reader.table.height == place.table.height:
                yield reader

    def _columns(self, place: Place, reader: Place) -> list[Column]:
        """Return the columns of a table of which each cell reads first of all its row's input."""
        return [
            column
            for column in reader.table.columns
            if (found := _FIRST.search(column.formula)) and found[1] == place.table.key
        ]

    def _read(self, place: Place, reader: Place, column: Column) -> _Rows:
        title = re.escape(quoted(place.sheet.title).strip("'"))
        reference = re.compile(rf"'?{title}'?!\$?[A-Z]+(?:\$?([0-9]+)|#REF!)|(#REF!)")
        cells = self.held[reader.sheet.title]
        matches = [
            reference.search(str(cells.get(reader.cell(column.key, at))))
            for at in range(reader.table.height)
        ]
        known = {int(match[1]) for match in matches if match and match[1]}
        found: list[int | None] = []
        before = place.header_row
        for match in matches:
            if match:
                found.append(int(match[1]) if match[1] else None)
                before = found[-1] or before
                continue
            # A formula that was pasted over says nothing; its row is taken for the next one.
            before += 1
            found.append(before)
            if before in known:
                # Then it is the calculated table that has moved, which is told by its own cells.
                return list(range(place.first_row, place.last_row + 1))
        return found

    def _rows_words(self, place: Place, reader: Place, read: _Rows) -> Iterator[str]:
        if _in_order(read, place):
            return
        where = f"{self.file}, sheet {place.sheet.title}"
        repair = repair_words(self.file)
        key = self._columns(place, reader)[0].key
        if moved := _out_of_order(read):
            if set(read) == set(range(place.first_row, place.last_row + 1)):
                yield (
                    f"{self.file}, sheet {reader.sheet.title}, cell {reader.cell(key, moved[0])}: the "
                    f"rows were put in another order than those of {place.sheet.title}, which may be "
                    f"sorted alone. {repair}"
                )
                return
            for at in moved:
                yield (
                    f"{where}, row {place.first_row + at}: it was cut or dragged to row {read[at]}, "
                    f"where {reader.sheet.title}, cell {reader.cell(key, at)}, still reads it. "
                    f"{repair}"
                )
            return
        expected = place.first_row
        lost: list[int] = []
        for at, row in enumerate([*read, None]):
            if row is None and at < len(read):
                lost.append(at)
                continue
            if lost:
                yield self._lost_words(
                    where, expected, reader, [reader.cell(key, one) for one in lost]
                )
                lost = []
            if row is not None:
                yield from self._put_in_words(place, reader, range(expected, row))
                expected = row + 1

    def _lost_words(self, where: str, row: int, reader: Place, cells: list[str]) -> str:
        rows = "a row was" if len(cells) == 1 else f"{len(cells)} rows were"
        refs = f"cell {cells[0]}, has" if len(cells) == 1 else f"{cells[0]} to {cells[-1]}, has"
        return (
            f"{where}, row {row}: {rows} deleted here, and {reader.sheet.title}, {refs} lost what it "
            f"read. {repair_words(self.file)}"
        )

    def _put_in_words(self, place: Place, reader: Place, rows: Iterable[int]) -> Iterator[str]:
        """Return which rows no one reads: those beside each other at once, as they are or not empty."""
        cells = self.held[place.sheet.title]
        letters = [place.letter(column.key) for column in place.table.columns]
        repair = repair_words(self.file)
        groups: list[tuple[bool, list[int]]] = []
        for row in rows:
            holds = any(f"{letter}{row}" in cells for letter in letters)
            if groups and groups[-1][0] == holds:
                groups[-1][1].append(row)
            else:
                groups.append((holds, [row]))
        for holds, beside in groups:
            one = len(beside) == 1
            which = f"row {beside[0]}" if one else f"rows {beside[0]} to {beside[-1]}"
            put_in = "a row was inserted" if one else f"{len(beside)} rows were inserted"
            empty = "It is empty: delete it" if one else "They are empty: delete them"
            mend = (
                repair
                if holds
                else f"{empty} (Home, Delete, Delete Sheet Rows). Or: {lower(repair)}"
            )
            yield (
                f"{self.file}, sheet {place.sheet.title}, {which}: {put_in}, which "
                f"{reader.sheet.title} does not read. {mend}"
            )

    def _shift_words(self, place: Place, cell: str, by: int) -> str:
        cells = "a cell was" if abs(by) == 1 else f"{abs(by)} cells were"
        done, way = ("inserted", "down") if by > 0 else ("deleted", "up")
        return (
            f"{self.file}, sheet {place.sheet.title}, cell {cell}: {cells} {done} here and those "
            f"below moved {way}, so that each is now beside a different post. Undo it, take "
            "a copy from before, or compare every cell below with its source."
        )


def _in_order(read: _Rows, place: Place) -> bool:
    return list(read) == list(range(place.first_row, place.last_row + 1))


def _commonest(columns: list[_Rows]) -> _Rows:
    """Return where most columns read each row: what moved whole rows moved most of them."""
    return [Counter(rows).most_common(1)[0][0] for rows in zip(*columns, strict=True)]


def _out_of_order(read: _Rows) -> list[int]:
    """Return the rows that do not stand between those before and after: the fewest there can be.

    >>> _out_of_order([8, 20, 10, None, 12])
    [1]
    """
    ends: list[int] = []
    ats: list[int] = []
    before: list[int] = [-1] * len(read)
    for at, row in enumerate(read):
        if row is None:
            continue
        length = bisect_left(ends, row)
        before[at] = ats[length - 1] if length else -1
        ends[length : length + 1] = [row]
        ats[length : length + 1] = [at]
    kept = set()
    at = ats[-1] if ats else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return [at for at, row in enumerate(read) if row is not None and at not in kept]


def _run(read: _Rows, whole: _Rows) -> tuple[int, int]:
    """Find from which row on a column's cells all stand as far off; nowhere is by 0."""
    off = [None if a is None or b is None else a - b for a, b in zip(read, whole, strict=True)]
    told = [by for by in off if by is not None]
    if len(told) < _TOGETHER or not told[-1] or len(set(told[-_TOGETHER:])) > 1:
        return 0, 0
    by = told[-1]
    start = len(off)
    while start and off[start - 1] in {by, None}:
        start -= 1
    return start, by
