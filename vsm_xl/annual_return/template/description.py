"""The words in which the workbook is described: sheets of tables of columns or of lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from vsm_xl.annual_return.template.field_types import ANY, SHORT_TEXT, WORDS, FieldType, unit_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: What a sheet is for (it orders them; only ``input`` sheets freeze their headers).
Purpose = Literal["about", "input", "calculated", "output", "check", "reference"]
Content: TypeAlias = str | float | bool | date | None


class Column(NamedTuple):
    """A column of a table: an input where it has neither a formula nor given content."""

    key: str
    header: str
    kind: FieldType = ANY
    unit: str = ""
    guidance: str = ""
    width: float = 14
    formula: str = ""
    choices: str = ""
    #: What stands above the column instead of the guidance, which the cell then says itself.
    brief: str = ""
    #: False where the cells are given by the rows (labels) and so differ from row to row.
    entry: bool = True
    #: Whether a printed page begins with this column, where a table is wider than a page.
    page: bool = False
    #: What a value of it is, in words that stand alone; empty where the guidance does.
    meaning: str = ""
    #: Table and key, such as ``people.post``, whose value it shows: its meaning and unit are those.
    same_as: str = ""
    #: Whether only formulas read it, so that it stands in no export.
    helper: bool = False


class Line(NamedTuple):
    """A labelled value: one row of a table with the columns item, value, unit and guidance."""

    key: str
    label: str
    kind: FieldType
    unit: str
    guidance: str
    formula: str = ""
    choices: str = ""
    name: str = ""
    #: Given by the workbook itself (a number, or text to be signed).
    content: Content = None
    #: Written by the software when it fills or stamps a return, not by a person.
    recorded: bool = False
    #: How many lines of text its value may take.
    lines_high: int = 1
    #: What its value is, in words that stand alone; empty where the guidance does.
    meaning: str = ""
    #: Table and key whose value it shows again: its meaning is that one's.
    same_as: str = ""
    #: Table and key of the column that it adds up.
    sum_of: str = ""
    #: Whether it begins a page in print.
    page: bool = False


def given(
    key: str, header: str, kind: FieldType = SHORT_TEXT, width: float = 14, *,
    unit: str = "", meaning: str = "", helper: bool = False,
) -> Column:  # fmt: skip
    """Return a column whose cells the rows give."""
    return Column(key, header, kind, unit, width=width, entry=False, meaning=meaning, helper=helper)


def copied(
    of: str, header: str, kind: FieldType, width: float, unit: str = "", guidance: str = ""
) -> Column:
    """Return a column that shows one of another table, such as ``people.post``, again."""
    return Column(of.partition(".")[2], header, kind, unit, guidance, width,
                  f'=IF([{of}]="","",[{of}])', same_as=of)  # fmt: skip


def named_line(
    key: str, label: str, kind: FieldType, unit: str, guidance: str, formula: str = "", *,
    choices: str = "", meaning: str = "",
) -> Line:  # fmt: skip
    """Return a line whose defined name is its key: ``vsm_day`` for ``day``."""
    return Line(key, label, kind, unit, guidance, formula, choices, f"vsm_{key}", meaning=meaning)


class Chart(NamedTuple):
    """A chart in the room above a table; the table holds its figures (for those who cannot see it)."""

    table: str
    kind: Literal["positions", "bars", "years"]
    #: Row that states what it shows, from 0; the chart takes it as title.  It stands in the table
    #: ``findings_worked`` for a chart of positions (their findings are empty where no post is), in
    #: ``findings`` for others.
    finding: int
    alternative: str


class Named(NamedTuple):
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
    #: Column whose cells are sheet titles and lead there.
    links: str = ""
    #: How many lines of text the longest answer of a row takes.
    lines_high: int = 1
    #: Kind of the columns of any kind in each row, where it differs (figures of several units).
    kinds: tuple[FieldType, ...] = ()
    #: Whether it belongs to the print area; a list of everybody's pay is not for paper.
    printed: bool = True
    #: How many of its columns belong to the print area; 0 for all of them.
    print_columns: int = 0
    #: Whether exports hold it; a table that only serves another sheet is left out.
    exported: bool = True
    #: Rows left free between heading and table, for a chart.
    room: int = 0
    #: Whether a printed page begins with the heading of this table.
    page: bool = False
    #: Whether it stands to the right of the table before it, and not below.
    beside: bool = False
    #: Of which rows of People its rows speak, from 0: None where it has none for each person.
    people: tuple[int, int] | None = None

    @property
    def height(self) -> int:
        """How many data rows it has."""
        return self.rows if isinstance(self.rows, int) else len(self.rows)

    def index(self, key: str) -> int:
        """Return the position of a column, from 0.

        Raises:
            KeyError: there is no such column.
        """
        if key not in self._order:
            raise KeyError(f"{self.key}.{key}")
        return self._order[key]

    @cached_property
    def _order(self) -> dict[str, int]:
        """The position of each column; formulas are written by the ten thousand."""
        return {column.key: at for at, column in enumerate(self.columns)}


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
    unit: bool = True,
    keys: str = "",
) -> Table:
    """Return a table of labelled values: item, value, unit and, beside inputs, guidance.

    With ``keys``, the header of it, a last column names the key of each line.
    """
    columns = (
        given("item", item_header),
        Column("value", value_header),
        *((given("unit", "Unit"),) if unit else ()),
        *((given("guidance", "Guidance", WORDS),) if guidance else ()),
        *((given("key", keys),) if keys else ()),
    )
    rows = tuple(
        {
            "item": line.label,
            "value": line.formula or line.content,
            "unit": unit_shown(line.unit),
            "guidance": line.guidance,
            **({"key": line.key} if keys else {}),
        }
        for line in lines
    )
    own = tuple(
        Named(line.name, "value", rows=(at, at)) for at, line in enumerate(lines) if line.name
    )
    return Table(key, name, columns, rows, lines, own + names, heading)


def values_table(
    key: str, name: str, lines: tuple[Line, ...], heading: str, *,
    item_header: str = "Item", names: tuple[Named, ...] = (),
) -> Table:  # fmt: skip
    """Return a table of labelled values that are worked out: item and value alone."""
    return lines_table(key, name, lines, heading=heading, value_header="Value", names=names,
                       item_header=item_header, guidance=False, unit=False)  # fmt: skip


def words_table(
    key: str, name: str, headers: Mapping[str, str], rows: Iterable[tuple[str, ...]], *,
    heading: str = "", names: tuple[Named, ...] = (),
) -> Table:  # fmt: skip
    """Return a table of given words: a short text in each row, and what is said of it.

    Args:
        key: of the table.
        name: of the table in the workbook.
        headers: of the columns, by their keys.
        rows: the words in the order of the columns.
        heading: of the table on its sheet.
        names: defined names of its columns.
    """
    columns = tuple(
        given(one, header, WORDS if at else SHORT_TEXT)
        for at, (one, header) in enumerate(headers.items())
    )
    cells = tuple(dict(zip(headers, row, strict=True)) for row in rows)
    return Table(key, name, columns, cells, names=names, heading=heading)


def numbered(count: int, key: str = "nth") -> tuple[Mapping[str, Content], ...]:
    """Return rows of which each holds its number, from 1."""
    return tuple({key: number} for number in range(1, count + 1))


@dataclass(frozen=True)
class Sheet:
    """A sheet: title in A1, an introduction, tables below each other."""

    title: str
    purpose: Purpose
    introduction: str
    tables: tuple[Table, ...]
    #: What stands in A1; its title where nothing else does.
    heading: str = ""
    widths: tuple[float, ...] = ()
    landscape: bool = True
    about: str = ""
    #: Per cent of the natural size in print; 0 makes it one page wide.
    scale: int = 0
    charts: tuple[Chart, ...] = ()
    #: Whether labels and headers lead to where their figures come from.
    traced: bool = False
    #: Whether a table of posts prints on pages of its own, and others as wide as they are.
    apart: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "heading", self.heading or self.title)

    @cached_property
    def column_widths(self) -> tuple[float, ...]:
        """Widths as given, or those of the table with the most columns."""
        if self.widths:
            return self.widths
        widest = max(self.tables, key=lambda table: len(table.columns))
        return tuple(column.width for column in widest.columns)
