"""Walks over the cells of a table as the layout describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.template.field_types import ANY, SHORT_TEXT, unit_shown
from vsm_xl.annual_return.template.layout import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.annual_return.template.description import Column, Content, Table
    from vsm_xl.annual_return.template.layout import Layout, Place, Role


#: Text that begins so is a reference, to be told in words.
_PLACE: Final = "@"


def layout_cells(layout: Layout) -> Iterator[tuple[str, Cell]]:
    """Give every cell of every table with the title of its sheet."""
    for sheet in layout.sheets:
        for table in sheet.tables:
            for cell in table_cells(layout, layout.places[table.key]):
                yield sheet.title, cell


def table_cells(layout: Layout, place: Place) -> Iterator[Cell]:
    """Give the cells of one table: heading, units and guidance, header, data."""
    table = place.table
    top = place.header_row
    if table.guided:
        for number, column in enumerate(table.columns, start=1):
            yield Cell(top - 2, number, unit_shown(column.unit), "unit", SHORT_TEXT)
            yield Cell(top - 1, number, guidance_text(column), "guidance", SHORT_TEXT)
    if table.heading:
        row = top - (3 if table.guided else 1) - table.room
        yield Cell(row, 1, table.heading, "heading", SHORT_TEXT)
    for number, column in enumerate(table.columns, start=1):
        yield Cell(top, number, column.header, "header", column.kind, table=table.key)
    for at in range(table.height):
        for number, column in enumerate(table.columns, start=1):
            yield _data_cell(layout, place, at, number, column)


def guidance_text(column: Column) -> str:
    """Give the text above a column; an input column says so in words (rule 10)."""
    given = column.formula or not column.entry
    return column.guidance if given else f"Input: {column.guidance}"


def _data_cell(layout: Layout, place: Place, at: int, number: int, column: Column) -> Cell:
    table = place.table
    row = place.first_row + at
    content: Content = column.formula or None
    if not isinstance(table.rows, int):
        content = table.rows[at].get(column.key, content)
    line = table.lines[at] if table.lines and column.key == "value" else None
    kind = line.kind if line else column.kind
    if table.kinds and column.kind is ANY:
        kind = table.kinds[at]
    if isinstance(content, str) and content.startswith("="):
        return Cell(
            row, number, layout.render(content, table.key, at), "formula", kind,
            table=table.key, key=column.key, line=line.key if line else "",
        )  # fmt: skip
    if line and line.recorded:
        return Cell(row, number, line.content, "record", kind, label=line.label, table=table.key,
                    key=column.key, line=line.key)  # fmt: skip
    if isinstance(content, str) and content.startswith(_PLACE):
        content = layout.place_in_words(content.removeprefix(_PLACE))
    if content is not None or not column.entry:
        link = _link(table, content, column)
        role: Role = "label" if number == 1 else "text"
        return Cell(row, number, content, role, kind, link=link, table=table.key, key=column.key,
                    line=line.key if line else "")  # fmt: skip
    return Cell(
        row, number, None, "input", kind,
        unit=line.unit if line else column.unit,
        choices=line.choices if line else column.choices,
        label=line.label if line else column.header,
        guidance=line.guidance if line else column.guidance,
        table=table.key, key=column.key, line=line.key if line else "",
    )  # fmt: skip


def _link(table: Table, content: Content, column: Column) -> str:
    return str(content) if table.links == column.key else ""
