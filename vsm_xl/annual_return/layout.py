"""The workbook as a description: sheets of tables, tables of columns or of lines.

Builder, filler, reader, checker and tests all walk over this one description.  A formula is
written with references by name, in square brackets, which :class:`Layout` turns into cells:

- ``[salary]`` the column of that key of the same table, in the same row;
- ``[people.salary]`` the same of another table, in the row of the same number;
- ``[staff_pay.value+2]`` the same, that many rows further down;
- ``[people.salary:all]`` every data row of that column;
- ``[decisions.post:award]`` the same row from one column to another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from openpyxl.utils import get_column_letter

from vsm_xl.annual_return.kinds import ANY, SHORT_TEXT, WORDS, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: What a sheet is for (rule 2 orders them by it; only ``input`` sheets freeze their headers).
Purpose = Literal["about", "input", "calculated", "output", "check", "reference"]
Role = Literal["text", "label", "header", "unit", "guidance", "heading", "input", "formula"]
Content: TypeAlias = "str | float | bool | date | None"

_REFERENCE: Final = re.compile(r"\[(?:(\w+)\.)?(\w+)(?:\+(\d+))?(?::(\w+))?\]")
#: Title, introduction, link back to the Cover, and a row left free.
FIRST_TABLE_ROW: Final = 5


def quoted(title: str) -> str:
    """Write a sheet's title as formulas do: in quotes where it holds more than letters.

    >>> quoted("People"), quoted("Pay ranges")
    ('People', "'Pay ranges'")
    """
    return title if title.isalpha() else "'" + title.replace("'", "''") + "'"


@dataclass(frozen=True)
class Column:
    """A column of a table: an input where it has neither a formula nor given content."""

    key: str
    header: str
    kind: Kind = ANY
    unit: str = ""
    guidance: str = ""
    width: float = 14
    formula: str = ""
    choices: str = ""
    #: False where the cells are given by the rows (labels) and so differ from row to row.
    entry: bool = True


@dataclass(frozen=True)
class Line:
    """A labelled value: one row of a table with the columns item, value, unit and guidance."""

    key: str
    label: str
    kind: Kind
    unit: str
    guidance: str
    formula: str = ""
    choices: str = ""
    name: str = ""


@dataclass(frozen=True)
class Named:
    """A defined name for some columns of a table; ``rows`` limits it to rows counted from 0."""

    name: str
    first: str
    last: str = ""
    header: bool = False
    rows: tuple[int, int] | None = None


@dataclass(frozen=True)
class Table:
    """A table with a header row, alone or above others, starting in column A.

    ``rows`` is a number of equal rows, or the content of each row by column key (text that
    begins with ``=`` is a formula; a key left out takes the column's formula).
    """

    key: str
    name: str
    columns: tuple[Column, ...]
    rows: int | tuple[Mapping[str, Content], ...] = ()
    lines: tuple[Line, ...] = ()
    names: tuple[Named, ...] = ()
    heading: str = ""
    #: Whether unit and guidance of each column stand in two rows above the header.
    guided: bool = False
    #: Column keys whose formulas differ by row on purpose (rule 15 does not apply to them).
    varies: tuple[str, ...] = ()
    #: Column whose cells are sheet titles and lead there.
    links: str = ""
    #: Kind of the column ``value`` in each row, where it differs (figures of several units).
    kinds: tuple[Kind, ...] = ()

    @property
    def height(self) -> int:
        """How many data rows it has."""
        return self.rows if isinstance(self.rows, int) else len(self.rows)

    def index(self, key: str) -> int:
        """Give the position of a column, from 0.

        Raises:
            KeyError: there is no such column.
        """
        for at, column in enumerate(self.columns):
            if column.key == key:
                return at
        raise KeyError(f"{self.key}.{key}")


def lines_table(
    key: str,
    name: str,
    lines: tuple[Line, ...],
    *,
    heading: str = "",
    value_header: str = "Input",
    names: tuple[Named, ...] = (),
    item_header: str = "Item",
    guidance: bool = True,
) -> Table:
    """Give a table of labelled values: item, value, unit and, beside inputs, guidance."""
    columns = (
        Column("item", item_header, SHORT_TEXT, entry=False),
        Column("value", value_header),
        Column("unit", "Unit", SHORT_TEXT, entry=False),
        Column("guidance", "Guidance", WORDS, entry=False),
    )[: None if guidance else -1]
    rows = tuple(
        {"item": line.label, "value": line.formula or None, "unit": line.unit, "guidance": line.guidance}
        for line in lines
    )
    own = tuple(
        Named(line.name, "value", rows=(at, at)) for at, line in enumerate(lines) if line.name
    )
    return Table(
        key, name, columns, rows, lines, own + names, heading=heading, varies=("value",)
    )


@dataclass(frozen=True)
class Sheet:
    """A sheet: title in A1, an introduction, tables below each other."""

    title: str
    heading: str
    purpose: Purpose
    introduction: str
    tables: tuple[Table, ...]
    widths: tuple[float, ...] = ()
    landscape: bool = True
    about: str = ""

    @cached_property
    def column_widths(self) -> tuple[float, ...]:
        """Widths as given, or those of the table with the most columns."""
        if self.widths:
            return self.widths
        widest = max(self.tables, key=lambda table: len(table.columns))
        return tuple(column.width for column in widest.columns)


@dataclass(frozen=True)
class Place:
    """Where a table stands."""

    sheet: Sheet
    table: Table
    header_row: int

    @property
    def first_row(self) -> int:
        """The first data row."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """The last data row."""
        return self.header_row + self.table.height

    @property
    def ref(self) -> str:
        """The table with its header, such as ``A6:D14``."""
        return f"A{self.header_row}:{get_column_letter(len(self.table.columns))}{self.last_row}"

    def letter(self, key: str) -> str:
        """Give the column letter of a key."""
        return get_column_letter(self.table.index(key) + 1)

    def cell(self, key: str, at: int = 0) -> str:
        """Give the cell of a column in data row ``at`` (from 0), such as ``G7``."""
        return f"{self.letter(key)}{self.first_row + at}"

    def line_cell(self, key: str) -> str:
        """Give the value cell of a line."""
        for at, line in enumerate(self.table.lines):
            if line.key == key:
                return self.cell("value", at)
        raise KeyError(f"{self.table.key}.{key}")


@dataclass(frozen=True)
class Cell:
    """One cell as it is to be: where, what in it, and as what it serves."""

    row: int
    column: int
    content: Content
    role: Role
    kind: Kind = ANY
    unit: str = ""
    choices: str = ""
    label: str = ""
    guidance: str = ""
    link: str = ""
    table: str = ""
    key: str = ""
    line: str = ""

    @property
    def ref(self) -> str:
        """Its address, such as ``B7``."""
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True)
class Layout:
    """The whole workbook for a number of people."""

    sheets: tuple[Sheet, ...]
    people: int
    range_rows: int

    @cached_property
    def places(self) -> dict[str, Place]:
        """Where each table stands, by its key."""
        found = {}
        for sheet in self.sheets:
            row = FIRST_TABLE_ROW
            for table in sheet.tables:
                row += (1 if table.heading else 0) + (2 if table.guided else 0)
                found[table.key] = Place(sheet, table, row)
                row += table.height + 2
        return found

    def sheet(self, title: str) -> Sheet:
        """Find a sheet by its title.

        Raises:
            KeyError: there is none of that title.
        """
        for sheet in self.sheets:
            if sheet.title == title:
                return sheet
        raise KeyError(title)

    @cached_property
    def names(self) -> dict[str, str]:
        """Every defined name with what it refers to, such as ``Organisation!$B$6``."""
        found = {}
        for place in self.places.values():
            for named in place.table.names:
                first, last = named.rows or (0, place.table.height - 1)
                top = place.header_row if named.header else place.first_row + first
                bottom = place.first_row + last
                left, right = place.letter(named.first), place.letter(named.last or named.first)
                ref = f"${left}${top}"
                if (left, top) != (right, bottom):
                    ref += f":${right}${bottom}"
                found[named.name] = f"{quoted(place.sheet.title)}!{ref}"
        return found

    def render(self, formula: str, table: str, at: int) -> str:
        """Turn a formula's references into cells, for data row ``at`` (from 0) of a table."""
        here = self.places[table]

        def cells(match: re.Match[str]) -> str:
            place = self.places[match[1]] if match[1] else here
            sheet = "" if place.sheet is here.sheet else f"{quoted(place.sheet.title)}!"
            first, row = place.letter(match[2]), place.first_row + at + int(match[3] or 0)
            if match[4] == "all":
                return f"{sheet}${first}${place.first_row}:${first}${place.last_row}"
            if match[4]:
                return f"{sheet}${first}{row}:${place.letter(match[4])}{row}"
            return f"{sheet}${first}{row}"

        return _REFERENCE.sub(cells, formula)
